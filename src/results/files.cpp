// SPDX-License-Identifier: Apache-2.0
#include "results/files.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
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
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                               &std::fclose);
    std::string text;
    if (file) {
        char buffer[1U << 16U];
        while (const std::size_t n = std::fread(buffer, 1, sizeof buffer, file.get())) {
            text.append(buffer, n);
        }
    }
    if (!file || std::ferror(file.get()) != 0) {
        throw FileError(path, errno != 0 ? std::strerror(errno) : "cannot be read");
    }
    return text;
}

}  // namespace entente::results
