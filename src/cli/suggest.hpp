// SPDX-License-Identifier: Apache-2.0
// Small words of messages: near names and counts.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace entente::cli {

/// ". Did you mean `a` or `b`?" to end a message with, or nothing where no candidate is near.
std::string suggest(const std::string& wrong, const std::vector<std::string>& candidates);
std::string suggest(const std::string& wrong, const std::vector<std::string_view>& candidates);

/// The near names where there are some, else all of them where they are few: ". Scenarios: a, b".
std::string suggest_or_list(const std::string& wrong,
                            const std::vector<std::string>& candidates,
                            const std::string& what);

/// "1 claim", "4 claims".
std::string counted(std::size_t n, const std::string& one, const std::string& many);

}  // namespace entente::cli
