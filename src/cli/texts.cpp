// SPDX-License-Identifier: Apache-2.0
// The verbs that only print: config, completions, man.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/help.hpp"
#include "cli/verbs.hpp"

namespace entente::cli {

int run_config(const Options& options,
               const std::vector<SettingOrigin>& settings,
               Terminal& terminal) {
    if (options.json) {
        nlohmann::ordered_json all = {{"schema_version", 1},
                                      {"settings", nlohmann::ordered_json::array()}};
        for (const SettingOrigin& s : settings) {
            all["settings"].push_back({{"name", s.name}, {"value", s.value}, {"from", s.from}});
        }
        terminal.out(all.dump(2) + "\n");
        return exit_done;
    }
    for (const SettingOrigin& s : settings) {
        terminal.out(
            fmt::format("{:<12} {:<12} {}\n", s.name, s.value.empty() ? "-" : s.value, s.from));
    }
    return exit_done;
}

int run_completions(const Options& options, Terminal& terminal) {
    terminal.out(completions(options.arguments.front()));
    return exit_done;
}

int run_man(const Options& options, Terminal& terminal) {
    if (options.arguments.empty()) {
        terminal.out(manual_page(nullptr));
        return exit_done;
    }
    const Verb* verb = find_verb(options.arguments.front());
    if (verb == nullptr) {
        throw Failure(fmt::format("there is no verb `{}`", options.arguments.front()));
    }
    terminal.out(manual_page(verb));
    return exit_done;
}

}  // namespace entente::cli
