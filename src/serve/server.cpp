// SPDX-License-Identifier: Apache-2.0
#include "serve/server.hpp"

#include <algorithm>
#include <csignal>
#include <map>
#include <optional>
#include <set>
#include <system_error>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "serve/connection.hpp"
#include "serve/engine.hpp"
#include "serve/guard.hpp"
#include "serve/routes.hpp"
#include "serve/watch.hpp"

namespace entente::serve {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Json = nlohmann::ordered_json;

namespace {

/// Between two looks at the model's files.
constexpr std::chrono::milliseconds look_every{300};

/// So long after a run claims go on: what came of it is painted by then, and a lever that is
/// dragged has asked for the next one.
constexpr std::chrono::milliseconds claims_wait{250};

/// Streams of events say that they are alive; proxies and browsers close silent ones.
constexpr std::chrono::seconds heartbeat{15};

/// Refused connections that are told so at once; beyond, they are closed without a word.
constexpr std::size_t most_refused = 64;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string event_text(const std::string& name, const std::string& json) {
    return fmt::format("event: {}\ndata: {}\n\n", name, json);
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.back() == '\n') {
        text.remove_suffix(1);
    }
    return text;
}

class Server final : public Handler {
  public:
    explicit Server(const Settings& settings)
        : settings_(settings),
          acceptor_(context_),
          signals_(context_, SIGINT, SIGTERM),
          look_(context_),
          beat_(context_),
          claims_go_on_(context_),
          runs_(
              context_,
              settings.run_engine,
              [this](const FrameHeader& header, std::string bytes) {
                  heard(header, std::move(bytes));
              },
              [this](const std::string& why) { restarted("for runs", why); }),
          claims_(
              context_,
              settings.claim_engine,
              [this](const FrameHeader& header, std::string bytes) {
                  heard(header, std::move(bytes));
              },
              [this](const std::string& why) { restarted("for claims", why); }) {}

    void run() {
        // A reader that leaves while we write is an error of the write, not of the program.
        std::signal(SIGPIPE, SIG_IGN);
        listen();
        runs_.start();
        claims_.start();
        signals_.async_wait([this](const error_code&, int) { stop(); });
        look_again();
        beat_again();
        accept();
        settings_.listening(port_);
        context_.run();
        runs_.stop();
        claims_.stop();
    }

    std::optional<Error> check(const RequestHead& head) override {
        return check_head(head, port_, settings_.token);
    }

    void take(const std::shared_ptr<Connection>& connection, const Request& request) override;

    void left(const Connection& connection) override { connections_.erase(&connection); }

  private:
    using Shared = std::shared_ptr<Connection>;
    using Text = std::shared_ptr<const std::string>;

    void listen();
    void accept();
    void stop();
    void look_again();
    void beat_again();

    void heard(const FrameHeader& header, std::string bytes);
    void restarted(const std::string& engine, const std::string& why);
    void announce(const std::string& event, const std::string& json);
    void tell_listeners(const std::string& text);
    void make_model_reply();
    void answer_waiting();

    void send_page(const Shared& connection);
    void send_model(const Shared& connection);
    void send_claims(const Shared& connection);
    void begin_run(const Shared& connection, const std::string& body);
    void ask(Engine& engine, const std::string& what, const Json& with, const Shared& connection);
    void listen_for_changes(const Shared& connection);

    /// What a page is being answered.
    struct Running {
        std::uint64_t id = 0;
        std::uint64_t sequence = 0;
        Shared connection;
        bool begun = false;
    };

    void run_message(const std::string& client,
                     const std::shared_ptr<Running>& running,
                     const FrameHeader& header,
                     std::string bytes);
    void end_cancelled(const Running& running);
    void forget(const std::string& client, const std::shared_ptr<Running>& running);
    void let_claims_wait();

    const Settings& settings_;
    std::set<const Connection*> connections_;  ///< outlives the context, whose handlers hold them
    asio::io_context context_{1};
    tcp::acceptor acceptor_;
    asio::signal_set signals_;
    asio::steady_timer look_;
    asio::steady_timer beat_;
    asio::steady_timer claims_go_on_;
    std::uint16_t port_ = 0;
    std::map<std::string, std::shared_ptr<Running>> newest_;  ///< by client
    std::vector<Shared> listeners_;
    std::vector<Shared> want_model_;
    std::vector<Shared> want_claims_;
    std::string model_;                  ///< the last good one, without `broken`
    std::optional<std::string> broken_;  ///< why the files of now are none
    Text model_reply_;
    Text claims_reply_;
    Watch watch_;
    Engine runs_;
    Engine claims_;
};

void Server::listen() {
    const tcp::endpoint here(asio::ip::address_v4::loopback(), settings_.port);
    acceptor_.open(here.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));
    acceptor_.bind(here);
    acceptor_.listen();
    port_ = acceptor_.local_endpoint().port();
}

void Server::accept() {
    acceptor_.async_accept([this](const error_code& error, tcp::socket socket) {
        if (!acceptor_.is_open()) {
            return;
        }
        if (!error && connections_.size() < most_connections + most_refused) {
            const auto connection = std::make_shared<Connection>(std::move(socket), *this);
            connections_.insert(connection.get());
            if (connections_.size() > most_connections) {
                connection->refuse({Refusal::busy, "too many connections at once", "try again"});
            } else {
                connection->start();
            }
        }
        accept();
    });
}

