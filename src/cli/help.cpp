// SPDX-License-Identifier: Apache-2.0
#include "cli/help.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace entente::cli {

namespace {

constexpr std::size_t help_width = 80;

std::vector<std::string_view> shown_verbs() {
    std::vector<std::string_view> names;
    for (const Verb& verb : verb_table()) {
        if (!verb.hidden) {
            names.push_back(verb.name);
        }
    }
    return names;
}

/// "-n, --members N", "    --seed N".
std::string flag_head(const Flag& flag) {
    std::string head = flag.letter == 0 ? "    " : fmt::format("-{}, ", flag.letter);
    head += fmt::format("--{}", flag.name);
    return flag.value.empty() ? head : fmt::format("{} {}", head, flag.value);
}

std::string flag_help(const Flag& flag) {
    std::string help(flag.help);
    if (!flag.choices.empty()) {
        help += fmt::format(" ({})", fmt::join(flag.choices, "|"));
    }
    return help;
}

/// Breaks at spaces so that no line exceeds `width`.
std::string wrapped(std::string_view text, std::size_t width) {
    std::string out;
    std::size_t column = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = text.find(' ', begin);
        end = end == std::string_view::npos ? text.size() : end;
        const std::size_t length = end - begin;
        if (column > 0 && column + 1 + length > width) {
            out += '\n';
            column = 0;
        } else if (column > 0) {
            out += ' ';
            ++column;
        }
        out += text.substr(begin, length);
        column += length;
        begin = end + 1;
    }
    return out;
}

/// Wrapped beside a head of that width: all lines but the first are indented.
std::string hanging(std::string_view text, std::size_t head) {
    std::string lines = wrapped(text, help_width - head);
    for (std::size_t at = lines.find('\n'); at != std::string::npos;
         at = lines.find('\n', at + 1)) {
        lines.insert(at + 1, head, ' ');
    }
    return lines;
}

/// "  -n, --members N   text", the text wrapped beside the widest head.
std::string flag_lines(const Verb& verb, bool own) {
    constexpr std::size_t head_width = 26;
    std::string lines;
    for (const Flag& flag : flag_table()) {
        if (!takes(verb, flag) || flag.verbs.empty() == own) {
            continue;
        }
        lines += fmt::format(
            "  {:<{}}{}\n", flag_head(flag), head_width, hanging(flag_help(flag), head_width + 2));
    }
    return lines;
}

std::string example_lines(const Verb& verb) {
    std::size_t widest = 0;
    for (const Example& example : verb.examples) {
        widest = std::max(widest, example.command.size());
    }
    std::string lines;
    for (const Example& example : verb.examples) {
        lines += fmt::format("  {:<{}}  {}\n", example.command, widest, example.says);
    }
    return lines;
}

/// Text inside a roff paragraph: no control lines, no stray escapes.
std::string roff(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\') {
            out += "\\e";
        } else if (c == '-') {
            out += "\\-";
        } else if (c == '`') {
            out += "\\(ga";
        } else {
            out += c;
        }
    }
    return !out.empty() && (out.front() == '.' || out.front() == '\'') ? "\\&" + out : out;
}

std::string roff_flags(const Verb* verb) {
    std::string out;
    for (const Flag& flag : flag_table()) {
        if (verb == nullptr ? !flag.verbs.empty() : !takes(*verb, flag)) {
            continue;
        }
        std::string head = fmt::format("\\-\\-{}", roff(flag.name));
        if (flag.letter != 0) {
            head = fmt::format("\\-{}, {}", flag.letter, head);
        }
        out += fmt::format(".TP\n\\fB{}\\fR", head);
        out += flag.value.empty() ? "\n" : fmt::format(" \\fI{}\\fR\n", flag.value);
        out += roff(flag_help(flag)) + "\n";
    }
    return out;
}

constexpr std::string_view exit_codes_roff =
    ".SH EXIT STATUS\n"
    ".TP\n0\nDone; a contradicted claim is an answer.\n"
    ".TP\n1\nA check said no: faults in the model or its data, \\-\\-check, \\-\\-fail\\-on.\n"
    ".TP\n2\nCould not run: a wrong flag, a missing file, an internal error.\n"
    ".TP\n3\nThe numbers broke in more than 1 % of members; the run is kept.\n"
    ".TP\n130\nInterrupted; whole members are kept.\n";

}  // namespace

std::string front_help() {
    std::string text =
        "entente: ask what-if questions of a model of states and their relations\n\n"
        "  entente claim models/korea                 test the claims in a model\n"
        "  entente run models/korea -s crude_cut      simulate a scenario\n\n";
    constexpr std::string_view head = "Verbs: ";
    text += fmt::format(
        "{}{}\n", head, hanging(fmt::format("{}", fmt::join(shown_verbs(), " ")), head.size()));
    return text + "Help on one: entente run --help        Guide: docs/tutorial.md\n";
}

std::string verb_help(const Verb& verb) {
    std::string text = fmt::format("entente {}: {}\n\n", verb.name, verb.summary);
    text += example_lines(verb);
    text += fmt::format("\nUsage: entente {}{}{} [flags]\n\n{}\n",
                        verb.name,
                        verb.synopsis.empty() ? "" : " ",
                        verb.synopsis,
                        wrapped(verb.description, help_width));
    const std::string own = flag_lines(verb, true);
    if (!own.empty()) {
        text += "\nFlags:\n" + own;
    }
    return text + "\nFlags of every verb:\n" + flag_lines(verb, false);
}

std::string manual_page(const Verb* verb) {
    const std::string name = verb == nullptr ? "entente" : fmt::format("entente-{}", verb->name);
    std::string upper = name;
    for (char& c : upper) {
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    std::string page = fmt::format(".TH {} 1 \"\" \"Entente\" \"User Commands\"\n", roff(upper));
    const std::string_view summary =
        verb == nullptr ? "ask what-if questions of a model of states and their relations"
                        : verb->summary;
    page += fmt::format(".SH NAME\n{} \\- {}\n", roff(name), roff(summary));
    page += ".SH SYNOPSIS\n";
    page += verb == nullptr
                ? "\\fBentente\\fR \\fIVERB\\fR [\\fIarguments\\fR] [\\fIflags\\fR]\n"
                : fmt::format(
                      "\\fBentente {}\\fR {} [\\fIflags\\fR]\n", verb->name, roff(verb->synopsis));
    page += ".SH DESCRIPTION\n";
    if (verb == nullptr) {
        page +=
            "Entente checks a model of states and their relations, simulates paired futures "
            "of it and judges the claims written in it.\n";
        for (const Verb& each : verb_table()) {
            if (!each.hidden) {
                page += fmt::format(
                    ".TP\n\\fBentente\\-{}\\fR(1)\n{}\n", each.name, roff(each.summary));
            }
        }
    } else {
        page += roff(verb->description) + "\n";
    }
    page += ".SH OPTIONS\n" + roff_flags(verb);
    if (verb != nullptr && !verb->examples.empty()) {
        page += ".SH EXAMPLES\n";
        for (const Example& example : verb->examples) {
            page += fmt::format(".TP\n\\fB{}\\fR\n{}\n", roff(example.command), roff(example.says));
        }
    }
    page += exit_codes_roff;
    return page;
}

}  // namespace entente::cli
