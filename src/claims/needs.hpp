// SPDX-License-Identifier: Apache-2.0
// Which runs a set of claims needs, shared between them, and what to keep of each. A case is a
// scenario under a prior set, perhaps with links switched off (`effect of LINK`); a measure is one
// number a member, so that paths need not outlive their run.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "results/results.hpp"

namespace entente::claims {

/// One number a member, from the path of a quantity.
struct Measure {
    enum class Kind {
        total,    ///< sum over the months of the window, times one month
        average,  ///< mean over its rows
        highest,
        lowest,
        spread,          ///< highest minus lowest
        value,           ///< at the first month of the window
        change,          ///< last month minus first month
        share_at_least,  ///< share of the window's months with a value of at least `bound`
        share_at_most,
        parameter,  ///< the member's draw
    };

    Kind kind = Kind::value;
    model::QuantityId quantity;
    model::MonthWindow window;
    double bound = 0;

    bool operator==(const Measure& other) const;
};

/// One ensemble to run.
struct Case {
    model::ScenarioId scenario;
    std::vector<model::LinkId> without;  ///< switched off throughout
    std::size_t prior_set = 0;
    bool keeps_parameters = false;  ///< the baseline of each prior set: draws for flip points
    std::vector<Measure> measures;
};

struct Needs {
    std::vector<Case> cases;
};

/// The cases of the claims, each once; empty where all are facts. The baseline of every prior set
/// comes first, since parameters are read there.
Needs needed_runs(const model::Model& model, const std::vector<model::ClaimId>& claims);

/// The cases of one part about futures under one prior set, without the baseline where it asks for
/// none.
Needs needed_for(const model::Model& model, const model::Part& part, std::size_t prior_set);

/// The same of several parts together, each case once.
Needs needed_for(const model::Model& model,
                 const std::vector<const model::Part*>& parts,
                 std::size_t prior_set);

/// What the case's run must keep: each quantity measured, once.
std::vector<model::QuantityId> outputs_of(const Case& one);

/// The scenario to write into the model for a case: its own changes and the links taken away.
model::Scenario scenario_of(const model::Model& model, const Case& one);

/// What remains of a case's run.
struct CaseValues {
    std::size_t members = 0;
    std::vector<std::vector<double>> by_measure;  ///< parallel to Case::measures, one a member
    std::vector<std::string> parameter_names;
    std::vector<std::string> parameter_units;
    std::vector<double> parameters;  ///< [member][parameter]; empty unless the case keeps them
};

/// Reads a case's measures from its run. A member with a missing value gets NaN.
CaseValues measure(const model::Model& model, const Case& one, const results::Run& run);

/// The measure that answers an expectation's stat, given how it is judged; `effect` has none.
Measure measure_of(const model::Model& model, const model::Stat& stat, const model::Judged& judged);

/// The reference of a relative change without a comparison: its value in the first month.
Measure first_value_of(const model::Stat& stat);

/// Index of a case or measure; the plan must hold it.
std::size_t case_index(const Needs& needs,
                       model::ScenarioId scenario,
                       const std::vector<model::LinkId>& without,
                       std::size_t prior_set);
std::size_t measure_index(const Case& one, const Measure& measure);

/// Whether a part asks the record or a text and no run: `fact`, or a series without it.
bool reads_record(const model::Part& part);

/// The scenario in which a part measures when it compares nothing.
model::ScenarioId own_scenario(const model::Part& part);

}  // namespace entente::claims
