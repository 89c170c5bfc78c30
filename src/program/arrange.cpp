// SPDX-License-Identifier: Apache-2.0
#include "program/arrange.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace entente::program {

namespace {

constexpr std::uint32_t none = 0xFFFFFFFFU;

/// A stock whose old value more units than this still need waits for them.
constexpr std::size_t most_hurried = 4;

/// How far a value just made is followed to the stock it moves.
constexpr int furthest_followed = 32;

bool is_skip(Code code) { return code >= Code::skip_unless && code <= Code::skip_all; }

bool has_list(Code code) {
    return code == Code::pick || code == Code::likeliest || code == Code::draw;
}

bool reads_ring(Code code) {
    return code == Code::ring_read || code == Code::ring_gather || code == Code::window_count ||
           code == Code::window_before;
}

bool writes_ring(Code code) {
    return code == Code::ring_write || code == Code::ring_fill || code == Code::ring_set;
}

bool is_slot(std::uint32_t operand) { return operand < uniform_bit; }

/// Calls `read` and `write` with a reference to each slot of an instruction.
template <class Program, class Read, class Write>
void visit_slots(Program& program, auto& instruction, Read&& read, Write&& write) {
    for (auto& operand : instruction.in) {
        if (is_slot(operand)) {
            read(operand);
        }
    }
    if (has_list(instruction.code)) {
        for (auto& operand : program.lists[instruction.extra].operands) {
            if (is_slot(operand)) {
                read(operand);
            }
        }
    }
    if (instruction.code == Code::hold && is_slot(instruction.extra)) {
        read(instruction.extra);
        write(instruction.extra);
    }
    if (is_slot(instruction.out)) {
        write(instruction.out);
    }
}

/// Slots whose content one section leaves to another, or the month to the next.
std::vector<unsigned char> find_kept(const Program& program,
                                     const std::vector<Instruction>& merged) {
    std::vector<unsigned char> kept(program.slots, 0);
    for (std::size_t slot = 0; slot < program.slot_names.size(); ++slot) {
        if (!program.slot_names[slot].empty()) {
            kept[slot] = 1;
        }
    }
    for (const std::uint32_t operand : program.parameters) {
        if (is_slot(operand)) {
            kept[operand] = 1;
        }
    }
    const auto look = [&](const std::vector<Instruction>& code) {
        std::vector<unsigned char> written(program.slots, 0);
        for (const Instruction& i : code) {
            visit_slots(
                program,
                i,
                [&](std::uint32_t slot) {
                    if (written[slot] == 0) {
                        kept[slot] = 1;
                    }
                },
                [&](std::uint32_t slot) { written[slot] = 1; });
        }
    };
    look(merged);
    for (std::size_t s = 0; s < section_count; ++s) {
        const auto section = static_cast<Section>(s);
        if (section != Section::open && section != Section::step) {
            look(program.sections[s]);
        }
    }
    return kept;
}

/// Instructions that stay together: one, or a skip with what it skips.
struct Unit {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::vector<std::uint32_t> before;  ///< units that must stand before it
    std::vector<std::uint32_t> after;   ///< and after
    std::size_t waits_for = 0;          ///< of `before`, those not placed yet
    std::size_t readers = 0;            ///< of those, the ones that only read what it overwrites
    bool moves = false;                 ///< writes something kept
};

class Arranger {
  public:
    explicit Arranger(Program program) : program_(std::move(program)) {
        merged_ = program_.section(Section::open);
        const auto& step = program_.section(Section::step);
        merged_.insert(merged_.end(), step.begin(), step.end());
        kept_ = find_kept(program_, merged_);
    }

    Program run() {
        Program old = program_;
        name_values();
        find_units();
        place_all();
        renumber();
        return program_.slots < old.slots ? std::move(program_) : std::move(old);
    }

  private:
    // ---- values instead of slots that are used again ----

