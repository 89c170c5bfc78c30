// SPDX-License-Identifier: Apache-2.0
// The intermediate form between model and program: every number the program needs is a value, equal
// values are one value, and what no member changes is worked out here, for every month or every
// instant within it. A value belongs to the earliest section in which all it needs is known, so
// what parameters alone decide leaves the loop over months, and what moves only by the month leaves
// the loop over instants, without help from the modeller.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/ids.hpp"
#include "model/model.hpp"
#include "program/program.hpp"

namespace entente::program {

struct ValueTag {};

struct PlaceTag {};

using ValueId = Id<ValueTag>;
using PlaceId = Id<PlaceTag>;

/// A slot that keeps a number of each member from section to section: a stock, the option in force.
struct Place {
    std::string name;
};

enum class ValueKind : std::uint8_t {
    constant,  ///< Value::number
    month,     ///< the same for every member, one a month
    instant,   ///< the same for every member, one an instant
    place,     ///< what a place holds in a section
    code,      ///< computed by an instruction
};

struct Value {
    ValueKind kind = ValueKind::constant;
    Code code = Code::copy;
    Section section = Section::start;  ///< where it is computed or read
    std::array<ValueId, 3> in;
    std::uint32_t extra = 0;  ///< as Instruction::extra
    double number = 0;
    std::uint32_t index = 0;  ///< of the uniform's path, or of the place
};

/// The operands of `pick`, `likeliest` and `draw`.
struct ValueList {
    std::vector<ValueId> operands;
    model::DrawnFrom draw;
    bool mean = false;
};

class Values {
  public:
    explicit Values(const model::Grid& grid);

    ValueId constant(double number);

    /// A number a month, the same for every member; a constant where they are all equal.
    ValueId month(std::vector<double> numbers);

    /// Months since 1970 at this instant.
    ValueId time() const { return time_; }

    /// What a place holds as the section begins.
    ValueId place(PlaceId place, Section section);

    /// The value of a code as the section `view` sees it, folded where nothing in it varies with
    /// the member. It is computed in the earliest section that has its operands.
    ValueId code(Section view, Code code, ValueId a, ValueId b = {}, ValueId c = {});

    /// A lookup: `extra` is one of `lookups`.
    ValueId lookup(Section view, std::uint32_t lookup, ValueId at);

    /// A code that reads something beside its operands (a site, a ring), in this very section.
    ValueId reading(Section section, Code code, std::uint32_t extra, ValueId a = {});

    /// The same where the number is there from the decisions on: taken from an earlier section that
    /// has it.
    ValueId at_hand(Section view, Code code, std::uint32_t extra, ValueId a = {});

    /// The same for a code with a list; never shared.
    ValueId listed(Section section, Code code, ValueList list);

    ValueId choose(Section view, ValueId condition, ValueId yes, ValueId no);

    PlaceId add_place(std::string name);

    const Value& operator[](ValueId id) const { return values_[id]; }

    std::size_t size() const { return values_.size(); }

    bool is_uniform(ValueId id) const { return values_[id].kind < ValueKind::place; }

    /// Whether it is another number at a later instant of the month.
    bool moves(ValueId id) const;

    bool is_constant(ValueId id, double number) const;

    /// The number of a uniform in a month (an instant's: at its opening).
    double at_month(ValueId id, int month) const;

    /// What the uniform is in the first month, as a constant; any other value as it is.
    ValueId at_start(ValueId id);

    /// What it is as the month opens, through the whole month.
    ValueId opened(ValueId id);

    /// The uniform of the month before, `first` in the first.
    ValueId shifted(ValueId id, int months, double first);

    /// A code of one number each, as kernels have it for every lane.
    double number(Code code, std::uint32_t extra, double a, double b, double c) const;

    /// Instants of a month, and the index of one in the whole run.
    int instants() const { return instants_; }

    const std::vector<double>& path(ValueId id) const { return paths_[values_[id].index]; }

    const Table<PlaceId, Place>& places() const { return places_; }

    const std::vector<ValueList>& lists() const { return lists_; }

    std::vector<model::Lookup> lookups;

  private:
    struct Key {
        std::uint64_t bits;  ///< kind, code, section, extra
        std::array<std::uint32_t, 3> in;
        double number;

        bool operator==(const Key& other) const;
    };

    struct Hash {
        std::size_t operator()(const Key& key) const noexcept;
    };

    static Key key_of(const Value& value);
    ValueId shared(const Value& value);
    ValueId placed(Section view, Value value);
    bool leaves_as_is(Code code, ValueId a, ValueId b) const;
    Section earliest(Section view, ValueId operand) const;
    ValueId fold(Code code, const std::array<ValueId, 3>& in, std::uint32_t extra);
    ValueId folded_path(Code code, const std::array<ValueId, 3>& in, std::uint32_t extra);
    double at_instant(ValueId id, std::size_t instant) const;
    ValueId instant(std::vector<double> numbers);

    model::Grid grid_;
    int instants_;
    Table<ValueId, Value> values_;
    Table<PlaceId, Place> places_;
    std::vector<std::vector<double>> paths_;
    std::vector<ValueList> lists_;
    std::unordered_map<Key, ValueId, Hash> known_;
    ValueId time_;
};

/// The instants of a month: K openings of sub-steps, for rk4 also the middle and the end of each.
int instants_in_month(const model::Grid& grid);

}  // namespace entente::program
