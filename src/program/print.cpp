// SPDX-License-Identifier: Apache-2.0
#include <iterator>

#include <fmt/format.h>

#include "program/program.hpp"

namespace entente::program {

namespace {

constexpr const char* section_names[section_count] = {"start",
                                                      "take",
                                                      "decide",
                                                      "pulse",
                                                      "open",
                                                      "instant",
                                                      "step",
                                                      "stage 2",
                                                      "stage 3",
                                                      "stage 4",
                                                      "last check",
                                                      "close",
                                                      "end"};

/// "s12", "s3 (reserves)", "0.5", "m4" of the month, "i2" of the instant.
std::string operand(const Program& program, std::uint32_t operand) {
    if ((operand & uniform_bit) == 0) {
        const std::string& name = program.slot_names[operand];
        return name.empty() ? fmt::format("s{}", operand) : fmt::format("s{} ({})", operand, name);
    }
    std::size_t u = operand & ~uniform_bit;
    if (u < program.constants.size()) {
        return fmt::format("{}", program.constants[u]);
    }
    u -= program.constants.size();
    if (u < program.month_uniforms) {
        return fmt::format("m{}", u);
    }
    return fmt::format("i{}", u - program.month_uniforms);
}

bool has_site(Code code) { return code == Code::uniform || code == Code::normal; }

bool has_ring(Code code) {
    return code == Code::ring_read || code == Code::ring_gather || code == Code::ring_write ||
           code == Code::ring_fill || code == Code::ring_set || code == Code::window_count ||
           code == Code::window_before;
}

bool has_list(Code code) {
    return code == Code::pick || code == Code::likeliest || code == Code::draw;
}

bool has_check(Code code) { return code == Code::advance || code == Code::check; }

bool skips(Code code) {
    return code == Code::skip_unless || code == Code::skip_if || code == Code::skip_none ||
           code == Code::skip_all;
}

std::string extra(const Program& program, const Instruction& i) {
    if (has_site(i.code)) {
        return " of " + program.sites[i.extra].quantity;
    }
    if (has_ring(i.code)) {
        const RingUse& use = program.ring_uses[i.extra];
        return fmt::format(" of {}, {}", program.rings[use.ring].quantity, use.count);
    }
    if (has_check(i.code)) {
        const Check& check = program.checks[i.extra];
        return fmt::format(" within {} .. {}", check.low, check.high);
    }
    if (i.code == Code::record) {
        return " as " + program.outputs[i.extra].name;
    }
    if (i.code == Code::lookup) {
        return fmt::format(" in table {}", i.extra);
    }
    if (skips(i.code)) {
        return fmt::format(" skip {}", i.extra);
    }
    if (!has_list(i.code)) {
        return "";
    }
    std::string all = " of";
    for (const std::uint32_t o : program.lists[i.extra].operands) {
        all += " " + operand(program, o);
    }
    return all;
}

void print_section(const Program& program, Section section, std::string& text) {
    const auto to = std::back_inserter(text);
    for (const Instruction& i : program.section(section)) {
        text += "  ";
        if (i.out != no_operand) {
            fmt::format_to(to, "{} = ", operand(program, i.out));
        }
        text += name(i.code);
        for (const std::uint32_t in : i.in) {
            if (in != no_operand) {
                fmt::format_to(to, " {}", operand(program, in));
            }
        }
        text += extra(program, i) + "\n";
    }
}

}  // namespace

const char* name(Section section) { return section_names[static_cast<std::size_t>(section)]; }

std::string to_text(const Program& program) {
    std::string text;
    fmt::format_to(std::back_inserter(text),
                   "{} slots, {} constants, {} uniforms of the month, {} of the instant, "
                   "{} instants in each of {} months\n",
                   program.slots,
                   program.constants.size(),
                   program.month_uniforms,
                   program.instant_uniforms,
                   program.instants,
                   program.grid.months);
    for (const LookingPlayer& player : program.players) {
        fmt::format_to(std::back_inserter(text),
                       "{} looks ahead: {} options, {} months a turn\n",
                       player.name,
                       player.options,
                       player.every);
    }
    for (std::size_t s = 0; s < section_count; ++s) {
        const auto section = static_cast<Section>(s);
        if (program.section(section).empty()) {
            continue;
        }
        fmt::format_to(std::back_inserter(text),
                       "{}: {} instruction{}\n",
                       name(section),
                       program.section(section).size(),
                       program.section(section).size() == 1 ? "" : "s");
        print_section(program, section, text);
    }
    return text;
}

}  // namespace entente::program
