// SPDX-License-Identifier: Apache-2.0
// The registers and operations of fused machine code: AVX2 with four lanes at a time, or AVX-512
// with eight. Operations are those of math/lanes_v3.hpp and math/lanes_v4.hpp, which give the same
// bits, in the operand order of the kernels; no multiplication is contracted with an addition.
// Used by program/fuse_emit.cpp alone.
#pragma once

#include <array>
#include <cstdint>
#include <map>

#include <asmjit/x86.h>

#include "math/isa.hpp"
#include "program/program.hpp"

namespace entente::program {

class FuseTarget {
  public:
    /// `set` is v3 or v4.
    FuseTarget(asmjit::x86::Assembler& to, math::InstructionSet set);

    /// Of one register.
    std::uint32_t lane_bytes() const { return wide_ ? 64 : 32; }

    /// Registers for values, from 0 on; the others are for the steps within an operation.
    std::uint32_t value_registers() const { return wide_ ? 29 : 13; }

    asmjit::x86::Vec value(std::uint32_t r) const;

    /// A plain operation on values: `memory` stands for in[1] where given. The result may take the
    /// register of an operand.
    void operate(Code code,
                 const asmjit::x86::Vec& to,
                 const std::array<asmjit::x86::Vec, 3>& in,
                 const asmjit::x86::Mem* memory);

    void begin_checks();
    /// Adds the lanes in which x is outside to those that failed.
    void check(const asmjit::x86::Vec& x, const Check& check);
    /// Leaves in al whether any failed.
    void end_checks();

    /// The numbers that operations need, behind the code.
    void write_constants();

  private:
    /// Lanes picked out by a comparison; two may be kept at once.
    enum class Mask : std::uint8_t { first, second };

    asmjit::x86::Vec scratch(Mask mask) const;
    asmjit::x86::KReg bits(Mask mask) const;
    asmjit::x86::Mem constant(std::uint64_t bits);
    asmjit::x86::Mem constant(double number);

    template <class Right>
    void compare(Mask mask, const asmjit::x86::Vec& a, const Right& b, int how);
    /// Lanes that are not 0; NaN is not.
    void pick_true(Mask mask, const asmjit::x86::Vec& x);
    /// `first` where both, or either.
    void join(bool both);
    /// 1 where the first mask holds, 0 elsewhere.
    void truth(const asmjit::x86::Vec& to);
    /// By the first mask.
    void choose(const asmjit::x86::Vec& to,
                const asmjit::x86::Vec& yes,
                const asmjit::x86::Vec& no);
    void fail();

    asmjit::x86::Assembler& to_;
    bool wide_;
    std::map<std::uint64_t, asmjit::Label> constants_;
};

}  // namespace entente::program
