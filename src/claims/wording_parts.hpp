// SPDX-License-Identifier: Apache-2.0
// Phrases that the sentences of wording.hpp share. For its two source files alone.
#pragma once

#include <string>
#include <vector>

#include "claims/claims.hpp"

namespace entente::claims {

/// The unit after a number, nothing for pure numbers.
std::string with_unit(const std::string& text, const std::string& unit);

/// 0.5 as "50 %".
std::string percent_of(double fraction);

/// With its first letter large.
std::string upper(std::string text);

/// What a share counts: "a rise of 10 % or more".
std::string event_text(const Condition& condition);

std::string join(const std::vector<std::string>& parts, const char* between);

/// A share as a plain frequency, "about 3 in 20", for lines that carry no likelihood word.
std::string in_twenty(double share);

}  // namespace entente::claims
