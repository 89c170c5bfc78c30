// SPDX-License-Identifier: Apache-2.0
#include "program/fuse_emit.hpp"

#include <array>

#include <asmjit/x86.h>

#include "base/contract.hpp"
#include "program/fuse_target.hpp"
#include "program/kernels.hpp"

namespace entente::program {

namespace {

namespace x86 = asmjit::x86;

const x86::Gp slots_at = x86::rdi;
const x86::Gp uniforms_at = x86::rsi;
const x86::Gp rounds_left = x86::ecx;

/// Where loops begin, in bytes.
constexpr std::uint32_t code_line = 32;

constexpr std::uint32_t none = no_operand;
constexpr std::uint32_t never = no_operand;

/// The segments of one graph after the other.
class Emitter {
  public:
    Emitter(x86::Assembler& to,
            FuseTarget& target,
            const Program& program,
            const FusePlan& plan,
            std::size_t lanes)
        : to_(to), target_(target), program_(program), plan_(plan), lanes_(lanes) {
        spills_begin_ = static_cast<std::uint32_t>(program.slots) + plan.spare_slots;
        spills_end_ = spills_begin_;
    }

    void emit(const FuseSegment& segment) {
        if (segment.graph != graph_) {
            begin_graph(segment.graph);
        }
        find_uses(segment);
        registers_.assign(target_.value_registers(), none);
        free_spills_.clear();
        next_spill_ = spills_begin_;
        const bool checks = !segment.checks.empty();
        to_.align(asmjit::AlignMode::kCode, code_line);
        entry_ = to_.newLabel();
        to_.bind(entry_);
        if (checks) {
            target_.begin_checks();
        }
        to_.mov(rounds_left, static_cast<int>(lanes_ * sizeof(double) / target_.lane_bytes()));
        const asmjit::Label again = to_.newLabel();
        to_.align(asmjit::AlignMode::kCode, code_line);
        to_.bind(again);
        for (at_ = 0; at_ < segment.steps.size(); ++at_) {
            emit(segment.steps[at_]);
        }
        to_.add(slots_at, static_cast<int>(target_.lane_bytes()));
        to_.sub(rounds_left, 1);
        to_.jnz(again);
        to_.xor_(x86::eax, x86::eax);
        if (checks) {
            target_.end_checks();
        }
        to_.vzeroupper();
        to_.ret();
        forget(segment);
    }

    asmjit::Label entry() const { return entry_; }

    std::size_t slots() const { return spills_end_; }

  private:
    void begin_graph(std::uint32_t graph) {
        graph_ = graph;
        nodes_ = &plan_.graphs[graph];
        home_.assign(nodes_->size(), none);
        register_.assign(nodes_->size(), none);
        use_.assign(nodes_->size(), never);
        for (std::size_t n = 0; n < nodes_->size(); ++n) {
            if (node(n).kind == FuseNode::Kind::slot) {
                home_[n] = node(n).place;
            }
        }
    }

    const FuseNode& node(std::size_t n) const { return (*nodes_)[n]; }

    // ---- uses: for each operand of each step, the step of its next use ----

    std::array<std::uint32_t, 3> read_by(const FuseStep& step) const {
        if (step.kind == FuseStep::Kind::compute) {
            return node(step.node).in;
        }
        return {step.node, none, none};
    }

    void find_uses(const FuseSegment& segment) {
        next_.assign(segment.steps.size(), {never, never, never, never});
        for (std::size_t s = segment.steps.size(); s-- > 0;) {
            const FuseStep& step = segment.steps[s];
            const auto read = read_by(step);
            for (std::size_t k = 0; k < 3; ++k) {
                next_[s][k] = read[k] == none ? never : use_[read[k]];
            }
            next_[s][3] = use_[step.node];
            for (const std::uint32_t n : read) {
                if (n != none) {
                    use_[n] = static_cast<std::uint32_t>(s);
                }
            }
        }
    }

    /// After a segment: no register holds anything, and spilled values have no more use.
    void forget(const FuseSegment& segment) {
        for (const FuseStep& step : segment.steps) {
            for (const std::uint32_t n : read_by(step)) {
                if (n != none) {
                    forget(n);
                }
            }
            forget(step.node);
        }
    }

    void forget(std::uint32_t n) {
        register_[n] = none;
        use_[n] = never;
        if (home_[n] != none && home_[n] >= spills_begin_) {
            home_[n] = none;
        }
    }

    // ---- registers ----

