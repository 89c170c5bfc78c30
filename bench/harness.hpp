// SPDX-License-Identifier: Apache-2.0
// What the sections of engine_bench share: a text through every stage, clocks, medians of runs that
// take turns.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "data/data.hpp"
#include "model/model.hpp"
#include "program/compile.hpp"
#include "results/results.hpp"
#include "text/diagnostic.hpp"

namespace entente::bench {

struct Prepared {
    text::Sources sources;
    text::Diagnostics diagnostics;
    model::Model model;
    data::Data data;
};

/// Resolves and loads; prints the faults and exits where there are any.
std::unique_ptr<Prepared> prepare(const std::string& path, const std::string& text);

/// The same for a file.
std::unique_ptr<Prepared> prepare_file(const std::string& path);

/// Compiles the baseline with the model's outputs.
program::Program compiled(Prepared& prepared);

results::Run simulated(const program::Program& program,
                       std::size_t members,
                       std::size_t threads,
                       std::size_t block = 0);

inline constexpr std::uint64_t bench_seed = 20260901;

/// What passes: time, or the time this process had a processor. Contests on one core take the
/// second, which other work on the machine disturbs least.
enum class Clock { wall, processor };

/// Seconds of one call.
double seconds(const std::function<void()>& work, Clock clock = Clock::wall);

/// Calls each in turn, `rounds` times over, after one round that does not count; the median seconds
/// of each. Taking turns, they meet the same weather on the machine.
std::vector<double> take_turns(int rounds,
                               const std::vector<std::function<void()>>& works,
                               Clock clock = Clock::wall);

/// "met" or "missed".
const char* verdict(bool met);

}  // namespace entente::bench
