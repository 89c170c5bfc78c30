// SPDX-License-Identifier: Apache-2.0
#include "report/page.hpp"

#include <array>
#include <charconv>

#include <fmt/format.h>
#include <zlib.h>

#include "base/contract.hpp"
#include "claims/wording.hpp"
#include "data/hash.hpp"
#include "report/sentences.hpp"

namespace entente::report {

namespace {

/// RFC 4648, section 4.
std::string base64(std::string_view bytes) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            const auto byte =
                i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : std::uint32_t{0};
            group = group << 8U | byte;
        }
        for (std::size_t k = 0; k < 4; ++k) {
            const bool there = i + k <= bytes.size();
            text += there ? letters[group >> (18 - 6 * k) & 63U] : '=';
        }
    }
    return text;
}

/// "'sha256-...'", as a policy names what it allows.
std::string policy_hash(std::string_view text) {
    const std::string hexadecimal = data::hash_of(text);
    std::string bytes;
    for (std::size_t i = 0; i < hexadecimal.size(); i += 2) {
        unsigned value = 0;
        std::from_chars(hexadecimal.data() + i, hexadecimal.data() + i + 2, value, 16);
        bytes += static_cast<char>(value);
    }
    return "'sha256-" + base64(bytes) + "'";
}

std::string verdict_rows(const std::vector<claims::ClaimResult>& claims) {
    std::string rows;
    for (const claims::ClaimResult& claim : claims) {
        rows += fmt::format("<tr><th scope=\"row\">{}</th><td>{} {}</td><td>{}</td></tr>\n",
                            escape_html(claim.row),
                            claims::verdict_mark(claim.verdict),
                            escape_html(claims::verdict_text(claim.verdict, claim.reason)),
                            escape_html(claim.label));
    }
    return rows;
}

/// What is left where scripts do not run: the answer, the verdicts, the limits and how to make it
/// again.
std::string without_script(const Report& report) {
    std::string text = fmt::format("<h1>{}</h1>\n<p>{}</p>\n<p>{}</p>\n",
                                   escape_html(report.model.label),
                                   escape_html(answer_sentence(report.claims)),
                                   escape_html(answer_confidence(report.claims)));
    if (!report.claims.empty()) {
        text +=
            "<table>\n<thead><tr><th scope=\"col\">Row</th><th scope=\"col\">Verdict</th><th "
            "scope=\"col\">Claim</th></tr></thead>\n<tbody>\n" +
            verdict_rows(report.claims) + "</tbody>\n</table>\n";
    }
    for (const std::string& limit : limits(report.model)) {
        text += fmt::format("<p>{}</p>\n", escape_html(limit));
    }
    return text + fmt::format("<p><code>{}</code></p>\n", escape_html(report.provenance.command)) +
           "<p>The charts and cards of this file need JavaScript; it asks nothing of the "
           "network.</p>\n";
}

}  // namespace

std::string escape_html(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string packed(std::string_view payload) {
    uLongf size = compressBound(static_cast<uLong>(payload.size()));
    std::string bytes(size, '\0');
    // The types of zlib: its bytes are unsigned.
    const int result = compress2(reinterpret_cast<Bytef*>(bytes.data()),
                                 &size,
                                 reinterpret_cast<const Bytef*>(payload.data()),
                                 static_cast<uLong>(payload.size()),
                                 Z_BEST_COMPRESSION);
    ENTENTE_ENSURE(result == Z_OK);
    bytes.resize(size);
    return base64(bytes);
}

LivePage live_page(const Assets& assets) {
    ENTENTE_EXPECT(assets.script.find("</script") == std::string_view::npos);
    ENTENTE_EXPECT(assets.style.find("</style") == std::string_view::npos);
    LivePage page;
    page.policy = fmt::format(
        "default-src 'none'; script-src {}; style-src {}; img-src data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        policy_hash(assets.script),
        policy_hash(assets.style));
    page.html = fmt::format(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n<title>Entente</title>\n"
        "<style>{}</style>\n</head>\n<body data-live=\"1\">\n<div id=\"page\"></div>\n"
        "<noscript><p>This page asks the engine with JavaScript. Without it, `entente claim` and "
        "`entente run` print the same.</p></noscript>\n<script>{}</script>\n</body>\n</html>\n",
        assets.style,
        assets.script);
    return page;
}

std::string page(const Report& report, const std::string& payload, const Assets& assets) {
    ENTENTE_EXPECT(assets.script.find("</script") == std::string_view::npos);
    ENTENTE_EXPECT(assets.style.find("</style") == std::string_view::npos);
    const std::string& label = report.model.label.empty() ? report.model.name : report.model.label;
    std::string html = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
    html += fmt::format(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {}; "
        "style-src {}; img-src data:; base-uri 'none'; form-action 'none'\">\n",
        policy_hash(assets.script),
        policy_hash(assets.style));
    html += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
    html += "<meta name=\"referrer\" content=\"no-referrer\">\n";
    html += fmt::format("<meta name=\"generator\" content=\"Entente {}\">\n",
                        escape_html(report.provenance.version));
    html += fmt::format("<title>{}</title>\n", escape_html(label));
    html += fmt::format("<style>{}</style>\n</head>\n<body>\n", assets.style);
    html += "<div id=\"page\"></div>\n";
    html += "<noscript>\n" + without_script(report) + "</noscript>\n";
    html += "<script type=\"text/plain\" id=\"payload\">" + packed(payload) + "</script>\n";
    html += fmt::format("<script>{}</script>\n</body>\n</html>\n", assets.script);
    return html;
}

}  // namespace entente::report
