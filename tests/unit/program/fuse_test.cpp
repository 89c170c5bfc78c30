// SPDX-License-Identifier: Apache-2.0
// Every plain operation, with every mix of lane and uniform operands: machine code gives what the
// kernels give, also for NaN, infinities, signed zeros and numbers without a normal form.
#include "program/fuse.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "run/block.hpp"

namespace {

using namespace entente;
using program::Code;
using program::Instruction;
using program::Section;

constexpr std::size_t lanes = 64;
constexpr std::uint32_t inputs = 3;

const std::vector<double>& odd_numbers() {
    static const std::vector<double> numbers = {
        0.0,
        -0.0,
        1.0,
        -2.5,
        1e300,
        -1e300,
        std::numeric_limits<double>::denorm_min(),
        std::numeric_limits<double>::infinity(),
        -std::numeric_limits<double>::infinity(),
        std::numeric_limits<double>::quiet_NaN(),
        0.1,
    };
    return numbers;
}

/// Of input k: every pair of odd numbers meets in some lane of two inputs.
double input(std::uint32_t k, std::size_t lane, std::size_t round) {
    const std::vector<double>& numbers = odd_numbers();
    const std::size_t at = k == 0 ? lane : k == 1 ? lane / numbers.size() + round : lane * 7 + k;
    return numbers[at % numbers.size()];
}

/// Slots: three inputs, then what each operation gives. Bit k of `modes` makes operand k a uniform.
program::Program all_plain(unsigned modes, int substeps) {
    program::Program program;
    program.grid.first = model::month_of(2020, 1);
    program.grid.months = 1;
    program.grid.substeps = substeps;
    program.grid.forecast = program.grid.first + 1;
    program.instants = substeps;
    program.constants = {-0.0, 3.0, 1e-310};
    program.checks = {{.quantity = "any", .low = -1, .high = 5}};
    program.slots = inputs;
    std::vector<Instruction> code;
    for (int c = 0; c < program::code_count; ++c) {
        const auto operation = static_cast<Code>(c);
        if (!program::is_plain(operation)) {
            continue;
        }
        // What the kernels take for granted: stocks are lanes, steps and bounds are uniforms.
        const bool moves = operation == Code::advance || operation == Code::advance_part;
        const bool lanes_first = moves || operation == Code::check || operation == Code::hold;
        const unsigned uniform = operation == Code::hold           ? 6U
                                 : operation == Code::advance_part ? (modes & 2U) | 4U
                                 : lanes_first                     ? modes & 2U
                                                                   : modes;
        const int operands = program::operand_count(operation);
        const unsigned all = (1U << static_cast<unsigned>(operands)) - 1U;
        if ((uniform & all) == all) {
            continue;  // worked out when the program is compiled
        }
        Instruction instruction{.code = operation};
        for (int k = 0; k < operands; ++k) {
            const auto operand = static_cast<std::uint32_t>(k);
            instruction.in[operand] =
                (uniform >> operand & 1U) != 0 ? program::uniform_bit | operand : operand;
        }
        if (operation != Code::check) {
            instruction.out = static_cast<std::uint32_t>(program.slots++);
        }
        if (moves) {
            instruction.in[0] = instruction.out;
        }
        if (operation == Code::hold) {
            instruction.extra = static_cast<std::uint32_t>(program.slots++);
        }
        code.push_back(instruction);
    }
    program.sections[static_cast<std::size_t>(Section::open)] = code;
    program.slot_names.assign(program.slots, "kept");
    return program;
}

struct Lanes {
    std::vector<double> slots;  ///< [slot][lane]
    std::set<std::uint32_t> faulty;
};

Lanes run(const program::Program& program,
          math::InstructionSet set,
          std::shared_ptr<const program::FusedCode> fused,
          std::size_t round) {
    run::Block block(program, set, lanes, 1, std::move(fused));
    block.begin(0, lanes);
    for (std::uint32_t slot = 0; slot < program.slots; ++slot) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            block.slot(slot)[lane] = slot < inputs ? input(slot, lane, round) : 0.5;
        }
    }
    float unused = 0;
    block.advance(0, &unused);
    Lanes result;
    for (std::uint32_t slot = 0; slot < program.slots; ++slot) {
        result.slots.insert(result.slots.end(), block.slot(slot), block.slot(slot) + lanes);
    }
    for (const run::BlockFault& fault : block.faults()) {
        result.faulty.insert(fault.lane);
    }
    return result;
}

bool same_bits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) ||
           (std::isnan(a) && std::isnan(b));
}

void compare(math::InstructionSet set, unsigned modes) {
    const program::Program program = all_plain(modes, 1);
    const auto fused = program::fuse(program, program::plan_fusion(program), set, lanes);
    REQUIRE(fused != nullptr);
    for (std::size_t round = 0; round < odd_numbers().size(); round += 5) {
        const Lanes kernels = run(program, set, nullptr, round);
        const Lanes code = run(program, set, fused, round);
        CHECK(kernels.faulty == code.faulty);
        CHECK_FALSE(kernels.faulty.empty());
        for (const Instruction& instruction :
             program.sections[static_cast<std::size_t>(Section::open)]) {
            if (instruction.out == program::no_operand) {
                continue;
            }
            CAPTURE(std::string(program::name(instruction.code)));
            CAPTURE(modes);
            const auto* const first = kernels.slots.data() + instruction.out * lanes;
            CHECK(std::equal(
                first, first + lanes, code.slots.data() + instruction.out * lanes, same_bits));
        }
        CHECK(
            std::equal(kernels.slots.begin(), kernels.slots.end(), code.slots.begin(), same_bits));
    }
}

TEST_CASE("each plain operation gives the same in machine code as in its kernel") {
    for (const math::InstructionSet set : {math::InstructionSet::v3, math::InstructionSet::v4}) {
        if (!math::available(set)) {
            MESSAGE("this machine has no such instruction set: " << math::name(set));
            continue;
        }
        for (unsigned modes = 0; modes < 8; ++modes) {
            compare(set, modes);
        }
    }
}

/// Stores into slots of the program, not into spare ones.
std::size_t stores(const program::Program& program) {
    std::size_t count = 0;
    for (const program::FuseSegment& segment : program::plan_fusion(program).segments) {
        count += static_cast<std::size_t>(std::count_if(
            segment.steps.begin(), segment.steps.end(), [&](const program::FuseStep& step) {
                return step.kind == program::FuseStep::Kind::store && step.place < program.slots;
            }));
    }
    return count;
}

TEST_CASE("what only a later instant would read is stored where a month has one") {
    // c = a + b; d = c c in `open`; `instant` reads c.
    const auto make = [](int substeps) {
        program::Program program;
        program.grid.months = 1;
        program.grid.substeps = substeps;
        program.slots = 5;
        program.slot_names = {"a", "b", "", "d", "e"};
        program.sections[static_cast<std::size_t>(Section::open)] = {
            {.code = Code::add, .out = 2, .in = {0, 1, program::no_operand}},
            {.code = Code::multiply, .out = 3, .in = {2, 2, program::no_operand}}};
        program.sections[static_cast<std::size_t>(Section::instant)] = {
            {.code = Code::negate, .out = 4, .in = {2, program::no_operand, program::no_operand}}};
        return program;
    };
    CHECK(stores(make(1)) == 1);
    CHECK(stores(make(2)) == 2);
}

}  // namespace
