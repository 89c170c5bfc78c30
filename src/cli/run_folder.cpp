// SPDX-License-Identifier: Apache-2.0
#include "cli/run_folder.hpp"

#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include "results/write.hpp"

namespace entente::cli {

namespace {

namespace fs = std::filesystem;

/// Names of scenarios joined can grow long; file systems stop at 255 bytes.
constexpr std::size_t longest_name = 80;

fs::path free_folder(const std::string& name) {
    const std::string date = fmt::format("{:%Y-%m-%dT%H%M}", fmt::localtime(std::time(nullptr)));
    const std::string first = fmt::format("{}-{}", date, name.substr(0, longest_name));
    fs::path folder = fs::path("runs") / first;
    std::error_code ignored;
    for (int n = 2; fs::exists(folder, ignored); ++n) {
        folder = fs::path("runs") / fmt::format("{}-{}", first, n);
    }
    return folder;
}

}  // namespace

RunFolder::RunFolder(const Options& options, const std::string& name)
    : path_(options.output.empty() ? free_folder(name) : fs::path(options.output)) {
    const std::string shown = path_.string();
    std::error_code error;
    if (fs::exists(path_, error) && !fs::is_directory(path_, error)) {
        throw Failure(fmt::format("`{}` (--output) is a file, not a folder", shown));
    }
    if (fs::is_directory(path_, error)) {
        const bool empty = fs::is_empty(path_, error);
        if (error) {
            throw Failure(fmt::format("cannot read the folder `{}`: {}", shown, error.message()));
        }
        if (!empty && !options.force) {
            throw Failure(fmt::format(
                "`{}` is not empty. Name another folder, or replace its run with --force", shown));
        }
    } else {
        make();
    }
    if (::access(path_.c_str(), W_OK) != 0) {
        throw Failure(fmt::format("cannot write into `{}`: permission denied", shown));
    }
}

RunFolder::~RunFolder() {
    std::error_code ignored;
    if (made_ && fs::is_empty(path_, ignored)) {
        fs::remove(path_, ignored);
    }
}

void RunFolder::make() {
    std::error_code error;
    fs::create_directories(path_, error);
    if (error) {
        throw Failure(
            fmt::format("cannot make the folder `{}`: {}", path_.string(), error.message()));
    }
    made_ = true;
}

void RunFolder::clear() const {
    for (const std::string& name : results::file_names()) {
        fs::remove(path_ / name);
    }
}

}  // namespace entente::cli
