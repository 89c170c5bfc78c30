// SPDX-License-Identifier: Apache-2.0
#include "serve/watch.hpp"

namespace entente::serve {

Watch::State Watch::state_of(const std::string& path) {
    State state;
    std::error_code error;
    state.time = std::filesystem::last_write_time(path, error);
    state.there = !error;
    if (!state.there) {
        return {};
    }
    state.size = std::filesystem::file_size(path, error);
    state.size = error ? 0 : state.size;
    return state;
}

void Watch::set(const std::vector<std::string>& paths) {
    std::vector<std::pair<std::string, State>> files;
    files.reserve(paths.size());
    for (const std::string& path : paths) {
        State state = state_of(path);
        // What changed while it was being read is a change still.
        for (const auto& [known, before] : files_) {
            state = known == path ? before : state;
        }
        files.emplace_back(path, state);
    }
    files_ = std::move(files);
}

bool Watch::changed() {
    bool any = false;
    for (auto& [path, state] : files_) {
        const State now = state_of(path);
        any = any || !(now == state);
        state = now;
    }
    return any;
}

}  // namespace entente::serve
