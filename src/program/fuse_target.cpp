// SPDX-License-Identifier: Apache-2.0
#include "program/fuse_target.hpp"

#include <bit>
#include <limits>

#include "base/contract.hpp"

namespace entente::program {

namespace {

namespace x86 = asmjit::x86;

/// vcmppd: quiet, false where either is NaN; the last two and `not_equal` true there.
constexpr int equal = 0x00;
constexpr int not_equal = 0x04;
constexpr int less = 0x11;
constexpr int less_equal = 0x12;
constexpr int unordered = 0x03;
constexpr int not_at_least = 0x19;
constexpr int not_at_most = 0x16;

/// What failed: lanes of a register, or bits.
const x86::Ymm failed_lanes = x86::ymm15;
const x86::KReg failed_bits = x86::k3;

constexpr std::uint64_t sign = std::bit_cast<std::uint64_t>(-0.0);

}  // namespace

FuseTarget::FuseTarget(x86::Assembler& to, math::InstructionSet set)
    : to_(to), wide_(set == math::InstructionSet::v4) {
    ENTENTE_EXPECT(set != math::InstructionSet::scalar);
}

x86::Vec FuseTarget::value(std::uint32_t r) const {
    return wide_ ? x86::Vec(x86::zmm(r)) : x86::Vec(x86::ymm(r));
}

x86::Vec FuseTarget::scratch(Mask mask) const {
    return value(value_registers() + (mask == Mask::first ? 0 : 1));
}

x86::KReg FuseTarget::bits(Mask mask) const { return mask == Mask::first ? x86::k1 : x86::k2; }

x86::Mem FuseTarget::constant(std::uint64_t bits) {
    const auto [found, fresh] = constants_.try_emplace(bits);
    if (fresh) {
        found->second = to_.newLabel();
    }
    return x86::ptr(found->second, 0, lane_bytes());
}

x86::Mem FuseTarget::constant(double number) {
    return constant(std::bit_cast<std::uint64_t>(number));
}

void FuseTarget::write_constants() {
    to_.align(asmjit::AlignMode::kData, lane_bytes());
    for (const auto& [bits, label] : constants_) {
        to_.bind(label);
        const std::array<std::uint64_t, 8> lanes{bits, bits, bits, bits, bits, bits, bits, bits};
        to_.embed(lanes.data(), lane_bytes());
    }
}

template <class Right>
void FuseTarget::compare(Mask mask, const x86::Vec& a, const Right& b, int how) {
    if (wide_) {
        to_.vcmppd(bits(mask), a, b, how);
    } else {
        to_.vcmppd(scratch(mask), a, b, how);
    }
}

void FuseTarget::pick_true(Mask mask, const x86::Vec& x) {
    const x86::Vec zero = scratch(mask);
    to_.vxorpd(zero, zero, zero);
    compare(mask, x, zero, not_equal);
}

void FuseTarget::join(bool both) {
    if (wide_) {
        to_.emit(both ? x86::Inst::kIdKandb : x86::Inst::kIdKorb,
                 bits(Mask::first),
                 bits(Mask::first),
                 bits(Mask::second));
    } else {
        to_.emit(both ? x86::Inst::kIdVandpd : x86::Inst::kIdVorpd,
                 scratch(Mask::first),
                 scratch(Mask::first),
                 scratch(Mask::second));
    }
}

void FuseTarget::truth(const x86::Vec& to) {
    if (wide_) {
        to_.k(bits(Mask::first)).z().vmovapd(to, constant(1.0));
    } else {
        to_.vandpd(to, scratch(Mask::first), constant(1.0));
    }
}

void FuseTarget::choose(const x86::Vec& to, const x86::Vec& yes, const x86::Vec& no) {
    if (wide_) {
        to_.k(bits(Mask::first)).vblendmpd(to, no, yes);
    } else {
        to_.vblendvpd(to, no, yes, scratch(Mask::first));
    }
}

void FuseTarget::begin_checks() {
    if (wide_) {
        to_.kxorb(failed_bits, failed_bits, failed_bits);
    } else {
        to_.vxorpd(failed_lanes, failed_lanes, failed_lanes);
    }
}

void FuseTarget::fail() {
    if (wide_) {
        to_.korb(failed_bits, failed_bits, bits(Mask::first));
    } else {
        to_.vorpd(failed_lanes, failed_lanes, scratch(Mask::first));
    }
}

void FuseTarget::check(const x86::Vec& x, const Check& check) {
    constexpr double largest = std::numeric_limits<double>::max();
    if (check.low == -largest && check.high == largest) {
        // x - x is 0 for finite x, otherwise NaN.
        const x86::Vec gap = scratch(Mask::first);
        to_.vsubpd(gap, x, x);
        compare(Mask::first, gap, gap, unordered);
        fail();
        return;
    }
    compare(Mask::first, x, constant(check.low), not_at_least);
    fail();
    compare(Mask::first, x, constant(check.high), not_at_most);
    fail();
}

void FuseTarget::end_checks() {
    if (wide_) {
        to_.kortestb(failed_bits, failed_bits);
    } else {
        to_.vptest(failed_lanes, failed_lanes);
    }
    to_.setnz(x86::al);
}

void FuseTarget::operate(Code code,
                         const x86::Vec& to,
                         const std::array<x86::Vec, 3>& in,
                         const x86::Mem* memory) {
    const auto arithmetic = [&](x86::Inst::Id id) {
        if (memory != nullptr) {
            to_.emit(id, to, in[0], *memory);
        } else {
            to_.emit(id, to, in[0], in[1]);
        }
    };
    const auto test = [&](int how) {
        compare(Mask::first, in[0], in[1], how);
        truth(to);
    };
    // NaN where the first is NaN, as math::min and math::max have it.
    const auto pick = [&](x86::Inst::Id id) {
        compare(Mask::first, in[0], in[0], unordered);
        to_.emit(id, scratch(Mask::second), in[0], in[1]);
        choose(to, in[0], scratch(Mask::second));
    };
    if (code == Code::copy) {
        to_.vmovapd(to, in[0]);
    } else if (code == Code::negate) {
        to_.vxorpd(to, in[0], constant(sign));
    } else if (code == Code::abs) {
        to_.vandpd(to, in[0], constant(~sign));
    } else if (code == Code::sqrt) {
        to_.vsqrtpd(to, in[0]);
    } else if (code == Code::add) {
        arithmetic(x86::Inst::kIdVaddpd);
    } else if (code == Code::subtract) {
        arithmetic(x86::Inst::kIdVsubpd);
    } else if (code == Code::multiply) {
        arithmetic(x86::Inst::kIdVmulpd);
    } else if (code == Code::divide) {
        arithmetic(x86::Inst::kIdVdivpd);
    } else if (code == Code::min) {
        pick(x86::Inst::kIdVminpd);
    } else if (code == Code::max) {
        pick(x86::Inst::kIdVmaxpd);
    } else if (code == Code::less) {
        test(less);
    } else if (code == Code::less_equal) {
        test(less_equal);
    } else if (code == Code::equal) {
        test(equal);
    } else if (code == Code::not_equal) {
        test(not_equal);
    } else if (code == Code::logical_not) {
        const x86::Vec zero = scratch(Mask::first);
        to_.vxorpd(zero, zero, zero);
        compare(Mask::first, in[0], zero, equal);
        truth(to);
    } else if (code == Code::logical_and || code == Code::logical_or) {
        pick_true(Mask::first, in[0]);
        pick_true(Mask::second, in[1]);
        join(code == Code::logical_and);
        truth(to);
    } else {
        ENTENTE_ENSURE(code == Code::choose);
        pick_true(Mask::first, in[0]);
        choose(to, in[1], in[2]);
    }
}

}  // namespace entente::program
