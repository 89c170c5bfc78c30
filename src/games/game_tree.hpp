// SPDX-License-Identifier: Apache-2.0
// Games in which players move one after the other and see what came before, and their agent quantal
// response equilibrium: at each node a logit choice among what its moves lead to (R. D. McKelvey &
// T. R. Palfrey, Experimental Economics 1, 1998; for crises C. S. Signorino, American Political
// Science Review 93, 1999). With everything seen it is unique and comes from the end backwards.
#pragma once

#include "games/normal_form.hpp"

namespace entente::games {

/// Somebody moves, or the game ends.
struct TreeNode {
    std::size_t player = 0;          ///< who moves; of no meaning at an end
    std::vector<std::size_t> moves;  ///< nodes they lead to, each later in the tree; none at an end
    std::vector<double> payoffs = {};  ///< of each player, at an end
};

/// The first node is where the game begins.
using GameTree = std::vector<TreeNode>;

struct AgentEquilibrium {
    std::vector<Mixed> choices;               ///< [node]; empty at an end
    std::vector<std::vector<double>> values;  ///< [node][player]
};

/// Precision at least 0, in 1 over the unit of payoffs.
AgentEquilibrium agent_equilibrium(const GameTree& tree, double precision);

}  // namespace entente::games
