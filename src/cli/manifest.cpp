// SPDX-License-Identifier: Apache-2.0
#include "cli/manifest.hpp"

#include <algorithm>
#include <ctime>
#include <filesystem>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/parallel.hpp"
#include "base/version.hpp"
#include "math/isa.hpp"

namespace entente::cli {

namespace {

std::string host_name() {
    char name[256] = {};
    return ::gethostname(name, sizeof name - 1) == 0 ? name : "";
}

/// Flags that decide bytes and have no field of their own, by their long names.
struct OtherFlag {
    const char* name;
    std::string Options::*target;
    const char* usual;
};

constexpr OtherFlag other_flags[] = {{"keep", &Options::keep, "outputs"},
                                     {"quantiles", &Options::quantiles, "outputs"},
                                     {"step-ahead", &Options::step_ahead, "month"}};

struct NumberFlag {
    const char* name;
    std::uint64_t Options::*target;
    std::uint64_t usual;
};

constexpr NumberFlag number_flags[] = {{"replicates", &Options::replicates, 16},
                                       {"levels", &Options::reply_levels, 1},
                                       {"decide-every", &Options::decide_every, 0}};

/// Long names of the flags that a manifest answers.
constexpr const char* answered[] = {"scenario",
                                    "members",
                                    "seed",
                                    "prior-set",
                                    "posterior",
                                    "history",
                                    "draws",
                                    "policy",
                                    "replicates",
                                    "levels",
                                    "step-ahead",
                                    "decide-every",
                                    "member",
                                    "keep",
                                    "quantiles",
                                    "wide"};

}  // namespace

results::Inputs inputs_of(const Project& project,
                          const Options& options,
                          const std::vector<std::string>& scenarios,
                          const std::vector<std::string>& outputs) {
    const std::string folder = std::filesystem::path(project.path).parent_path().string();
    const model::Model& model = *project.model;
    results::Inputs inputs;
    inputs.version = version();
    inputs.model = model.name;
    inputs.model_label = model.label;
    for (const auto& [path, text] : model.texts) {
        inputs.model_files.push_back({results::seen_from(folder, path), text});
    }
    inputs.data_files = results::data_files(*project.data, project.sources, folder);
    inputs.seed = options.seed;
    inputs.first_member = static_cast<std::uint32_t>(options.member.value_or(0));
    inputs.members = options.member ? 1 : static_cast<std::size_t>(options.members);
    inputs.scenarios = scenarios;
    inputs.outputs = outputs;
    inputs.prior_set = model.prior_sets[prior_set_named(model, options.prior_set)];
    inputs.history = options.history;
    inputs.draws = options.draws;
    inputs.policy = options.policy;
    for (const OtherFlag& flag : other_flags) {
        if (options.*flag.target != flag.usual) {
            inputs.flags.emplace_back(flag.name, options.*flag.target);
        }
    }
    for (const NumberFlag& flag : number_flags) {
        if (options.*flag.target != flag.usual) {
            inputs.flags.emplace_back(flag.name, fmt::format("{}", options.*flag.target));
        }
    }
    if (options.wide) {
        inputs.flags.emplace_back("wide", "true");
    }
    if (options.member) {
        inputs.flags.emplace_back("member", fmt::format("{}", *options.member));
    }
    return inputs;
}

results::Circumstances circumstances_of(const Project& project, const Options& options) {
    results::Circumstances now;
    now.time = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
    now.host = host_name();
    now.commit = commit();
    now.instruction_set = options.isa == "auto" ? math::name(math::best_instruction_set())
                                                : std::string_view(options.isa);
    now.threads = threads_for(static_cast<std::size_t>(options.threads));
    now.warnings = project.warnings;
    return now;
}

results::Manifest read_manifest(const std::string& path) {
    std::error_code ignored;
    const std::filesystem::path file = std::filesystem::is_directory(path, ignored)
                                           ? std::filesystem::path(path) / "manifest.json"
                                           : std::filesystem::path(path);
    std::string fault;
    auto manifest = results::parse_manifest(read_text(file.string(), "manifest"), fault);
    if (!manifest) {
        throw Failure(fmt::format("cannot use `{}`: {}", file.string(), fault));
    }
    return *manifest;
}

Options options_of(const Options& given, const results::Manifest& manifest) {
    for (const char* name : answered) {
        if (given.given.contains(name)) {
            throw Failure(
                fmt::format("--from-manifest says what --{} says; leave one of them out", name));
        }
    }
    if (!given.arguments.empty()) {
        throw Failure(fmt::format("--from-manifest holds the model; leave `{}` out",
                                  given.arguments.front()));
    }
    const results::Inputs& inputs = manifest.inputs;
    if (std::find(inputs.flags.begin(),
                  inputs.flags.end(),
                  std::pair<std::string, std::string>("verb", "claim")) != inputs.flags.end()) {
        throw Failure("the manifest is of `entente claim`, which judges but keeps no run");
    }
    if (inputs.members < 1 || inputs.members > most_members) {
        throw Failure(fmt::format(
            "the manifest asks for {} members; a run has 1 to {}", inputs.members, most_members));
    }
    Options options = given;
    options.scenarios = inputs.scenarios;
    options.members = inputs.members;
    options.seed = inputs.seed;
    options.prior_set = inputs.prior_set;
    options.history = inputs.history;
    options.draws = inputs.draws;
    options.policy = inputs.policy;
    for (const auto& [name, value] : inputs.flags) {
        for (const OtherFlag& flag : other_flags) {
            if (name == flag.name) {
                options.*flag.target = value;
            }
        }
        for (const NumberFlag& flag : number_flags) {
            if (name == flag.name) {
                options.*flag.target = std::stoull(value);
            }
        }
        options.wide = options.wide || name == "wide";
        if (name == "member") {
            options.member = inputs.first_member;
        }
    }
    return options;
}

std::string compared(const results::Manifest& before, const results::Manifest& now) {
    std::vector<std::string> differ;
    for (const results::OutputFile& old : before.files) {
        const bool same = std::any_of(now.files.begin(), now.files.end(), [&](const auto& file) {
            return file.name == old.name && file.sha256 == old.sha256;
        });
        if (!same) {
            differ.push_back(old.name);
        }
    }
    if (before.circumstances.partial) {
        return "the manifest is of an interrupted run; this is all of it";
    }
    if (!differ.empty()) {
        return fmt::format("not the same bytes as the manifest's: {}", fmt::join(differ, ", "));
    }
    return fmt::format("the same bytes as the manifest's, all {} files", before.files.size());
}

}  // namespace entente::cli
