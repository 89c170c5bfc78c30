// SPDX-License-Identifier: Apache-2.0
// The stage verb: the main file and what it includes, into a resolved model. Names become ids,
// units are checked and converted, indexes expanded, rings found. It reads files through the
// caller, so nothing here touches the disk; tables of data are described, not read.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "model/model.hpp"
#include "text/diagnostic.hpp"

namespace entente::model {

/// The text of a model file, or nothing where there is no such file.
using ReadFile = std::function<std::optional<std::string>(const std::string& path)>;

/// Parses `main` and its includes (paths are relative to the file that says them) and resolves the
/// model. Empty if and only if it added an error.
std::optional<Model> resolve(text::Sources& sources,
                             text::FileId main,
                             const ReadFile& read,
                             text::Diagnostics& diagnostics);

}  // namespace entente::model
