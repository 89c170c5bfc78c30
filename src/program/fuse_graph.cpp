// SPDX-License-Identifier: Apache-2.0
#include "program/fuse_graph.hpp"

#include <algorithm>
#include <deque>
#include <unordered_map>

#include "base/contract.hpp"

namespace entente::program {

namespace {

struct Pair {
    Code inner = Code::copy;
    Code outer = Code::copy;
    bool second = false;  ///< the inner value is the outer's second operand
};

/// The two operations of each fused code.
Pair pair_of(Code code) {
    constexpr Code inners[] = {
        Code::add, Code::subtract, Code::multiply, Code::divide, Code::min, Code::max};
    for (const Code inner : inners) {
        for (const Code outer : inners) {
            for (const bool second : {false, true}) {
                Code fused = Code::copy;
                if (find_fused(inner, outer, second, fused) && fused == code) {
                    return {inner, outer, second};
                }
            }
        }
    }
    ENTENTE_ENSURE(false);
    return {};
}

/// pair_of by table: fused codes stand in one row.
const Pair& find_pair(Code code) {
    static const std::vector<Pair> pairs = [] {
        std::vector<Pair> all;
        for (int c = static_cast<int>(Code::add_add); c <= static_cast<int>(Code::max_max); ++c) {
            all.push_back(pair_of(static_cast<Code>(c)));
        }
        return all;
    }();
    return pairs[static_cast<std::size_t>(code) - static_cast<std::size_t>(Code::add_add)];
}

class Builder {
  public:
    Builder(std::span<const Instruction> code, std::span<const LiveAfter> live)
        : code_(code), live_(live) {}

    FuseGraph build() {
        for (std::uint32_t i = 0; i < code_.size(); ++i) {
            take(code_[i], i);
        }
        for (std::uint32_t i = 0; i < code_.size(); ++i) {
            const Instruction& instruction = code_[i];
            if (instruction.code == Code::check) {
                leave_checked(instruction.in[0]);
                continue;
            }
            leave(instruction.out, i, live_[i].out);
            if (instruction.code == Code::hold) {
                leave(instruction.extra, i, live_[i].sum);
            }
        }
        return std::move(graph_);
    }

  private:
    struct Slot {
        std::uint32_t node = no_operand;    ///< what it holds now
        std::uint32_t writer = no_operand;  ///< the last instruction that changes it
        bool left = false;
        std::vector<std::uint32_t> checks;
    };

    std::uint32_t add(FuseNode node) {
        graph_.nodes.push_back(node);
        return static_cast<std::uint32_t>(graph_.nodes.size() - 1);
    }

    std::uint32_t make(Code code,
                       std::uint32_t a,
                       std::uint32_t b = no_operand,
                       std::uint32_t c = no_operand) {
        return add({.kind = FuseNode::Kind::code, .code = code, .in = {a, b, c}});
    }

    std::uint32_t operand(std::uint32_t o) {
        if ((o & uniform_bit) != 0) {
            const std::uint32_t place = o & ~uniform_bit;
            const auto [found, fresh] = uniforms_.try_emplace(place, 0U);
            if (fresh) {
                found->second = add({.kind = FuseNode::Kind::uniform, .place = place});
            }
            return found->second;
        }
        Slot& slot = slots_[o];
        if (slot.node == no_operand) {
            slot.node = add({.kind = FuseNode::Kind::slot, .place = o});
        }
        return slot.node;
    }

    void write(std::uint32_t place, std::uint32_t node, std::uint32_t instruction) {
        Slot& slot = slots_[place];
        ENTENTE_ENSURE(slot.checks.empty());
        slot.node = node;
        slot.writer = instruction;
    }

    void take(const Instruction& i, std::uint32_t index) {
        if (i.code == Code::check) {
            operand(i.in[0]);
            slots_[i.in[0]].checks.push_back(i.extra);
            return;
        }
        std::array<std::uint32_t, 3> in{no_operand, no_operand, no_operand};
        for (std::size_t k = 0; k < 3; ++k) {
            if (i.in[k] != no_operand) {
                in[k] = operand(i.in[k]);
            }
        }
        if (i.code == Code::copy) {
            write(i.out, in[0], index);
        } else if (i.code == Code::advance) {
            write(i.out, make(Code::add, in[0], in[1]), index);
            slots_[i.out].checks.push_back(i.extra);
        } else if (i.code == Code::advance_part) {
            write(i.out, make(Code::add, in[0], make(Code::multiply, in[2], in[1])), index);
        } else if (i.code == Code::hold) {
            const std::uint32_t sum = operand(i.extra);
            const std::uint32_t held = make(Code::min, make(Code::max, in[0], in[1]), in[2]);
            const std::uint32_t added = make(Code::subtract, held, in[0]);
            write(i.out, held, index);
            write(i.extra, make(Code::add, sum, added), index);
        } else if (i.code >= Code::add_add && i.code <= Code::max_max) {
            const Pair& pair = find_pair(i.code);
            const std::uint32_t inner = make(pair.inner, in[0], in[1]);
            write(i.out,
                  pair.second ? make(pair.outer, in[2], inner) : make(pair.outer, inner, in[2]),
                  index);
        } else {
            write(i.out, make(i.code, in[0], in[1], in[2]), index);
        }
    }

