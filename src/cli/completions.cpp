// SPDX-License-Identifier: Apache-2.0
// Completion scripts for three shells, from the table of options.
#include <fmt/format.h>

#include "cli/help.hpp"

namespace entente::cli {

namespace {

/// For single quotes in a shell.
std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return out + "'";
}

std::vector<const Verb*> shown() {
    std::vector<const Verb*> verbs;
    for (const Verb& verb : verb_table()) {
        if (!verb.hidden) {
            verbs.push_back(&verb);
        }
    }
    return verbs;
}

std::string names_of_verbs() {
    std::string names;
    for (const Verb* verb : shown()) {
        names += names.empty() ? "" : " ";
        names += verb->name;
    }
    return names;
}

std::string bash() {
    std::string text =
        "# bash completion for entente\n"
        "_entente() {\n"
        "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb= word\n"
        "    COMPREPLY=()\n"
        "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
        "        case $word in\n            -*) ;;\n            *) verb=$word; break ;;\n"
        "        esac\n    done\n    case $prev in\n";
    for (const Flag& flag : flag_table()) {
        const std::string pattern = flag.letter == 0
                                        ? fmt::format("--{}", flag.name)
                                        : fmt::format("--{}|-{}", flag.name, flag.letter);
        if (!flag.choices.empty()) {
            text +=
                fmt::format("        {}) COMPREPLY=($(compgen -W \"{}\" -- \"$cur\")); return ;;\n",
                            pattern,
                            fmt::join(flag.choices, " "));
        } else if (flag.value_is != ValueIs::other) {
            text += fmt::format("        {}) COMPREPLY=($(compgen -{} -- \"$cur\")); return ;;\n",
                                pattern,
                                flag.value_is == ValueIs::file ? "f" : "d");
        }
    }
    text += "    esac\n    local flags= first=\n    case $verb in\n";
    for (const Verb* verb : shown()) {
        std::string flags;
        for (const Flag& flag : flag_table()) {
            flags += takes(*verb, flag) ? fmt::format(" --{}", flag.name) : "";
        }
        text += fmt::format("        {}) flags=\"{}\"; first=\"{}\" ;;\n",
                            verb->name,
                            flags.substr(1),
                            fmt::join(verb->first_argument, " "));
    }
    text += fmt::format(
        "        *) COMPREPLY=($(compgen -W \"{} --help --version\" -- \"$cur\")); return ;;\n"
        "    esac\n"
        "    if [[ $cur == -* ]]; then\n"
        "        COMPREPLY=($(compgen -W \"$flags\" -- \"$cur\"))\n"
        "    elif [[ -n $first && $prev == \"$verb\" ]]; then\n"
        "        COMPREPLY=($(compgen -W \"$first\" -- \"$cur\"))\n"
        "    else\n"
        "        COMPREPLY=($(compgen -f -- \"$cur\"))\n"
        "    fi\n"
        "}}\n"
        "complete -o filenames -F _entente entente\n",
        names_of_verbs());
    return text;
}

std::string zsh_flag(const Flag& flag) {
    std::string help;
    for (const char c : flag.help) {
        help += c == '[' || c == ']' || c == ':' || c == '`' ? ' ' : c;
    }
    std::string action;
    if (!flag.value.empty()) {
        action = fmt::format(":{}:", flag.value);
        if (!flag.choices.empty()) {
            action += fmt::format("({})", fmt::join(flag.choices, " "));
        } else if (flag.value_is == ValueIs::file) {
            action += "_files";
        } else if (flag.value_is == ValueIs::directory) {
            action += "_files -/";
        }
    }
    return quoted(fmt::format("--{}[{}]{}", flag.name, help, action));
}

std::string zsh() {
    std::string text = "#compdef entente\n_entente() {\n    local -a verbs\n    verbs=(\n";
    for (const Verb* verb : shown()) {
        text +=
            fmt::format("        {}\n", quoted(fmt::format("{}:{}", verb->name, verb->summary)));
    }
    text +=
        "    )\n    if (( CURRENT == 2 )); then\n        _describe verb verbs\n        return\n"
        "    fi\n    local verb=$words[2]\n    shift words; (( CURRENT-- ))\n    case $verb in\n";
    for (const Verb* verb : shown()) {
        text += fmt::format("        {})\n            _arguments", verb->name);
        for (const Flag& flag : flag_table()) {
            if (takes(*verb, flag)) {
                text += " \\\n                " + zsh_flag(flag);
            }
        }
        if (!verb->first_argument.empty()) {
            text += " \\\n                " +
                    quoted(fmt::format("1:what:({})", fmt::join(verb->first_argument, " ")));
        }
        text += " \\\n                '*:file:_files' ;;\n";
    }
    return text + "    esac\n}\n_entente \"$@\"\n";
}

std::string fish() {
    std::string text = "# fish completion for entente\n";
    for (const Verb* verb : shown()) {
        text += fmt::format("complete -c entente -n __fish_use_subcommand -a {} -d {}\n",
                            verb->name,
                            quoted(verb->summary));
    }
    for (const Verb* verb : shown()) {
        const std::string when =
            fmt::format("-n {}", quoted(fmt::format("__fish_seen_subcommand_from {}", verb->name)));
        if (!verb->first_argument.empty()) {
            text += fmt::format("complete -c entente {} -a {}\n",
                                when,
                                quoted(fmt::format("{}", fmt::join(verb->first_argument, " "))));
        }
        for (const Flag& flag : flag_table()) {
            if (!takes(*verb, flag)) {
                continue;
            }
            text += fmt::format("complete -c entente {} -l {}", when, flag.name);
            text += flag.letter == 0 ? "" : fmt::format(" -s {}", flag.letter);
            text += flag.value.empty() ? "" : " -r";
            if (!flag.choices.empty()) {
                text += fmt::format(" -f -a {}",
                                    quoted(fmt::format("{}", fmt::join(flag.choices, " "))));
            }
            text += fmt::format(" -d {}\n", quoted(flag.help));
        }
    }
    return text;
}

}  // namespace

std::string completions(std::string_view shell) {
    return shell == "bash" ? bash() : shell == "zsh" ? zsh() : fish();
}

}  // namespace entente::cli