    /// Every write of a slot that is not kept makes a new value; operands become values (kept
    /// slots: their number, others: from program_.slots on).
    void name_values() {
        std::vector<std::uint32_t> current(program_.slots);
        for (std::uint32_t slot = 0; slot < current.size(); ++slot) {
            current[slot] = slot;
        }
        values_ = static_cast<std::uint32_t>(program_.slots);
        for (Instruction& i : merged_) {
            visit_slots(
                program_,
                i,
                [&](std::uint32_t& slot) { slot = current[slot]; },
                [&](std::uint32_t& slot) {
                    if (kept_[slot] == 0) {
                        current[slot] = values_++;
                    }
                    slot = current[slot];
                });
        }
    }

    // ---- units and what stands before what ----

    void find_units() {
        for (std::size_t i = 0; i < merged_.size();) {
            Unit unit{.begin = i, .end = i + 1};
            for (std::size_t j = i; j < unit.end; ++j) {
                if (is_skip(merged_[j].code)) {
                    unit.end = std::max(unit.end, j + 1 + merged_[j].extra);
                }
            }
            i = unit.end;
            units_.push_back(unit);
        }
        const std::size_t things = values_ + program_.rings.size();
        writer_.assign(things, none);
        readers_.assign(things, {});
        for (std::uint32_t u = 0; u < units_.size(); ++u) {
            for (std::size_t j = units_[u].begin; j < units_[u].end; ++j) {
                depend(u, merged_[j]);
            }
        }
        for (Unit& unit : units_) {
            unit.waits_for = unit.before.size();
        }
    }

    void depend(std::uint32_t u, const Instruction& instruction) {
        const auto read = [&](std::uint32_t thing) {
            add_edge(writer_[thing], u);
            if (readers_[thing].empty() || readers_[thing].back() != u) {
                readers_[thing].push_back(u);
            }
        };
        const auto write = [&](std::uint32_t thing) {
            add_edge(writer_[thing], u);
            for (const std::uint32_t reader : readers_[thing]) {
                if (add_edge(reader, u)) {
                    ++units_[u].readers;
                }
            }
            readers_[thing].clear();
            writer_[thing] = u;
            if (thing < program_.slots || thing >= values_) {
                units_[u].moves = true;
            }
        };
        visit_slots(static_cast<const Program&>(program_), instruction, read, write);
        if (reads_ring(instruction.code)) {
            read(ring(instruction));
        }
        if (writes_ring(instruction.code)) {
            write(ring(instruction));
        }
    }

    std::uint32_t ring(const Instruction& instruction) const {
        return values_ + program_.ring_uses[instruction.extra].ring;
    }

    bool add_edge(std::uint32_t from, std::uint32_t to) {
        if (from == none || from == to) {
            return false;
        }
        auto& before = units_[to].before;
        if (std::find(before.begin(), before.end(), from) != before.end()) {
            return false;
        }
        before.push_back(from);
        units_[from].after.push_back(to);
        return true;
    }

    // ---- the order ----

    void place_all() {
        placed_.assign(units_.size(), 0);
        for (std::uint32_t u = 0; u < units_.size(); ++u) {
            if (units_[u].after.empty() || units_[u].moves) {
                place_sink(u);
            }
        }
        for (std::uint32_t u = 0; u < units_.size(); ++u) {
            place(u);
        }
    }

    /// A unit that moves something, and then those that use what it made on its way.
    void place_sink(std::uint32_t first) {
        std::vector<std::uint32_t> open{first};
        while (!open.empty()) {
            const std::uint32_t u = open.back();
            open.pop_back();
            if (placed_[u] != 0) {
                continue;
            }
            const std::size_t made = order_.size();
            if (waiting_readers(u) > most_hurried) {
                for (const std::uint32_t p : producers(u)) {
                    place(p);
                }
                waiting_.insert(u);
            } else {
                place(u);
            }
            for (std::size_t i = made; i < order_.size(); ++i) {
                if (const std::uint32_t next = followed(order_[i]); next != none) {
                    open.push_back(next);
                }
            }
        }
    }

