// SPDX-License-Identifier: Apache-2.0
// Whether files changed since they were last looked at, by time and size. Asking costs a call of
// the system a file, so it is done by a timer; nothing has to tell us.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace entente::serve {

class Watch {
  public:
    /// Looks at these from now on.
    void set(const std::vector<std::string>& paths);

    /// Whether one of them changed, came or went since the last call or set().
    bool changed();

  private:
    struct State {
        bool there = false;
        std::filesystem::file_time_type time;
        std::uintmax_t size = 0;

        bool operator==(const State&) const = default;
    };

    static State state_of(const std::string& path);

    std::vector<std::pair<std::string, State>> files_;
};

}  // namespace entente::serve
