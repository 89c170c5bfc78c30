// SPDX-License-Identifier: Apache-2.0
#include "program/fuse_plan.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <unordered_map>

#include "program/fuse_graph.hpp"

namespace entente::program {

namespace {

/// A run of fewer instructions gains nothing over its kernels.
constexpr std::size_t least_run = 2;

/// Steps of a segment: its machine code and the lines it touches should stay in the first caches,
/// and the cut falls where the fewest values are under way.
constexpr std::size_t least_steps = 300;
constexpr std::size_t most_steps = 600;

bool is_skip(Code code) { return code >= Code::skip_unless && code <= Code::skip_all; }

bool has_list(Code code) {
    return code == Code::pick || code == Code::likeliest || code == Code::draw;
}

bool is_slot(std::uint32_t operand) { return (operand & uniform_bit) == 0; }

template <class Visit>
void for_each_read(const Program& program, const Instruction& i, Visit&& visit) {
    for (const std::uint32_t o : i.in) {
        if (is_slot(o)) {
            visit(o);
        }
    }
    if (i.code == Code::hold) {
        visit(i.extra);
    }
    if (has_list(i.code)) {
        for (const std::uint32_t o : program.lists[i.extra].operands) {
            if (is_slot(o)) {
                visit(o);
            }
        }
    }
}

template <class Visit>
void for_each_write(const Instruction& i, Visit&& visit) {
    if (is_slot(i.out)) {
        visit(i.out);
    }
    if (i.code == Code::hold) {
        visit(i.extra);
    }
}

/// Which instructions a skip may leave out.
std::vector<unsigned char> find_skipped(const std::vector<Instruction>& code) {
    std::vector<unsigned char> skipped(code.size(), 0);
    std::size_t end = 0;
    for (std::size_t i = 0; i < code.size(); ++i) {
        skipped[i] = i < end ? 1 : 0;
        if (is_skip(code[i].code)) {
            end = std::max(end, i + 1 + code[i].extra);
        }
    }
    return skipped;
}

/// Goes back from what is live after the code to what is live before it; `after` sees the slots
/// that are live after each instruction. What may be skipped ends no life.
template <class After>
void go_back(const Program& program,
             const std::vector<Instruction>& code,
             std::vector<unsigned char>& live,
             After&& after) {
    const std::vector<unsigned char> skipped = find_skipped(code);
    for (std::size_t i = code.size(); i-- > 0;) {
        after(i);
        if (skipped[i] == 0) {
            for_each_write(code[i], [&](std::uint32_t slot) { live[slot] = 0; });
        }
        for_each_read(program, code[i], [&](std::uint32_t slot) { live[slot] = 1; });
    }
}

/// Whether a block ever goes through a section: where a month has one step of Euler's there is no
/// later instant in it, and what that would read need not be kept.
bool is_reached(const Program& program, Section section) {
    return section != Section::instant || program.grid.substeps > 1 ||
           program.grid.method != model::Method::euler;
}

/// Slots that somebody reads who did not write them: other sections, later months, the caller.
std::vector<unsigned char> find_kept(const Program& program) {
    std::vector<unsigned char> kept(program.slots, 0);
    for (std::size_t s = 0; s < section_count; ++s) {
        const auto section = static_cast<Section>(s);
        if (!is_reached(program, section)) {
            continue;
        }
        std::vector<unsigned char> live(program.slots, 0);
        go_back(program, joined(program, section), live, [](std::size_t) {});
        for (std::size_t slot = 0; slot < live.size(); ++slot) {
            kept[slot] |= live[slot];
        }
    }
    for (const std::uint32_t o : program.parameters) {
        if (is_slot(o)) {
            kept[o] = 1;
        }
    }
    for (std::size_t slot = 0; slot < program.slot_names.size(); ++slot) {
        if (!program.slot_names[slot].empty()) {
            kept[slot] = 1;
        }
    }
    return kept;
}

struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Runs of plain instructions that no skip enters, and in which no slot changes after it was
/// checked.
std::vector<Range> find_runs(const std::vector<Instruction>& code, std::size_t slots) {
    std::vector<unsigned char> lands(code.size() + 1, 0);
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (is_skip(code[i].code)) {
            lands[i + 1 + code[i].extra] = 1;
        }
    }
    std::vector<Range> runs;
    std::vector<std::size_t> checked(slots, 0);  // by slot: the begin of the run, and 1
    std::size_t begin = 0;
    const auto end = [&](std::size_t at) {
        if (at - begin >= least_run) {
            runs.push_back({begin, at});
        }
        begin = at;
    };
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (!is_plain(code[i].code)) {
            end(i);
            begin = i + 1;
            continue;
        }
        bool again = lands[i] != 0;
        for_each_write(code[i], [&](std::uint32_t slot) { again |= checked[slot] == begin + 1; });
        if (again) {
            end(i);
        }
        if (code[i].code == Code::advance) {
            checked[code[i].out] = begin + 1;
        }
        if (code[i].code == Code::check) {
            checked[code[i].in[0]] = begin + 1;
        }
    }
    end(code.size());
    return runs;
}

