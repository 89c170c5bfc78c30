// SPDX-License-Identifier: Apache-2.0
#include "serve/protocol.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace entente::serve {

namespace {

using Json = nlohmann::ordered_json;

struct RefusalRow {
    Refusal refusal;
    std::string_view code;
    int status;
};

constexpr std::array<RefusalRow, 10> refusals = {
    {{Refusal::wrong_token, "wrong_token", 403},
     {Refusal::wrong_host, "wrong_host", 403},
     {Refusal::too_large, "too_large", 413},
     {Refusal::bad_request, "bad_request", 400},
     {Refusal::not_found, "not_found", 404},
     {Refusal::wrong_method, "wrong_method", 405},
     {Refusal::too_slow, "too_slow", 408},
     {Refusal::busy, "busy", 503},
     {Refusal::engine_restarted, "engine_restarted", 503},
     {Refusal::model_broken, "model_broken", 503}}};

constexpr std::array<std::pair<Kind, std::string_view>, 7> kinds = {{{Kind::json, "json"},
                                                                     {Kind::lines, "lines"},
                                                                     {Kind::html, "html"},
                                                                     {Kind::model, "model"},
                                                                     {Kind::broken, "broken"},
                                                                     {Kind::files, "files"},
                                                                     {Kind::claims, "claims"}}};

const RefusalRow& row_of(Refusal refusal) { return refusals[static_cast<std::size_t>(refusal)]; }

/// Deeper is no request of the page: a body of brackets must not fill the stack.
constexpr std::size_t deepest = 8;

bool too_deep(std::string_view text) {
    std::size_t depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            i += c == '\\' ? 1 : 0;
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            if (++depth > deepest) {
                return true;
            }
        } else if (c == ']' || c == '}') {
            depth -= depth > 0 ? 1 : 0;
        }
    }
    return false;
}

/// Reads the fields of one request; the first fault stays.
class Reader {
  public:
    Reader(const Json& json, Error& error) : json_(json), error_(error) {}

    bool fine() const { return fine_; }

    void fail(std::string text) {
        if (fine_) {
            error_ = {Refusal::bad_request, std::move(text), "docs/serve.md lists the fields"};
        }
        fine_ = false;
    }

    void text(const char* name, std::string& into) {
        if (const Json* value = find(name)) {
            into = checked(*value, name);
        }
    }

    void flag(const char* name, bool& into) {
        const Json* value = find(name);
        if (value == nullptr) {
            return;
        }
        if (!value->is_boolean()) {
            fail(fmt::format("`{}` should be true or false", name));
            return;
        }
        into = value->get<bool>();
    }

    void whole(const char* name, std::uint64_t low, std::uint64_t high, std::uint64_t& into) {
        const Json* value = find(name);
        if (value == nullptr) {
            return;
        }
        if (!value->is_number_unsigned() || *value < low || *value > high) {
            fail(fmt::format("`{}` should be a whole number from {} to {}", name, low, high));
            return;
        }
        into = value->get<std::uint64_t>();
    }

    void numbers(const char* name, std::map<std::string, double>& into) {
        const Json* value = find(name);
        if (value == nullptr) {
            return;
        }
        if (!value->is_object() || value->size() > most_names) {
            fail(fmt::format("`{}` should be an object of at most {} numbers", name, most_names));
            return;
        }
        for (const auto& [key, number] : value->items()) {
            if (!number.is_number() || !std::isfinite(number.get<double>())) {
                fail(fmt::format(
                    "`{}` of `{}` should be a number", key.substr(0, longest_name), name));
                return;
            }
            into[key] = number.get<double>();
        }
    }

    void names(const char* name, std::vector<std::string>& into) {
        const Json* value = find(name);
        if (value == nullptr) {
            return;
        }
        if (!value->is_array() || value->size() > most_names) {
            fail(fmt::format("`{}` should be a list of at most {} names", name, most_names));
            return;
        }
        for (const Json& one : *value) {
            into.push_back(checked(one, name));
        }
    }

