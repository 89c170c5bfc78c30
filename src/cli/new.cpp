// SPDX-License-Identifier: Apache-2.0
// entente new DIR: a project that runs at once, from texts built into the program.
#include <cctype>
#include <filesystem>

#include <fmt/format.h>

#include "cli/resources.hpp"
#include "cli/verbs.hpp"
#include "results/files.hpp"

namespace entente::cli {

namespace {

namespace fs = std::filesystem;

void write_text(const fs::path& path, std::string_view text) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (error) {
        throw Failure(fmt::format(
            "cannot make the folder `{}`: {}", path.parent_path().string(), error.message()));
    }
    results::write_file(path, text);
}

void check_folder(const fs::path& folder, bool force) {
    std::error_code error;
    if (fs::exists(folder, error) && !fs::is_directory(folder, error)) {
        throw Failure(fmt::format("`{}` exists and is not a folder", folder.string()));
    }
    if (fs::is_directory(folder, error) && !fs::is_empty(folder, error) && !force) {
        throw Failure(fmt::format("`{}` is not empty. Choose another folder, or use --force",
                                  folder.string()));
    }
}

}  // namespace

int run_new(const Options& options, Terminal& terminal) {
    const fs::path folder = options.arguments.front();
    check_folder(folder, options.force);
    const std::string root =
        options.from == "blank" ? "src/cli/templates/blank/" : "models/" + options.from + "/";
    std::size_t files = 0;
    for (const Resource& resource : resources()) {
        if (resource.path.starts_with(root)) {
            write_text(folder / resource.path.substr(root.size()), resource.text);
            ++files;
        }
    }
    if (files == 0) {
        throw Failure(fmt::format("this build holds no model `{}`", options.from));
    }
    const std::string name = folder.lexically_normal().string();
    terminal.note(fmt::format("wrote {} files to {}\n", files, name));
    terminal.out(fmt::format("entente check {0}\nentente claim {0}\n", name));
    return exit_done;
}

}  // namespace entente::cli
