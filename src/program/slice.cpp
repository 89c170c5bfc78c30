// SPDX-License-Identifier: Apache-2.0
#include "program/slice.hpp"

#include <algorithm>

namespace entente::program {

namespace {

bool reads_ring(Code code) {
    return code == Code::ring_read || code == Code::ring_gather || code == Code::window_count ||
           code == Code::window_before;
}

bool writes_ring(Code code) {
    return code == Code::ring_write || code == Code::ring_fill || code == Code::ring_set;
}

bool reads_list(Code code) {
    return code == Code::pick || code == Code::likeliest || code == Code::draw;
}

class Slicer {
  public:
    explicit Slicer(const Lowered& lowered)
        : lowered_(lowered), values_(lowered.values), reached_(values_.size(), 0) {
        slice_.places.assign(values_.places().size(), 0);
        slice_.rings.assign(lowered.rings.size(), 0);
    }

    Slice run(const std::vector<std::uint32_t>& wanted) {
        for (const std::uint32_t place : wanted) {
            slice_.places[place] = 1;
        }
        // A statement that is needed may read another place: until nothing new comes up.
        for (more_ = true; more_;) {
            more_ = false;
            for (const auto& statements : lowered_.sections) {
                for (const Statement& statement : statements) {
                    if (is_needed(statement)) {
                        read(statement);
                    }
                }
            }
        }
        return slice_;
    }

    bool is_needed(const Statement& statement) const {
        if (writes_ring(statement.code)) {
            return slice_.rings[lowered_.ring_uses[statement.extra].ring] != 0;
        }
        return (statement.target && slice_.places[statement.target.index] != 0) ||
               (statement.sum && slice_.places[statement.sum.index] != 0);
    }

  private:
    void read(const Statement& statement) {
        for (const ValueId id : statement.in) {
            reach(id);
        }
        reach(statement.unless);
        reach(statement.only_if);
        // What a held stock adds is summed, so the sum that was there is read too.
        if (statement.sum) {
            keep(slice_.places, statement.sum.index);
        }
        if (statement.target) {
            keep(slice_.places, statement.target.index);
        }
    }

    void reach(ValueId first) {
        if (!first) {
            return;
        }
        open_.push_back(first.index);
        while (!open_.empty()) {
            const std::uint32_t id = open_.back();
            open_.pop_back();
            if (reached_[id] != 0) {
                continue;
            }
            reached_[id] = 1;
            const Value& value = values_[ValueId(id)];
            if (value.kind == ValueKind::place) {
                keep(slice_.places, value.index);
            }
            if (value.kind != ValueKind::code) {
                continue;
            }
            if (reads_ring(value.code)) {
                keep(slice_.rings, lowered_.ring_uses[value.extra].ring);
            }
            for (const ValueId operand : value.in) {
                if (operand) {
                    open_.push_back(operand.index);
                }
            }
            if (reads_list(value.code)) {
                for (const ValueId operand : values_.lists()[value.extra].operands) {
                    open_.push_back(operand.index);
                }
            }
        }
    }

    void keep(std::vector<unsigned char>& kept, std::uint32_t which) {
        more_ = more_ || kept[which] == 0;
        kept[which] = 1;
    }

    const Lowered& lowered_;
    const Values& values_;
    Slice slice_;
    std::vector<unsigned char> reached_;
    std::vector<std::uint32_t> open_;
    bool more_ = false;
};

}  // namespace

Slice slice(Lowered& lowered, const std::vector<std::uint32_t>& wanted) {
    Slicer slicer(lowered);
    Slice left = slicer.run(wanted);
    for (auto& statements : lowered.sections) {
        std::erase_if(statements, [&](const Statement& s) { return !slicer.is_needed(s); });
    }
    for (std::size_t r = 0; r < lowered.rings.size(); ++r) {
        lowered.rings[r].size = left.rings[r] != 0 ? lowered.rings[r].size : 1;
    }
    lowered.parameters.clear();
    lowered.parameter_names.clear();
    lowered.parameter_units.clear();
    return left;
}

}  // namespace entente::program
