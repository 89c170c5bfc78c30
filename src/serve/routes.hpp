// SPDX-License-Identifier: Apache-2.0
// The table of what can be asked for: path, method, and whether a body comes with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "serve/connection.hpp"

namespace entente::serve {

enum class Route {
    page,
    icon,
    model,
    run,
    claims,
    other_side,
    explain,
    influence,
    report,
    watch,
};

/// Of the path alone, or nothing.
std::optional<Route> find_route(std::string_view path);

/// Judges a request by its head: host, origin, path, method, token. Nothing where all is well.
std::optional<Error> check_head(const RequestHead& head,
                                std::uint16_t port,
                                const std::string& token);

}  // namespace entente::serve
