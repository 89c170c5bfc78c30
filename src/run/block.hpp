// SPDX-License-Identifier: Apache-2.0
// One block of members run through all months: the program's instructions bound to an arena of
// slots. A block is used by one thread; it is made once and run for block after block of members,
// and running allocates nothing but for faults.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "math/isa.hpp"
#include "program/draws.hpp"
#include "program/fuse.hpp"
#include "program/kernels.hpp"
#include "program/program.hpp"

namespace entente::run {

struct BlockFault {
    std::uint32_t lane = 0;
    std::int32_t row = 0;
    std::uint32_t check = 0;
    bool finite = false;
    double value = 0;

    bool operator<(const BlockFault& other) const;
};

class Block {
  public:
    Block(const program::Program& program,
          math::InstructionSet set,
          std::size_t lanes,
          std::uint64_t seed,
          std::shared_ptr<const program::FusedCode> fused = nullptr);

    /// From the next run on, members draw once what `given` says: its first row is that of member
    /// `first`, and every member run has a row. It must outlive the runs. Null: the generator's.
    void give(const program::GivenDraws* given, std::uint32_t first);

    /// Runs the members from `first` on; the first `count` lanes are real. `paths` is [row][output]
    /// [lane] and is written whole.
    void run(std::uint32_t first, std::size_t count, float* paths);

    /// Which lanes to run from now on: each draws by a seed and as a member of its own, an array of
    /// all lanes that must outlive the run, and no faults are found. Ends with the next `begin`.
    void draw_by(const std::uint64_t* seeds, const std::uint64_t* members);

    /// `run` in steps, for a caller that stops between months: begin, then every month in order,
    /// then finish. A step writes its row, [output][lane].
    void begin(std::uint32_t first, std::size_t count);
    void advance(int month, float* row);

    /// The two halves of a month: up to its decisions, which the caller may then change in the
    /// slots of choices, and the rest of it.
    void open(int month, float* row);
    void move(int month);
    void finish(float* row);

    /// The parameters of the lanes run last, [lane][parameter].
    void read_parameters(double* to, std::size_t count) const;

    /// The lanes of a slot, and of a ring, [entry][lane]: what lasts may be read, and put back,
    /// between two months.
    double* slot(std::uint32_t slot) { return operand(slot); }

    double* ring(std::uint32_t ring);

    /// As if these faults had been found in the lanes now running.
    void set_faults(std::vector<BlockFault> faults);

    /// What the named slot (a stock: its last value) holds for each lane; null for no such slot.
    const double* find_slot(const std::string& name) const;

    /// Faults of the lanes run last, each check and lane once.
    const std::vector<BlockFault>& faults() const { return faults_; }

  private:
    struct Deleter {
        void operator()(double* p) const;
    };

    using Memory = std::unique_ptr<double[], Deleter>;

    static Memory allocate(std::size_t doubles);
    double* operand(std::uint32_t operand);
    const double* operand(std::uint32_t operand) const;
    void bind_tables();
    void bind_sections(math::InstructionSet set);
    program::Bound bind(const program::Instruction& instruction, math::InstructionSet set);
    const void* bind_extra(const program::Instruction& instruction, program::Bound& bound);
    void load_given(std::uint32_t first, std::size_t count);
    void execute(program::Section section);
    void load_month(int month);
    void load_instant(std::size_t instant);
    void euler(int month);
    void rk4(int month);
    void report(std::int64_t check, const double* values);
    static void report_to(const program::Context* context, std::int64_t check, const double* v);

    const program::Program& program_;
    std::shared_ptr<const program::FusedCode> fused_;  ///< or null
    std::size_t lanes_;
    std::size_t real_ = 0;
    std::size_t slots_size_ = 0;  ///< in doubles
    std::size_t rings_size_ = 0;
    Memory slots_;
    Memory rings_;
    Memory given_uniforms_;  ///< [site][lane], of the sites given
    const program::GivenDraws* given_ = nullptr;
    std::uint32_t given_first_ = 0;
    std::vector<std::optional<std::size_t>> given_columns_;  ///< by site, where `given_` has it
    std::vector<double> uniforms_;
    std::array<std::vector<program::Bound>, program::section_count> code_;
    std::vector<program::BoundSite> sites_;
    std::vector<program::BoundRing> ring_uses_;
    std::vector<program::BoundCheck> checks_;
    std::vector<program::BoundSegment> segments_;
    std::vector<program::BoundLookup> lookups_;
    std::vector<std::vector<double>> slopes_;
    std::vector<program::BoundList> lists_;
    std::vector<std::vector<const double*>> list_operands_;
    std::vector<std::vector<unsigned char>> list_uniforms_;
    program::Context context_{};
    std::vector<BlockFault> faults_;
    std::vector<unsigned char> reported_;  ///< [check][lane]
};

/// Slots that the loop over months touches: what should stay in the cache.
std::size_t hot_slots(const program::Program& program);

/// Of this machine; 1 MiB where it does not say.
std::size_t second_cache_bytes();

}  // namespace entente::run
