// SPDX-License-Identifier: Apache-2.0
// What `fit` says: tables for people and the same as JSON. A quantity counts as informed where its
// posterior deviation is below 0.8 of its prior's, both on the scale on which the prior is normal.
#pragma once

#include <string>
#include <vector>

#include "claims/claims.hpp"
#include "cli/terminal.hpp"
#include "fit/fit.hpp"
#include "model/model.hpp"

namespace entente::cli {

struct FittedRow {
    std::string name;
    std::string unit;
    char grade = 0;  ///< of the prior, 0 where none
    claims::Quantiles prior;
    claims::Quantiles posterior;
    fit::ParameterDiagnostics diagnostics;
    bool informed = false;
};

/// One prior set's fit.
struct FitReport {
    std::string name;
    std::string prior_set;
    std::size_t observed = 0;
    std::vector<fit::PriorExpectation> prior;
    bool agreed = false;
    double generations = 0;
    double evaluations = 0;  ///< of the chains and of the search for modes
    double divergences = 0;
    std::vector<std::pair<std::string, double>> acceptance;  ///< by kind of jump
    std::vector<FittedRow> rows;                             ///< the best informed first

    /// Pairs with |correlation| > 0.8: two names and the number.
    struct Pair {
        std::string first;
        std::string second;
        double correlation = 0;
    };

    std::vector<Pair> pairs;
    double seconds = 0;
};

/// Fills in what a finished fit has.
void fill(FitReport& report,
          const model::Model& model,
          const fit::Fit& fit,
          const fit::Posterior& posterior);

std::string prior_table(const FitReport& report, const Terminal& terminal);
std::string fit_table(const FitReport& report, const Terminal& terminal);
std::string fit_json(const model::Model& model,
                     model::MonthWindow window,
                     const std::vector<FitReport>& reports);

}  // namespace entente::cli