    x86::Mem slot(std::uint32_t place) const {
        return x86::ptr(slots_at,
                        static_cast<std::int32_t>(place * slot_stride(lanes_) * sizeof(double)),
                        target_.lane_bytes());
    }

    x86::Mem uniform(std::uint32_t place) const {
        return x86::ptr(
            uniforms_at, static_cast<std::int32_t>(place * sizeof(double)), sizeof(double));
    }

    x86::Vec reg(std::uint32_t n) const {
        ENTENTE_ENSURE(register_[n] != none);
        return target_.value(register_[n]);
    }

    /// A register that holds nothing: where all do, that of the value used last, which goes to
    /// memory unless it is there. What the present step reads stays.
    std::uint32_t take_register(const std::array<std::uint32_t, 3>& stays) {
        std::uint32_t best = none;
        std::uint64_t best_worth = 0;
        for (std::uint32_t r = 0; r < registers_.size(); ++r) {
            const std::uint32_t n = registers_[r];
            if (n == none) {
                return r;
            }
            if (n == stays[0] || n == stays[1] || n == stays[2]) {
                continue;
            }
            // A value that is nowhere else costs a store besides.
            const bool elsewhere = home_[n] != none || node(n).kind == FuseNode::Kind::uniform;
            const std::uint64_t worth = (std::uint64_t{use_[n]} - at_ + 1) * (elsewhere ? 2U : 1U);
            if (best == none || worth > best_worth) {
                best = r;
                best_worth = worth;
            }
        }
        ENTENTE_ENSURE(best != none);
        evict(best);
        return best;
    }

    void evict(std::uint32_t r) {
        const std::uint32_t n = registers_[r];
        if (home_[n] == none && node(n).kind == FuseNode::Kind::code) {
            if (free_spills_.empty()) {
                free_spills_.push_back(next_spill_++);
                spills_end_ = std::max(spills_end_, next_spill_);
            }
            home_[n] = free_spills_.back();
            free_spills_.pop_back();
            to_.vmovupd(slot(home_[n]), target_.value(r));
        }
        registers_[r] = none;
        register_[n] = none;
    }

    void hold(std::uint32_t n, std::uint32_t r) {
        registers_[r] = n;
        register_[n] = r;
    }

    /// Brings an operand into a register.
    void bring(std::uint32_t n, const std::array<std::uint32_t, 3>& stays) {
        if (n == none || register_[n] != none) {
            return;
        }
        const std::uint32_t r = take_register(stays);
        if (node(n).kind == FuseNode::Kind::uniform) {
            to_.vbroadcastsd(target_.value(r), uniform(node(n).place));
        } else {
            ENTENTE_ENSURE(home_[n] != none);
            to_.vmovupd(target_.value(r), slot(home_[n]));
        }
        hold(n, r);
    }

    /// Frees what nobody in the segment uses again.
    void release(std::uint32_t n) {
        if (n == none || use_[n] != never) {
            return;
        }
        if (register_[n] != none) {
            registers_[register_[n]] = none;
            register_[n] = none;
        }
        if (home_[n] != none && home_[n] >= spills_begin_) {
            free_spills_.push_back(home_[n]);
            home_[n] = none;
        }
    }

    // ---- steps ----

    void emit(const FuseStep& step) {
        const auto read = read_by(step);
        const auto advance_uses = [&] {
            for (std::size_t k = 0; k < 3; ++k) {
                if (read[k] != none) {
                    use_[read[k]] = next_[at_][k];
                }
            }
        };
        if (step.kind == FuseStep::Kind::compute) {
            compute(step.node, read, advance_uses);
            return;
        }
        bring(step.node, read);
        if (step.kind == FuseStep::Kind::store) {
            to_.vmovupd(slot(step.place), reg(step.node));
            if (home_[step.node] != none && home_[step.node] >= spills_begin_) {
                free_spills_.push_back(home_[step.node]);
                home_[step.node] = none;
            }
            if (home_[step.node] == none) {
                home_[step.node] = step.place;
            }
        } else {
            target_.check(reg(step.node), program_.checks[step.place]);
        }
        advance_uses();
        release(step.node);
    }

    /// Whether operand k may be read from memory in the operation itself: it is in a slot, and not
    /// needed again in the segment.
    bool may_stay_in_memory(std::uint32_t n, std::size_t k) const {
        return register_[n] == none && home_[n] != none && next_[at_][k] == never;
    }

