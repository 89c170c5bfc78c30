// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/format.h>

#include "fit/posterior_layout.hpp"
#include "results/files.hpp"
#include "results/netcdf_file.hpp"

namespace entente::fit {

namespace {

namespace fs = std::filesystem;
using results::NetcdfFile;
using results::NetcdfGroup;

std::string month_of(double days) {
    const std::chrono::year_month_day day{
        std::chrono::sys_days(std::chrono::days(static_cast<int>(days)))};
    return fmt::format(
        "{:04}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()));
}

void expect_ours(const fs::path& path, const NetcdfGroup& root) {
    if (root.text_attribute(NC_GLOBAL, "entente_format") != layout::format) {
        throw results::FileError(
            path, "this is no posterior file of this version; fit again with `entente fit`");
    }
}

PosteriorOrigin read_origin(const NetcdfGroup& group) {
    PosteriorOrigin origin;
    for (const layout::OriginField& field : layout::origin) {
        origin.*field.text = group.text_attribute(NC_GLOBAL, field.attribute);
    }
    return origin;
}

class PosteriorReader {
  public:
    PosteriorReader(const fs::path& path, const NetcdfGroup& group) : path_(path), group_(group) {}

    Posterior read() {
        posterior_.name = group_.name();
        posterior_.origin = read_origin(group_);
        read_quantities();
        read_series();
        read_statistics();
        return std::move(posterior_);
    }

  private:
    [[noreturn]] void fail(const std::string& what) const {
        throw results::FileError(path_, fmt::format("posterior {}: {}", group_.name(), what));
    }

    NetcdfGroup part(const char* name) const {
        const std::optional<NetcdfGroup> found = group_.find_group(name);
        if (!found) {
            fail(fmt::format("has no group {}", name));
        }
        return *found;
    }

    std::vector<double> numbers(const NetcdfGroup& group, const std::string& name) const {
        const std::optional<int> id = group.find_variable(name);
        if (!id) {
            fail(fmt::format("has no variable {} in {}", name, group.name()));
        }
        return group.values(*id);
    }

    std::vector<std::string> labels(const NetcdfGroup& group, const char* name) const {
        const std::optional<int> id = group.find_variable(name);
        if (!id) {
            fail(fmt::format("has no variable {} in {}", name, group.name()));
        }
        return group.texts(*id);
    }

    /// One column of numbers whose last dimension runs over quantities.
    static std::vector<double> column(const std::vector<double>& table,
                                      std::size_t i,
                                      std::size_t width) {
        std::vector<double> result;
        for (std::size_t at = i; at < table.size(); at += width) {
            result.push_back(table[at]);
        }
        return result;
    }

    void read_unconstrained() {
        const NetcdfGroup group = part(layout::unconstrained);
        const std::optional<int> id = group.find_variable("z");
        const std::vector<std::string> names = labels(group, layout::quantity);
        const std::vector<std::size_t> shape = id ? group.shape(*id) : std::vector<std::size_t>();
        if (shape.size() != 3 || shape[2] != names.size() || shape[0] * shape[1] * shape[2] == 0) {
            fail("has no draws");
        }
        posterior_.chains = shape[0];
        posterior_.draws = shape[1];
        const std::vector<std::string> units = labels(group, layout::unit);
        const std::vector<double> z = group.values(*id);
        for (std::size_t i = 0; i < names.size(); ++i) {
            FittedQuantity quantity = {.name = names[i], .unit = units[i]};
            quantity.z = column(z, i, names.size());
            for (double& one : quantity.z) {
                one *= layout::z_unit;
            }
            posterior_.quantities.push_back(std::move(quantity));
        }
    }

    /// The numbers in units of a group, into the quantities of the same names.
    void read_values(const NetcdfGroup& group, std::vector<double> FittedQuantity::*into) {
        const std::vector<std::string> names = labels(group, layout::quantity);
        const std::vector<double> values = numbers(group, layout::value);
        for (std::size_t i = 0; i < names.size(); ++i) {
            const auto found = std::find_if(posterior_.quantities.begin(),
                                            posterior_.quantities.end(),
                                            [&](const auto& q) { return q.name == names[i]; });
            if (found == posterior_.quantities.end()) {
                fail(fmt::format("has values of {} but no z", names[i]));
            }
            (*found).*into = column(values, i, names.size());
        }
    }

    void read_quantities() {
        read_unconstrained();
        read_values(part(layout::posterior), &FittedQuantity::draws);
        if (const std::optional<NetcdfGroup> prior = group_.find_group(layout::prior)) {
            read_values(*prior, &FittedQuantity::prior);
        }
    }

    void read_series() {
        const std::optional<NetcdfGroup> observed = group_.find_group(layout::observed);
        if (!observed) {
            return;
        }
        const std::vector<std::string> names = labels(*observed, layout::series);
        const std::vector<std::string> units = labels(*observed, layout::unit);
        for (std::size_t i = 0; i < names.size(); ++i) {
            posterior_.series.push_back({.name = names[i], .unit = units[i]});
        }
        const std::vector<double> index = numbers(*observed, layout::series_index);
        const std::vector<double> days = numbers(*observed, layout::time);
        const std::vector<double> values = numbers(*observed, layout::value);
        for (std::size_t i = 0; i < index.size(); ++i) {
            FittedSeries& series = series_at(index[i]);
            series.months.push_back(month_of(days[i]));
            series.observed.push_back(values[i]);
        }
        if (const std::optional<NetcdfGroup> group = group_.find_group(layout::predictive)) {
            const std::vector<double> drawn = numbers(*group, layout::value);
            posterior_.predictive_draws = index.empty() ? 0 : drawn.size() / index.size();
            for (std::size_t i = 0; i < drawn.size(); ++i) {
                series_at(index[i % index.size()]).predictive.push_back(drawn[i]);
            }
        }
    }

    FittedSeries& series_at(double index) {
        if (!(index >= 0 && index < static_cast<double>(posterior_.series.size()))) {
            fail("observations belong to no series");
        }
        return posterior_.series[static_cast<std::size_t>(index)];
    }

    void read_statistics() {
        const NetcdfGroup group = part(layout::statistics);
        posterior_.log_density = numbers(group, "lp");
        for (const int id : group.variables()) {
            const std::string name = group.variable_name(id);
            if (name != "lp" && group.shape(id).size() == 2) {
                posterior_.statistics.push_back({name, group.values(id)});
            }
        }
        int count = 0;
        group.check(nc_inq_natts(group.id(), &count));
        for (int i = 0; i < count; ++i) {
            std::array<char, NC_MAX_NAME + 1> name{};
            nc_type type = NC_NAT;
            group.check(nc_inq_attname(group.id(), NC_GLOBAL, i, name.data()));
            group.check(nc_inq_atttype(group.id(), NC_GLOBAL, name.data(), &type));
            if (type == NC_DOUBLE) {
                double figure = 0.0;
                group.check(nc_get_att_double(group.id(), NC_GLOBAL, name.data(), &figure));
                posterior_.figures.emplace_back(name.data(), figure);
            }
        }
    }

    const fs::path& path_;
    NetcdfGroup group_;
    Posterior posterior_;
};

}  // namespace

std::vector<std::pair<std::string, PosteriorOrigin>> list_posteriors(const fs::path& path) {
    const NetcdfFile file(path, NetcdfFile::Mode::read);
    expect_ours(path, file.root());
    std::vector<std::pair<std::string, PosteriorOrigin>> all;
    for (const NetcdfGroup& group : file.root().groups()) {
        all.emplace_back(group.name(), read_origin(group));
    }
    return all;
}

std::optional<Posterior> read_posterior(const fs::path& path, const std::string& name) {
    const NetcdfFile file(path, NetcdfFile::Mode::read);
    expect_ours(path, file.root());
    const std::optional<NetcdfGroup> group = file.root().find_group(name);
    if (!group) {
        return std::nullopt;
    }
    return PosteriorReader(path, *group).read();
}

std::vector<Posterior> read_posteriors(const fs::path& path) {
    const NetcdfFile file(path, NetcdfFile::Mode::read);
    expect_ours(path, file.root());
    std::vector<Posterior> all;
    for (const NetcdfGroup& group : file.root().groups()) {
        all.push_back(PosteriorReader(path, group).read());
    }
    return all;
}

}  // namespace entente::fit
