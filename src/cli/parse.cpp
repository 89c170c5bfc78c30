// SPDX-License-Identifier: Apache-2.0
// Command line to Options: CLI11 splits the words by the table; choices, ranges and suggestions are
// ours, so that every message names what was found and what was expected.
#include <algorithm>
#include <charconv>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/options.hpp"
#include "cli/suggest.hpp"

namespace entente::cli {

namespace {

std::uint64_t parse_number(const Flag& flag, const std::string& text, const std::string& says) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    if (!whole || number < flag.low || number > flag.high) {
        const bool bounded = flag.high != std::numeric_limits<std::uint64_t>::max();
        throw Failure(fmt::format("{} needs a whole number {}, not `{}`",
                                  says,
                                  bounded ? fmt::format("from {} to {}", flag.low, flag.high)
                                          : fmt::format("of at least {}", flag.low),
                                  text));
    }
    return number;
}

void check_choice(const Flag& flag, const std::string& text, const std::string& says) {
    if (flag.choices.empty() ||
        std::find(flag.choices.begin(), flag.choices.end(), text) != flag.choices.end()) {
        return;
    }
    throw Failure(fmt::format("{} is one of {}, not `{}`{}",
                              says,
                              fmt::join(flag.choices, ", "),
                              text,
                              suggest(text, flag.choices)));
}

/// Flags of a verb, or of all where there is none yet, with their dashes.
std::vector<std::string> flag_names(const Verb* verb) {
    std::vector<std::string> names;
    for (const Flag& flag : flag_table()) {
        if (verb == nullptr ? flag.verbs.empty() : takes(*verb, flag)) {
            names.push_back("--" + std::string(flag.name));
        }
    }
    return names;
}

void add_flags(CLI::App& app, const Verb* verb, Options& options) {
    for (const Flag& flag : flag_table()) {
        if (verb == nullptr ? !flag.verbs.empty() : !takes(*verb, flag)) {
            continue;
        }
        const std::string name = "--" + std::string(flag.name);
        const std::string names =
            flag.letter == 0 ? name : fmt::format("-{},{}", flag.letter, name);
        if (flag.value.empty()) {
            app.add_flag_callback(names, [&options, &flag] {
                options.given.emplace(flag.name);
                options.*std::get<bool Options::*>(flag.target) = true;
            });
            continue;
        }
        const bool many = std::holds_alternative<std::vector<std::string> Options::*>(flag.target);
        auto* option = app.add_option_function<std::vector<std::string>>(
            names, [&options, &flag, name](const std::vector<std::string>& values) {
                options.given.emplace(flag.name);
                for (const std::string& value : values) {
                    set_flag(options, flag, value, name);
                }
            });
        option->expected(1)->allow_extra_args(false)->multi_option_policy(
            many ? CLI::MultiOptionPolicy::TakeAll : CLI::MultiOptionPolicy::TakeLast);
    }
}

[[noreturn]] void refuse_unknown_flag(const std::string& word, const Verb* verb) {
    const std::string name = word.substr(0, word.find('='));
    const std::string where = verb == nullptr ? "entente" : "entente " + std::string(verb->name);
    const std::string near = suggest(name, flag_names(verb));
    throw Failure(fmt::format("`{}` is not a flag of `{}`{} See: {} --help",
                              name,
                              where,
                              near.empty() ? "." : near,
                              where));
}

[[noreturn]] void refuse_unknown_verb(const std::string& word) {
    std::vector<std::string> names;
    for (const Verb& verb : verb_table()) {
        if (!verb.hidden) {
            names.emplace_back(verb.name);
        }
    }
    const std::string near = suggest(word, names);
    throw Failure(
        fmt::format("there is no verb `{}`{}",
                    word,
                    near.empty() ? fmt::format(". Verbs: {}", fmt::join(names, ", ")) : near));
}

const Flag* find_flag(std::string_view name) {
    const auto& flags = flag_table();
    const auto found =
        std::find_if(flags.begin(), flags.end(), [&](const Flag& f) { return f.name == name; });
    return found == flags.end() ? nullptr : &*found;
}

/// `--quiet=3`: CLI11 would take any value for a switch.
void refuse_value_of_switch(const std::string& word) {
    const std::size_t equals = word.find('=');
    if (!word.starts_with("--") || equals == std::string::npos) {
        return;
    }
    const Flag* flag = find_flag(std::string_view(word).substr(2, equals - 2));
    if (flag != nullptr && flag->value.empty()) {
        throw Failure(fmt::format("--{} takes no value", flag->name));
    }
}

/// CLI11 says "--seed: 1 required TEXT missing".
[[noreturn]] void refuse_missing_value(const std::string& what) {
    const std::string name = what.substr(0, what.find(':'));
    const std::size_t dashes = name.find("--");
    const Flag* flag = dashes == std::string::npos
                           ? nullptr
                           : find_flag(std::string_view(name).substr(dashes + 2));
    throw Failure(flag == nullptr
                      ? fmt::format("{} needs a value", name)
                      : fmt::format("--{0} needs a value: --{0} {1}", flag->name, flag->value));
}

bool is_flag(const std::string& word) { return word.size() > 1 && word.front() == '-'; }

void check_arguments(const Options& options, const Verb& verb) {
    const std::size_t count = options.arguments.size();
    const std::string usage = fmt::format("entente {} {}", verb.name, verb.synopsis);
    if (count < verb.least) {
        throw Failure(fmt::format("`{}` needs more arguments. Usage: {}", verb.name, usage));
    }
    if (count > verb.most) {
        throw Failure(fmt::format(
            "`{}` does not take `{}`. Usage: {}", verb.name, options.arguments[verb.most], usage));
    }
    if (!verb.first_argument.empty() && count > 0) {
        const std::string& first = options.arguments.front();
        const auto& allowed = verb.first_argument;
        if (std::find(allowed.begin(), allowed.end(), first) == allowed.end()) {
            throw Failure(fmt::format("`{}` takes {}, not `{}`{}",
                                      verb.name,
                                      fmt::join(allowed, ", "),
                                      first,
                                      suggest(first, allowed)));
        }
    }
}

}  // namespace