/// Cuts the steps of a graph into segments.
class Cutter {
  public:
    Cutter(FusePlan& plan, std::uint32_t slots, const FuseGraph& graph)
        : plan_(plan), slots_(slots), graph_(graph) {}

    void cut(const std::vector<FuseStep>& steps) {
        find_lives(steps);
        std::vector<std::size_t> ends;
        for (std::size_t begin = 0; begin < steps.size(); begin = ends.back()) {
            ends.push_back(find_cut(begin, steps));
        }
        std::size_t at = 0;
        for (const std::size_t end : ends) {
            write(steps, at, end);
            at = end;
        }
    }

  private:
    template <class Visit>
    void for_each_use(const FuseStep& step, Visit&& visit) const {
        if (step.kind != FuseStep::Kind::compute) {
            visit(step.node);
            return;
        }
        for (const std::uint32_t in : graph_.nodes[step.node].in) {
            if (in != no_operand) {
                visit(in);
            }
        }
    }

    bool is_made(std::uint32_t node) const {
        return graph_.nodes[node].kind == FuseNode::Kind::code;
    }

    void find_lives(const std::vector<FuseStep>& steps) {
        made_.assign(graph_.nodes.size(), 0);
        last_.assign(graph_.nodes.size(), 0);
        stored_.assign(graph_.nodes.size(), steps.size());
        for (std::size_t i = 0; i < steps.size(); ++i) {
            for_each_use(steps[i], [&](std::uint32_t n) { last_[n] = i; });
            if (steps[i].kind == FuseStep::Kind::compute) {
                made_[steps[i].node] = i;
            }
            if (steps[i].kind == FuseStep::Kind::store) {
                stored_[steps[i].node] = std::min(stored_[steps[i].node], i);
            }
        }
        std::vector<int> change(steps.size() + 2, 0);
        for (const FuseStep& step : steps) {
            if (step.kind == FuseStep::Kind::compute) {
                ++change[made_[step.node] + 1];
                --change[last_[step.node] + 1];
            }
        }
        under_way_.assign(steps.size() + 1, 0);
        for (std::size_t i = 0, live = 0; i <= steps.size(); ++i) {
            live = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(live) + change[i]);
            under_way_[i] = live;
        }
    }

    std::size_t find_cut(std::size_t begin, const std::vector<FuseStep>& steps) const {
        if (steps.size() - begin <= most_steps) {
            return steps.size();
        }
        std::size_t best = begin + least_steps;
        for (std::size_t at = best; at <= begin + most_steps; ++at) {
            // A check stays with its store: it is looked at again in the slot.
            const bool apart = steps[at].kind == FuseStep::Kind::check;
            if (!apart && under_way_[at] < under_way_[best]) {
                best = at;
            }
        }
        while (steps[best].kind == FuseStep::Kind::check) {
            ++best;
        }
        return best;
    }

    void write(const std::vector<FuseStep>& steps, std::size_t begin, std::size_t end) {
        FuseSegment segment{.graph = static_cast<std::uint32_t>(plan_.graphs.size())};
        std::uint32_t stored = no_operand;
        std::vector<std::uint32_t> ends_here;
        for (std::size_t i = begin; i < end; ++i) {
            const FuseStep& step = steps[i];
            segment.steps.push_back(step);
            for_each_use(step, [&](std::uint32_t n) {
                if (is_made(n) && last_[n] == i && spare_.contains(n)) {
                    ends_here.push_back(n);
                }
            });
            if (step.kind == FuseStep::Kind::store) {
                stored = step.place;
            }
            if (step.kind == FuseStep::Kind::check) {
                const FuseNode& node = graph_.nodes[step.node];
                segment.checks.push_back(
                    {.slot = is_made(step.node) ? stored : node.place, .check = step.place});
            }
            if (step.kind != FuseStep::Kind::compute || last_[step.node] < end ||
                stored_[step.node] < end) {
                continue;
            }
            const std::uint32_t row = take_spare();
            spare_[step.node] = row;
            segment.steps.push_back(
                {.kind = FuseStep::Kind::store, .node = step.node, .place = row});
        }
        for (const std::uint32_t n : ends_here) {
            free_.push_back(spare_.at(n));
            spare_.erase(n);
        }
        plan_.segments.push_back(std::move(segment));
    }

    std::uint32_t take_spare() {
        if (free_.empty()) {
            free_.push_back(slots_ + next_++);
            plan_.spare_slots = std::max(plan_.spare_slots, next_);
        }
        const std::uint32_t row = free_.back();
        free_.pop_back();
        return row;
    }

    FusePlan& plan_;
    std::uint32_t slots_;
    const FuseGraph& graph_;
    std::vector<std::size_t> made_;       ///< by node, in steps
    std::vector<std::size_t> last_;       ///< by node: its last use
    std::vector<std::size_t> stored_;     ///< by node: where it goes into its slot first
    std::vector<std::size_t> under_way_;  ///< values made before a step and used at or after it
    std::unordered_map<std::uint32_t, std::uint32_t> spare_;
    std::vector<std::uint32_t> free_;
    std::uint32_t next_ = 0;
};

