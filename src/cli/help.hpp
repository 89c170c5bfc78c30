// SPDX-License-Identifier: Apache-2.0
// Texts made from the table of options: help, shell completions and manual pages.
#pragma once

#include <string>

#include "cli/options.hpp"

namespace entente::cli {

/// What `entente` without arguments prints: at most 15 lines, examples first.
std::string front_help();

std::string verb_help(const Verb& verb);

/// `shell` is bash, zsh or fish.
std::string completions(std::string_view shell);

/// entente(1) where `verb` is null, else entente-VERB(1).
std::string manual_page(const Verb* verb);

}  // namespace entente::cli
