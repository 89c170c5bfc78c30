// SPDX-License-Identifier: Apache-2.0
// Who may speak to the server: whoever has the token, through a name of this computer. No state.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace entente::serve {

/// 128 random bits of the system's generator, in hexadecimal. Throws std::runtime_error where there
/// are none.
std::string make_token();

/// Whether two secrets are the same, in a time that depends on their lengths alone.
bool same_secret(std::string_view a, std::string_view b);

/// Whether a Host header names this computer and this port: 127.0.0.1, localhost or [::1]. Another
/// name that leads here is how a page from elsewhere would reach a server of this computer (DNS
/// rebinding).
bool is_own_host(std::string_view host, std::uint16_t port);

/// Whether an Origin header is a page of this server.
bool is_own_origin(std::string_view origin, std::uint16_t port);

/// The value of a parameter of a target ("/?k=abc"), decoded; empty where it is not there or its
/// escapes are broken.
std::string query_value(std::string_view target, std::string_view name);

/// A target without its query.
std::string_view path_of(std::string_view target);

}  // namespace entente::serve