void set_flag(Options& options,
              const Flag& flag,
              const std::string& text,
              const std::string& says) {
    check_choice(flag, text, says);
    if (const auto* to = std::get_if<bool Options::*>(&flag.target)) {
        options.** to = text == "true";
    } else if (const auto* word = std::get_if<std::string Options::*>(&flag.target)) {
        options.** word = text;
    } else if (const auto* list = std::get_if<std::vector<std::string> Options::*>(&flag.target)) {
        (options.**list).push_back(text);
    } else if (const auto* number = std::get_if<std::uint64_t Options::*>(&flag.target)) {
        options.** number = parse_number(flag, text, says);
    } else if (const auto* maybe =
                   std::get_if<std::optional<std::uint64_t> Options::*>(&flag.target)) {
        options.** maybe = parse_number(flag, text, says);
    }
}

Options parse(const std::vector<std::string>& words) {
    Options options;
    CLI::App app;
    app.set_help_flag("");
    app.allow_extras();
    app.require_subcommand(0, 1);
    add_flags(app, nullptr, options);
    for (const Verb& verb : verb_table()) {
        CLI::App* sub = app.add_subcommand(std::string(verb.name));
        sub->set_help_flag("");
        sub->allow_extras();
        add_flags(*sub, &verb, options);
        sub->callback([&options, &verb] { options.verb = verb.name; });
    }
    // After `--` everything is an argument.
    const auto end = std::find(words.begin(), words.end(), "--");
    std::for_each(words.begin(), end, refuse_value_of_switch);
    try {
        // CLI11 wants the words in reverse.
        app.parse(std::vector<std::string>(std::make_reverse_iterator(end), words.rend()));
    } catch (const CLI::ArgumentMismatch& error) {
        refuse_missing_value(error.what());
    } catch (const CLI::ParseError& error) {
        std::string what = error.what();
        std::replace(what.begin(), what.end(), '\n', ' ');
        throw Failure(what + ". See: entente --help");
    }
    const Verb* verb = find_verb(options.verb);
    const CLI::App* parsed = verb == nullptr ? &app : app.get_subcommand(options.verb);
    for (const std::string& word : parsed->remaining()) {
        if (is_flag(word)) {
            refuse_unknown_flag(word, verb);
        } else if (verb == nullptr) {
            refuse_unknown_verb(word);
        } else {
            options.arguments.push_back(word);
        }
    }
    if (end != words.end()) {
        options.arguments.insert(options.arguments.end(), end + 1, words.end());
    }
    if (verb == nullptr && !options.arguments.empty()) {
        refuse_unknown_verb(options.arguments.front());
    }
    if (verb != nullptr && !options.help && !options.version) {
        check_arguments(options, *verb);
    }
    return options;
}

}  // namespace entente::cli
