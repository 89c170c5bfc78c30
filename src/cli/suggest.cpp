// SPDX-License-Identifier: Apache-2.0
#include "cli/suggest.hpp"

#include <fmt/format.h>

#include "text/diagnostic.hpp"

namespace entente::cli {

namespace {

/// More than these are no help in a message.
constexpr std::size_t names_listed = 8;

}  // namespace

std::string suggest(const std::string& wrong, const std::vector<std::string>& candidates) {
    const auto hint = text::did_you_mean(wrong, candidates);
    return hint ? ". D" + hint->substr(1) : "";
}

std::string suggest(const std::string& wrong, const std::vector<std::string_view>& candidates) {
    return suggest(wrong, std::vector<std::string>(candidates.begin(), candidates.end()));
}

std::string suggest_or_list(const std::string& wrong,
                            const std::vector<std::string>& candidates,
                            const std::string& what) {
    std::string near = suggest(wrong, candidates);
    if (!near.empty() || candidates.empty()) {
        return near;
    }
    const std::vector<std::string> first(
        candidates.begin(),
        candidates.begin() +
            static_cast<std::ptrdiff_t>(std::min(candidates.size(), names_listed)));
    return fmt::format(". {}: {}{}",
                       what,
                       fmt::join(first, ", "),
                       candidates.size() > names_listed
                           ? fmt::format(" and {} more", candidates.size() - names_listed)
                           : "");
}

std::string counted(std::size_t n, const std::string& one, const std::string& many) {
    return fmt::format("{} {}", n, n == 1 ? one : many);
}

}  // namespace entente::cli
