// SPDX-License-Identifier: Apache-2.0
#include "serve/channel.hpp"

#include <cerrno>

#include <nlohmann/json.hpp>
#include <sys/socket.h>
#include <unistd.h>

namespace entente::serve {

namespace {

using Json = nlohmann::ordered_json;

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        bytes.remove_prefix(n > 0 ? static_cast<std::size_t>(n) : 0);
    }
    return true;
}

}  // namespace

Channel::Channel(int descriptor) : descriptor_(descriptor) {}

std::optional<Ask> Channel::next() {
    std::size_t end = read_.find('\n');
    while (end == std::string::npos) {
        char buffer[16384];
        const ssize_t n = ::read(descriptor_, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return std::nullopt;
        }
        read_.append(buffer, static_cast<std::size_t>(n));
        end = read_.find('\n');
    }
    const Json json = Json::parse(
        read_.begin(), read_.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
    read_.erase(0, end + 1);
    Ask ask;
    if (json.is_object()) {
        ask.id = json.value("id", std::uint64_t{0});
        ask.what = json.value("ask", "");
        ask.with = json.contains("with")
                       ? json["with"].dump(-1, ' ', false, Json::error_handler_t::replace)
                       : "null";
    }
    return ask;
}

bool Channel::say(FrameHeader header, std::string_view bytes) {
    header.size = bytes.size();
    const std::lock_guard<std::mutex> lock(writing_);
    return write_all(descriptor_, to_line(header)) && write_all(descriptor_, bytes);
}

bool Channel::refuse(std::uint64_t id, const Error& error) {
    return say({id, status_of(error.refusal), true, Kind::json, 0}, error_json(error));
}

}  // namespace entente::serve
