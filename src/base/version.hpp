// SPDX-License-Identifier: Apache-2.0
// Which Entente this is. The build fills it in (cmake/version.cmake); results carry it, so that a
// number can be traced to the program that made it.
#pragma once

#include <string_view>

namespace entente {

/// The release, as in CHANGELOG.md: "0.1.0".
std::string_view version();

/// The commit built, shortened, with "-dirty" after it if the tree had changes; empty when built
/// from a tree without history, such as a release archive.
std::string_view commit();

/// The compiler, its version and the kind of build: "GNU 12.2.0, Release".
std::string_view build();

}  // namespace entente
