// SPDX-License-Identifier: Apache-2.0
// entente serve: the page of a model on this computer, with a live engine behind it.
#include <array>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <unistd.h>

#include "cli/project.hpp"
#include "cli/report_inputs.hpp"
#include "cli/verbs.hpp"
#include "serve/guard.hpp"
#include "serve/server.hpp"

namespace entente::cli {

namespace {

/// The words that start an engine with what decides its numbers.
std::vector<std::string> engine_words(const std::string& engine, const Options& options) {
    const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe");
    std::vector<std::string> words = {self.string(),
                                      "serve-engine",
                                      engine,
                                      options.arguments.front(),
                                      "--quiet",
                                      "--seed",
                                      fmt::format("{}", options.seed),
                                      "--members",
                                      fmt::format("{}", options.members),
                                      "--posterior",
                                      options.posterior};
    if (options.threads > 0) {
        words.insert(words.end(), {"--threads", fmt::format("{}", options.threads)});
    }
    return words;
}

bool is_set(const char* variable) {
    const char* value = std::getenv(variable);
    return value != nullptr && value[0] != '\0';
}

/// Whether there is a screen here to open a browser on.
bool has_screen() {
    return (is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")) && !is_set("SSH_CONNECTION");
}

/// Asks the desktop to show the address. True where there was somebody to ask.
bool open_browser(const std::string& address) {
    std::string program = "xdg-open";
    std::string copy = address;
    std::array<char*, 3> words = {program.data(), copy.data(), nullptr};
    ::posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        ::posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0);
    }
    ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    pid_t process = -1;
    const int error =
        ::posix_spawnp(&process, program.c_str(), &actions, nullptr, words.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    return error == 0;
}

/// What stands in the terminal once the page can be opened.
void announce(const Options& options,
              std::uint16_t port,
              const std::string& token,
              Terminal& terminal) {
    const std::string address = fmt::format("http://127.0.0.1:{}/?k={}", port, token);
    terminal.out(fmt::format("Serving {} on {} (this computer only). Ctrl-C to stop.\n",
                             options.arguments.front(),
                             address));
    std::fflush(stdout);
    if (options.no_browser) {
        return;
    }
    if (is_set("SSH_CONNECTION")) {
        terminal.note(fmt::format(
            "  from the computer before you: ssh -L {}:127.0.0.1:{} HOST, then open that address\n",
            port,
            port));
    } else if (!has_screen() || !open_browser(address)) {
        terminal.note("  open that address in a browser\n");
    }
}

}  // namespace

int run_serve(const Options& options, Terminal& terminal) {
    const std::string& argument = options.arguments.front();
    if (model_file(argument) == "-") {
        throw Failure("`serve` watches the files of a model and cannot read standard input");
    }
    const report::LivePage page = report::live_page(report_assets());
    serve::Settings settings;
    settings.port = static_cast<std::uint16_t>(options.port);
    settings.token = serve::make_token();
    settings.page = page.html;
    settings.page_policy = page.policy;
    settings.run_engine = engine_words("runs", options);
    settings.claim_engine = engine_words("claims", options);
    settings.listening = [&](std::uint16_t port) {
        announce(options, port, settings.token, terminal);
    };
    settings.note = [&](const std::string& text) { terminal.note(text + "\n"); };
    try {
        serve::serve(settings);
    } catch (const std::system_error& fault) {
        throw Failure(fmt::format("cannot serve on port {} ({}). Take another one with --port",
                                  options.port,
                                  fault.code().message()));
    }
    return exit_done;
}

}  // namespace entente::cli
