// SPDX-License-Identifier: Apache-2.0
#include "results/files.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <system_error>

#include <unistd.h>

namespace entente::results {

namespace fs = std::filesystem;

FileError::FileError(fs::path path, std::string reason)
    : std::runtime_error(path.string() + ": " + reason),
      path_(std::move(path)),
      reason_(std::move(reason)) {}

void write_through(const fs::path& path, const std::function<void(const fs::path&)>& write) {
    // The process id keeps two runs that write the same folder out of each other's way.
    fs::path unfinished = path;
    unfinished += ".unfinished-" + std::to_string(::getpid());
    try {
        write(unfinished);
        fs::rename(unfinished, path);
    } catch (const fs::filesystem_error& fault) {
        std::error_code ignored;
        fs::remove(unfinished, ignored);
        throw FileError(path, fault.code().message());
    } catch (...) {
        std::error_code ignored;
        fs::remove(unfinished, ignored);
        throw;
    }
}

void write_file(const fs::path& path, std::string_view bytes) {
    write_through(path, [&](const fs::path& unfinished) {
        errno = 0;
        std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        file.close();
        if (!file) {
            throw FileError(path, errno != 0 ? std::strerror(errno) : "cannot be written");
        }
    });
}

std::string read_file(const fs::path& path) {
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf() || file.peek() == std::ifstream::traits_type::eof())) {
        throw FileError(path, errno != 0 ? std::strerror(errno) : "cannot be read");
    }
    return text.str();
}

}  // namespace entente::results