    /// Units before u, not placed yet, that only read what u overwrites.
    std::size_t waiting_readers(std::uint32_t u) const {
        const auto& unit = units_[u];
        if (unit.readers == 0) {
            return 0;
        }
        return static_cast<std::size_t>(
            std::count_if(unit.before.end() - static_cast<std::ptrdiff_t>(unit.readers),
                          unit.before.end(),
                          [this](std::uint32_t p) { return placed_[p] == 0; }));
    }

    std::vector<std::uint32_t> producers(std::uint32_t u) const {
        const auto& unit = units_[u];
        return {unit.before.begin(), unit.before.end() - static_cast<std::ptrdiff_t>(unit.readers)};
    }

    /// The unit that moves something which a unit just placed leads to, over units not placed yet.
    std::uint32_t followed(std::uint32_t u) const {
        for (int i = 0; i < furthest_followed; ++i) {
            std::uint32_t next = none;
            for (const std::uint32_t a : units_[u].after) {
                if (placed_[a] == 0 && !waiting_.contains(a)) {
                    next = a;
                    break;
                }
            }
            if (next == none) {
                return none;
            }
            if (units_[next].moves) {
                return next;
            }
            u = next;
        }
        return none;
    }

    /// Places what must stand before u, then u.
    void place(std::uint32_t u) {
        std::vector<std::uint32_t> open{u};
        while (!open.empty()) {
            const std::uint32_t top = open.back();
            if (placed_[top] != 0) {
                open.pop_back();
                continue;
            }
            const auto& before = units_[top].before;
            const auto missing = std::find_if(
                before.begin(), before.end(), [this](auto p) { return placed_[p] == 0; });
            if (missing != before.end()) {
                open.push_back(*missing);
                continue;
            }
            open.pop_back();
            put(top);
        }
    }

    void put(std::uint32_t u) {
        placed_[u] = 1;
        waiting_.erase(u);
        order_.push_back(u);
        for (const std::uint32_t a : units_[u].after) {
            if (--units_[a].waits_for == 0 && waiting_.contains(a)) {
                put(a);
            }
        }
    }

    // ---- slots again ----

    void renumber() {
        std::vector<Instruction> code;
        for (const std::uint32_t u : order_) {
            code.insert(code.end(),
                        merged_.begin() + static_cast<std::ptrdiff_t>(units_[u].begin),
                        merged_.begin() + static_cast<std::ptrdiff_t>(units_[u].end));
        }
        std::vector<std::uint32_t> slots(values_, none);
        std::vector<std::string> names;
        for (std::uint32_t slot = 0; slot < program_.slots; ++slot) {
            if (kept_[slot] == 0) {
                continue;
            }
            slots[slot] = static_cast<std::uint32_t>(names.size());
            names.push_back(slot < program_.slot_names.size() ? program_.slot_names[slot] : "");
        }
        const auto first = static_cast<std::uint32_t>(names.size());
        std::uint32_t most = give_slots(code, slots, first);
        for (std::size_t s = 0; s < section_count; ++s) {
            const auto section = static_cast<Section>(s);
            if (section == Section::open || section == Section::step) {
                continue;
            }
            most = std::max(most, move_slots(program_.sections[s], slots, first));
        }
        for (std::uint32_t& operand : program_.parameters) {
            if (is_slot(operand)) {
                operand = slots[operand];
            }
        }
        names.resize(most);
        program_.slot_names = std::move(names);
        program_.slots = most;
        program_.sections[static_cast<std::size_t>(Section::open)] = std::move(code);
        program_.sections[static_cast<std::size_t>(Section::step)].clear();
    }

