// SPDX-License-Identifier: Apache-2.0
// entente fmt: the canonical layout of files.
#include <filesystem>

#include <fmt/format.h>

#include "cli/project.hpp"
#include "cli/suggest.hpp"
#include "cli/verbs.hpp"
#include "results/files.hpp"
#include "syntax/format.hpp"

namespace entente::cli {

namespace {

namespace fs = std::filesystem;

struct Tally {
    std::size_t files = 0;
    std::size_t differing = 0;
    bool faulty = false;
};

/// In place: through links, and with the permissions it had.
void rewrite(const std::string& path, const std::string& text) {
    const fs::path real = fs::canonical(path);
    const fs::perms before = fs::status(real).permissions();
    results::write_file(real, text);
    fs::permissions(real, before);
}

void format_file(const std::string& path,
                 const Options& options,
                 Terminal& terminal,
                 Tally& tally) {
    Project project;
    const bool standard_input = path == "-";
    const text::FileId file = project.sources.add(shown_path(path), read_text(path, "to format"));
    const auto formatted = syntax::format(project.sources, file, project.diagnostics);
    ++tally.files;
    if (report_faults(project, terminal) || !formatted) {
        tally.faulty = true;
        return;
    }
    const bool differs = *formatted != project.sources.text(file);
    tally.differing += differs ? 1 : 0;
    if (options.check) {
        if (differs) {
            terminal.out(fmt::format("{}\n", shown_path(path)));
        }
    } else if (standard_input) {
        terminal.out(*formatted);
    } else if (differs) {
        rewrite(path, *formatted);
        terminal.detail(fmt::format("formatted {}\n", path));
    }
}

}  // namespace

int run_fmt(const Options& options, Terminal& terminal) {
    Tally tally;
    for (const std::string& argument : options.arguments) {
        for (const std::string& path : model_files_below(argument)) {
            format_file(path, options, terminal, tally);
        }
    }
    if (options.check && tally.differing > 0) {
        terminal.note(fmt::format("{} would change; entente fmt writes them\n",
                                  counted(tally.differing, "file", "files")));
    } else if (!options.check && options.arguments.front() != "-") {
        terminal.note(fmt::format(
            "{} of {} changed\n", tally.differing, counted(tally.files, "file", "files")));
    }
    return tally.faulty || (options.check && tally.differing > 0) ? exit_check_said_no : exit_done;
}

}  // namespace entente::cli
