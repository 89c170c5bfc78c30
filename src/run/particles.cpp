// SPDX-License-Identifier: Apache-2.0
#include "run/particles.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include "base/contract.hpp"
#include "base/parallel.hpp"

namespace entente::run {

using program::Code;
using program::Instruction;
using program::Section;

namespace {

/// The lanes of a block where the spec leaves it open.
constexpr std::size_t usual_lanes = 64;

/// Sections in the order in which a month first comes to them.
std::vector<Section> order_of_month(const model::Grid& grid) {
    std::vector<Section> order = {
        Section::take, Section::decide, Section::pulse, Section::open, Section::step};
    if (grid.method == model::Method::rk4) {
        for (const Section stage : {Section::stage_2, Section::stage_3, Section::stage_4}) {
            order.push_back(Section::instant);
            order.push_back(stage);
        }
    } else {
        order.push_back(Section::instant);
    }
    order.push_back(Section::last_check);
    order.push_back(Section::close);
    return order;
}

bool is_skip(Code code) { return code >= Code::skip_unless && code <= Code::skip_all; }

/// What passes from month to month, found by going through a month once.
class Lasting {
  public:
    explicit Lasting(const program::Program& program) : program_(program) {
        written_.assign(program.slots, 0);
        lasts_.assign(program.slots, 0);
    }

    std::vector<std::uint32_t> find() {
        for (const Section section : order_of_month(program_.grid)) {
            // Within a month that has one step, `instant` may not run: it counts as skipped.
            const bool maybe = section == Section::instant;
            std::size_t skipped_until = 0;
            const std::vector<Instruction>& code = program_.section(section);
            for (std::size_t i = 0; i < code.size(); ++i) {
                read_all(code[i]);
                if (is_skip(code[i].code)) {
                    skipped_until = std::max(skipped_until, i + 1 + code[i].extra);
                } else if (code[i].out != program::no_operand && !maybe && i >= skipped_until) {
                    written_[code[i].out] = 1;
                }
            }
        }
        std::vector<std::uint32_t> all;
        for (std::uint32_t slot = 0; slot < lasts_.size(); ++slot) {
            if (lasts_[slot] != 0) {
                all.push_back(slot);
            }
        }
        return all;
    }

  private:
    void read(std::uint32_t operand) {
        const bool slot = operand != program::no_operand && (operand & program::uniform_bit) == 0;
        if (slot && written_[operand] == 0) {
            lasts_[operand] = 1;
        }
    }

    void read_all(const Instruction& instruction) {
        for (const std::uint32_t operand : instruction.in) {
            read(operand);
        }
        const Code code = instruction.code;
        if (code == Code::pick || code == Code::likeliest || code == Code::draw) {
            for (const std::uint32_t operand : program_.lists[instruction.extra].operands) {
                read(operand);
            }
        }
        if (code == Code::hold) {
            read(instruction.extra);
        }
    }

