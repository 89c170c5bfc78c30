// SPDX-License-Identifier: Apache-2.0
// The words of the language, block by block: the one table behind reserved names, suggestions and
// the highlighting of tokens.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace entente::syntax {

/// A kind of block and the words its statements begin with.
enum class BlockKind {
    file,
    model,
    quantity,
    event,
    data,
    agreement,
    leader,
    issue,
    issue_actor,
    player,
    option,
    scenario,
    claim,
    influence,
    part
};

/// The words that may begin a statement of the block, in the order of the reference.
const std::vector<std::string>& words_of(BlockKind block);

/// How a message names the block: "a scenario", "the model block".
std::string_view name_of(BlockKind block);

/// A declaration word that begins no statement of any block, so that it tells of a missing `}`.
bool begins_declaration_only(std::string_view word);

/// Declaration and expression words: they name nothing else.
bool is_reserved(std::string_view word);

/// Words that may follow a number and are not units.
bool follows_number(std::string_view word);

/// Words of statements and clauses, for highlighting.
bool is_keyword(std::string_view word);

}  // namespace entente::syntax