    void events(const char* name, std::vector<AddedEvent>& into) {
        const Json* value = find(name);
        if (value == nullptr) {
            return;
        }
        if (!value->is_array() || value->size() > most_added_events) {
            fail(
                fmt::format("`{}` should be a list of at most {} events", name, most_added_events));
            return;
        }
        for (const Json& one : *value) {
            if (!one.is_object() || !one.contains("kind") || !one.contains("date")) {
                fail(fmt::format("each of `{}` should have `kind` and `date`", name));
                return;
            }
            const std::string date = checked(one["date"], "date");
            const std::optional<std::string> month = month_of(date);
            if (!month) {
                fail(fmt::format("`{}` is no date (YYYY-MM or YYYY-MM-DD)", date));
                return;
            }
            into.push_back({checked(one["kind"], "kind"), *month});
        }
    }

  private:
    const Json* find(const char* name) const {
        const auto found = json_.find(name);
        return found == json_.end() || found->is_null() ? nullptr : &*found;
    }

    std::string checked(const Json& value, const char* name) {
        if (!value.is_string() || value.get_ref<const std::string&>().size() > longest_name) {
            fail(fmt::format("`{}` should be text of at most {} bytes", name, longest_name));
            return {};
        }
        return value.get<std::string>();
    }

    const Json& json_;
    Error& error_;
    bool fine_ = true;
};

template <class Number>
bool read_number(std::string_view text, Number& into) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string_view code_of(Refusal refusal) { return row_of(refusal).code; }

int status_of(Refusal refusal) { return row_of(refusal).status; }

std::string error_json(const Error& error) {
    const Json all = {
        {"error", {{"code", code_of(error.refusal)}, {"text", error.text}, {"help", error.help}}}};
    return all.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<std::string> month_of(std::string_view date) {
    const bool day = date.size() == 10 && date[7] == '-';
    if ((date.size() != 7 && !day) || date[4] != '-') {
        return std::nullopt;
    }
    int year = 0;
    int month = 0;
    int in_month = 1;
    const bool numbers = read_number(date.substr(0, 4), year) &&
                         read_number(date.substr(5, 2), month) &&
                         (!day || read_number(date.substr(8, 2), in_month));
    if (!numbers || year < 0 || month < 1 || month > 12 || in_month < 1 || in_month > 31) {
        return std::nullopt;
    }
    return std::string(date.substr(0, 7));
}

bool read_run_request(std::string_view body, RunRequest& request, Error& error) {
    const Json json =
        too_deep(body) ? Json(Json::value_t::discarded) : Json::parse(body, nullptr, false);
    if (!json.is_object()) {
        error = {
            Refusal::bad_request, "the body is no JSON object", "docs/serve.md lists the fields"};
        return false;
    }
    Reader reader(json, error);
    reader.text("client", request.client);
    reader.whole("sequence", 0, std::uint64_t{1} << 53U, request.sequence);
    reader.text("scenario", request.scenario);
    reader.numbers("levers", request.levers);
    reader.events("events", request.events);
    std::string from;
    reader.text("from", from);
    if (!from.empty()) {
        const std::optional<std::string> month = month_of(from);
        if (!month) {
            reader.fail(fmt::format("`{}` is no month (YYYY-MM)", from));
        }
        request.from = month.value_or("");
    }
    request.futures = 0;
    reader.whole("futures", 1, most_futures, request.futures);
    if (request.futures == 0) {
        reader.fail(fmt::format("`futures` is missing: how many to run, 1 to {}", most_futures));
    }
    reader.names("outputs", request.outputs);
    reader.text("policy", request.policy);
    reader.flag("samples", request.samples);
    return reader.fine();
}

std::string to_line(const FrameHeader& header) {
    return fmt::format("{} {} {} {} {}\n",
                       header.id,
                       header.status,
                       header.last ? 1 : 0,
                       kinds[static_cast<std::size_t>(header.kind)].second,
                       header.size);
}

std::optional<FrameHeader> read_header(std::string_view line) {
    std::array<std::string_view, 5> words;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::size_t end = i + 1 < words.size() ? line.find(' ') : line.size();
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        words[i] = line.substr(0, end);
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    FrameHeader header;
    int last = 0;
    bool known = false;
    for (const auto& [kind, name] : kinds) {
        if (name == words[3]) {
            header.kind = kind;
            known = true;
        }
    }
    const bool numbers = read_number(words[0], header.id) && read_number(words[1], header.status) &&
                         read_number(words[2], last) && read_number(words[4], header.size);
    if (!known || !numbers || header.size > most_frame) {
        return std::nullopt;
    }
    header.last = last != 0;
    return header;
}

}  // namespace entente::serve
