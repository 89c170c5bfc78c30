// SPDX-License-Identifier: Apache-2.0
#include "base/contract.hpp"

#include <string>

namespace entente {

void break_contract(const char* kind, const char* condition, const char* file, int line) {
    throw BrokenContract(std::string(kind) + " `" + condition + "` at " + file + ":" +
                         std::to_string(line));
}

}  // namespace entente
