// SPDX-License-Identifier: Apache-2.0
// Files built into the program: the pages of docs/errors and the models that `entente new` copies.
// The build generates their texts (cmake/resources.cmake).
#pragma once

#include <string_view>
#include <vector>

namespace entente::cli {

struct Resource {
    std::string_view
        path;  ///< from the top of the source tree, for instance "docs/errors/E3004.md"
    std::string_view text;
};

/// All of them, by path.
const std::vector<Resource>& resources();

/// The text of that path, or nothing (null data).
std::string_view find_resource(std::string_view path);

}  // namespace entente::cli