    template <class AdvanceUses>
    void compute(std::uint32_t n, std::array<std::uint32_t, 3> read, AdvanceUses&& advance_uses) {
        const Code code = node(n).code;
        const bool sums = code == Code::add || code == Code::multiply;
        std::array<std::uint32_t, 3> in = read;
        std::size_t second = 1;
        if (sums && in[0] != in[1] && may_stay_in_memory(in[0], 0) &&
            !may_stay_in_memory(in[1], 1)) {
            std::swap(in[0], in[1]);
            second = 0;
        }
        const bool plain = sums || code == Code::subtract || code == Code::divide;
        const bool from_memory = plain && in[0] != in[1] && may_stay_in_memory(in[1], second);
        bring(in[0], read);
        if (!from_memory) {
            bring(in[1], read);
        }
        bring(in[2], read);
        x86::Mem memory;
        if (from_memory) {
            memory = slot(home_[in[1]]);
        }
        std::array<x86::Vec, 3> from{};
        for (std::size_t k = 0; k < 3; ++k) {
            if (in[k] != none && register_[in[k]] != none) {
                from[k] = reg(in[k]);
            }
        }
        advance_uses();
        for (const std::uint32_t operand : read) {
            if (!from_memory || operand != in[1]) {
                release(operand);
            }
        }
        use_[n] = next_[at_][3];
        // The result may take the register of an operand: each operation reads all before it
        // writes. What is read from memory keeps its row until then.
        const std::uint32_t r = take_register(read);
        hold(n, r);
        if (from_memory) {
            release(in[1]);
        }
        target_.operate(code, target_.value(r), from, from_memory ? &memory : nullptr);
    }

    x86::Assembler& to_;
    FuseTarget& target_;
    const Program& program_;
    const FusePlan& plan_;
    std::size_t lanes_;
    asmjit::Label entry_;
    std::uint32_t graph_ = none;
    const std::vector<FuseNode>* nodes_ = nullptr;
    std::vector<std::uint32_t> home_;      ///< by node: the slot that has it, or none
    std::vector<std::uint32_t> register_;  ///< by node, or none
    std::vector<std::uint32_t> use_;       ///< by node: the next step that reads it, or never
    std::vector<std::array<std::uint32_t, 4>> next_;  ///< of operands and result, after each step
    std::vector<std::uint32_t> registers_;            ///< by register: its node, or none
    std::size_t at_ = 0;
    std::uint32_t spills_begin_ = 0;
    std::uint32_t spills_end_ = 0;
    std::uint32_t next_spill_ = 0;
    std::vector<std::uint32_t> free_spills_;
};

}  // namespace

ExecutableMemory::~ExecutableMemory() { asmjit::VirtMem::release(begin_, size_); }

EmittedCode emit(const Program& program,
                 const FusePlan& plan,
                 math::InstructionSet set,
                 std::size_t lanes) {
    ENTENTE_EXPECT(lanes % 8 == 0);
    EmittedCode emitted;
    asmjit::CodeHolder code;
    if (code.init(asmjit::Environment::host()) != asmjit::kErrorOk) {
        return emitted;
    }
    x86::Assembler to(&code);
    FuseTarget target(to, set);
    Emitter emitter(to, target, program, plan, lanes);
    std::vector<asmjit::Label> entries;
    for (const FuseSegment& segment : plan.segments) {
        emitter.emit(segment);
        entries.push_back(emitter.entry());
    }
    target.write_constants();
    emitted.slots = emitter.slots();
    if (code.flatten() != asmjit::kErrorOk || code.resolveUnresolvedLinks() != asmjit::kErrorOk) {
        return emitted;
    }
    const std::size_t page = asmjit::VirtMem::info().pageSize;
    const std::size_t size = (code.codeSize() + page - 1) / page * page;
    void* begin = nullptr;
    if (asmjit::VirtMem::alloc(&begin, size, asmjit::VirtMem::MemoryFlags::kAccessReadWrite) !=
        asmjit::kErrorOk) {
        return emitted;
    }
    auto memory = std::make_unique<ExecutableMemory>(begin, size);
    if (code.relocateToBase(reinterpret_cast<std::uintptr_t>(begin)) != asmjit::kErrorOk ||
        code.copyFlattenedData(begin, size) != asmjit::kErrorOk ||
        asmjit::VirtMem::protect(begin, size, asmjit::VirtMem::MemoryFlags::kAccessRX) !=
            asmjit::kErrorOk) {
        return emitted;
    }
    for (const asmjit::Label& entry : entries) {
        auto* const at = static_cast<unsigned char*>(begin) + code.labelOffset(entry);
        emitted.segments.push_back(reinterpret_cast<SegmentCode>(at));
    }
    emitted.memory = std::move(memory);
    return emitted;
}

}  // namespace entente::program