    /// A slot at the end of the run, if this instruction changed it last.
    void leave(std::uint32_t place, std::uint32_t instruction, bool live) {
        Slot& slot = slots_[place];
        if (slot.writer != instruction || slot.left || (!live && slot.checks.empty())) {
            return;
        }
        slot.left = true;
        FuseSink sink{.node = slot.node, .slot = place, .stored = true, .checks = slot.checks};
        // By value: graph_.nodes may grow below.
        const FuseNode node = graph_.nodes[slot.node];
        if (node.kind == FuseNode::Kind::slot && node.place == place) {
            sink.stored = false;
            if (sink.checks.empty()) {
                return;
            }
        } else if (node.kind != FuseNode::Kind::code) {
            // Read before any slot changes: two slots may change places.
            sink.node = make(Code::copy, slot.node);
        }
        graph_.sinks.push_back(std::move(sink));
    }

    /// A slot that was checked and not changed in the run.
    void leave_checked(std::uint32_t place) {
        Slot& slot = slots_[place];
        if (slot.writer != no_operand || slot.left) {
            return;
        }
        slot.left = true;
        graph_.sinks.push_back({.node = slot.node, .slot = place, .checks = slot.checks});
    }

    std::span<const Instruction> code_;
    std::span<const LiveAfter> live_;
    FuseGraph graph_;
    std::unordered_map<std::uint32_t, Slot> slots_;
    std::unordered_map<std::uint32_t, std::uint32_t> uniforms_;
};

class Orderer {
  public:
    explicit Orderer(const FuseGraph& graph) : graph_(graph) {}

    std::vector<FuseStep> run() {
        find_users();
        emitted_.assign(graph_.nodes.size(), 0);
        done_.assign(graph_.sinks.size(), 0);
        std::uint32_t next = 0;
        for (;;) {
            std::uint32_t sink = find_awaited();
            if (sink == none) {
                sink = find_warm();
            }
            while (sink == none && next < done_.size()) {
                if (done_[next] == 0) {
                    sink = next;
                }
                ++next;
            }
            if (sink == none) {
                break;
            }
            reach(sink);
        }
        return std::move(steps_);
    }

  private:
    static constexpr std::uint32_t none = no_operand;
    static constexpr std::uint32_t sink_bit = 0x80000000U;  // of users

    /// Users of each node that some sink needs, as often as they read it.
    void find_users() {
        const std::size_t count = graph_.nodes.size();
        std::vector<unsigned char> needed(count, 0);
        for (const FuseSink& sink : graph_.sinks) {
            needed[sink.node] = 1;
        }
        remaining_.assign(count, 0);
        for (std::size_t n = count; n-- > 0;) {
            if (needed[n] == 0) {
                continue;
            }
            for (const std::uint32_t in : graph_.nodes[n].in) {
                if (in != no_operand) {
                    needed[in] = 1;
                    ++remaining_[in];
                }
            }
        }
        for (const FuseSink& sink : graph_.sinks) {
            ++remaining_[sink.node];
        }
        begins_.assign(count + 1, 0);
        for (std::size_t n = 0; n < count; ++n) {
            begins_[n + 1] = begins_[n] + remaining_[n];
        }
        users_.resize(begins_[count]);
        cursor_.assign(begins_.begin(), begins_.end() - 1);
        for (std::uint32_t n = 0; n < count; ++n) {
            for (const std::uint32_t in : graph_.nodes[n].in) {
                if (needed[n] != 0 && in != no_operand) {
                    users_[cursor_[in]++] = n;
                }
            }
        }
        for (std::uint32_t s = 0; s < graph_.sinks.size(); ++s) {
            users_[cursor_[graph_.sinks[s].node]++] = s | sink_bit;
        }
        cursor_.assign(begins_.begin(), begins_.end() - 1);
        for (std::uint32_t n = 0; n < count; ++n) {
            if (graph_.nodes[n].kind == FuseNode::Kind::slot) {
                before_[graph_.nodes[n].place] = n;
            }
        }
    }

