// SPDX-License-Identifier: Apache-2.0
// Columns of text aligned by code points.
#pragma once

#include <string>
#include <vector>

namespace entente::cli {

/// The first row is the heading. Columns are as wide as their widest cell; the last is not padded.
std::string table(const std::vector<std::vector<std::string>>& rows);

}  // namespace entente::cli
