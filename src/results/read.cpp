// SPDX-License-Identifier: Apache-2.0
#include "results/read.hpp"

#include <algorithm>
#include <cmath>

#include <netcdf.h>
#include <nlohmann/json.hpp>

#include "results/files.hpp"

namespace entente::results {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// members.nc, open; every failure of the library becomes a FileError.
class MembersFile {
  public:
    explicit MembersFile(const fs::path& path) : path_(path) {
        check(nc_open(path.c_str(), NC_NOWRITE, &file_));
    }

    MembersFile(const MembersFile&) = delete;
    MembersFile& operator=(const MembersFile&) = delete;

    ~MembersFile() { nc_close(file_); }

    std::size_t length(const char* dimension) const {
        int id = 0;
        std::size_t length = 0;
        check(nc_inq_dimid(file_, dimension, &id));
        check(nc_inq_dimlen(file_, id, &length));
        return length;
    }

    /// All numbers of one scenario's variable, [member][row].
    std::vector<float> paths(const std::string& variable,
                             std::size_t scenario,
                             std::size_t members,
                             std::size_t rows) const {
        std::vector<float> values(members * rows);
        const std::size_t start[] = {scenario, 0, 0};
        const std::size_t count[] = {1, members, rows};
        check(nc_get_vara_float(file_, id_of(variable), start, count, values.data()));
        return values;
    }

    int first_member() const {
        const std::size_t start = 0;
        int member = 0;
        check(nc_get_var1_int(file_, id_of("realization"), &start, &member));
        return member;
    }

    /// Days since 1970 of the first row.
    double first_day() const {
        const std::size_t start = 0;
        double days = 0;
        check(nc_get_var1_double(file_, id_of("time"), &start, &days));
        return days;
    }

    /// Names of the variables by the name of their output.
    std::vector<std::pair<std::string, std::string>> variables() const {
        int count = 0;
        check(nc_inq_nvars(file_, &count));
        std::vector<std::pair<std::string, std::string>> all;
        for (int id = 0; id < count; ++id) {
            char name[NC_MAX_NAME + 1] = {};
            int dimensions = 0;
            check(nc_inq_varname(file_, id, name));
            check(nc_inq_varndims(file_, id, &dimensions));
            std::size_t length = 0;
            if (dimensions == 3 && nc_inq_attlen(file_, id, "long_name", &length) == NC_NOERR) {
                std::string text(length, ' ');
                check(nc_get_att_text(file_, id, "long_name", text.data()));
                all.emplace_back(text, name);
            }
        }
        return all;
    }

  private:
    int id_of(const std::string& variable) const {
        int id = 0;
        check(nc_inq_varid(file_, variable.c_str(), &id));
        return id;
    }

    void check(int status) const {
        if (status != NC_NOERR) {
            throw FileError(path_, nc_strerror(status));
        }
    }

    fs::path path_;
    int file_ = 0;
};

Json read_summary(const fs::path& folder) {
    const fs::path path = folder / "summary.json";
    Json summary = Json::parse(read_file(path), nullptr, false);
    if (!summary.is_object() || !summary.contains("scenarios") ||
        !summary["scenarios"].is_array()) {
        throw FileError(path, "not a summary that Entente wrote");
    }
    return summary;
}

CellMethod cell_method(const std::string& name) {
    return name == "sum" ? CellMethod::sum : name == "mean" ? CellMethod::mean : CellMethod::point;
}

model::Month month_of_day(double days) {
    model::Month month{static_cast<std::int32_t>(days / 30.436875)};
    while (static_cast<double>(model::days_since_1970(month)) < days) {
        month = month + 1;
    }
    while (static_cast<double>(model::days_since_1970(month)) > days) {
        month = month + -1;
    }
    return month;
}

/// Name, seed, members and outputs, from the summary's entry.
Run described(const Json& entry) {
    Run run;
    run.scenario = entry.at("scenario").get<std::string>();
    run.prior_set = entry.at("prior_set").get<std::string>();
    run.policy = entry.at("policy").get<std::string>();
    run.seed = entry.at("seed").get<std::uint64_t>();
    run.members = entry.at("members").get<std::size_t>();
    run.partial = entry.at("partial").get<bool>();
    for (const Json& output : entry.at("outputs")) {
        run.outputs.push_back({output.at("name").get<std::string>(),
                               output.at("unit").get<std::string>(),
                               cell_method(output.at("cell_method").get<std::string>()),
                               false});
    }
    return run;
}

void read_paths(const MembersFile& file, std::size_t scenario, Run& run) {
    const std::size_t rows = file.length("time");
    run.grid.first = month_of_day(file.first_day());
    run.grid.months = static_cast<int>(rows) - 1;
    run.grid.forecast = run.grid.first + run.grid.months;
    run.first_member = static_cast<std::uint32_t>(file.first_member());
    run.members = std::min(run.members, file.length("realization"));
    run.block = 1;  // [member][row][output]
    run.paths.resize(run.members * rows * run.outputs.size());
    const auto variables = file.variables();
    for (std::size_t i = 0; i < run.outputs.size(); ++i) {
        const auto found =
            std::find_if(variables.begin(), variables.end(), [&](const auto& variable) {
                return variable.first == run.outputs[i].name;
            });
        const std::vector<float> values =
            found == variables.end() ? std::vector<float>(run.members * rows, std::nanf(""))
                                     : file.paths(found->second, scenario, run.members, rows);
        for (std::size_t at = 0; at < values.size(); ++at) {
            run.paths[at * run.outputs.size() + i] = values[at];
        }
    }
}

}  // namespace

bool is_run_folder(const fs::path& folder) {
    std::error_code ignored;
    return fs::is_regular_file(folder / "manifest.json", ignored) &&
           fs::is_regular_file(folder / "members.nc", ignored);
}

std::vector<std::string> read_scenarios(const fs::path& folder) {
    std::vector<std::string> names;
    const Json summary = read_summary(folder);
    for (const Json& entry : summary["scenarios"]) {
        names.push_back(entry.value("scenario", ""));
    }
    return names;
}

Run read_run(const fs::path& folder, const std::string& scenario) {
    const Json summary = read_summary(folder);
    try {
        const Json& scenarios = summary["scenarios"];
        for (std::size_t i = 0; i < scenarios.size(); ++i) {
            if (scenarios[i].at("scenario").get<std::string>() == scenario) {
                Run run = described(scenarios[i]);
                read_paths(MembersFile(folder / "members.nc"), i, run);
                return run;
            }
        }
    } catch (const Json::exception&) {
        throw FileError(folder / "summary.json", "not a summary that Entente wrote");
    }
    throw FileError(folder / "members.nc", "holds no scenario `" + scenario + "`");
}

}  // namespace entente::results
