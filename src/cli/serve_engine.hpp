// SPDX-License-Identifier: Apache-2.0
// The two engines of a server, each a process of its own (`entente serve-engine`): one runs futures
// and explains, the other judges claims and does what takes seconds.
#pragma once

#include "cli/engine_inbox.hpp"
#include "cli/options.hpp"

namespace entente::cli {

/// Answer asks for as long as the process lives. `options` are those of `serve`; its first argument
/// is the model.
[[noreturn]] void run_futures_engine(serve::Channel& channel, const Options& options);
[[noreturn]] void run_claims_engine(serve::Channel& channel, const Options& options);

/// One line of JSON as a whole answer.
void say_json(serve::Channel& channel, std::uint64_t id, const std::string& json);

}  // namespace entente::cli