    const program::Program& program_;
    std::vector<unsigned char> written_;  ///< for certain, earlier in the month
    std::vector<unsigned char> lasts_;
};

}  // namespace

std::vector<std::uint32_t> lasting_slots(const program::Program& program) {
    return Lasting(program).find();
}

Particles::Particles(const program::Program& program, const RunSpec& spec)
    : program_(program),
      count_(spec.members),
      lanes_(spec.block != 0 ? spec.block : usual_lanes),
      threads_(spec.threads) {
    const std::size_t blocks = (count_ + lanes_ - 1) / lanes_;
    rows_.assign(blocks * program.outputs.size() * lanes_, std::numeric_limits<float>::quiet_NaN());
    for (std::size_t b = 0; b < blocks; ++b) {
        blocks_.push_back(
            std::make_unique<Block>(program,
                                    spec.instruction_set.value_or(math::best_instruction_set()),
                                    lanes_,
                                    spec.seed));
        blocks_[b]->give(spec.given, spec.first_member);
        blocks_[b]->begin(spec.first_member + static_cast<std::uint32_t>(b * lanes_),
                          std::min(lanes_, count_ - b * lanes_));
    }
    find_state();
}

void Particles::find_state() {
    std::vector<unsigned char> changes(program_.slots, 0);
    for (std::size_t s = 1; s < program::section_count; ++s) {
        for (const Instruction& i : program_.sections[s]) {
            if (i.out != program::no_operand) {
                changes[i.out] = 1;
            }
            if (i.code == Code::hold && i.extra != program::no_operand) {
                changes[i.extra] = 1;
            }
        }
    }
    for (const std::uint32_t slot : lasting_slots(program_)) {
        // What was worked out once and is the same for all particles need never move.
        if (changes[slot] == 0 && !differs(slot)) {
            continue;
        }
        ++state_size_;
        for (const auto& block : blocks_) {
            state_.push_back(block->slot(slot));
        }
    }
    for (std::uint32_t r = 0; r < program_.rings.size(); ++r) {
        for (std::size_t e = 0; e < program_.rings[r].size; ++e) {
            ++state_size_;
            for (const auto& block : blocks_) {
                state_.push_back(block->ring(r) + e * lanes_);
            }
        }
    }
}

bool Particles::differs(std::uint32_t slot) {
    if (count_ == 0) {
        return false;
    }
    const auto first = std::bit_cast<std::uint64_t>(*blocks_[0]->slot(slot));
    for (std::size_t i = 1; i < count_; ++i) {
        const double x = blocks_[i / lanes_]->slot(slot)[i % lanes_];
        if (std::bit_cast<std::uint64_t>(x) != first) {
            return true;
        }
    }
    return false;
}

void Particles::advance() {
    ENTENTE_EXPECT(months_ < program_.grid.months);
    const std::size_t row_size = program_.outputs.size() * lanes_;
    parallel_for(blocks_.size(), threads_, [&](std::size_t b) {
        blocks_[b]->advance(months_, rows_.data() + b * row_size);
    });
    ++months_;
}

std::span<const float> Particles::row(std::size_t block, std::size_t output) const {
    ENTENTE_EXPECT(block < blocks_.size() && output < program_.outputs.size());
    const std::size_t begin = (block * program_.outputs.size() + output) * lanes_;
    return std::span(rows_).subspan(begin, std::min(lanes_, count_ - block * lanes_));
}

void Particles::resample(std::span<const std::uint32_t> ancestors) {
    ENTENTE_EXPECT(ancestors.size() == count_);
    const auto lanes = static_cast<std::uint32_t>(lanes_);
    moves_.clear();
    bool settled = true;
    for (std::uint32_t i = 0; i < ancestors.size(); ++i) {
        const std::uint32_t from = ancestors[i];
        ENTENTE_EXPECT(from < count_);
        if (from == i) {
            continue;
        }
        settled = settled && ancestors[from] == from;
        moves_.push_back({i / lanes, i % lanes, from / lanes, from % lanes});
    }
    if (settled) {
        move_in_place(moves_);
    } else {
        move_through_copy(moves_);
    }
}

void Particles::move_in_place(const std::vector<Move>& moves) {
    for (std::size_t n = 0; n < state_size_; ++n) {
        double* const* const blocks = state_.data() + n * blocks_.size();
        for (const Move& move : moves) {
            blocks[move.to_block][move.to_lane] = blocks[move.from_block][move.from_lane];
        }
    }
}

void Particles::move_through_copy(const std::vector<Move>& moves) {
    copies_.resize(moves.size());
    for (std::size_t n = 0; n < state_size_; ++n) {
        double* const* const blocks = state_.data() + n * blocks_.size();
        for (std::size_t i = 0; i < moves.size(); ++i) {
            copies_[i] = blocks[moves[i].from_block][moves[i].from_lane];
        }
        for (std::size_t i = 0; i < moves.size(); ++i) {
            blocks[moves[i].to_block][moves[i].to_lane] = copies_[i];
        }
    }
}

void settle_ancestors(std::span<std::uint32_t> ancestors) {
    const std::size_t count = ancestors.size();
    std::vector<std::uint32_t> descendants(count, 0);
    for (const std::uint32_t ancestor : ancestors) {
        ENTENTE_EXPECT(ancestor < count);
        ++descendants[ancestor];
    }
    std::size_t next = 0;  // the ancestor whose spare descendants are given out
    for (std::uint32_t i = 0; i < count; ++i) {
        if (descendants[i] > 0) {
            ancestors[i] = i;
            continue;
        }
        while (descendants[next] < 2) {
            ++next;
        }
        ancestors[i] = static_cast<std::uint32_t>(next);
        --descendants[next];
    }
}

}  // namespace entente::run
