// SPDX-License-Identifier: Apache-2.0
#include "program/schedule.hpp"

#include <algorithm>
#include <unordered_map>

#include "base/contract.hpp"
#include "program/sequence.hpp"

namespace entente::program {

namespace {

/// Numbers for uniforms: constants first, then those of the month, then those of the instant.
class Uniforms {
  public:
    Uniforms(const Lowered& lowered, const Needed& needed) : values_(lowered.values) {
        for (std::uint32_t id = 0; id < needed.values.size(); ++id) {
            const Value& value = needed.values[id];
            if (needed.alive[id] == 0 || value.kind >= ValueKind::place) {
                continue;
            }
            numbers_[id] = static_cast<std::uint32_t>(groups_[group(value)].size());
            groups_[group(value)].push_back(id);
        }
    }

    std::uint32_t operand(std::uint32_t id) const {
        std::uint32_t number = numbers_.at(id);
        for (std::size_t g = 0; g < group(values_[ValueId(id)]); ++g) {
            number += static_cast<std::uint32_t>(groups_[g].size());
        }
        return number | uniform_bit;
    }

    void write(Program& program, const model::Grid& grid) const {
        for (const std::uint32_t id : groups_[0]) {
            program.constants.push_back(values_[ValueId(id)].number);
        }
        program.month_uniforms = groups_[1].size();
        program.instant_uniforms = groups_[2].size();
        program.instants = values_.instants();
        const auto months = static_cast<std::size_t>(grid.months);
        for (std::size_t m = 0; m < months; ++m) {
            for (const std::uint32_t id : groups_[1]) {
                program.month_values.push_back(values_.path(ValueId(id))[m]);
            }
        }
        const std::size_t instants = months * static_cast<std::size_t>(program.instants) + 1;
        for (std::size_t i = 0; i < instants; ++i) {
            for (const std::uint32_t id : groups_[2]) {
                program.instant_values.push_back(values_.path(ValueId(id))[i]);
            }
        }
    }

  private:
    static std::size_t group(const Value& value) { return static_cast<std::size_t>(value.kind); }

    const Values& values_;
    std::array<std::vector<std::uint32_t>, 3> groups_;
    std::unordered_map<std::uint32_t, std::uint32_t> numbers_;
};

class Scheduler {
  public:
    Scheduler(const Lowered& lowered, const model::Grid& grid)
        : lowered_(lowered),
          needed_(find_needed(lowered)),
          uniforms_(lowered, needed_),
          grid_(grid) {
        const std::size_t places = lowered.values.places().size();
        slots_.assign(needed_.values.size(), no_operand);
        for (const Place& place : lowered.values.places()) {
            program_.slot_names.push_back(place.name);
        }
        kept_ = static_cast<std::uint32_t>(places);
        stored_in_.resize(places);
        for (std::size_t s = 0; s < section_count; ++s) {
            for (const Statement& statement : lowered.sections[s]) {
                if (statement.target) {
                    stored_in_[statement.target.index].push_back(s);
                }
            }
        }
    }

    Program run() {
        std::array<std::vector<Item>, section_count> items;
        for (std::size_t s = 0; s < section_count; ++s) {
            items[s] = sequence(lowered_, needed_, static_cast<Section>(s));
            keep_places(static_cast<Section>(s), items[s]);
        }
        for (std::uint32_t id = 0; id < needed_.values.size(); ++id) {
            const bool computed =
                needed_.alive[id] != 0 && needed_.values[id].kind == ValueKind::code;
            if (!computed || needed_.crosses[id] == 0 || slots_[id] != no_operand) {
                continue;
            }
            slots_[id] = kept_++;
            program_.slot_names.emplace_back();
        }
        program_.slots = kept_;
        for (std::size_t s = 0; s < section_count; ++s) {
            write(static_cast<Section>(s), items[s]);
        }
        for (const ValueId id : lowered_.parameters) {
            program_.parameters.push_back(operand(id.index));
        }
        for (const ValueList& list : lowered_.values.lists()) {
            List written{.draw = list.draw, .mean = list.mean};
            for (const ValueId id : list.operands) {
                written.operands.push_back(needed_.alive[id.index] != 0 ? operand(id.index)
                                                                        : no_operand);
            }
            program_.lists.push_back(std::move(written));
        }
        uniforms_.write(program_, grid_);
        program_.slot_names.resize(program_.slots);
        return std::move(program_);
    }

