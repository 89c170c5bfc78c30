// SPDX-License-Identifier: Apache-2.0
// Runs a compiled program for a range of members and gives back their paths. The result depends on
// program, seed and members only: not on threads, block width, instruction set or other members.
// This header is the specification of a step; docs/language.md ("Order of evaluation") tells the
// same to modellers, and program/evaluate.cpp is the same again as slow code.
//
// NOTATION. Row m is the opening of month m (0 is the first of the grid) at instant t_m, in months
// since 1970-01; K sub-steps of h = 1/K month; u(q, month) the uniform of math/random.hpp at (seed,
// member, month since 1970-01, site of q). The site of a choice is that of "choice:" + its name.
// R(q) is the record of q and covers(q, m) whether it speaks for month m; under History::free no
// record speaks, except for initial values, for counts before the grid, and for levers without a
// player and inputs without a model of their own.
//
// ONCE A MEMBER
//   Parameters: an expression, or the quantile of u(q, month 0) of the prior set's distribution.
//   Initial values of stocks likewise. Where RunSpec::given has the site of q, its number stands in
//   place of u(q, month 0), here and nowhere else: no other draw changes.
//   The initial view: stocks at their initial values (the record where it covers row 0), levers,
//   inputs and tracks of month 0, events 0, choices and latches -1; lets and flows follow. In it
//   previous(x) and delayed(x, n) are x for a parameter or stock and 0 for anything else;
//   window_count counts the months before the grid; decay_since knows the events before the grid.
//
// EVERY MONTH m = 0 .. months - 1
//   1 Recorded stocks take R where it covers m.
//   2 Decisions, all at once, from the decision view: stocks at t_m, inputs and tracks of month m,
//     levers and events of month m - 1 (before the first month: levers of the initial view, no
//     events); lets follow from these. window_count ends with month m - 1.
//       choice: scripted(m) - 1 where a script speaks; else, from the forecast on under
//         Policy::rule, where turn(m) holds or an `after` event happened in month m - 1: the first
//         option i with u total < w_0 + ... + w_i, where w_i = exp(l_i - max l), l_i is the leaning
//         plus, for the option in force, the inertia, and total the sum of w (the last option if
//         none); with Draws::mean the first option of greatest l; else the option in force stays.
//         Under a policy that looks ahead, of a player with wishes, l_i is precision * v_i plus,
//         for the option in force, the inertia. v_i is the mean over replicates of the sum over the
//         months j = 0 .. n - 1 ahead of exp(-discount * every * floor(j / every)) wants / every,
//         n = every (myopic), or the horizon in whole epochs; not beyond the grid. A replicate runs
//         from step 1 of month m on in months of LookAhead::substeps, with a seed of its own
//         (program/look_ahead.hpp) and option i in force; `wants` is worked out in the opening
//         view. Level 1: others choose by Policy::rule; level k: those due by the l of level k - 1
//         with u(q, m) of that seed. Policy::equilibrium: program/settle.hpp has the l. From m + 1
//         on all choose by Policy::rule.
//       latch: one more than before once it is >= 0; else 0 if its condition holds, else -1.
//   3 Pulses of month m are worked out in the opening view before any of them is added.
//   4 Openings, from stocks at t_m:
//       lever: R where it covers m; else, with an option in force, by_option (or the default); else
//         the last record; else the default. Then settings in order, each where its window is on
//         and its latch holds: `value`, or with a ramp of n months, k months after its beginning
//         (its latch), x + (value - x) max(0, k / n), and `value` itself from k = n on.
//       input: R where it covers m; before the first record the default; after it, without a model,
//         the last record; else the model: an expression, a draw with u(q, first month of the
//         calendar period of `each` months), or ar1: a + b (before - a) + c z, where `before` is
//         last month's value (without settings; in month 0 the default) and z the normal of u(q,
//         m). Then settings as for levers.
//       event: dates(m), plus, unless replaced(m): R where it covers m, else a draw with u(q, m): a
//         count; for a hazard of rate r 1 with chance 1 - exp(-r); for `when` 1 in the first month
//         that looks at the condition (not covered, not replaced) and finds it true.
//       lets and flows: expressions; a flow whose link is off is 0.
//   5 Row m is written: stocks, lets, events, levers, inputs, choices as they now stand.
//   6 K sub-steps. In each the flows are worked out from the stocks of that instant, with events,
//     draws, inputs, levers and tracks as they opened, and `time` running on from t_m + k h:
//       euler: stock + h net, net = the flows in the order written, outward ones subtracted;
//       rk4: at t, t + h/2, t + h/2, t + h; stock + h/6 (((k1 + 2 k2) + 2 k3) + k4), and a flow
//         counts (((f1 + 2 f2) + 2 f3) + f4) / 6.
//     A stock whose record covers m stays as it is. Then held stocks are put back within their
//     bounds, min(max(x, low), high); what that added is the flow NAME.held.
//   7 Flows of row m are the sums over the sub-steps, from 0 on, divided by K; NAME.held is the sum
//     of what was added in the month; read within a month it is that of the month before, 0 in the
//     first. So stock(m + 1) - stock(m) = sum of flows * 1 month, but for rounding.
//     Stocks are checked: E5001 not finite; E5002 a promise broken by more than 1e-9 (stocks not
//     held, at t_{m+1}). The value is kept, the fault counted once for each member and quantity,
//     at its first row.
// THE LAST ROW is the end of the last month: stocks and lets at t_months; tracks, levers, inputs,
// events and what they alone decide still as in the last month; in it previous(x) and the like read
// as in the last month. Flows, levers, inputs, events, choices are not written (NaN).
//
// MEMORIES, within month m:
//   previous(x)       x in row m - 1 (a flow: its mean), in row 0 x in the initial view
//   delayed(x, n)     x in row m - k, k = max(1, floor(n + 1/2)), before row 0 the initial view;
//                     NaN for a NaN n
//   window_count(e,n) counts of months m - n + 1 .. m, added from the oldest on
//   decay_since(e, T) exp((last - time) / T), last the opening of the last month it happened in,
//                     minus infinity before
// An event happened in a month if its count is above 0; under Draws::mean, where counts are
// fractions, if dates and record alone give a count above 0.
//
// Draws::mean replaces a count by its mean, a hazard by its chance, another monthly draw by its
// mean, the innovation of ar1 by 0. Parameters and initial values are drawn all the same.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "math/isa.hpp"
#include "program/draws.hpp"
#include "program/program.hpp"
#include "results/results.hpp"
#include "run/checkpoint.hpp"

