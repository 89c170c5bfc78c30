// SPDX-License-Identifier: Apache-2.0
#include "results/netcdf.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "base/contract.hpp"
#include "results/files.hpp"
#include "results/netcdf_file.hpp"
#include "results/tables.hpp"

namespace entente::results {

namespace {

namespace fs = std::filesystem;

/// Numbers handed to the library at once, 8 MiB.
constexpr std::size_t chunk_values = std::size_t{1} << 21U;

/// The attributes of CF say it in these words.
const char* cell_methods(CellMethod method) {
    switch (method) {
        case CellMethod::point:
            return "time: point";
        case CellMethod::mean:
            return "time: mean";
        case CellMethod::sum:
            return "time: sum";
    }
    return "time: point";
}

/// Days since 1970 of the instant or month that each row speaks of.
struct TimeAxis {
    std::vector<double> days;
    std::vector<double> bounds;  ///< two a row
};

TimeAxis time_axis(const model::Grid& grid) {
    TimeAxis axis;
    for (int row = 0; row < grid.rows(); ++row) {
        const model::Month month = grid.month(row);
        axis.days.push_back(static_cast<double>(model::days_since_1970(month)));
        axis.bounds.push_back(axis.days.back());
        axis.bounds.push_back(static_cast<double>(model::days_since_1970(month + 1)));
    }
    return axis;
}

std::vector<std::size_t> visible_outputs(const Run& run) {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < run.outputs.size(); ++i) {
        if (!run.outputs[i].hidden) {
            all.push_back(i);
        }
    }
    return all;
}

/// "MUSD/month" as "MUSD month-1", the way of UDUNITS; money stays ours.
std::string unit_text(const std::string& unit) {
    std::string text;
    bool below = false;
    for (std::size_t begin = 0; begin <= unit.size();) {
        const std::size_t end = std::min(unit.find_first_of("*/", begin), unit.size());
        std::string factor = unit.substr(begin, end - begin);
        const std::size_t first = factor.find_first_not_of(' ');
        factor = first == std::string::npos
                     ? ""
                     : factor.substr(first, factor.find_last_not_of(' ') - first + 1);
        if (!factor.empty() && factor != "1") {
            const std::size_t hat = factor.find('^');
            const std::string power = hat == std::string::npos ? "" : factor.substr(hat + 1);
            text += (text.empty() ? "" : " ") + factor.substr(0, hat) + (below ? "-" : "") +
                    (power.empty() && below ? "1" : power);
        }
        below = end < unit.size() && unit[end] == '/';
        begin = end + 1;
    }
    return text.empty() ? "1" : text;
}

class MembersWriter {
  public:
    MembersWriter(NetcdfGroup file, std::span<const Run> runs, const NetcdfText& text)
        : file_(file), runs_(runs), text_(text), outputs_(visible_outputs(runs.front())) {
        members_ = runs.front().members;
        for (const Run& run : runs) {
            members_ = std::max(members_, run.members);
        }
    }

    void write() {
        define_dimensions();
        define_coordinates();
        define_outputs();
        define_globals();
        file_.check(nc_enddef(file_.id()));
        write_coordinates();
        for (std::size_t i = 0; i < outputs_.size(); ++i) {
            write_output(variables_[i], outputs_[i]);
        }
    }

  private:
    const Run& first() const { return runs_.front(); }

    void define_dimensions() {
        scenario_ = file_.dimension("scenario", runs_.size());
        realization_ = file_.dimension("realization", members_);
        time_ = file_.dimension("time", static_cast<std::size_t>(first().grid.rows()));
        bounds_ = file_.dimension("bounds", 2);
    }

    void define_coordinates() {
        scenario_name_ = file_.variable("scenario", NC_STRING, std::array{scenario_});
        file_.attribute(scenario_name_, "long_name", "scenario");
        realization_number_ = file_.variable("realization", NC_INT, std::array{realization_});
        file_.attribute(realization_number_, "standard_name", "realization");
        file_.attribute(realization_number_, "long_name", "member of the ensemble");
        file_.attribute(realization_number_, "units", "1");
        time_days_ = file_.variable("time", NC_DOUBLE, std::array{time_});
        file_.attribute(time_days_, "standard_name", "time");
        file_.attribute(time_days_, "units", "days since 1970-01-01 00:00:00");
        file_.attribute(time_days_, "calendar", "standard");
        file_.attribute(time_days_, "axis", "T");
        file_.attribute(time_days_, "bounds", "time_bounds");
        time_bounds_ = file_.variable("time_bounds", NC_DOUBLE, std::array{time_, bounds_});
    }

    void define_outputs() {
        std::vector<Output> visible;
        for (const std::size_t output : outputs_) {
            visible.push_back(first().outputs[output]);
        }
        const std::vector<std::string> names = variable_names(visible);
        for (std::size_t i = 0; i < visible.size(); ++i) {
            const int id =
                file_.variable(names[i], NC_FLOAT, std::array{scenario_, realization_, time_});
            const OutputName taken = output_name(visible[i].name, text_.actors);
            file_.attribute(id, "long_name", visible[i].name);
            file_.attribute(id, "units", "1");
            file_.attribute(id, "entente_units", unit_text(visible[i].unit));
            file_.attribute(id, "cell_methods", cell_methods(visible[i].cell_method));
            if (!taken.actor.empty()) {
                file_.attribute(id, "entente_actor", taken.actor);
            }
            if (!taken.dyad.empty()) {
                file_.attribute(id, "entente_dyad", taken.dyad);
            }
            const float missing = std::numeric_limits<float>::quiet_NaN();
            file_.check(nc_put_att_float(file_.id(), id, "_FillValue", NC_FLOAT, 1, &missing));
            define_chunks(id);
            variables_.push_back(id);
        }
    }

