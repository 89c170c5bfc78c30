// SPDX-License-Identifier: Apache-2.0
#include "cli/configuration.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>

#include <fmt/format.h>

#include "cli/project.hpp"
#include "cli/suggest.hpp"

namespace entente::cli {

namespace {

struct Entry {
    std::string value;
    std::string from;
};

using Entries = std::map<std::string, Entry>;

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r");
    const auto last = text.find_last_not_of(" \t\r");
    return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

/// The value of `key = value`: a quoted string, or a bare word; a comment may follow.
std::string value_of(const std::string& text, const std::string& where) {
    if (text.starts_with('"') || text.starts_with('\'')) {
        const std::size_t end = text.find(text.front(), 1);
        if (end == std::string::npos) {
            throw Failure(where + ": the text has no closing quote");
        }
        return text.substr(1, end - 1);
    }
    return trimmed(text.substr(0, text.find('#')));
}

/// The part of TOML that settings need: `key = value`, comments, empty lines.
void read_file(const std::filesystem::path& path, Entries& entries) {
    std::istringstream file(read_text(path.string(), "configuration"));
    std::vector<std::string> known;
    for (const Flag& flag : flag_table()) {
        if (flag.configurable) {
            known.emplace_back(flag.name);
        }
    }
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        const std::string text = trimmed(line);
        if (text.empty() || text.starts_with('#')) {
            continue;
        }
        const std::string where = fmt::format("{}:{}", path.string(), number);
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos) {
            throw Failure(where + ": expected `key = value`");
        }
        std::string key = trimmed(text.substr(0, equals));
        std::replace(key.begin(), key.end(), '_', '-');
        if (std::find(known.begin(), known.end(), key) == known.end()) {
            throw Failure(fmt::format("{}: there is no setting `{}`{}",
                                      where,
                                      key,
                                      suggest_or_list(key, known, "Settings")));
        }
        entries.try_emplace(key, Entry{value_of(trimmed(text.substr(equals + 1)), where), where});
    }
}

std::filesystem::path user_file() {
    const char* xdg = std::getenv("XDG_CONFIG_HOME");
    if (xdg != nullptr && *xdg != '\0') {
        return std::filesystem::path(xdg) / "entente" / "config.toml";
    }
    const char* home = std::getenv("HOME");
    return home == nullptr ? std::filesystem::path()
                           : std::filesystem::path(home) / ".config" / "entente" / "config.toml";
}

std::string environment_name(std::string_view flag) {
    std::string name = "ENTENTE_";
    for (const char c : flag) {
        name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return name;
}

std::string shown(const Options& options, const Flag& flag) {
    if (const auto* word = std::get_if<std::string Options::*>(&flag.target)) {
        return options.**word;
    }
    if (const auto* number = std::get_if<std::uint64_t Options::*>(&flag.target)) {
        return fmt::format("{}", options.**number);
    }
    return {};
}

}  // namespace

std::vector<SettingOrigin> apply_configuration(Options& options) {
    Entries entries;
    if (!options.config.empty()) {
        read_file(options.config, entries);
    } else {
        // The nearer file first: try_emplace keeps the first value of a key.
        std::error_code ignored;
        for (const std::filesystem::path& path :
             {std::filesystem::path("entente.toml"), user_file()}) {
            if (!path.empty() && std::filesystem::is_regular_file(path, ignored)) {
                read_file(path, entries);
            }
        }
    }
    std::vector<SettingOrigin> origins;
    for (const Flag& flag : flag_table()) {
        if (!flag.configurable) {
            continue;
        }
        const std::string name(flag.name);
        std::string from = "default";
        const std::string variable = environment_name(flag.name);
        const char* environment = std::getenv(variable.c_str());
        if (options.given.count(name) > 0) {
            from = "--" + name;
        } else if (environment != nullptr && *environment != '\0') {
            from = variable;
            set_flag(options, flag, environment, variable);
        } else if (const auto found = entries.find(name); found != entries.end()) {
            from = found->second.from;
            set_flag(options, flag, found->second.value, fmt::format("{}: {}", from, name));
        }
        origins.push_back({name, shown(options, flag), from});
    }
    return origins;
}

}  // namespace entente::cli
