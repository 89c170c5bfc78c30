// SPDX-License-Identifier: Apache-2.0
#include "serve/engine.hpp"

#include <cerrno>
#include <csignal>
#include <istream>
#include <memory>
#include <system_error>

#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve/channel.hpp"

namespace entente::serve {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::steady_clock;

namespace {

/// A child that lived shorter than this is started again after a pause that grows.
constexpr std::chrono::seconds short_life{3};
constexpr std::chrono::milliseconds shortest_pause{200};
constexpr std::chrono::milliseconds longest_pause{5000};

/// Of the line before the bytes.
constexpr std::size_t longest_header = 200;

/// The two ends of a socket pair; throws std::system_error.
struct Ends {
    int ours = -1;
    int theirs = -1;

    Ends() {
        int both[2] = {-1, -1};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both) != 0) {
            throw std::system_error(errno, std::generic_category(), "cannot make a socket pair");
        }
        ours = both[0];
        theirs = both[1];
    }

    ~Ends() {
        ::close(theirs);
        if (ours >= 0) {
            ::close(ours);
        }
    }

    Ends(const Ends&) = delete;
    Ends& operator=(const Ends&) = delete;
};

/// Starts the words as a process of a group of its own, so that Ctrl-C reaches the server alone,
/// with no descriptor but the standard ones and its end of the pair. Throws std::system_error.
pid_t spawn_words(const std::vector<std::string>& command, int descriptor) {
    std::vector<char*> words;
    words.reserve(command.size() + 1);
    for (const std::string& word : command) {
        // posix_spawn takes pointers to what it does not change.
        words.push_back(const_cast<char*>(word.c_str()));
    }
    words.push_back(nullptr);
    ::posix_spawn_file_actions_t actions;
    ::posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", 0, 0);
    ::posix_spawn_file_actions_adddup2(&actions, descriptor, engine_descriptor);
    ::posix_spawn_file_actions_addclosefrom_np(&actions, engine_descriptor + 1);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    pid_t process = -1;
    const int error =
        ::posix_spawn(&process, words.front(), &actions, &attributes, words.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
    if (error != 0) {
        throw std::system_error(error, std::generic_category(), "cannot start " + command.front());
    }
    return process;
}

}  // namespace

Engine::Engine(asio::io_context& context,
               std::vector<std::string> command,
               Unasked unasked,
               Restarted restarted)
    : context_(context),
      command_(std::move(command)),
      unasked_(std::move(unasked)),
      restarted_(std::move(restarted)),
      socket_(context),
      again_(context),
      silence_(context) {}

Engine::~Engine() { stop(); }

void Engine::start() {
    spawn();
    watch_silence();
}

void Engine::stop() {
    stopped_ = true;
    ++generation_;
    error_code ignored;
    socket_.close(ignored);
    again_.cancel(ignored);
    silence_.cancel(ignored);
    waiting_.clear();
    end_process();
}

void Engine::spawn() {
    Ends ends;
    process_ = spawn_words(command_, ends.theirs);
    socket_ = asio::local::stream_protocol::socket(context_);
    socket_.assign(asio::local::stream_protocol(), ends.ours);
    ends.ours = -1;
    started_ = steady_clock::now();
    heard_ = started_;
    incoming_.consume(incoming_.size());
    outgoing_.clear();
    read_header_line();
}

std::uint64_t Engine::ask(const std::string& what, const std::string& body, Reply reply) {
    if (waiting_.size() >= most_asks) {
        return 0;
    }
    const std::uint64_t id = next_id_++;
    if (!socket_.is_open()) {
        // Between two lives: the caller is told as if it had been there when the first one ended.
        asio::post(context_, [reply = std::move(reply), id] {
            reply({id, 503, true, Kind::json, 0},
                  error_json({Refusal::engine_restarted,
                              "the engine is starting again",
                              "try again in a second"}));
        });
        return id;
    }
    if (waiting_.empty()) {
        heard_ = steady_clock::now();
    }
    waiting_.emplace(id, std::move(reply));
    send(fmt::format(
        "{{\"id\":{},\"ask\":\"{}\",\"with\":{}}}\n", id, what, body.empty() ? "null" : body));
    return id;
}

void Engine::cancel(std::uint64_t id) {
    if (waiting_.erase(id) > 0) {
        send(fmt::format("{{\"id\":{},\"ask\":\"cancel\",\"with\":null}}\n", id));
    }
}

