// SPDX-License-Identifier: Apache-2.0
// The words of the server: refusals with their status, the request for a run as typed values, and
// the messages between the server and its engine, which is another process. Nothing here touches a
// socket.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entente::serve {

// ---- limits: what a request may ask for ----

/// A request for a run has a lever's name and number for each lever: the largest model that ships
/// needs 4 kB. A page of text of claims stays well below.
inline constexpr std::size_t most_body = 1 << 20;

/// Beyond, the sampling error no longer shows in a chart and a run takes seconds.
inline constexpr std::uint64_t most_futures = 10'000;

/// Of one request: one a month of ten years.
inline constexpr std::size_t most_added_events = 120;

/// Levers and outputs that one request may name.
inline constexpr std::size_t most_names = 1000;

/// Of a name in a request, in bytes.
inline constexpr std::size_t longest_name = 200;

// ---- refusals ----

/// Why a request is not answered. Each has one HTTP status.
enum class Refusal {
    wrong_token,
    wrong_host,
    too_large,
    bad_request,
    not_found,
    wrong_method,
    too_slow,
    busy,
    engine_restarted,
    model_broken,
};

struct Error {
    Refusal refusal = Refusal::bad_request;
    std::string text;  ///< what is wrong, one sentence without a full stop
    std::string help;  ///< what to do about it; may be empty
};

/// "wrong_token", as replies have it.
std::string_view code_of(Refusal refusal);

int status_of(Refusal refusal);

/// {"error":{"code":...,"text":...,"help":...}}
std::string error_json(const Error& error);

// ---- a run ----

/// An event that a user puts into the future.
struct AddedEvent {
    std::string kind;   ///< name of an event of the model
    std::string month;  ///< "YYYY-MM"
};

/// What `POST /api/run` asks for; names are not checked yet.
struct RunRequest {
    std::string client;          ///< a page; a newer request of the same one stops the older
    std::uint64_t sequence = 0;  ///< returned with every line of the answer
    std::string scenario = "baseline";
    std::map<std::string, double> levers;  ///< in their declared units
    std::vector<AddedEvent> events;
    std::string from;  ///< "YYYY-MM" from which levers are set; empty for the forecast
    std::uint64_t futures = 0;
    std::vector<std::string> outputs;  ///< empty for all of the model
    std::string policy = "rule";
    bool samples = false;  ///< whether charts have single futures too
};

/// Reads the body of a request for a run; on false `error` says what is wrong with it.
bool read_run_request(std::string_view body, RunRequest& request, Error& error);

/// "YYYY-MM" of a date "YYYY-MM" or "YYYY-MM-DD", or nothing.
std::optional<std::string> month_of(std::string_view date);

// ---- server and engine ----

/// What an answer's bytes are.
enum class Kind {
    json,    ///< one object, the whole answer
    lines,   ///< one line of several
    html,    ///< a file to save
    model,   ///< unasked: the model was read
    broken,  ///< unasked: it could not be read; {"text":...}
    files,   ///< unasked: paths to watch, a JSON array
    claims,  ///< unasked: what is judged so far
};

/// Stands before the bytes of every message of an engine, on a line of its own.
struct FrameHeader {
    std::uint64_t id = 0;  ///< of the request; 0 for what nobody asked for
    int status = 200;
    bool last = true;  ///< nothing more comes for this request
    Kind kind = Kind::json;
    std::size_t size = 0;  ///< bytes that follow
};

/// "7 200 1 json 512\n"
std::string to_line(const FrameHeader& header);

/// Of a line without its end; nothing where it is none.
std::optional<FrameHeader> read_header(std::string_view line);

/// More is no answer of ours: the engine is broken.
inline constexpr std::size_t most_frame = std::size_t{64} << 20;

}  // namespace entente::serve