    /// Slots for the values of the merged section; how many there are then.
    std::uint32_t give_slots(std::vector<Instruction>& code,
                             const std::vector<std::uint32_t>& kept,
                             std::uint32_t first) {
        std::vector<std::size_t> last(values_, 0);
        for (std::size_t i = 0; i < code.size(); ++i) {
            const auto note = [&](std::uint32_t value) { last[value] = i; };
            visit_slots(static_cast<const Program&>(program_), code[i], note, note);
        }
        // Within what a skip may leave out nothing is given back, so that what stands before it
        // and is read after it cannot be overwritten on one way only.
        std::vector<std::uint32_t> slots = kept;
        std::vector<std::uint32_t> free;
        std::vector<std::uint32_t> ended;
        std::uint32_t next = first;
        std::size_t skipped_until = 0;
        for (std::size_t i = 0; i < code.size(); ++i) {
            if (is_skip(code[i].code)) {
                skipped_until = std::max(skipped_until, i + 1 + code[i].extra);
            }
            const bool skippable = i < skipped_until;
            const auto end_here = [&](std::uint32_t value) {
                if (value >= program_.slots && last[value] == i) {
                    ended.push_back(slots[value]);
                }
            };
            visit_slots(
                program_,
                code[i],
                [&](std::uint32_t& value) {
                    const std::uint32_t read = value;
                    value = slots[value];
                    end_here(read);
                },
                [&](std::uint32_t& value) {
                    if (!skippable) {
                        give_back(ended, free);
                    }
                    if (slots[value] == none) {
                        slots[value] = take(free, next);
                    }
                    const std::uint32_t written = value;
                    value = slots[value];
                    end_here(written);
                });
            if (!skippable) {
                give_back(ended, free);
            }
        }
        return next;
    }

    static void give_back(std::vector<std::uint32_t>& ended, std::vector<std::uint32_t>& free) {
        for (const std::uint32_t slot : ended) {
            if (std::find(free.begin(), free.end(), slot) == free.end()) {
                free.push_back(slot);
            }
        }
        ended.clear();
    }

    static std::uint32_t take(std::vector<std::uint32_t>& free, std::uint32_t& next) {
        if (free.empty()) {
            return next++;
        }
        const std::uint32_t slot = free.back();
        free.pop_back();
        return slot;
    }

    /// Another section: kept slots by their new number, its own ones from `first` on.
    std::uint32_t move_slots(std::vector<Instruction>& code,
                             const std::vector<std::uint32_t>& kept,
                             std::uint32_t first) {
        std::map<std::uint32_t, std::uint32_t> own;
        const auto move = [&](std::uint32_t& slot) {
            if (kept[slot] != none) {
                slot = kept[slot];
            } else {
                slot =
                    own.emplace(slot, first + static_cast<std::uint32_t>(own.size())).first->second;
            }
        };
        for (Instruction& i : code) {
            visit_slots(program_, i, move, move);
        }
        return first + static_cast<std::uint32_t>(own.size());
    }

    Program program_;
    std::vector<Instruction> merged_;
    std::vector<unsigned char> kept_;
    std::uint32_t values_ = 0;
    std::vector<Unit> units_;
    std::vector<std::uint32_t> writer_;  ///< by value or ring: the unit that wrote it last
    std::vector<std::vector<std::uint32_t>> readers_;
    std::vector<unsigned char> placed_;
    std::set<std::uint32_t> waiting_;
    std::vector<std::uint32_t> order_;
};

/// Lists belong to one instruction each; a program where they do not is left alone.
bool lists_are_apart(const Program& program) {
    std::set<std::uint32_t> seen;
    for (const auto& section : program.sections) {
        for (const Instruction& i : section) {
            if (has_list(i.code) && !seen.insert(i.extra).second) {
                return false;
            }
        }
    }
    return true;
}

}  // namespace

Program arrange(Program program) {
    if (program.grid.method != model::Method::euler || program.grid.substeps != 1) {
        return program;
    }
    if (!lists_are_apart(program)) {
        return program;
    }
    return Arranger(std::move(program)).run();
}

}  // namespace entente::program