class Planner {
  public:
    explicit Planner(const Program& program) : program_(program), kept_(find_kept(program)) {}

    FusePlan run() {
        for (std::size_t s = 0; s < section_count; ++s) {
            const auto section = static_cast<Section>(s);
            if (!is_reached(program_, section)) {
                continue;
            }
            const std::vector<Instruction> code = joined(program_, section);
            // These two run once a block of members.
            const bool once = section == Section::start || section == Section::end;
            plan_section(code, once ? std::vector<Range>() : find_runs(code, program_.slots), s);
        }
        return std::move(plan_);
    }

  private:
    void plan_section(const std::vector<Instruction>& code,
                      const std::vector<Range>& runs,
                      std::size_t section) {
        const std::vector<LiveAfter> live = find_live(code, runs);
        std::vector<FuseItem>& items = plan_.sections[section];
        std::vector<std::size_t> place(code.size() + 1);  // of instructions, in items
        std::size_t at = 0;
        const auto interpret = [&](std::size_t end) {
            for (; at < end; ++at) {
                place[at] = items.size();
                items.push_back({.instruction = code[at]});
            }
        };
        for (const Range& run : runs) {
            interpret(run.begin);
            for (; at < run.end; ++at) {
                place[at] = items.size();
            }
            fuse(std::span(code).subspan(run.begin, run.end - run.begin),
                 std::span(live).subspan(run.begin, run.end - run.begin),
                 items);
        }
        interpret(code.size());
        place[code.size()] = items.size();
        for (std::size_t i = 0; i < code.size(); ++i) {
            if (is_skip(code[i].code)) {
                items[place[i]].instruction.extra =
                    static_cast<std::uint32_t>(place[i + 1 + code[i].extra] - place[i] - 1);
            }
        }
    }

    void fuse(std::span<const Instruction> code,
              std::span<const LiveAfter> live,
              std::vector<FuseItem>& items) {
        FuseGraph graph = build_graph(code, live);
        const std::vector<FuseStep> steps = order(graph);
        const std::size_t first = plan_.segments.size();
        Cutter(plan_, static_cast<std::uint32_t>(program_.slots), graph).cut(steps);
        for (std::size_t s = first; s < plan_.segments.size(); ++s) {
            items.push_back({.segment = static_cast<std::uint32_t>(s)});
        }
        plan_.graphs.push_back(std::move(graph.nodes));
    }

    /// Of each instruction of a run: whether what it wrote is read after the run.
    std::vector<LiveAfter> find_live(const std::vector<Instruction>& code,
                                     const std::vector<Range>& runs) const {
        std::vector<LiveAfter> found(code.size());
        std::vector<unsigned char> live = kept_;
        auto run = runs.rbegin();
        go_back(program_, code, live, [&](std::size_t i) {
            if (run == runs.rend() || i + 1 != run->end) {
                return;
            }
            for (std::size_t k = run->begin; k < run->end; ++k) {
                found[k].out = is_slot(code[k].out) && live[code[k].out] != 0;
                found[k].sum = code[k].code == Code::hold && live[code[k].extra] != 0;
            }
            ++run;
        });
        return found;
    }

    const Program& program_;
    std::vector<unsigned char> kept_;
    FusePlan plan_;
};

}  // namespace

std::vector<Instruction> joined(const Program& program, Section section) {
    std::vector<Instruction> code = program.section(section);
    if (program.grid.method != model::Method::euler) {
        return code;
    }
    if (section == Section::step) {
        return {};
    }
    if (section == Section::open || section == Section::instant) {
        const std::vector<Instruction>& step = program.section(Section::step);
        code.insert(code.end(), step.begin(), step.end());
    }
    return code;
}

bool is_plain(Code code) {
    constexpr Code plain[] = {Code::copy,       Code::negate, Code::logical_not, Code::sqrt,
                              Code::abs,        Code::add,    Code::subtract,    Code::multiply,
                              Code::divide,     Code::min,    Code::max,         Code::less,
                              Code::less_equal, Code::equal,  Code::not_equal,   Code::logical_and,
                              Code::logical_or, Code::choose, Code::advance,     Code::advance_part,
                              Code::check,      Code::hold};
    return (code >= Code::add_add && code <= Code::max_max) ||
           std::find(std::begin(plain), std::end(plain), code) != std::end(plain);
}

FusePlan plan_fusion(const Program& program) { return Planner(program).run(); }

}  // namespace entente::program
