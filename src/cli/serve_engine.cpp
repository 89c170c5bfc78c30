// SPDX-License-Identifier: Apache-2.0
// entente serve-engine: the child of a server.
#include "cli/serve_engine.hpp"

#include <algorithm>
#include <csignal>
#include <list>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli/served_runs.hpp"
#include "cli/suggest.hpp"
#include "cli/verbs.hpp"

namespace entente::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Runs futures and explains names of one model, the last good one.
class FuturesEngine {
  public:
    FuturesEngine(serve::Channel& channel, const Options& options)
        : channel_(channel), options_(options), inbox_(channel) {}

    [[noreturn]] void run() {
        load();
        for (;;) {
            const bool idle = jobs_.empty() && !warming_;
            std::optional<serve::Ask> ask = idle ? std::optional(inbox_.wait()) : inbox_.take();
            if (ask) {
                take(*ask);
            } else if (!jobs_.empty()) {
                step();
            } else {
                warming_ = runs_->warm(inbox_.begin(0));
            }
        }
    }

  private:
    struct Job {
        std::uint64_t id = 0;
        ServedRuns::Job job;
    };

    /// Reads the model; the last good one stays where it is broken.
    void load() {
        try {
            auto served = std::make_unique<Served>(open_served(options_));
            say(serve::Kind::files, dump(Json(served_files(*served->project))));
            if (!served->project->model) {
                say_broken(text::render(
                    served->project->diagnostics, served->project->sources, text::Colour::off));
                return;
            }
            for (const Job& job : jobs_) {
                channel_.refuse(job.id, {serve::Refusal::busy, "the model changed", "ask again"});
            }
            jobs_.clear();
            runs_.reset();
            served_ = std::move(served);
            runs_ = std::make_unique<ServedRuns>(*served_);
            warming_ = true;
            say(serve::Kind::model, served_model_json(*served_));
        } catch (const Failure& failure) {
            say(serve::Kind::files, dump(Json(std::vector{options_.arguments.front()})));
            say_broken(failure.what());
        }
    }

    void say(serve::Kind kind, const std::string& bytes) {
        channel_.say({0, 200, true, kind, 0}, bytes);
    }

    void say_broken(const std::string& text) { say(serve::Kind::broken, dump({{"text", text}})); }

    void take(const serve::Ask& ask) {
        if (ask.what == "reload") {
            load();
        } else if (!served_) {
            channel_.refuse(ask.id,
                            {serve::Refusal::model_broken,
                             "the model has not been read yet",
                             "mend it and save it"});
        } else if (ask.what == "run") {
            begin(ask);
        } else if (ask.what == "explain") {
            explain(ask);
        } else {
            channel_.refuse(ask.id, {serve::Refusal::not_found, "no such question", ""});
        }
    }

    void begin(const serve::Ask& ask) {
        serve::RunRequest request;
        serve::Error error;
        if (serve::read_run_request(ask.with, request, error)) {
            if (auto job = runs_->begin(request, error)) {
                jobs_.push_back({ask.id, std::move(*job)});
                return;
            }
        }
        channel_.refuse(ask.id, error);
    }

    /// The next slice of the request that has the fewest futures yet, so that previews come before
    /// the rest of long runs.
    void step() {
        const auto next =
            std::min_element(jobs_.begin(), jobs_.end(), [](const Job& a, const Job& b) {
                return a.job.done < b.job.done;
            });
        const std::atomic<bool>& stop = inbox_.begin(next->id);
        serve::Error error;
        const std::string line = stop ? std::string() : runs_->step(next->job, stop, error);
        if (inbox_.cancelled(next->id)) {
            jobs_.erase(next);
        } else if (line.empty()) {
            channel_.refuse(next->id, error);
            jobs_.erase(next);
        } else {
            const bool done = next->job.done >= next->job.request.futures;
            channel_.say({next->id, 200, done, serve::Kind::lines, 0}, line);
            if (done) {
                jobs_.erase(next);
            }
        }
    }

    void explain(const serve::Ask& ask) {
        const Json with = Json::parse(ask.with, nullptr, false);
        const std::string name = with.is_object() ? with.value("name", "") : "";
        if (const auto explained = explained_json(*served_, name)) {
            say_json(channel_, ask.id, dump(*explained));
            return;
        }
        std::vector<std::string> names;
        for (const model::Declaration& declared : served_->project->model->declarations) {
            names.push_back(declared.name);
        }
        channel_.refuse(
            ask.id,
            {serve::Refusal::not_found,
             fmt::format("the model has no variable `{}`{}", name, suggest(name, names)),
             ""});
    }

    serve::Channel& channel_;
    Options options_;
    EngineInbox inbox_;
    std::unique_ptr<Served> served_;
    std::unique_ptr<ServedRuns> runs_;
    std::list<Job> jobs_;
    bool warming_ = false;
};

/// A process of a server: it goes with it, Ctrl-C is the server's, and what is printed is for
/// people and goes to standard error.
void become_child() {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::signal(SIGINT, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
    int type = 0;
    socklen_t size = sizeof type;
    if (::getsockopt(serve::engine_descriptor, SOL_SOCKET, SO_TYPE, &type, &size) != 0) {
        throw Failure("`serve-engine` is started by `entente serve` alone");
    }
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
}

}  // namespace

void say_json(serve::Channel& channel, std::uint64_t id, const std::string& json) {
    channel.say({id, 200, true, serve::Kind::json, 0}, json + "\n");
}

void run_futures_engine(serve::Channel& channel, const Options& options) {
    FuturesEngine(channel, options).run();
}

int run_serve_engine(const Options& options, Terminal&) {
    become_child();
    serve::Channel channel(serve::engine_descriptor);
    Options own = options;
    own.arguments.erase(own.arguments.begin());
    own.quiet = true;
    own.progress = "never";
    if (options.arguments.front() == "runs") {
        run_futures_engine(channel, own);
    }
    run_claims_engine(channel, own);
}

}  // namespace entente::cli
