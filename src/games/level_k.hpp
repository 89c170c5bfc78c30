// SPDX-License-Identifier: Apache-2.0
// Level-k reasoning: level 0 does something simple, and each level replies to the one below
// (R. Nagel, American Economic Review 85, 1995; D. O. Stahl & P. W. Wilson, Games and Economic
// Behavior 10, 1995).
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace entente::games {

/// The choices of levels 0 to `levels`: level 0, its reply, the reply to that, and so on.
/// `reply` takes the choice of one level and returns that of the next.
template <class Choice, class Reply>
std::vector<Choice> level_replies(Choice level_0, std::size_t levels, const Reply& reply) {
    std::vector<Choice> choices = {std::move(level_0)};
    choices.reserve(levels + 1);
    for (std::size_t level = 0; level < levels; ++level) {
        choices.push_back(reply(choices.back()));
    }
    return choices;
}

}  // namespace entente::games
