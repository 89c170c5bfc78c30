// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "text/diagnostic.hpp"

namespace entente::text {

namespace {

// Names longer than this are not compared: nobody misspells so long a name by accident.
constexpr std::size_t longest_compared = 80;

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string to_lower(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return to_lower(c); });
    return lower;
}

// Damerau-Levenshtein distance, optimal string alignment: inserting, dropping, replacing a letter
// and swapping two neighbours cost one each.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::array<std::vector<std::size_t>, 3> rows;
    for (auto& row : rows) {
        row.assign(b.size() + 1, 0);
    }
    for (std::size_t j = 0; j <= b.size(); ++j) {
        rows[0][j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto& now = rows[i % 3];
        const auto& before = rows[(i + 2) % 3];
        const auto& earlier = rows[(i + 1) % 3];
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            now[j] = std::min({before[j] + 1, now[j - 1] + 1, before[j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                now[j] = std::min(now[j], earlier[j - 2] + 1);
            }
        }
    }
    return rows[a.size() % 3][b.size()];
}

}  // namespace

std::vector<std::string> near_names(std::string_view wrong,
                                    const std::vector<std::string>& candidates,
                                    std::size_t most) {
    if (wrong.empty() || wrong.size() > longest_compared) {
        return {};
    }
    const std::string lower_wrong = to_lower(wrong);
    // Twice the distance, so that a difference of case alone can count for half a letter.
    std::vector<std::pair<std::size_t, std::string>> found;
    for (const std::string& candidate : candidates) {
        if (candidate.empty() || candidate.size() > longest_compared || candidate == wrong) {
            continue;
        }
        const std::string lower = to_lower(candidate);
        const std::size_t longer = std::max(wrong.size(), candidate.size());
        const std::size_t shorter = std::min(wrong.size(), candidate.size());
        const bool prefix = lower.starts_with(lower_wrong) || lower_wrong.starts_with(lower);
        if (longer - shorter > std::max<std::size_t>(1, longer / 3) && !prefix) {
            continue;  // too many letters to add
        }
        const std::size_t letters = edit_distance(lower_wrong, lower);
        const std::size_t cost =
            2 * letters + (edit_distance(wrong, candidate) > letters ? 1U : 0U);
        // A third of the letters may be wrong, one in short names; a name begun or completed
        // (`launch` for `launches`) counts as near too.
        const std::size_t allowed = 2 * std::max<std::size_t>(1, longer / 3) + 1;
        const bool begun = wrong.size() >= 4 && candidate.size() >= 4 && prefix;
        if (cost <= allowed && letters < longer) {
            found.emplace_back(cost, candidate);
        } else if (begun) {
            found.emplace_back(cost + longer, candidate);
        }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    std::vector<std::string> names;
    for (auto& [cost, name] : found) {
        if (names.size() == most) {
            break;
        }
        names.push_back(std::move(name));
    }
    return names;
}

std::optional<std::string> did_you_mean(std::string_view wrong,
                                        const std::vector<std::string>& candidates) {
    const std::vector<std::string> names = near_names(wrong, candidates);
    if (names.empty()) {
        return std::nullopt;
    }
    std::string text = "did you mean ";
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) {
            text += i + 1 == names.size() ? " or " : ", ";
        }
        text += "`" + names[i] + "`";
    }
    return text + "?";
}

}  // namespace entente::text