void Engine::tell(const std::string& what) {
    send(fmt::format("{{\"id\":0,\"ask\":\"{}\",\"with\":null}}\n", what));
}

void Engine::pause() {
    if (!paused_ && process_ > 0) {
        paused_ = ::kill(process_, SIGSTOP) == 0;
    }
}

void Engine::resume() {
    if (paused_) {
        paused_ = false;
        heard_ = steady_clock::now();
        ::kill(process_, SIGCONT);
    }
}

void Engine::send(std::string line) {
    if (!socket_.is_open()) {
        return;
    }
    outgoing_.push_back(std::move(line));
    if (outgoing_.size() == 1) {
        write_next();
    }
}

void Engine::write_next() {
    asio::async_write(socket_,
                      asio::buffer(outgoing_.front()),
                      [this, now = generation_](const error_code& error, std::size_t) {
                          if (now != generation_) {
                              return;
                          }
                          if (error) {
                              died("it closed its end");
                              return;
                          }
                          outgoing_.pop_front();
                          if (!outgoing_.empty()) {
                              write_next();
                          }
                      });
}

void Engine::read_header_line() {
    asio::async_read_until(socket_,
                           incoming_,
                           '\n',
                           [this, now = generation_](const error_code& error, std::size_t size) {
                               if (now != generation_) {
                                   return;
                               }
                               std::string line;
                               if (!error && size <= longest_header) {
                                   std::istream stream(&incoming_);
                                   std::getline(stream, line);
                               }
                               const std::optional<FrameHeader> header = read_header(line);
                               if (!header) {
                                   died(error ? "it ended" : "it said what is no message");
                                   return;
                               }
                               read_bytes(*header);
                           });
}

void Engine::read_bytes(const FrameHeader& header) {
    const std::size_t there = incoming_.size();
    const std::size_t missing = header.size > there ? header.size - there : 0;
    asio::async_read(socket_,
                     incoming_,
                     asio::transfer_exactly(missing),
                     [this, header, now = generation_](const error_code& error, std::size_t) {
                         if (now != generation_) {
                             return;
                         }
                         if (error) {
                             died("it ended");
                             return;
                         }
                         std::string bytes(header.size, '\0');
                         asio::buffer_copy(asio::buffer(bytes), incoming_.data(), header.size);
                         incoming_.consume(header.size);
                         heard_ = steady_clock::now();
                         deliver(header, std::move(bytes));
                         if (now == generation_) {
                             read_header_line();
                         }
                     });
}

void Engine::deliver(const FrameHeader& header, std::string bytes) {
    if (header.id == 0) {
        unasked_(header, std::move(bytes));
        return;
    }
    const auto found = waiting_.find(header.id);
    if (found == waiting_.end()) {
        return;
    }
    if (!header.last) {
        // A copy: the reply may cancel itself.
        const Reply reply = found->second;
        reply(header, std::move(bytes));
        return;
    }
    const Reply reply = std::move(found->second);
    waiting_.erase(found);
    reply(header, std::move(bytes));
}

void Engine::died(const std::string& why) {
    ++generation_;
    error_code ignored;
    socket_.close(ignored);
    end_process();
    const bool short_lived = steady_clock::now() - started_ < short_life;
    pause_ = short_lived ? std::min(std::max(pause_ * 2, shortest_pause), longest_pause)
                         : std::chrono::milliseconds(0);
    std::map<std::uint64_t, Reply> told;
    told.swap(waiting_);
    for (const auto& [id, reply] : told) {
        reply({id, 503, true, Kind::json, 0},
              error_json({Refusal::engine_restarted,
                          "the engine stopped while it worked on this (" + why +
                              "); another one was started",
                          "try again"}));
    }
    again_.expires_after(pause_);
    again_.async_wait([this, why, now = generation_](const error_code& error) {
        if (error || stopped_ || now != generation_) {
            return;
        }
        try {
            spawn();
            restarted_(why);
        } catch (const std::system_error& fault) {
            died(fault.what());
        }
    });
}

void Engine::watch_silence() {
    silence_.expires_after(std::chrono::seconds(1));
    silence_.async_wait([this](const error_code& error) {
        if (error || stopped_) {
            return;
        }
        if (!waiting_.empty() && !paused_ && steady_clock::now() - heard_ > longest_silence) {
            died(fmt::format("it said nothing for {} s", longest_silence.count()));
        }
        watch_silence();
    });
}

void Engine::end_process() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        int status = 0;
        while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
        }
        process_ = -1;
        paused_ = false;
    }
}

}  // namespace entente::serve
