// SPDX-License-Identifier: Apache-2.0
// What the server asks of an engine, read on a thread of its own so that a cancel reaches a run
// that is going on. Once the server is gone the process ends.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "serve/channel.hpp"

namespace entente::cli {

class EngineInbox {
  public:
    /// Begins to read; the channel must outlive the process.
    explicit EngineInbox(serve::Channel& channel);

    /// The next ask; waits for one.
    serve::Ask wait();

    /// The next ask, where there is one.
    std::optional<serve::Ask> take();

    /// Says what is worked on next: 0 for what nobody asked for, which any ask stops. Returns the
    /// flag that is set when it is to stop; it is set already where it was cancelled before.
    const std::atomic<bool>& begin(std::uint64_t id);

    /// Whether an ask was cancelled. Forgets it.
    bool cancelled(std::uint64_t id);

  private:
    void read(serve::Channel& channel);

    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<serve::Ask> asks_;
    std::set<std::uint64_t> cancelled_;
    std::optional<std::uint64_t> current_;
    std::atomic<bool> stop_{false};
};

}  // namespace entente::cli
