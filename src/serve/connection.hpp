// SPDX-License-Identifier: Apache-2.0
// One connection of a client: reads requests within limits of size and time, hands each to a
// handler, and writes what the handler replies, whole or as a stream. A connection that is slow or
// broken costs a socket and a timer, nothing else; all of it happens on the io_context's thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "serve/protocol.hpp"

namespace entente::serve {

/// Of the lines before a body: a browser sends about 1 kB.
inline constexpr std::size_t most_header = 16 << 10;

/// For the lines before the body of a request, from when the connection is there.
inline constexpr std::chrono::seconds header_time{10};

/// For the body after them.
inline constexpr std::chrono::seconds body_time{10};

/// A connection without a request is closed after so long.
inline constexpr std::chrono::seconds idle_time{60};

/// A client that takes nothing for so long is let go.
inline constexpr std::chrono::seconds write_time{20};

/// What a refused client still sends is read away for so long, so that it reads the refusal.
inline constexpr std::chrono::seconds linger_time{3};

/// Bytes of a stream that may wait for a slow reader.
inline constexpr std::size_t most_unsent = std::size_t{16} << 20;

using Request = boost::beast::http::request<boost::beast::http::string_body>;
using RequestHead = boost::beast::http::request_header<>;

class Connection;

/// What stands behind a connection.
class Handler {
  public:
    Handler() = default;
    Handler(const Handler&) = delete;
    Handler& operator=(const Handler&) = delete;
    virtual ~Handler() = default;

    /// Judges a request by its head alone, before its body is read: an error is the reply.
    virtual std::optional<Error> check(const RequestHead& head) = 0;

    /// Answers a request, now or later, through reply() or begin().
    virtual void take(const std::shared_ptr<Connection>& connection, const Request& request) = 0;

    /// The connection is gone.
    virtual void left(const Connection& connection) = 0;
};

/// A whole reply.
struct Reply {
    int status = 200;
    std::string type = "application/json";
    std::shared_ptr<const std::string> body;
    std::string policy;      ///< Content-Security-Policy, for pages
    std::string attachment;  ///< a file name, to be saved under
};

class Connection : public std::enable_shared_from_this<Connection> {
  public:
    /// The handler must outlive it.
    Connection(boost::asio::ip::tcp::socket socket, Handler& handler);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Reads the first request.
    void start();

    /// Refuses without reading a request: for one connection too many.
    void refuse(const Error& error);

    void reply(const Reply& reply);
    void reply(const Error& error);

    /// Begins a reply of unknown length.
    void begin(const std::string& type);

    /// The next bytes of it. A reader that is too slow is let go.
    void send(std::string bytes);

    /// The end of it; the connection may then be used again.
    void end();

    /// Closes it and calls `left` if the client closes its end before the reply to this request is
    /// whole; else it is never called.
    void watch(std::function<void()> left);

    /// Whether anything can still be written.
    bool open() const { return open_; }

    /// Lets it go without another word.
    void close();

  private:
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

    void read_head(std::chrono::seconds time);
    void head_read(const boost::beast::error_code& error);
    void read_body();
    void body_read(const boost::beast::error_code& error);
    void fail_reading(const boost::beast::error_code& error);
    void limit(std::chrono::seconds time);
    void write_next();
    void written();
    void linger();

    boost::asio::ip::tcp::socket socket_;
    Handler& handler_;
    boost::asio::steady_timer deadline_;
    boost::beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    std::deque<std::shared_ptr<const std::string>> unsent_;
    std::size_t unsent_bytes_ = 0;
    std::size_t replies_ = 0;  ///< that were begun and are whole
    bool open_ = true;
    bool late_ = false;       ///< the deadline passed
    bool streaming_ = false;  ///< a stream has begun and not ended
    bool chunked_ = true;
    bool ending_ = false;  ///< the reply is whole; what is unsent is the rest of it
    bool keep_ = true;     ///< another request may follow
};

}  // namespace entente::serve
