// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "results/tables.hpp"

namespace entente::results {

namespace {

using model::Quantity;
using model::QuantityKind;

/// Below it a count is rounding: paths are kept in single precision.
constexpr double smallest_count = 1e-6;

/// The record of an event, or nothing.
const data::RecordValues* record_of(const model::Model& model,
                                    const data::Data& data,
                                    const Quantity& event) {
    if (!event.record) {
        return nullptr;
    }
    const model::RecordId record = model.tracks[event.record].record;
    return record ? &data.records[record] : nullptr;
}

std::string event_line(const std::string& scenario,
                       const std::string& member,
                       model::Month month,
                       const std::string& kind,
                       double count,
                       const char* source) {
    return fmt::format("{},{},{}-01,{},{},{}\n",
                       csv_text(scenario),
                       member,
                       model::to_text(month),
                       csv_text(kind),
                       csv_number(static_cast<float>(count)),
                       source);
}

/// The rows of one event's record, months before the grid first.
std::string recorded_lines(const model::Grid& grid,
                           const std::string& name,
                           const data::RecordValues& record) {
    std::string lines;
    for (const auto& [month, count] : record.earlier) {
        if (count > 0) {
            lines += event_line("", "", month, name, count, "recorded");
        }
    }
    for (std::size_t r = 0; r < record.value.size(); ++r) {
        if (record.covered[r] != 0 && record.value[r] > 0) {
            lines += event_line(
                "", "", grid.month(static_cast<int>(r)), name, record.value[r], "recorded");
        }
    }
    return lines;
}

}  // namespace

void collect_events(Run& run,
                    const model::Model& model,
                    const data::Data& data,
                    bool records_used) {
    struct Source {
        std::size_t output = 0;
        std::vector<double> recorded;  ///< what of the path is the record's, one a row
    };

    std::vector<Source> sources;
    run.event_names.clear();
    run.events.clear();
    const auto rows = static_cast<std::size_t>(run.grid.rows());
    for (std::size_t output = 0; output < run.outputs.size(); ++output) {
        const model::QuantityId id = model::find_quantity(model, run.outputs[output].name);
        if (!id || model.quantities[id].kind != QuantityKind::event) {
            continue;
        }
        const Quantity& event = model.quantities[id];
        Source source{output, std::vector<double>(rows, 0)};
        const data::RecordValues* record = record_of(model, data, event);
        if (record != nullptr && records_used) {
            std::vector<double> replaced(rows, 0);
            if (event.replaced) {
                replaced = data::track_values(model, data, event.replaced);
            }
            for (std::size_t r = 0; r < rows; ++r) {
                source.recorded[r] =
                    record->covered[r] != 0 && replaced[r] == 0 ? record->value[r] : 0;
            }
        }
        sources.push_back(std::move(source));
        run.event_names.push_back(run.outputs[output].name);
    }
    for (std::size_t member = 0; member < run.members; ++member) {
        for (int row = 0; row < run.grid.months; ++row) {
            for (std::size_t i = 0; i < sources.size(); ++i) {
                const double count =
                    static_cast<double>(run.value(member, row, sources[i].output)) -
                    sources[i].recorded[static_cast<std::size_t>(row)];
                if (count > smallest_count) {
                    run.events.push_back({run.first_member + static_cast<std::uint32_t>(member),
                                          row,
                                          static_cast<std::uint32_t>(i),
                                          count,
                                          false});
                }
            }
        }
    }
}

std::string events_csv(std::span<const Run> runs,
                       const model::Model& model,
                       const data::Data& data) {
    std::string csv = "scenario,member,date,kind,count,source\n";
    for (const Quantity& quantity : model.quantities) {
        const data::RecordValues* record =
            quantity.kind == QuantityKind::event ? record_of(model, data, quantity) : nullptr;
        if (record != nullptr) {
            csv += recorded_lines(model.grid, quantity.name, *record);
        }
    }
    for (const Run& run : runs) {
        for (const Event& event : run.events) {
            if (!event.recorded) {
                csv += event_line(run.scenario,
                                  std::to_string(event.member),
                                  run.grid.month(event.row),
                                  run.event_names[event.output],
                                  event.count,
                                  "simulated");
            }
        }
    }
    return csv;
}

}  // namespace entente::results