void Server::stop() {
    error_code ignored;
    acceptor_.close(ignored);
    runs_.stop();
    claims_.stop();
    context_.stop();
}

void Server::look_again() {
    look_.expires_after(look_every);
    look_.async_wait([this](const error_code& error) {
        if (error) {
            return;
        }
        if (watch_.changed()) {
            runs_.tell("reload");
            claims_.tell("reload");
        }
        look_again();
    });
}

void Server::beat_again() {
    beat_.expires_after(heartbeat);
    beat_.async_wait([this](const error_code& error) {
        if (error) {
            return;
        }
        tell_listeners(": alive\n\n");
        beat_again();
    });
}

// ---- what engines say of their own accord ----

void Server::heard(const FrameHeader& header, std::string bytes) {
    const Json json = Json::parse(bytes, nullptr, false);
    switch (header.kind) {
        case Kind::model: {
            const bool was_broken = broken_.has_value();
            model_ = std::string(trimmed(bytes));
            broken_.reset();
            make_model_reply();
            const std::string hash = json.is_object() ? json["model"].value("hash", "") : "";
            announce("model", dump({{"hash", hash}}));
            if (was_broken) {
                settings_.note("the model is well again");
            }
            break;
        }
        case Kind::broken:
            broken_ = json.is_object() ? json.value("text", "") : "";
            make_model_reply();
            announce("broken", dump({{"text", *broken_}}));
            settings_.note("the model is broken; the last good one stays\n" + *broken_);
            break;
        case Kind::files:
            watch_.set(json.get<std::vector<std::string>>());
            break;
        case Kind::claims:
            claims_reply_ = std::make_shared<const std::string>(std::move(bytes));
            announce("claims",
                     dump({{"judged", json.value("judged", 0)}, {"of", json.value("of", 0)}}));
            break;
        case Kind::json:
        case Kind::lines:
        case Kind::html:
            break;
    }
    answer_waiting();
}

void Server::restarted(const std::string& engine, const std::string& why) {
    const std::string text = fmt::format("the engine {} was started again: {}", engine, why);
    announce("engine", dump({{"text", text}}));
    settings_.note(text);
}

void Server::announce(const std::string& event, const std::string& json) {
    tell_listeners(event_text(event, json));
}

void Server::tell_listeners(const std::string& text) {
    std::erase_if(listeners_, [](const Shared& listener) { return !listener->open(); });
    for (const Shared& listener : listeners_) {
        listener->send(text);
    }
}

void Server::make_model_reply() {
    if (model_.empty()) {
        return;
    }
    // The engine writes an object; what is broken is the server's to say.
    const std::string_view whole(model_);
    model_reply_ = std::make_shared<const std::string>(
        std::string(whole.substr(0, whole.size() - 1)) +
        ",\"broken\":" + (broken_ ? dump(Json(*broken_)) : "null") + "}\n");
}

void Server::answer_waiting() {
    if (!model_.empty() || broken_) {
        std::vector<Shared> waiting;
        waiting.swap(want_model_);
        for (const Shared& connection : waiting) {
            send_model(connection);
        }
    }
    if (claims_reply_ || (broken_ && model_.empty())) {
        std::vector<Shared> waiting;
        waiting.swap(want_claims_);
        for (const Shared& connection : waiting) {
            send_claims(connection);
        }
    }
}

// ---- requests ----

void Server::take(const Shared& connection, const Request& request) {
    const std::string_view target(request.target().data(), request.target().size());
    // The head was checked: the path is one of the table.
    switch (*find_route(path_of(target))) {
        case Route::page:
            send_page(connection);
            return;
        case Route::icon:
            connection->reply(Reply{204, "image/x-icon", nullptr, "", ""});
            return;
        case Route::model:
            send_model(connection);
            return;
        case Route::claims:
            send_claims(connection);
            return;
        case Route::run:
            begin_run(connection, request.body());
            return;
        case Route::explain:
            ask(runs_, "explain", {{"name", query_value(target, "name")}}, connection);
            return;
        case Route::influence:
            ask(claims_, "influence", nullptr, connection);
            return;
        case Route::other_side:
        case Route::report: {
            const Json body = Json::parse(request.body(), nullptr, false);
            if (!body.is_object()) {
                connection->reply(Error{Refusal::bad_request, "the body is no JSON object", ""});
                return;
            }
            const bool report = path_of(target) == "/api/report";
            ask(claims_, report ? "report" : "other_side", body, connection);
            return;
        }
        case Route::watch:
            listen_for_changes(connection);
            return;
    }
}

void Server::send_page(const Shared& connection) {
    Reply reply;
    reply.type = "text/html; charset=utf-8";
    reply.body = std::make_shared<const std::string>(settings_.page);
    reply.policy = settings_.page_policy;
    connection->reply(reply);
}

