// SPDX-License-Identifier: Apache-2.0
// The report as one HTML file: payload, script and style in it, nothing fetched. Its policy allows
// that one script and that one style by their hashes. What comes from models, claims and tables is
// hostile until escaped: it stands in the payload, which is packed into letters and digits, or in
// the part without script, where all of it is escaped.
#pragma once

#include <string>
#include <string_view>

#include "report/report.hpp"

namespace entente::report {

/// The built front end.
struct Assets {
    std::string_view script;
    std::string_view style;
};

/// `payload` is payload_json(report).
std::string page(const Report& report, const std::string& payload, const Assets& assets);

/// The page of a server: the same front end without a payload, which asks its server instead.
struct LivePage {
    std::string html;
    std::string policy;  ///< Content-Security-Policy, for the header of the reply
};

LivePage live_page(const Assets& assets);

/// For text and for attributes in double quotes.
std::string escape_html(std::string_view text);

/// Packed for a script element: deflated in the zlib format (RFC 1950), in base64. A fourth of the
/// bytes, and the page reads it without a library.
std::string packed(std::string_view payload);

}  // namespace entente::report
