// SPDX-License-Identifier: Apache-2.0
// The Korea model of the tree as tests use it: resolved, its record loaded, more text added to it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "claims/needs.hpp"
#include "data/data.hpp"
#include "model/model.hpp"
#include "program/compile.hpp"
#include "results/results.hpp"
#include "text/source.hpp"

namespace korea {

using namespace entente;

struct Korea {
    text::Sources sources;
    model::Model model;
    data::Data data;
};

/// models/korea/korea.ent followed by `more`. A fault in it fails the test.
Korea open(const std::string& more = "");

model::Model in_scenario(const Korea& korea, const std::string& scenario);

/// The row of a month of the grid.
int row_of(const model::Model& model, int year, int month = 1);

/// One member's paths by name, in double precision, from the reference evaluator.
struct Paths {
    std::map<std::string, std::vector<double>> by_name;

    const std::vector<double>& of(const std::string& name) const { return by_name.at(name); }
};

struct MemberSpec {
    std::uint32_t member = 0;
    program::History history = program::History::recorded;
    program::Draws draws = program::Draws::sampled;
    program::Policy policy = program::Policy::rule;
    std::size_t prior_set = 0;
    int substeps = 0;  ///< 0 for the model's own
};

Paths member(const Korea& korea,
             const std::string& scenario,
             const std::vector<std::string>& outputs,
             const MemberSpec& spec);

/// Paths of many members from the engine.
results::Run run(const Korea& korea,
                 const std::string& scenario,
                 const std::vector<std::string>& outputs,
                 std::size_t members,
                 std::size_t prior_set = 0,
                 program::History history = program::History::recorded);

/// The same with players who choose otherwise than by their leanings.
struct Choosing {
    program::Policy policy = program::Policy::rule;
    std::size_t levels = 1;
    std::uint32_t replicates = 4;
};

results::Run run_choosing(const Korea& korea,
                          const std::string& scenario,
                          const std::vector<std::string>& outputs,
                          std::size_t members,
                          const Choosing& choosing);

/// What a claim's case asks to be run.
results::Run run_case(const Korea& korea, const claims::Case& one, std::size_t members);

/// Mean of an output over the months first .. last of a member.
double average(
    const results::Run& run, std::size_t member, const std::string& output, int first, int last);

double median(std::vector<double> values);

}  // namespace korea
