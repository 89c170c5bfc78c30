// SPDX-License-Identifier: Apache-2.0
// Which observations can stand beside an output in its chart: those of series that observe it, in
// the output's unit, and the record of an event.
#pragma once

#include <string>
#include <vector>

#include "data/data.hpp"
#include "model/model.hpp"
#include "report/fans.hpp"

namespace entente::report {

struct Dot {
    model::Month month;  ///< the first month of its period
    double value = 0;    ///< in the unit of the output
    char grade = 0;      ///< 'A' to 'E', 0 where none
};

struct ObservedSeries {
    std::string name;
    std::string label;
    double offset = 0;  ///< months from the start of the period to where a dot stands: its middle
                        ///< for a mean, its end for a total or a closing value
    char grade = 0;
    std::string source;
    std::string caveat;
    std::string to;         ///< the period of the last dot: "2025", "2026-09"
    std::vector<Dot> dots;  ///< rising by month
};

/// Of the quantity with that name, drawn as `measure`. Growth rates and totals of another length
/// than the chart's cannot be drawn beside levels and are left out.
std::vector<ObservedSeries> observed_of(const model::Model& model,
                                        const data::Data& data,
                                        const std::string& quantity,
                                        Measure measure);

}  // namespace entente::report