  private:
    /// A value that ends in a place is computed there, where nobody needs the old content after it
    /// and nobody reads the value after the place has changed again.
    void keep_places(Section section, const std::vector<Item>& items) {
        const auto& statements = lowered_.sections[static_cast<std::size_t>(section)];
        std::unordered_map<std::uint32_t, std::size_t> place_read;  // the last item that does
        std::unordered_map<std::uint32_t, std::size_t> value_read;
        std::unordered_map<std::uint32_t, std::size_t> made;
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (items[i].kind == Item::Kind::land) {
                continue;
            }
            if (items[i].kind == Item::Kind::value) {
                made[items[i].index] = i;
            }
            for (const std::uint32_t id : read_by(items[i], statements)) {
                const Value& value = needed_.values[id];
                value_read[id] = i;
                if (value.kind == ValueKind::place) {
                    place_read[value.index] = i;
                }
            }
        }
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (items[i].kind != Item::Kind::statement) {
                continue;
            }
            const Statement& store = statements[items[i].index];
            if (store.code != Code::copy || store.unless || store.only_if) {
                continue;
            }
            const std::uint32_t id = store.in[0].index;
            const auto found = made.find(id);
            if (found == made.end() || slots_[id] != no_operand) {
                continue;
            }
            const auto read = place_read.find(store.target.index);
            const bool free = read == place_read.end() || read->second <= found->second;
            const bool leaves = needed_.crosses[id] != 0 && !stays(store.target, section);
            if (free && !leaves && value_read.at(id) <= i) {
                slots_[id] = store.target.index;
            }
        }
    }

    /// Whether a place, once stored in this section, keeps its content until the section comes
    /// again.
    bool stays(PlaceId place, Section section) const {
        const auto& stores = stored_in_[place.index];
        return std::all_of(stores.begin(), stores.end(), [&](std::size_t s) {
            return s == static_cast<std::size_t>(section) || s == 0;
        });
    }

    std::vector<std::uint32_t> read_by(const Item& item,
                                       const std::vector<Statement>& statements) const {
        if (item.kind == Item::Kind::value) {
            return needed_.operands(item.index, lowered_);
        }
        if (item.kind == Item::Kind::skip) {
            return {item.index};
        }
        std::vector<std::uint32_t> all;
        for (const ValueId id : statements[item.index].in) {
            if (id) {
                all.push_back(id.index);
            }
        }
        return all;
    }

    std::uint32_t operand(std::uint32_t id) const {
        const Value& value = needed_.values[id];
        if (value.kind < ValueKind::place) {
            return uniforms_.operand(id);
        }
        if (value.kind == ValueKind::place) {
            return value.index;
        }
        ENTENTE_EXPECT(slots_[id] != no_operand);
        return slots_[id];
    }

    std::uint32_t operand(ValueId id) const { return id ? operand(id.index) : no_operand; }

    // ---- a section ----

