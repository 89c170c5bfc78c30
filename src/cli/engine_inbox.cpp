// SPDX-License-Identifier: Apache-2.0
#include "cli/engine_inbox.hpp"

#include <algorithm>

#include <unistd.h>

#include "cli/options.hpp"

namespace entente::cli {

EngineInbox::EngineInbox(serve::Channel& channel) {
    std::thread([this, &channel] { read(channel); }).detach();
}

void EngineInbox::read(serve::Channel& channel) {
    while (auto ask = channel.next()) {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (ask->what == "cancel") {
            const auto waiting = std::find_if(
                asks_.begin(), asks_.end(), [&](const auto& one) { return one.id == ask->id; });
            if (waiting != asks_.end()) {
                asks_.erase(waiting);
                continue;
            }
            cancelled_.insert(ask->id);
            stop_ = stop_ || current_ == ask->id;
        } else {
            asks_.push_back(std::move(*ask));
            stop_ = stop_ || current_ == std::uint64_t{0};
        }
        came_.notify_one();
    }
    // Nobody is left to answer; what runs is of no use.
    ::_exit(exit_done);
}

serve::Ask EngineInbox::wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    came_.wait(lock, [this] { return !asks_.empty(); });
    serve::Ask ask = std::move(asks_.front());
    asks_.pop_front();
    return ask;
}

std::optional<serve::Ask> EngineInbox::take() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (asks_.empty()) {
        return std::nullopt;
    }
    serve::Ask ask = std::move(asks_.front());
    asks_.pop_front();
    return ask;
}

const std::atomic<bool>& EngineInbox::begin(std::uint64_t id) {
    const std::lock_guard<std::mutex> lock(mutex_);
    current_ = id;
    stop_ = cancelled_.contains(id) || (id == 0 && !asks_.empty());
    return stop_;
}

bool EngineInbox::cancelled(std::uint64_t id) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return cancelled_.erase(id) > 0;
}

}  // namespace entente::cli
