// SPDX-License-Identifier: Apache-2.0
#include "program/sequence.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "base/contract.hpp"

namespace entente::program {

namespace {

/// A branch is skipped where its cost, in additions over a block, is above that of asking.
constexpr int least_uniform_branch = 3;  // asking is one comparison for the block
constexpr int least_lane_branch = 24;    // asking reads a slot, and blocks often need both sides

/// Stores of these sections happen when the rest of the section is done.
bool stores_last(Section section) {
    return section == Section::start || section == Section::decide || section == Section::pulse ||
           section == Section::open || section == Section::instant;
}

bool is_store(const Statement& statement) { return statement.code == Code::copy; }

/// (a inner b) outer c where nobody else needs the inner value.
void fuse(Needed& needed) {
    for (std::uint32_t id = 0; id < needed.values.size(); ++id) {
        Value& outer = needed.values[id];
        if (needed.alive[id] == 0 || outer.kind != ValueKind::code || !outer.in[1] || outer.in[2] ||
            outer.in[0] == outer.in[1]) {
            continue;
        }
        for (const std::size_t side : {0U, 1U}) {
            const std::uint32_t x = outer.in[side].index;
            const Value& inner = needed.values[x];
            Code fused = Code::copy;
            if (inner.kind != ValueKind::code || inner.section != outer.section || !inner.in[1] ||
                inner.in[2] || needed.outside[x] != 0 || needed.users[x].size() != 1 ||
                !find_fused(inner.code, outer.code, side == 1, fused)) {
                continue;
            }
            const ValueId other = outer.in[1 - side];
            outer.code = fused;
            outer.in = {inner.in[0], inner.in[1], other};
            needed.alive[x] = 0;
            for (const ValueId operand : {inner.in[0], inner.in[1]}) {
                auto& users = needed.users[operand.index];
                std::replace(users.begin(), users.end(), x, id);
            }
            break;
        }
    }
}

class Sequencer {
  public:
    Sequencer(const Lowered& lowered, const Needed& needed, Section section)
        : lowered_(lowered), needed_(needed), section_(section) {
        done_.assign(needed.values.size(), 0);
    }

    std::vector<Item> run() {
        const auto& statements = lowered_.sections[static_cast<std::size_t>(section_)];
        std::vector<std::uint32_t> last;
        for (std::uint32_t s = 0; s < statements.size(); ++s) {
            for (const ValueId id : statements[s].in) {
                if (id) {
                    emit(id.index);
                }
            }
            if (is_store(statements[s]) && stores_last(section_)) {
                last.push_back(s);
            } else {
                items_.push_back({.kind = Item::Kind::statement, .index = s});
            }
        }
        for (std::uint32_t id = 0; id < needed_.values.size(); ++id) {
            if (needed_.crosses[id] != 0) {
                emit(id);
            }
        }
        for (const std::uint32_t s : last) {
            items_.push_back({.kind = Item::Kind::statement, .index = s});
        }
        return std::move(items_);
    }

  private:
    bool here(std::uint32_t id) const {
        const Value& value = needed_.values[id];
        return value.kind == ValueKind::code && value.section == section_ && needed_.alive[id] != 0;
    }

    void emit(std::uint32_t id) {
        if (done_[id] != 0 || !here(id)) {
            return;
        }
        if (needed_.values[id].code == Code::choose) {
            emit(needed_.values[id].in[0].index);
            branch(id, 1);
            branch(id, 2);
        }
        for (const std::uint32_t operand : needed_.operands(id, lowered_)) {
            emit(operand);
        }
        done_[id] = 1;
        items_.push_back({.kind = Item::Kind::value, .index = id});
    }

    /// Puts what one side of a choice alone needs behind a skip, where that pays.
    void branch(std::uint32_t id, std::size_t side) {
        const Value& choice = needed_.values[id];
        const bool uniform = needed_.values[choice.in[0].index].kind < ValueKind::place;
        const std::vector<std::uint32_t> own = exclusive(id, side);
        int cost_of_all = 0;
        for (const std::uint32_t x : own) {
            cost_of_all += cost(needed_.values[x].code);
        }
        if (cost_of_all < (uniform ? least_uniform_branch : least_lane_branch)) {
            return;
        }
        for (const std::uint32_t x : own) {
            for (const std::uint32_t operand : needed_.operands(x, lowered_)) {
                if (!std::binary_search(own.begin(), own.end(), operand)) {
                    emit(operand);
                }
            }
        }
        const Code yes = uniform ? Code::skip_unless : Code::skip_none;
        const Code no = uniform ? Code::skip_if : Code::skip_all;
        items_.push_back(
            {.kind = Item::Kind::skip, .index = choice.in[0].index, .code = side == 1 ? yes : no});
        emit(choice.in[side].index);
        items_.push_back({.kind = Item::Kind::land});
    }