void Server::send_model(const Shared& connection) {
    if (model_reply_) {
        connection->reply(Reply{200, "application/json", model_reply_, "", ""});
    } else if (broken_) {
        connection->reply(Error{Refusal::model_broken,
                                *broken_,
                                "mend the file and save it; the page goes on by itself"});
    } else {
        want_model_.push_back(connection);
    }
}

void Server::send_claims(const Shared& connection) {
    if (claims_reply_) {
        connection->reply(Reply{200, "application/json", claims_reply_, "", ""});
    } else if (broken_ && model_.empty()) {
        connection->reply(Error{Refusal::model_broken,
                                *broken_,
                                "mend the file and save it; the page goes on by itself"});
    } else {
        want_claims_.push_back(connection);
    }
}

void Server::ask(Engine& engine,
                 const std::string& what,
                 const Json& with,
                 const Shared& connection) {
    const auto reply = [connection](const FrameHeader& header, std::string bytes) {
        Reply whole;
        whole.status = header.status;
        whole.body = std::make_shared<const std::string>(std::move(bytes));
        if (header.kind == Kind::html) {
            whole.type = "text/html; charset=utf-8";
            // Saved, not shown; and if it is shown, it may do nothing that a report does not do.
            whole.policy = "sandbox allow-scripts";
            whole.attachment = "report.html";
        }
        connection->reply(whole);
    };
    if (engine.ask(what, dump(with), reply) == 0) {
        connection->reply(Error{Refusal::busy, "too many requests wait", "try again in a second"});
    }
}

void Server::begin_run(const Shared& connection, const std::string& body) {
    RunRequest request;
    Error error;
    if (!read_run_request(body, request, error)) {
        connection->reply(error);
        return;
    }
    auto running = std::make_shared<Running>();
    running->sequence = request.sequence;
    running->connection = connection;
    const auto before = request.client.empty() ? newest_.end() : newest_.find(request.client);
    if (before != newest_.end()) {
        if (before->second->sequence > request.sequence) {
            end_cancelled(*running);
            return;
        }
        runs_.cancel(before->second->id);
        end_cancelled(*before->second);
        newest_.erase(before);
    }
    // One line, whatever spaces the page wrote.
    running->id = runs_.ask(
        "run",
        dump(Json::parse(body)),
        [this, client = request.client, running](const FrameHeader& header, std::string bytes) {
            run_message(client, running, header, std::move(bytes));
        });
    if (running->id == 0) {
        connection->reply(Error{Refusal::busy, "too many runs wait", "try again in a second"});
        return;
    }
    if (!request.client.empty()) {
        newest_[request.client] = running;
    }
    connection->watch([this, client = request.client, running] {
        runs_.cancel(running->id);
        forget(client, running);
    });
    let_claims_wait();
}

/// Futures have the processors to themselves: somebody waits for them with a hand on a lever.
void Server::let_claims_wait() {
    claims_.pause();
    claims_go_on_.expires_after(claims_wait);
    claims_go_on_.async_wait([this](const error_code& error) {
        if (error) {
            return;
        }
        if (runs_.busy()) {
            let_claims_wait();
        } else {
            claims_.resume();
        }
    });
}

void Server::run_message(const std::string& client,
                         const std::shared_ptr<Running>& running,
                         const FrameHeader& header,
                         std::string bytes) {
    Connection& connection = *running->connection;
    if (!running->begun && header.status != 200) {
        connection.reply(Reply{header.status,
                               "application/json",
                               std::make_shared<const std::string>(std::move(bytes)),
                               "",
                               ""});
    } else {
        if (!running->begun) {
            connection.begin("application/x-ndjson");
            running->begun = true;
        }
        connection.send(std::move(bytes));
    }
    if (!header.last && !connection.open()) {
        runs_.cancel(running->id);
    }
    if (header.last || !connection.open()) {
        connection.end();
        forget(client, running);
    }
}

void Server::forget(const std::string& client, const std::shared_ptr<Running>& running) {
    const auto newest = newest_.find(client);
    if (newest != newest_.end() && newest->second == running) {
        newest_.erase(newest);
    }
}

void Server::end_cancelled(const Running& running) {
    if (!running.begun) {
        running.connection->begin("application/x-ndjson");
    }
    running.connection->send(
        fmt::format("{{\"sequence\":{},\"cancelled\":true}}\n", running.sequence));
    running.connection->end();
}

void Server::listen_for_changes(const Shared& connection) {
    std::erase_if(listeners_, [](const Shared& listener) { return !listener->open(); });
    if (listeners_.size() >= most_listeners) {
        connection->reply(Error{Refusal::busy, "too many pages listen for changes", "close one"});
        return;
    }
    connection->begin("text/event-stream");
    // What a page that comes now must know.
    connection->send(broken_ ? event_text("broken", dump({{"text", *broken_}})) : ": hello\n\n");
    listeners_.push_back(connection);
}

}  // namespace

void serve(const Settings& settings) {
    try {
        Server(settings).run();
    } catch (const boost::system::system_error& fault) {
        // Boost's errors are no standard ones in the version of Debian 12.
        throw std::system_error(fault.code().value(), std::generic_category(), fault.what());
    }
}

}  // namespace entente::serve
