// SPDX-License-Identifier: Apache-2.0
// Results as tables of text for other programs: UTF-8, LF, one header row, one observation a row,
// ISO dates, a point for decimals, empty for missing, no comment lines. Text that a spreadsheet
// would take for a formula (it begins with = + - @, a tab or a carriage return) gets a ' before it;
// numbers never do.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/data.hpp"
#include "model/model.hpp"
#include "results/histogram.hpp"
#include "results/results.hpp"

namespace entente::results {

/// A name taken apart for tables: "tie[CHN->PRK]" is variable `tie`, dyad `CHN->PRK`;
/// "sanctions[exports]" stays whole.
struct OutputName {
    std::string variable;
    std::string actor;
    std::string dyad;
};

/// `actors` are the codes that count as actors; the first one in the brackets goes to its column.
OutputName output_name(const std::string& name, const std::vector<std::string>& actors);

/// Codes of the actors of a model.
std::vector<std::string> actor_codes(const model::Model& model);

/// A cell of text, quoted where it must be and safe to open in a spreadsheet.
std::string csv_text(std::string_view text);

/// The shortest text that reads back as the same number; empty where it is not finite.
std::string csv_number(double number);
std::string csv_number(float number);

/// Long form: scenario,variable,actor,dyad,time,q05,q25,q50,q75,q95,mean,n,unit. One row for each
/// run, output that is not hidden, and month that has a value.
std::string quantiles_csv(std::span<const Run> runs, const std::vector<std::string>& actors);

/// For spreadsheets: a row a month, a column for each run, output and quantile, named
/// `scenario: output q50 (unit)`. The runs share one grid.
std::string quantiles_wide_csv(std::span<const Run> runs);

/// Quantiles of one quantity in each row of a run, from histograms.
struct HistogramColumn {
    std::string scenario;
    Output output;
    std::vector<Histogram> rows;
};

/// The columns of quantiles_csv and `error`: the largest share by which a quantile is off.
std::string quantiles_all_csv(std::span<const HistogramColumn> columns,
                              const model::Grid& grid,
                              const std::vector<std::string>& actors);

/// Fills event_names and events from the paths of outputs that are events. `model` is the one that
/// ran, the scenario written in. Months in which the record speaks hold only what came on top of
/// it.
void collect_events(Run& run,
                    const model::Model& model,
                    const data::Data& data,
                    bool records_used = true);

/// scenario,member,date,kind,count,source. Recorded events stand once, before the simulated ones,
/// with an empty scenario and member; months before the run included.
std::string events_csv(std::span<const Run> runs,
                       const model::Model& model,
                       const data::Data& data);

}  // namespace entente::results
