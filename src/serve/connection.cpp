// SPDX-License-Identifier: Apache-2.0
#include "serve/connection.hpp"

#include <sstream>

#include <boost/asio/write.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/format.h>

namespace entente::serve {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

constexpr std::size_t linger_buffer = std::size_t{64} << 10;

/// What every reply says: nothing is kept, guessed at, framed or told to others.
void add_fields(http::response_header<>& head, const std::string& type) {
    head.set(http::field::content_type, type);
    head.set(http::field::cache_control, "no-store");
    head.set("X-Content-Type-Options", "nosniff");
    head.set("Referrer-Policy", "no-referrer");
    head.set("Cross-Origin-Resource-Policy", "same-origin");
    head.set(http::field::x_frame_options, "DENY");
}

std::string to_text(const http::response<http::empty_body>& head) {
    std::ostringstream text;
    text << head.base();
    return text.str();
}

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, Handler& handler)
    : socket_(std::move(socket)), handler_(handler), deadline_(socket_.get_executor()) {
    beast::error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

Connection::~Connection() { handler_.left(*this); }

void Connection::start() { read_head(header_time); }

void Connection::refuse(const Error& error) {
    keep_ = false;
    reply(error);
}

void Connection::limit(std::chrono::seconds time) {
    late_ = false;
    deadline_.expires_after(time);
    deadline_.async_wait([weak = weak_from_this()](const beast::error_code& error) {
        const auto self = weak.lock();
        // A timer that was set anew calls back with an error.
        if (error || !self || self->deadline_.expiry() > std::chrono::steady_clock::now()) {
            return;
        }
        self->late_ = true;
        beast::error_code ignored;
        self->socket_.cancel(ignored);
    });
}

void Connection::read_head(std::chrono::seconds time) {
    parser_.emplace();
    parser_->header_limit(most_header);
    parser_->body_limit(most_body);
    limit(time);
    http::async_read_header(socket_,
                            buffer_,
                            *parser_,
                            [self = shared_from_this()](const beast::error_code& error,
                                                        std::size_t) { self->head_read(error); });
}

void Connection::head_read(const beast::error_code& error) {
    if (error) {
        fail_reading(error);
        return;
    }
    const auto& head = parser_->get();
    keep_ = head.keep_alive();
    chunked_ = head.version() >= 11;
    if (const std::optional<Error> wrong = handler_.check(head)) {
        keep_ = false;
        reply(*wrong);
        return;
    }
    if (parser_->content_length().value_or(0) > most_body) {
        fail_reading(http::error::body_limit);
        return;
    }
    const auto expect = head.find(http::field::expect);
    if (expect == head.end()) {
        read_body();
        return;
    }
    limit(write_time);
    static const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(socket_,
                      asio::buffer(go_on),
                      [self = shared_from_this()](const beast::error_code& fault, std::size_t) {
                          if (fault) {
                              self->close();
                          } else {
                              self->read_body();
                          }
                      });
}

void Connection::read_body() {
    limit(body_time);
    http::async_read(socket_,
                     buffer_,
                     *parser_,
                     [self = shared_from_this()](const beast::error_code& error, std::size_t) {
                         self->body_read(error);
                     });
}

void Connection::body_read(const beast::error_code& error) {
    if (error) {
        fail_reading(error);
        return;
    }
    deadline_.cancel();
    const Request request = parser_->release();
    handler_.take(shared_from_this(), request);
}

void Connection::fail_reading(const beast::error_code& error) {
    keep_ = false;
    if (late_ && (buffer_.size() > 0 || (parser_ && parser_->is_header_done()))) {
        reply(Error{Refusal::too_slow,
                    "the request was not whole in time",
                    fmt::format("send it within {} s", body_time.count())});
    } else if (error == http::error::body_limit) {
        reply(Error{Refusal::too_large,
                    fmt::format("the request has more than {} MB", most_body >> 20U),
                    "send less"});
    } else if (error == http::error::header_limit || error == http::error::buffer_overflow) {
        reply(
            Error{Refusal::too_large,
                  fmt::format("the lines before the body have more than {} kB", most_header >> 10U),
                  "send fewer headers"});
    } else if (error.category() == make_error_code(http::error::bad_method).category() &&
               error != http::error::end_of_stream && error != http::error::partial_message) {
        reply(Error{Refusal::bad_request, "this is no HTTP request (" + error.message() + ")", ""});
    } else {
        close();
    }
}

void Connection::reply(const Error& error) {
    Reply whole;
    whole.status = status_of(error.refusal);
    whole.body = std::make_shared<const std::string>(error_json(error));
    reply(whole);
}

void Connection::reply(const Reply& reply) {
    http::response<http::empty_body> head(http::int_to_status(static_cast<unsigned>(reply.status)),
                                          11);
    add_fields(head, reply.type);
    if (!reply.policy.empty()) {
        head.set("Content-Security-Policy", reply.policy);
    }
    if (!reply.attachment.empty()) {
        head.set(http::field::content_disposition,
                 fmt::format("attachment; filename=\"{}\"", reply.attachment));
    }
    if (reply.status == 503) {
        head.set(http::field::retry_after, "1");
    }
    head.content_length(reply.body ? reply.body->size() : 0);
    head.keep_alive(keep_);
    ending_ = true;
    unsent_.push_back(std::make_shared<const std::string>(to_text(head)));
    unsent_bytes_ += unsent_.back()->size();
    if (reply.body) {
        unsent_.push_back(reply.body);
        unsent_bytes_ += reply.body->size();
    }
    write_next();
}

void Connection::begin(const std::string& type) {
    http::response<http::empty_body> head(http::status::ok, 11);
    add_fields(head, type);
    keep_ = keep_ && chunked_;
    if (chunked_) {
        head.chunked(true);
    }
    head.keep_alive(keep_);
    streaming_ = true;
    unsent_.push_back(std::make_shared<const std::string>(to_text(head)));
    unsent_bytes_ += unsent_.back()->size();
    write_next();
}

void Connection::send(std::string bytes) {
    if (!open_ || !streaming_ || bytes.empty()) {
        return;
    }
    if (unsent_bytes_ + bytes.size() > most_unsent) {
        close();
        return;
    }
    const bool writing = !unsent_.empty();
    unsent_.push_back(std::make_shared<const std::string>(
        chunked_ ? fmt::format("{:x}\r\n", bytes.size()) + std::move(bytes) + "\r\n"
                 : std::move(bytes)));
    unsent_bytes_ += unsent_.back()->size();
    if (!writing) {
        write_next();
    }
}

void Connection::end() {
    if (!open_ || !streaming_) {
        return;
    }
    const bool writing = !unsent_.empty();
    streaming_ = false;
    ending_ = true;
    if (chunked_) {
        unsent_.push_back(std::make_shared<const std::string>("0\r\n\r\n"));
        unsent_bytes_ += unsent_.back()->size();
    }
    if (!writing) {
        if (unsent_.empty()) {
            written();
        } else {
            write_next();
        }
    }
}

void Connection::watch(std::function<void()> left) {
    socket_.async_wait(asio::ip::tcp::socket::wait_read,
                       [weak = weak_from_this(), before = replies_, left = std::move(left)](
                           const beast::error_code& error) {
                           const auto self = weak.lock();
                           if (error || !self || !self->open_ || self->replies_ != before) {
                               return;
                           }
                           // Bytes are the next request, which is read in its turn; the end has
                           // none.
                           beast::error_code gone;
                           if (self->socket_.available(gone) == 0) {
                               self->close();
                               left();
                           }
                       });
}

void Connection::write_next() {
    if (!open_) {
        return;
    }
    limit(write_time);
    asio::async_write(socket_,
                      asio::buffer(*unsent_.front()),
                      [self = shared_from_this()](const beast::error_code& error, std::size_t) {
                          if (error) {
                              self->close();
                              return;
                          }
                          self->unsent_bytes_ -= self->unsent_.front()->size();
                          self->unsent_.pop_front();
                          if (!self->unsent_.empty()) {
                              self->write_next();
                          } else {
                              self->written();
                          }
                      });
}

void Connection::written() {
    deadline_.cancel();
    if (!ending_ || !open_) {
        return;
    }
    ending_ = false;
    ++replies_;
    if (keep_) {
        read_head(idle_time);
    } else {
        beast::error_code ignored;
        socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
        limit(linger_time);
        linger();
    }
}

void Connection::linger() {
    buffer_.consume(buffer_.size());
    socket_.async_read_some(
        buffer_.prepare(linger_buffer),
        [self = shared_from_this()](const beast::error_code& error, std::size_t) {
            if (error || self->late_) {
                self->close();
            } else {
                self->linger();
            }
        });
}

void Connection::close() {
    if (!open_) {
        return;
    }
    open_ = false;
    streaming_ = false;
    deadline_.cancel();
    beast::error_code ignored;
    socket_.close(ignored);
}

}  // namespace entente::serve