    /// A sink that needs the node and is not done, or none.
    std::uint32_t climb(std::uint32_t node) {
        for (;;) {
            std::uint32_t& at = cursor_[node];
            while (at < begins_[node + 1]) {
                const std::uint32_t user = users_[at];
                const bool over =
                    (user & sink_bit) != 0 ? done_[user & ~sink_bit] != 0 : emitted_[user] != 0;
                if (!over) {
                    break;
                }
                ++at;
            }
            if (at == begins_[node + 1]) {
                return none;
            }
            const std::uint32_t user = users_[at];
            if ((user & sink_bit) != 0) {
                return user & ~sink_bit;
            }
            node = user;
        }
    }

    /// A sink that reads what a store waits for.
    std::uint32_t find_awaited() {
        while (!waiting_.empty()) {
            const std::uint32_t slot = waiting_.front();
            if (pending_.contains(slot)) {
                return climb(before_.at(slot));
            }
            waiting_.pop_front();
        }
        return none;
    }

    /// A sink that needs a value already made.
    std::uint32_t find_warm() {
        while (!warm_.empty()) {
            const std::uint32_t sink = remaining_[warm_.front()] == 0 ? none : climb(warm_.front());
            if (sink != none) {
                return sink;
            }
            warm_.pop_front();
        }
        return none;
    }

    /// Computes what the sink needs, in the order of the instructions, and leaves it.
    void reach(std::uint32_t s) {
        const FuseSink& sink = graph_.sinks[s];
        done_[s] = 1;
        std::vector<std::uint32_t> open{sink.node};
        std::vector<std::uint32_t> all;
        while (!open.empty()) {
            const std::uint32_t n = open.back();
            open.pop_back();
            if (emitted_[n] != 0 || graph_.nodes[n].kind != FuseNode::Kind::code) {
                continue;
            }
            emitted_[n] = 1;
            all.push_back(n);
            for (const std::uint32_t in : graph_.nodes[n].in) {
                if (in != no_operand) {
                    open.push_back(in);
                }
            }
        }
        std::sort(all.begin(), all.end());
        for (const std::uint32_t n : all) {
            steps_.push_back({.kind = FuseStep::Kind::compute, .node = n});
            warm_.push_back(n);
            for (const std::uint32_t in : graph_.nodes[n].in) {
                if (in != no_operand) {
                    read(in);
                }
            }
        }
        const auto before = before_.find(sink.slot);
        if (sink.stored && before != before_.end() && remaining_[before->second] > 0) {
            pending_[sink.slot] = s;
            waiting_.push_back(sink.slot);
            return;
        }
        leave(s);
    }

    void read(std::uint32_t node) {
        if (--remaining_[node] > 0 || graph_.nodes[node].kind != FuseNode::Kind::slot) {
            return;
        }
        const auto waits = pending_.find(graph_.nodes[node].place);
        if (waits != pending_.end()) {
            const std::uint32_t sink = waits->second;
            pending_.erase(waits);
            leave(sink);
        }
    }

    void leave(std::uint32_t s) {
        const FuseSink& sink = graph_.sinks[s];
        if (sink.stored) {
            steps_.push_back(
                {.kind = FuseStep::Kind::store, .node = sink.node, .place = sink.slot});
        }
        for (const std::uint32_t check : sink.checks) {
            steps_.push_back({.kind = FuseStep::Kind::check, .node = sink.node, .place = check});
        }
        read(sink.node);
    }

    const FuseGraph& graph_;
    std::vector<FuseStep> steps_;
    std::vector<std::uint32_t> begins_;     ///< of each node's users
    std::vector<std::uint32_t> users_;      ///< nodes, or sinks with their bit
    std::vector<std::uint32_t> cursor_;     ///< users before it are done
    std::vector<std::uint32_t> remaining_;  ///< users not done
    std::vector<unsigned char> emitted_;
    std::vector<unsigned char> done_;
    std::unordered_map<std::uint32_t, std::uint32_t> before_;   ///< slot to its node
    std::unordered_map<std::uint32_t, std::uint32_t> pending_;  ///< slot to a sink that waits
    std::deque<std::uint32_t> waiting_;                         ///< slots, oldest first
    std::deque<std::uint32_t> warm_;                            ///< nodes made, oldest first
};

}  // namespace

FuseGraph build_graph(std::span<const Instruction> code, std::span<const LiveAfter> live) {
    return Builder(code, live).build();
}

std::vector<FuseStep> order(const FuseGraph& graph) { return Orderer(graph).run(); }

}  // namespace entente::program
