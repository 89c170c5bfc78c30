// SPDX-License-Identifier: Apache-2.0
// From words to a verb and back to an exit code. What the outside did wrong ends here as one line.
#include <algorithm>
#include <filesystem>
#include <new>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>

#include "base/contract.hpp"
#include "base/version.hpp"
#include "cli/help.hpp"
#include "cli/verbs.hpp"
#include "math/isa.hpp"
#include "results/files.hpp"

namespace entente::cli {

namespace {

using Handler = int (*)(const Options&, Terminal&);

struct Row {
    std::string_view verb;
    Handler handler;
};

constexpr Row handlers[] = {{"new", run_new},
                            {"check", run_check},
                            {"fmt", run_fmt},
                            {"show", run_show},
                            {"run", run_run},
                            {"compare", run_compare},
                            {"claim", run_claim},
                            {"fit", run_fit},
                            {"score", run_score},
                            {"report", run_report},
                            {"serve", run_serve},
                            {"serve-engine", run_serve_engine},
                            {"bargain", run_bargain},
                            {"influence", run_influence},
                            {"sense", run_sense},
                            {"graph", run_graph},
                            {"data", run_data},
                            {"explain", run_explain},
                            {"completions", run_completions},
                            {"man", run_man}};

/// Version, commit, compiler, and what this machine runs.
std::string version_page() {
    std::string sets;
    for (const math::InstructionSet set : math::instruction_sets) {
        if (math::available(set)) {
            sets += (sets.empty() ? "" : ", ") + std::string(math::name(set));
        }
    }
    return fmt::format(
        "entente {}\ncommit            {}\nbuilt with        {}\ninstruction sets  {} here; {} is "
        "used\n",
        version(),
        commit().empty() ? "unknown (not built from a repository)" : commit(),
        build(),
        sets,
        math::name(math::best_instruction_set()));
}

/// Help and the version, where they are asked for or nothing else is.
std::optional<std::string> page_of(const Options& options, const Verb* verb) {
    if (options.version) {
        return version_page();
    }
    if (verb == nullptr || options.help) {
        return verb == nullptr ? front_help() : verb_help(*verb);
    }
    return std::nullopt;
}

int dispatch(Options& options) {
    if (const auto page = page_of(options, find_verb(options.verb))) {
        Terminal terminal(options);
        terminal.out(*page);
        terminal.finish();
        return exit_done;
    }
    if (!options.directory.empty()) {
        std::error_code error;
        std::filesystem::current_path(options.directory, error);
        if (error) {
            throw Failure(
                fmt::format("cannot work in `{}` ({})", options.directory, error.message()));
        }
    }
    const std::vector<SettingOrigin> settings = apply_configuration(options);
    Terminal terminal(options);
    int code = exit_could_not;
    if (options.verb == "config") {
        code = run_config(options, settings, terminal);
    }
    for (const Row& row : handlers) {
        if (row.verb == options.verb) {
            code = row.handler(options, terminal);
        }
    }
    terminal.finish();
    return code;
}

constexpr const char* too_large =
    "error: not enough memory. Fewer members (-n) or outputs need less";

int fail(const std::string& text) {
    std::fflush(stdout);
    fmt::print(stderr, "{}\n", text);
    return exit_could_not;
}

}  // namespace

int run_program(const std::vector<std::string>& words) {
    try {
        Options options = parse(words);
        return dispatch(options);
    } catch (const Failure& failure) {
        return fail(fmt::format("error: {}", failure.what()));
    } catch (const results::FileError& fault) {
        return fail(
            fmt::format("error: cannot use `{}`: {}", fault.path().string(), fault.reason()));
    } catch (const BrokenContract& broken) {
        return fail(fmt::format(
            "internal error, please report: {} (entente {})", broken.what(), version()));
    } catch (const std::bad_alloc&) {
        return fail(too_large);
    } catch (const std::length_error&) {
        return fail(too_large);
    } catch (const std::filesystem::filesystem_error& error) {
        return fail(fmt::format(
            "error: cannot use `{}`: {}", error.path1().string(), error.code().message()));
    } catch (const std::exception& error) {
        // What a library says is for us, not for the user.
        const bool verbose = std::any_of(words.begin(), words.end(), [](const std::string& word) {
            return word == "-v" || word == "--verbose";
        });
        return fail(fmt::format("internal error, please report (entente {}){}{}",
                                version(),
                                verbose ? ": " : "; --verbose says more",
                                verbose ? error.what() : ""));
    }
}

}  // namespace entente::cli
