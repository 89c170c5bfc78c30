// SPDX-License-Identifier: Apache-2.0
// What a function expects of its caller and promises to it. A broken contract is a fault of our
// program, never of the user's text: it throws BrokenContract, which the command line turns into
// "internal error, please report". Contracts never check user input.
#pragma once

#include <stdexcept>

namespace entente {

/// Thrown when a contract does not hold; what() names the condition, the file and the line.
class BrokenContract final : public std::logic_error {
  public:
    using std::logic_error::logic_error;
};

[[noreturn]] void break_contract(const char* kind,
                                 const char* condition,
                                 const char* file,
                                 int line);

}  // namespace entente

/// What the caller must have made true. Always on.
#define ENTENTE_EXPECT(condition) \
    ((condition) ? void() : ::entente::break_contract("expected", #condition, __FILE__, __LINE__))

/// What the function itself promises. Always on.
#define ENTENTE_ENSURE(condition) \
    ((condition) ? void() : ::entente::break_contract("promised", #condition, __FILE__, __LINE__))

/// For inner loops: on in checked builds only.
#ifdef NDEBUG
#define ENTENTE_ASSERT(condition) void()
#else
#define ENTENTE_ASSERT(condition) ENTENTE_ENSURE(condition)
#endif
