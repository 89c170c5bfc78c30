// SPDX-License-Identifier: Apache-2.0
#include "cli/claim_cache.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "results/files.hpp"

namespace entente::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char* cache_path = "runs/cache";
constexpr const char* suffix = ".claims";

fs::path file_of(const std::string& key) {
    return fs::path(cache_path) / (key.substr(0, 24) + suffix);
}

/// The newest files stay; a file that another command takes away meanwhile is no fault.
void drop_oldest() {
    std::vector<std::pair<fs::file_time_type, fs::path>> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(cache_path, error)) {
        if (entry.path().extension() == suffix) {
            files.emplace_back(fs::last_write_time(entry.path(), error), entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    for (std::size_t i = 0; i + most_files_kept < files.size(); ++i) {
        fs::remove(files[i].second, error);
    }
}

}  // namespace

claims::Kept read_cache(const std::string& key, Terminal& terminal) {
    const fs::path file = file_of(key);
    std::error_code error;
    if (!fs::exists(file, error)) {
        return {};
    }
    try {
        if (auto kept = claims::unpack(key, results::read_file(file))) {
            return std::move(*kept);
        }
        terminal.note(
            fmt::format("  `{}` is not whole, so the claims are run again and it is replaced\n",
                        file.string()));
    } catch (const results::FileError& fault) {
        terminal.note(fmt::format("  cannot read `{}` ({}), so the claims are run again\n",
                                  file.string(),
                                  fault.reason()));
    }
    return {};
}

void write_cache(const std::string& key, const claims::Kept& kept, Terminal& terminal) {
    std::error_code error;
    fs::create_directories(cache_path, error);
    try {
        results::write_file(file_of(key), claims::pack(key, kept));
        drop_oldest();
    } catch (const results::FileError& fault) {
        terminal.detail(fmt::format("cannot write to `{}` ({})\n", cache_path, fault.reason()));
    }
}

}  // namespace entente::cli
