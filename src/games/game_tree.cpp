// SPDX-License-Identifier: Apache-2.0
#include "games/game_tree.hpp"

#include "base/contract.hpp"

namespace entente::games {

AgentEquilibrium agent_equilibrium(const GameTree& tree, double precision) {
    AgentEquilibrium found;
    found.choices.resize(tree.size());
    found.values.resize(tree.size());
    // Moves lead to later nodes, so from the last one back their values are known.
    for (std::size_t at = tree.size(); at-- > 0;) {
        const TreeNode& node = tree[at];
        if (node.moves.empty()) {
            found.values[at] = node.payoffs;
            continue;
        }
        std::vector<double> worth;
        for (const std::size_t next : node.moves) {
            ENTENTE_EXPECT(next > at && next < tree.size());
            ENTENTE_EXPECT(node.player < found.values[next].size());
            worth.push_back(found.values[next][node.player]);
        }
        found.choices[at] = logit_choice(worth, precision);
        found.values[at].assign(found.values[node.moves.front()].size(), 0.0);
        for (std::size_t move = 0; move < node.moves.size(); ++move) {
            const std::vector<double>& then = found.values[node.moves[move]];
            ENTENTE_EXPECT(then.size() == found.values[at].size());
            for (std::size_t player = 0; player < then.size(); ++player) {
                found.values[at][player] += found.choices[at][move] * then[player];
            }
        }
    }
    return found;
}

}  // namespace entente::games
