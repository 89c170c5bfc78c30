// SPDX-License-Identifier: Apache-2.0
#include "cli/report_inputs.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "base/version.hpp"
#include "cli/manifest.hpp"
#include "cli/posterior_use.hpp"
#include "cli/resources.hpp"
#include "cli/timeline.hpp"
#include "results/hash.hpp"

namespace entente::cli {

namespace {

/// A word as a shell takes it.
std::string quoted(const std::string& word) {
    const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.' || c == '/';
    });
    if (plain) {
        return word;
    }
    std::string text = "'";
    for (const char c : word) {
        text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return text + "'";
}

/// The command that makes the same report, with what it would choose by itself written out.
std::string command_of(const Options& options, const std::vector<std::string>& scenarios) {
    std::string command = "entente report";
    for (const std::string& word : options.arguments) {
        command += " " + quoted(word);
    }
    const auto add = [&](const char* flag, const std::vector<std::string>& values) {
        for (const std::string& value : values) {
            command += fmt::format(" --{} {}", flag, quoted(value));
        }
    };
    add("scenario", {scenarios.begin() + 1, scenarios.end()});
    add("row", options.rows);
    add("card", options.cards);
    if (options.all_cards) {
        command += " --all-cards";
    }
    if (options.posterior != "auto") {
        command += " --posterior " + quoted(options.posterior);
    }
    if (options.policy != "rule") {
        command += fmt::format(" --policy {} --replicates {} --levels {}",
                               options.policy,
                               options.replicates,
                               options.reply_levels);
    }
    if (options.step_ahead != "month") {
        command += " --step-ahead " + options.step_ahead;
    }
    if (options.decide_every != 0) {
        command += fmt::format(" --decide-every {}", options.decide_every);
    }
    return command + fmt::format(" -n {} --seed {}", options.members, options.seed);
}

}  // namespace

report::Provenance provenance_of(const Project& project,
                                 const Options& options,
                                 const std::vector<std::string>& scenarios,
                                 const std::optional<results::PosteriorDraws>& posterior) {
    const results::Inputs inputs = inputs_of(project, options, scenarios, {});
    report::Provenance from;
    from.command = command_of(options, scenarios);
    from.version = version();
    from.commit = commit();
    from.seed = options.seed;
    from.futures = static_cast<std::size_t>(options.members);
    from.draws = draws_text(*project.model, prior_set_named(*project.model, ""), posterior);
    from.model_hash = results::model_hash(inputs);
    for (const auto* files : {&inputs.model_files, &inputs.data_files}) {
        for (const results::InputFile& file : *files) {
            from.files.push_back({file.path, results::hash_of(file.text)});
        }
    }
    return from;
}

std::vector<report::DatedEvent> dated_events(const Project& project) {
    std::vector<report::DatedEvent> events;
    for (const DatedEvent& event : timeline(project)) {
        events.push_back(
            {event.date, event.table, event.what, event.source, event.grade, event.who});
    }
    return events;
}

report::Assets report_assets() {
    const report::Assets found = {find_resource("web/report.js"), find_resource("web/report.css")};
    if (found.script.empty() || found.style.empty()) {
        throw Failure(
            "this program was built without the page of reports (node and npm were missing). "
            "Install "
            "them (apt-get install nodejs npm) and build again; `report --json` works without");
    }
    return found;
}

}  // namespace entente::cli