    void write(Section section, const std::vector<Item>& items) {
        const auto& statements = lowered_.sections[static_cast<std::size_t>(section)];
        std::vector<Instruction>& code = program_.sections[static_cast<std::size_t>(section)];
        std::unordered_map<std::uint32_t, std::size_t> last_use;
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (items[i].kind == Item::Kind::land) {
                continue;
            }
            for (const std::uint32_t id : read_by(items[i], statements)) {
                last_use[id] = i;
            }
        }
        free_.clear();
        next_ = kept_;
        std::vector<std::size_t> skips;
        for (std::size_t i = 0; i < items.size(); ++i) {
            const Item& item = items[i];
            switch (item.kind) {
                case Item::Kind::value:
                    code.push_back(compute(item.index, i, last_use));
                    break;
                case Item::Kind::statement:
                    write_statement(statements[item.index], code);
                    release(read_by(item, statements), i, last_use);
                    break;
                case Item::Kind::skip:
                    skips.push_back(code.size());
                    code.push_back({.code = item.code, .in = {operand(item.index)}});
                    release({item.index}, i, last_use);
                    break;
                case Item::Kind::land:
                    code[skips.back()].extra =
                        static_cast<std::uint32_t>(code.size() - skips.back() - 1);
                    skips.pop_back();
                    break;
            }
        }
        program_.slots = std::max(program_.slots, static_cast<std::size_t>(next_));
    }

    Instruction compute(std::uint32_t id,
                        std::size_t item,
                        const std::unordered_map<std::uint32_t, std::size_t>& last_use) {
        const Value& value = needed_.values[id];
        Instruction instruction{.code = value.code, .extra = value.extra};
        for (std::size_t i = 0; i < 3; ++i) {
            instruction.in[i] = operand(value.in[i]);
        }
        // Loops read a lane before they write it: a slot read for the last time takes the result.
        release(needed_.operands(id, lowered_), item, last_use);
        if (slots_[id] == no_operand) {
            slots_[id] = take_slot();
            if (!last_use.contains(id)) {
                free_.push_back(slots_[id]);
            }
        }
        instruction.out = slots_[id];
        return instruction;
    }

    void release(const std::vector<std::uint32_t>& read,
                 std::size_t item,
                 const std::unordered_map<std::uint32_t, std::size_t>& last_use) {
        for (const std::uint32_t id : read) {
            const std::uint32_t slot = slots_[id];
            if (slot == no_operand || slot < kept_ || last_use.at(id) != item) {
                continue;
            }
            if (std::find(free_.begin(), free_.end(), slot) == free_.end()) {
                free_.push_back(slot);
            }
        }
    }

    std::uint32_t take_slot() {
        if (free_.empty()) {
            return next_++;
        }
        const std::uint32_t slot = free_.back();
        free_.pop_back();
        return slot;
    }

    void write_statement(const Statement& statement, std::vector<Instruction>& code) {
        const auto always = [&](ValueId id, double number) {
            return id && lowered_.values.is_constant(id, number);
        };
        if (always(statement.unless, 1.0) || always(statement.only_if, 0.0)) {
            return;
        }
        Instruction instruction{.code = statement.code, .extra = statement.extra};
        for (std::size_t i = 0; i < 3; ++i) {
            instruction.in[i] = operand(statement.in[i]);
        }
        if (statement.target) {
            instruction.out = statement.target.index;
        }
        if (statement.sum) {
            instruction.extra = statement.sum.index;
        }
        if (statement.code == Code::copy && instruction.in[0] == instruction.out) {
            return;
        }
        if (statement.unless && !always(statement.unless, 0.0)) {
            code.push_back({.code = Code::skip_if, .in = {operand(statement.unless)}, .extra = 1});
        }
        if (statement.only_if && !always(statement.only_if, 1.0)) {
            code.push_back(
                {.code = Code::skip_unless, .in = {operand(statement.only_if)}, .extra = 1});
        }
        code.push_back(instruction);
    }

    const Lowered& lowered_;
    Needed needed_;
    Uniforms uniforms_;
    model::Grid grid_;
    Program program_;
    std::vector<std::uint32_t> slots_;
    std::vector<std::vector<std::size_t>> stored_in_;
    std::uint32_t kept_ = 0;  ///< slots below it keep their content from section to section
    std::uint32_t next_ = 0;
    std::vector<std::uint32_t> free_;
};

}  // namespace

Program schedule(const Lowered& lowered, const model::Grid& grid) {
    return Scheduler(lowered, grid).run();
}

}  // namespace entente::program
