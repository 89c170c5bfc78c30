// SPDX-License-Identifier: Apache-2.0
// The server: a page and its replies for this computer alone. It reads requests, refuses what it
// must, and hands the rest to two engines, child processes, so that no model and no request can
// stop it: one for runs and what is quick, one for judging claims. It keeps the last good model and
// the claims judged so far, watches the model's files, and tells pages what changed.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace entente::serve {

/// Connections at once; a browser holds at most seven. More are told to come again.
inline constexpr std::size_t most_connections = 256;

/// Pages that listen for changes at once.
inline constexpr std::size_t most_listeners = 100;

struct Settings {
    std::uint16_t port = 0;  ///< 0: any that is free
    std::string token;
    std::string page;                       ///< HTML, whole
    std::string page_policy;                ///< its Content-Security-Policy
    std::vector<std::string> run_engine;    ///< words of the child for runs, its program first
    std::vector<std::string> claim_engine;  ///< and of the one for claims
    /// Called once, when requests are taken, with the port.
    std::function<void(std::uint16_t port)> listening;
    /// What the terminal is told: an engine that was started again, a model that broke or mended.
    std::function<void(const std::string& text)> note;
};

/// Serves until SIGINT or SIGTERM. Throws std::system_error where the port is taken or no engine
/// can be started.
void serve(const Settings& settings);

}  // namespace entente::serve
