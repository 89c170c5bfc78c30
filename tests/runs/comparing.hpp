// SPDX-License-Identifier: Apache-2.0
// Runs compared bit by bit, with the reference evaluator and with each other.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "program/compile.hpp"
#include "program/evaluate.hpp"
#include "results/results.hpp"

namespace entente::test {

inline bool same(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) ||
           std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

inline bool same(float a, float b) {
    return (std::isnan(a) && std::isnan(b)) ||
           std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

inline program::Program compiled(const model::Model& model,
                                 const data::Data& data,
                                 const program::CompileOptions& options) {
    text::Diagnostics diagnostics;
    auto program = program::compile(model, data, options, diagnostics);
    REQUIRE(program.has_value());
    return std::move(*program);
}

/// The first difference as a sentence, or nothing.
inline std::string difference(const model::Model& model,
                              const program::Evaluation& slow,
                              const results::Run& run,
                              std::size_t member) {
    for (int row = 0; row < model.grid.rows(); ++row) {
        for (std::size_t o = 0; o < run.outputs.size(); ++o) {
            const double wanted = slow.rows[static_cast<std::size_t>(row)][o];
            const float got = run.value(member, row, o);
            if (same(got, static_cast<float>(wanted))) {
                continue;
            }
            return run.outputs[o].name + " of member " + std::to_string(member) + " in row " +
                   std::to_string(row) + ": " + std::to_string(wanted) + " by hand, " +
                   std::to_string(got) + " by the engine";
        }
    }
    for (std::size_t p = 0; p < slow.parameters.size(); ++p) {
        if (!same(slow.parameters[p], run.parameters[member * slow.parameters.size() + p])) {
            return "parameter " + run.parameter_names[p];
        }
    }
    return {};
}

/// Switches that differ from seed to seed, and the outputs of the model.
inline program::CompileOptions options_of(std::uint64_t seed, const model::Model& model) {
    program::CompileOptions options;
    options.history = seed % 5 == 0 ? program::History::free : program::History::recorded;
    options.draws = seed % 4 == 0 ? program::Draws::mean : program::Draws::sampled;
    options.policy = seed % 7 == 0 ? program::Policy::scripted : program::Policy::rule;
    options.outputs = model.outputs;
    return options;
}

/// The first difference of two runs, which may be in blocks of different width, or nothing.
inline std::string difference(const results::Run& a, const results::Run& b) {
    if (a.members != b.members || a.outputs.size() != b.outputs.size()) {
        return "members or outputs";
    }
    if (a.parameters.size() != b.parameters.size()) {
        return "parameters";
    }
    for (std::size_t p = 0; p < a.parameters.size(); ++p) {
        if (!same(a.parameters[p], b.parameters[p])) {
            return "parameters";
        }
    }
    for (std::size_t member = 0; member < a.members; ++member) {
        for (int row = 0; row < a.grid.rows(); ++row) {
            for (std::size_t o = 0; o < a.outputs.size(); ++o) {
                if (!same(a.value(member, row, o), b.value(member, row, o))) {
                    return a.outputs[o].name + " of member " + std::to_string(member) + " in row " +
                           std::to_string(row);
                }
            }
        }
    }
    if (a.fault_count != b.fault_count || a.faulty_members != b.faulty_members ||
        a.faults.size() != b.faults.size()) {
        return "faults";
    }
    for (std::size_t f = 0; f < a.faults.size(); ++f) {
        const results::Fault& x = a.faults[f];
        const results::Fault& y = b.faults[f];
        if (x.member != y.member || x.row != y.row || x.code != y.code ||
            x.quantity != y.quantity || !same(x.value, y.value)) {
            return "fault " + std::to_string(f);
        }
    }
    return {};
}

}  // namespace entente::test
