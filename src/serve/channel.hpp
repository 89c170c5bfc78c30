// SPDX-License-Identifier: Apache-2.0
// The engine's end of the socket pair: asks come in as JSON lines, messages go out framed. Reading
// is one thread's; writing any thread's, a message at a time.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "serve/protocol.hpp"

namespace entente::serve {

/// The descriptor on which a child speaks with its server.
inline constexpr int engine_descriptor = 3;

/// What the server wants of an engine.
struct Ask {
    std::uint64_t id = 0;  ///< 0 where no reply is wanted
    std::string what;      ///< "run", "cancel", "reload", ...
    std::string with;      ///< JSON
};

class Channel {
  public:
    /// The descriptor stays the caller's.
    explicit Channel(int descriptor);

    /// Waits for the next one; nothing once the server is gone.
    std::optional<Ask> next();

    /// Writes a message; `header.size` is set here. False once the server is gone.
    bool say(FrameHeader header, std::string_view bytes);

    /// The last message of a request that is refused.
    bool refuse(std::uint64_t id, const Error& error);

  private:
    int descriptor_;
    std::string read_;
    std::mutex writing_;
};

}  // namespace entente::serve
