// SPDX-License-Identifier: Apache-2.0
#include "serve/routes.hpp"

#include <array>

#include <fmt/format.h>

#include "serve/guard.hpp"

namespace entente::serve {

namespace http = boost::beast::http;

namespace {

constexpr const char* token_header = "X-Entente-Token";

struct RouteRow {
    std::string_view path;
    Route route;
    http::verb method;
};

constexpr std::array<RouteRow, 10> routes = {
    {{"/", Route::page, http::verb::get},
     {"/favicon.ico", Route::icon, http::verb::get},
     {"/api/model", Route::model, http::verb::get},
     {"/api/run", Route::run, http::verb::post},
     {"/api/claims", Route::claims, http::verb::get},
     {"/api/other_side", Route::other_side, http::verb::post},
     {"/api/explain", Route::explain, http::verb::get},
     {"/api/influence", Route::influence, http::verb::get},
     {"/api/report", Route::report, http::verb::post},
     {"/api/watch", Route::watch, http::verb::get}}};

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

const RouteRow* find_row(std::string_view path) {
    for (const RouteRow& row : routes) {
        if (row.path == path) {
            return &row;
        }
    }
    return nullptr;
}

}  // namespace

std::optional<Route> find_route(std::string_view path) {
    const RouteRow* row = find_row(path);
    return row == nullptr ? std::nullopt : std::optional(row->route);
}

std::optional<Error> check_head(const RequestHead& head,
                                std::uint16_t port,
                                const std::string& token) {
    if (head.count(http::field::host) != 1 || !is_own_host(view(head[http::field::host]), port)) {
        return Error{Refusal::wrong_host,
                     "this server answers to 127.0.0.1, localhost and [::1] with its port alone",
                     "open the address that the terminal printed"};
    }
    const std::string_view origin = view(head[http::field::origin]);
    if (!origin.empty() && !is_own_origin(origin, port)) {
        return Error{Refusal::wrong_host,
                     "a page from elsewhere may not ask this server",
                     "open the address that the terminal printed"};
    }
    const std::string_view target = view(head.target());
    const RouteRow* row = find_row(path_of(target));
    // The icon is asked for by browsers of their own accord, without a token; it is empty.
    if (row != nullptr && row->route == Route::icon && head.method() == row->method) {
        return std::nullopt;
    }
    const std::string in_target = query_value(target, "k");
    const std::string_view given = in_target.empty() ? view(head[token_header]) : in_target;
    if (!same_secret(given, token)) {
        return Error{Refusal::wrong_token,
                     "the token of this address is not that of the server",
                     "open the address that the terminal printed; every start has another one"};
    }
    if (row == nullptr) {
        return Error{
            Refusal::not_found, "there is nothing at this path", "docs/serve.md lists the paths"};
    }
    if (row->method != head.method()) {
        return Error{Refusal::wrong_method,
                     fmt::format("`{}` takes {}", row->path, view(http::to_string(row->method))),
                     "docs/serve.md lists the paths"};
    }
    return std::nullopt;
}

}  // namespace entente::serve
