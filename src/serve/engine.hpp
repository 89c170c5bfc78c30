// SPDX-License-Identifier: Apache-2.0
// The server's side of an engine: a child process that answers asks over a socket pair, JSON lines
// one way and framed bytes the other (protocol.hpp). An engine that dies or falls silent is started
// again; what it had not answered is told so. All of it happens on the thread of the io_context.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>
#include <sys/types.h>

#include "serve/protocol.hpp"

namespace entente::serve {

/// Asks that may wait in one engine. More clients than this at once are told to come again.
inline constexpr std::size_t most_asks = 100;

/// An engine that has said nothing for so long, with asks waiting, hangs.
inline constexpr std::chrono::seconds longest_silence{180};

class Engine {
  public:
    /// Of one ask: every message, the last one marked. An engine that died gives one message of
    /// status 503, Kind::json, with the error.
    using Reply = std::function<void(const FrameHeader& header, std::string bytes)>;
    /// What nobody asked for.
    using Unasked = std::function<void(const FrameHeader& header, std::string bytes)>;
    /// It was started again; says why.
    using Restarted = std::function<void(const std::string& why)>;

    /// `command` are the words of the child, its program first. The context must outlive it.
    Engine(boost::asio::io_context& context,
           std::vector<std::string> command,
           Unasked unasked,
           Restarted restarted);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Throws std::system_error where the first one cannot be started.
    void start();

    /// Kills the child; nothing is called back from then on.
    void stop();

    /// Sends {"id":N, "ask":what, "with":body}; `body` is JSON or empty. 0 where too many wait.
    std::uint64_t ask(const std::string& what, const std::string& body, Reply reply);

    /// Its reply is not wanted any longer; the engine stops at its next pause.
    void cancel(std::uint64_t id);

    /// The same as ask, without a reply.
    void tell(const std::string& what);

    /// Whether an ask waits for its reply.
    bool busy() const { return !waiting_.empty(); }

    /// Holds the child still, whatever it does, until resume(); one that is started anew goes on.
    void pause();
    void resume();

    /// Of the child, for tests.
    pid_t process() const { return process_; }

  private:
    void spawn();
    void send(std::string line);
    void write_next();
    void read_header_line();
    void read_bytes(const FrameHeader& header);
    void deliver(const FrameHeader& header, std::string bytes);
    void died(const std::string& why);
    void watch_silence();
    void end_process();

    boost::asio::io_context& context_;
    std::vector<std::string> command_;
    Unasked unasked_;
    Restarted restarted_;
    boost::asio::local::stream_protocol::socket socket_;
    boost::asio::steady_timer again_;
    boost::asio::steady_timer silence_;
    boost::asio::streambuf incoming_;
    std::deque<std::string> outgoing_;
    std::map<std::uint64_t, Reply> waiting_;
    std::uint64_t next_id_ = 1;
    std::uint64_t generation_ = 0;  ///< of the process: callbacks of an earlier one do nothing
    pid_t process_ = -1;
    std::chrono::steady_clock::time_point started_;
    std::chrono::steady_clock::time_point heard_;
    std::chrono::milliseconds pause_{0};  ///< before the next start
    bool paused_ = false;
    bool stopped_ = false;
};

}  // namespace entente::serve
