// SPDX-License-Identifier: Apache-2.0
#include "results/tables.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/contract.hpp"
#include "results/quantiles.hpp"

namespace entente::results {

namespace {

template <class T>
std::string shortest(T number) {
    if (!std::isfinite(number)) {
        return {};
    }
    std::array<char, 64> buffer{};
    const auto [end, fault] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), number == 0 ? T{0} : number);
    ENTENTE_ENSURE(fault == std::errc());
    return {buffer.data(), end};
}

/// Paths are kept in single precision, so more digits would say nothing.
std::string number_cell(double number) { return csv_number(static_cast<float>(number)); }

std::string date_of(model::Month month) { return model::to_text(month) + "-01"; }

bool has_value(const Quantiles& q) { return q.n > 0; }

constexpr std::string_view long_header =
    "scenario,variable,actor,dyad,time,q05,q25,q50,q75,q95,mean,n,unit";

/// The cells that all lines of one output share.
class LongCells {
  public:
    LongCells(const std::string& scenario,
              const Output& output,
              const std::vector<std::string>& actors)
        : unit_(csv_text(output.unit)) {
        const OutputName name = output_name(output.name, actors);
        head_ = fmt::format("{},{},{},{}",
                            csv_text(scenario),
                            csv_text(name.variable),
                            csv_text(name.actor),
                            csv_text(name.dyad));
    }

    std::string line(model::Month month, const Quantiles& q) const {
        return fmt::format("{},{},{},{},{},{},{},{},{},{}",
                           head_,
                           date_of(month),
                           number_cell(q.q05),
                           number_cell(q.q25),
                           number_cell(q.q50),
                           number_cell(q.q75),
                           number_cell(q.q95),
                           number_cell(q.mean),
                           q.n,
                           unit_);
    }

  private:
    std::string head_;
    std::string unit_;
};

}  // namespace

OutputName output_name(const std::string& name, const std::vector<std::string>& actors) {
    const std::size_t open = name.find('[');
    const std::size_t close = name.find(']', open == std::string::npos ? 0 : open);
    if (open == std::string::npos || close == std::string::npos) {
        return {name, {}, {}};
    }
    OutputName taken;
    std::string rest;
    const std::string inside = name.substr(open + 1, close - open - 1);
    for (std::size_t begin = 0; begin <= inside.size();) {
        const std::size_t comma = std::min(inside.find(',', begin), inside.size());
        std::string element = inside.substr(begin, comma - begin);
        element.erase(0, std::min(element.find_first_not_of(' '), element.size()));
        begin = comma + 1;
        const bool dyad =
            element.find("->") != std::string::npos || element.find("--") != std::string::npos;
        if (dyad && taken.dyad.empty()) {
            taken.dyad = element;
        } else if (taken.actor.empty() &&
                   std::find(actors.begin(), actors.end(), element) != actors.end()) {
            taken.actor = element;
        } else {
            rest += (rest.empty() ? "" : ", ") + element;
        }
    }
    taken.variable =
        name.substr(0, open) + (rest.empty() ? "" : "[" + rest + "]") + name.substr(close + 1);
    return taken;
}

std::vector<std::string> actor_codes(const model::Model& model) {
    std::vector<std::string> codes;
    for (const model::Actor& actor : model.actors) {
        codes.push_back(actor.code);
    }
    return codes;
}

std::string csv_text(std::string_view text) {
    std::string cell;
    if (!text.empty() &&
        std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) {
        cell += '\'';
    }
    cell += text;
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
        return cell;
    }
    std::string quoted = "\"";
    for (const char c : cell) {
        quoted += c;
        if (c == '"') {
            quoted += '"';
        }
    }
    return quoted + '"';
}

std::string csv_number(double number) { return shortest(number); }

std::string csv_number(float number) { return shortest(number); }

std::string quantiles_csv(std::span<const Run> runs, const std::vector<std::string>& actors) {
    std::string csv = std::string(long_header) + "\n";
    for (const Run& run : runs) {
        for (std::size_t output = 0; output < run.outputs.size(); ++output) {
            if (run.outputs[output].hidden) {
                continue;
            }
            const LongCells cells(run.scenario, run.outputs[output], actors);
            for (int row = 0; row < run.grid.rows(); ++row) {
                const Quantiles q = quantiles_of(run, output, row);
                if (has_value(q)) {
                    csv += cells.line(run.grid.month(row), q) + "\n";
                }
            }
        }
    }
    return csv;
}

std::string quantiles_all_csv(std::span<const HistogramColumn> columns,
                              const model::Grid& grid,
                              const std::vector<std::string>& actors) {
    std::string csv = std::string(long_header) + ",error\n";
    const std::string error = csv_number(Histogram::relative_error);
    for (const HistogramColumn& column : columns) {
        const LongCells cells(column.scenario, column.output, actors);
        for (std::size_t row = 0; row < column.rows.size(); ++row) {
            const Quantiles q = column.rows[row].quantiles();
            if (has_value(q)) {
                csv += cells.line(grid.month(static_cast<int>(row)), q) + "," + error + "\n";
            }
        }
    }
    return csv;
}

std::string quantiles_wide_csv(std::span<const Run> runs) {
    std::string csv = "time";
    for (const Run& run : runs) {
        for (const Output& output : run.outputs) {
            if (output.hidden) {
                continue;
            }
            for (const char* column : {"q05", "q25", "q50", "q75", "q95", "mean"}) {
                csv += ',' + csv_text(fmt::format(
                                 "{}: {} {} ({})", run.scenario, output.name, column, output.unit));
            }
        }
    }
    csv += '\n';
    const int rows = runs.empty() ? 0 : runs.front().grid.rows();
    for (int row = 0; row < rows; ++row) {
        csv += date_of(runs.front().grid.month(row));
        for (const Run& run : runs) {
            ENTENTE_EXPECT(run.grid.first == runs.front().grid.first && run.grid.rows() == rows);
            for (std::size_t output = 0; output < run.outputs.size(); ++output) {
                if (run.outputs[output].hidden) {
                    continue;
                }
                const Quantiles q = quantiles_of(run, output, row);
                for (const double value : {q.q05, q.q25, q.q50, q.q75, q.q95, q.mean}) {
                    csv += ',' + number_cell(value);
                }
            }
        }
        csv += '\n';
    }
    return csv;
}

}  // namespace entente::results
