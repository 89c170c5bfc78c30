// SPDX-License-Identifier: Apache-2.0
// How the past of a program is read (program/past.hpp), for the files that do it: past_values.cpp
// works out what each value is in the months before the forecast, past_known.cpp what places and
// rings hold where that is the same for every member, past.cpp the fingerprints of statements.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "math/site.hpp"
#include "program/lower.hpp"
#include "program/past.hpp"

namespace entente::program {

/// Two chains of mixed bits.
class Mixer {
  public:
    explicit Mixer(std::uint64_t what) { add(what); }

    void add(std::uint64_t bits) {
        print_.first = math::mix_bits(print_.first ^ bits);
        print_.second = math::mix_bits(print_.second + (bits ^ 0x9E3779B97F4A7C15U));
    }

    void add(double x) { add(std::bit_cast<std::uint64_t>(x)); }

    void add(const std::string& name) { add(math::site(name)); }

    void add(const Fingerprint& other) {
        add(other.first);
        add(other.second);
    }

    const Fingerprint& print() const { return print_; }

  private:
    Fingerprint print_{.first = 0, .second = 0x2545F4914F6CDD1DU};
};

// What a fingerprint begins with, beside the kinds of values.
inline constexpr std::uint64_t code_print = 16;
inline constexpr std::uint64_t place_print = 17;
inline constexpr std::uint64_t list_print = 18;
inline constexpr std::uint64_t statement_print = 19;

using Path = std::shared_ptr<const std::vector<double>>;

/// A value as the months before the forecast have it.
struct Cut {
    Fingerprint print;
    ValueKind kind = ValueKind::code;
    Path path;              ///< of a uniform: one number, one a month, or one an instant
    ValueId place_read;     ///< the place value it is, if it is nothing else
    bool is_count = false;  ///< opaque, and never -0

    bool is_uniform() const { return path != nullptr; }
};

inline std::size_t index_of(Section section) { return static_cast<std::size_t>(section); }

/// Whether the statements of a section run in order; elsewhere stores happen when all else is done.
inline bool in_order(std::size_t section) {
    return section == index_of(Section::take) || section >= index_of(Section::step);
}

/// A code of lanes alone, which Values::number works out.
inline bool is_plain(Code code) { return code <= Code::negative_binomial || code == Code::lookup; }

class PastReader {
  public:
    PastReader(const Lowered& lowered, int months);

    Past read();

  private:
    struct Stores {
        const Statement* first = nullptr;
        const Statement* monthly = nullptr;
    };

    /// A ring that is filled and written with the same numbers for every member.
    struct KnownRing {
        std::vector<double> first;   ///< by entry, before the first month
        std::vector<double> months;  ///< by row

        double in_row(std::ptrdiff_t row) const {
            const auto size = static_cast<std::ptrdiff_t>(first.size());
            return row >= 0 ? months[static_cast<std::size_t>(row)]
                            : first[static_cast<std::size_t>((row % size + size) % size)];
        }
    };

    // past_values.cpp: values as the months before the forecast have them
    /// True where more statements turned out to be idle.
    bool read_values();

    Cut uniform_of(ValueId id) const;

    /// The shortest form: what does not change within a month is a path of months, and so on.
    Cut uniform(std::vector<double> path, ValueKind kind) const;

    /// In step `step` of a path of `kind`.
    double at(const Cut& cut, ValueKind kind, std::size_t step) const;

    double at_month(const Cut& cut, std::size_t month) const;

    bool is_constant(const Cut& cut, double number) const;

    /// A place changes only in the sections that store into it: which of them lie before counts.
    Cut place_of(ValueId id, const Value& value) const;

    /// `path` begins with what was there before the first month.
    Cut shifted(const std::vector<double>& path) const;

    Cut after(const std::vector<double>& path) const;

    Cut code_of(const Value& value) const;

    /// As Values::choose and Values::code: a branch never taken is as if not written.
    const Cut* same_as_operand(Code code, const std::array<const Cut*, 3>& in) const;

    /// One side of `and` and `or` may be enough.
    std::optional<double> decided(Code code, const std::array<const Cut*, 3>& in) const;

    Cut folded(const Value& value, const std::array<const Cut*, 3>& in) const;

    /// What a code reads beside its operands.
    Fingerprint extra_of(const Value& value) const;

    void add_list(const ValueList& list, Mixer& print) const;

    std::string ring_name(std::uint32_t id) const;

    // past.cpp: statements
    const Cut& cut(ValueId id) const { return cut_[id.index]; }

    /// A statement that never runs before the forecast, or leaves a place as it is.
    bool is_idle(std::size_t section, const Statement& statement) const;

    /// The sections that store into each place, rising.
    void read_stores();

    Fingerprint print_of(std::size_t section,
                         const Statement& statement,
                         const std::map<std::uint32_t, std::uint64_t>& versions) const;

    void add_check(std::uint32_t id, Mixer& print) const;

    /// Every statement that runs, with its fingerprint, in order.
    template <class Use>
    void for_each_statement(Use&& use) const {
        std::map<std::uint32_t, std::uint64_t> versions;
        std::size_t now = 0;
        for (const auto& [section, statement] : all_) {
            if (section != now) {
                versions.clear();
                now = section;
            }
            if (idle_.contains(statement)) {
                continue;
            }
            use(*statement, print_of(section, *statement, versions));
            for (const PlaceId place : {statement->target, statement->sum}) {
                if (place && in_order(section)) {
                    ++versions[place.index];
                }
            }
        }
    }

    // past_known.cpp: what is the same number for every member
    bool find_known();

    /// The stores of a place that is set once before the first month and, perhaps, once a month, in
    /// whatever branch.
    std::optional<Stores> plain_stores(std::uint32_t place) const;

    /// A place that is set once before the first month and once a month, by the same numbers for
    /// every member: those numbers, the one before the first month first.
    std::optional<std::vector<double>> known_place(std::uint32_t place) const;

    /// A value in a month, given what the place held as the month began.
    std::optional<double> in_month(
        ValueId id,
        std::size_t month,
        std::uint32_t place,
        double before,
        std::unordered_map<std::uint32_t, std::optional<double>>& known) const;

    /// What a place holds where it is set to one number a member, again and again; of a ring too.
    std::optional<Cut> constant_place(std::uint32_t place) const;

    std::optional<Cut> constant_ring(std::uint32_t ring) const;

    std::optional<KnownRing> known_ring(std::uint32_t ring) const;

    std::optional<Cut> from_known_ring(const Value& value,
                                       const std::array<const Cut*, 3>& in) const;

    // past.cpp: writing
    void write_places(Past& past) const;

    void write_rings(Past& past) const;

    void write_outputs(Past& past) const;

    const Lowered& lowered_;
    const Values& values_;
    std::size_t months_;
    std::size_t instants_;
    std::vector<Cut> cut_;
    std::vector<std::pair<std::size_t, const Statement*>> all_;  ///< with their sections
    std::vector<std::vector<std::size_t>> stores_;               ///< by place
    std::unordered_set<const Statement*> idle_;
    std::vector<std::optional<std::vector<double>>> place_paths_;  ///< where known
    std::vector<std::optional<KnownRing>> ring_paths_;
    std::vector<std::optional<Cut>> place_constants_;  ///< where one number a member
    std::vector<std::optional<Cut>> ring_constants_;
};

}  // namespace entente::program
