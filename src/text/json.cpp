// SPDX-License-Identifier: Apache-2.0
#include <string>

#include <nlohmann/json.hpp>

#include "text/diagnostic.hpp"

namespace entente::text {

namespace {

using Json = nlohmann::ordered_json;

Json range_json(Span span, const Sources& sources) {
    const auto point = [&](std::uint32_t offset) {
        const Position at = sources.position(span.file, offset);
        return Json{{"line", at.line}, {"column", at.column}, {"offset", offset}};
    };
    return Json{{"start", point(span.begin)}, {"end", point(span.end)}};
}

// The file and range of a span; null for both when it points nowhere.
void put_place(Json& object, Span span, const Sources& sources) {
    object["file"] = span.file ? Json(sources.path(span.file)) : Json();
    object["range"] = span.file ? range_json(span, sources) : Json();
}

Json label_json(const Label& label, const Sources& sources) {
    Json object = Json::object();
    put_place(object, label.span, sources);
    object["text"] = label.text;
    return object;
}

Json diagnostic_json(const Diagnostic& diagnostic, const Sources& sources) {
    Json object = Json::object();
    put_place(object, diagnostic.primary.span, sources);
    object["code"] = diagnostic.code;
    object["severity"] = diagnostic.severity() == Severity::error ? "error" : "warning";
    object["message"] = diagnostic.headline;
    object["label"] = diagnostic.primary.text;
    object["labels"] = Json::array();
    for (const Label& label : diagnostic.others) {
        object["labels"].push_back(label_json(label, sources));
    }
    object["notes"] = diagnostic.notes;
    object["fixes"] = Json::array();
    for (const Help& help : diagnostic.helps) {
        Json fix = Json::object();
        fix["text"] = help.text;
        if (help.where) {
            put_place(fix, *help.where, sources);
            fix["replacement"] = help.replacement;
        }
        object["fixes"].push_back(std::move(fix));
    }
    return object;
}

}  // namespace

std::string to_json(const Diagnostics& diagnostics, const Sources& sources) {
    Json all = Json::array();
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        all.push_back(diagnostic_json(diagnostic, sources));
    }
    // Excerpts of a file that is not UTF-8 may end up in messages; they are replaced, not refused.
    return all.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace entente::text