    /// Whole members, about a megabyte; a fixed rule, so that the bytes are the same everywhere.
    void define_chunks(int id) const {
        const auto rows = static_cast<std::size_t>(first().grid.rows());
        const std::size_t members =
            std::clamp<std::size_t>((std::size_t{1} << 18U) / rows, 1, members_);
        const std::array<std::size_t, 3> chunk = {1, members, rows};
        file_.check(nc_def_var_chunking(file_.id(), id, NC_CHUNKED, chunk.data()));
        file_.check(nc_def_var_deflate(file_.id(), id, 1, 1, 1));
    }

    void define_globals() const {
        file_.attribute(NC_GLOBAL, "Conventions", "CF-1.11");
        file_.attribute(NC_GLOBAL, "title", text_.title);
        file_.attribute(NC_GLOBAL, "source", text_.source);
        file_.attribute(NC_GLOBAL, "references", text_.references);
        file_.attribute(
            NC_GLOBAL,
            "comment",
            "Stocks and lets stand at the opening of a month, flows are its mean, events "
            "its sum. Units of money and counts are in entente_units.");
        file_.attribute(NC_GLOBAL, "entente_manifest", text_.inputs);
    }

    void write_coordinates() const {
        std::vector<const char*> names;
        for (const Run& run : runs_) {
            names.push_back(run.scenario.c_str());
        }
        file_.check(nc_put_var_string(file_.id(), scenario_name_, names.data()));
        std::vector<int> members(members_);
        for (std::size_t i = 0; i < members.size(); ++i) {
            members[i] = static_cast<int>(first().first_member + i);
        }
        file_.check(nc_put_var_int(file_.id(), realization_number_, members.data()));
        const TimeAxis axis = time_axis(first().grid);
        file_.check(nc_put_var_double(file_.id(), time_days_, axis.days.data()));
        file_.check(nc_put_var_double(file_.id(), time_bounds_, axis.bounds.data()));
    }

    void write_output(int variable, std::size_t output) const {
        const auto rows = static_cast<std::size_t>(first().grid.rows());
        const std::size_t at_once = std::max<std::size_t>(1, chunk_values / rows);
        std::vector<float> values;
        for (std::size_t s = 0; s < runs_.size(); ++s) {
            for (std::size_t begin = 0; begin < members_; begin += at_once) {
                const std::size_t members = std::min(at_once, members_ - begin);
                values.resize(members * rows);
                for (std::size_t m = 0; m < members; ++m) {
                    for (std::size_t r = 0; r < rows; ++r) {
                        values[m * rows + r] =
                            begin + m < runs_[s].members
                                ? runs_[s].value(begin + m, static_cast<int>(r), output)
                                : std::numeric_limits<float>::quiet_NaN();
                    }
                }
                const std::array<std::size_t, 3> start = {s, begin, 0};
                const std::array<std::size_t, 3> count = {1, members, rows};
                file_.check(nc_put_vara_float(
                    file_.id(), variable, start.data(), count.data(), values.data()));
            }
        }
    }

    NetcdfGroup file_;
    std::span<const Run> runs_;
    const NetcdfText& text_;
    std::vector<std::size_t> outputs_;
    std::size_t members_ = 0;
    std::vector<int> variables_;
    int scenario_ = 0;
    int realization_ = 0;
    int time_ = 0;
    int bounds_ = 0;
    int scenario_name_ = 0;
    int realization_number_ = 0;
    int time_days_ = 0;
    int time_bounds_ = 0;
};

void expect_alike(std::span<const Run> runs) {
    ENTENTE_EXPECT(!runs.empty());
    const Run& first = runs.front();
    for (const Run& run : runs) {
        ENTENTE_EXPECT(run.grid.first == first.grid.first && run.grid.rows() == first.grid.rows());
        ENTENTE_EXPECT(run.members > 0 && run.first_member == first.first_member);
        ENTENTE_EXPECT(run.outputs.size() == first.outputs.size());
        for (std::size_t i = 0; i < run.outputs.size(); ++i) {
            ENTENTE_EXPECT(run.outputs[i].name == first.outputs[i].name);
        }
    }
}

}  // namespace

std::vector<std::string> variable_names(std::span<const std::string> written,
                                        std::set<std::string> used) {
    std::vector<std::string> names;
    for (const std::string& as_written : written) {
        std::string name;
        for (std::size_t i = 0; i < as_written.size(); ++i) {
            const char c = as_written[i];
            const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (letter || (c >= '0' && c <= '9')) {
                name += c;
            } else if (as_written.compare(i, 2, "->") == 0) {
                name += "_to_";
                ++i;
            } else if (c != ']' && c != ' ' && !name.empty() && name.back() != '_') {
                name += '_';
            }
        }
        if (name.empty() || (name[0] >= '0' && name[0] <= '9')) {
            name.insert(0, "v_");
        }
        const std::string plain = name;
        for (int n = 2; !used.insert(name).second; ++n) {
            name = plain + "_" + std::to_string(n);
        }
        names.push_back(std::move(name));
    }
    return names;
}

std::vector<std::string> variable_names(const std::vector<Output>& outputs) {
    std::vector<std::string> written;
    written.reserve(outputs.size());
    for (const Output& output : outputs) {
        written.push_back(output.name);
    }
    // Coordinates have their names already.
    return variable_names(written, {"scenario", "realization", "time", "time_bounds", "bounds"});
}

void write_netcdf(const fs::path& path, std::span<const Run> runs, const NetcdfText& text) {
    expect_alike(runs);
    write_through(path, [&](const fs::path& unfinished) {
        NetcdfFile file(unfinished, NetcdfFile::Mode::create);
        MembersWriter(file.root(), runs, text).write();
        file.close();
    });
}

}  // namespace entente::results