namespace entente::run {

/// A block that is done, while the run goes on.
struct BlockDone {
    std::size_t members = 0;  ///< done in all
    std::size_t first = 0;    ///< of the block: the run's members first .. first + count - 1
    std::size_t count = 0;
    const results::Run& run;  ///< of which the paths of those members may be read
};

struct RunSpec {
    std::uint64_t seed = 0;  ///< no default that means anything: the caller says it
    std::uint32_t first_member = 0;
    std::size_t members = 0;
    /// Uniforms of what is drawn once, a row a member from `first_member` on; null for u(q, month
    /// 0) of the generator throughout. Must outlive the run.
    const program::GivenDraws* given = nullptr;
    bool fuse = true;  ///< whether plain arithmetic becomes machine code; the same bytes without
    std::size_t threads = 0;  ///< 0 for all
    std::size_t block = 0;    ///< lanes a block: 16, 32, 64, 128; 0 for the best fit
    std::optional<math::InstructionSet> instruction_set;  ///< the best there is where not given
    /// The row whose decisions are told, of a program compiled to tell of them. Nothing is run
    /// beyond them, and the run has decisions alone.
    std::optional<int> watch;
    /// Where given, filled with the state of every member as the forecast opens; of a program
    /// compiled with its past.
    Checkpoint* keep = nullptr;
    /// Where given, and where program and members fit it (run/checkpoint.hpp), the months before
    /// the forecast are taken from it. The bytes are the same either way.
    const Checkpoint* from = nullptr;
    const std::atomic<bool>* stop =
        nullptr;  ///< polled between blocks: keeps whole members, marks partial
    std::function<void(const BlockDone&)> progress;  ///< any thread, one call at a time
};

/// Faults beyond these are counted, not kept.
inline constexpr std::size_t faults_kept = 1000;

results::Run simulate(const program::Program& program, const RunSpec& spec);

/// Runs the months before the forecast alone, of a program compiled with its past. Calls no
/// progress; a run that is stopped leaves its whole members.
Checkpoint simulate_past(const program::Program& program, const RunSpec& spec);

}  // namespace entente::run