    /// The values that nothing but this side of the choice needs, rising.
    std::vector<std::uint32_t> exclusive(std::uint32_t choice, std::size_t side) const {
        const Value& value = needed_.values[choice];
        const std::uint32_t root = value.in[side].index;
        const bool twice = value.in[0].index == root || value.in[3 - side].index == root;
        if (twice || done_[root] != 0) {
            return {};
        }
        std::set<std::uint32_t> own;
        // Users stand after what they use: from the last on, all users of a value were looked at.
        std::set<std::uint32_t, std::greater<>> open{root};
        while (!open.empty()) {
            const std::uint32_t x = *open.begin();
            open.erase(open.begin());
            if (!here(x) || needed_.outside[x] != 0) {
                continue;
            }
            const auto& users = needed_.users[x];
            const bool all = std::all_of(users.begin(), users.end(), [&](std::uint32_t user) {
                return own.contains(user) || (x == root && user == choice);
            });
            if (!all) {
                continue;
            }
            own.insert(x);
            for (const std::uint32_t operand : needed_.operands(x, lowered_)) {
                open.insert(operand);
            }
        }
        return {own.begin(), own.end()};
    }

    const Lowered& lowered_;
    const Needed& needed_;
    Section section_;
    std::vector<unsigned char> done_;
    std::vector<Item> items_;
};

}  // namespace

std::vector<std::uint32_t> Needed::operands(std::uint32_t id, const Lowered& lowered) const {
    const Value& value = values[id];
    std::vector<std::uint32_t> all;
    if (value.kind != ValueKind::code) {
        return all;
    }
    for (const ValueId operand : value.in) {
        if (operand) {
            all.push_back(operand.index);
        }
    }
    if (value.code == Code::pick || value.code == Code::likeliest || value.code == Code::draw) {
        for (const ValueId operand : lowered.values.lists()[value.extra].operands) {
            all.push_back(operand.index);
        }
    }
    return all;
}

Needed find_needed(const Lowered& lowered) {
    Needed needed;
    const std::size_t count = lowered.values.size();
    for (std::size_t i = 0; i < count; ++i) {
        needed.values.push_back(lowered.values[ValueId(i)]);
    }
    needed.users.resize(count);
    needed.outside.assign(count, 0);
    needed.crosses.assign(count, 0);
    needed.alive.assign(count, 0);
    std::vector<std::uint32_t> open;
    const auto need = [&](std::uint32_t id) {
        if (needed.alive[id] != 0) {
            return;
        }
        needed.alive[id] = 1;
        open.push_back(id);
    };
    const auto need_outside = [&](ValueId id, bool crosses) {
        needed.outside[id.index] = 1;
        if (crosses) {
            needed.crosses[id.index] = 1;
        }
        need(id.index);
    };
    for (std::size_t s = 0; s < section_count; ++s) {
        for (const Statement& statement : lowered.sections[s]) {
            for (const ValueId id : statement.in) {
                if (!id) {
                    continue;
                }
                const Section home = needed.values[id.index].section;
                need_outside(id, home != static_cast<Section>(s));
            }
            for (const ValueId id : {statement.unless, statement.only_if}) {
                if (id) {
                    need_outside(id, false);
                }
            }
        }
    }
    for (const ValueId id : lowered.parameters) {
        need_outside(id, true);
    }
    while (!open.empty()) {
        const std::uint32_t id = open.back();
        open.pop_back();
        for (const std::uint32_t operand : needed.operands(id, lowered)) {
            const bool crosses = needed.values[operand].section != needed.values[id].section;
            needed.users[operand].push_back(id);
            if (crosses) {
                need_outside(ValueId(operand), true);
            }
            need(operand);
        }
    }
    fuse(needed);
    return needed;
}

std::vector<Item> sequence(const Lowered& lowered, const Needed& needed, Section section) {
    return Sequencer(lowered, needed, section).run();
}

}  // namespace entente::program
