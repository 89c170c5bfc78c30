// SPDX-License-Identifier: Apache-2.0
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
        throw results::FileError(path, "this is no posterior file of this version");
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
        read_draws();
        read_unconstrained();
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

    /// Coordinates are named like their only dimension and have no written name.
    static bool is_coordinate(const NetcdfGroup& group, int id) {
        return group.shape(id).size() == 1 &&
               group.text_attribute(id, layout::written_name).empty();
    }

    void read_draws() {
        const NetcdfGroup draws = part(layout::posterior);
        const std::optional<NetcdfGroup> prior = group_.find_group(layout::prior);
        for (const int id : draws.variables()) {
            if (is_coordinate(draws, id)) {
                continue;
            }
            const std::vector<std::size_t> shape = draws.shape(id);
            if (shape.size() != 2 || (posterior_.chains != 0 && (shape[0] != posterior_.chains ||
                                                                 shape[1] != posterior_.draws))) {
                fail("variables have different shapes");
            }
            posterior_.chains = shape[0];
            posterior_.draws = shape[1];
            FittedQuantity quantity = {.name = draws.text_attribute(id, layout::written_name),
                                       .unit = draws.text_attribute(id, layout::unit),
                                       .draws = draws.values(id)};
            if (prior) {
                quantity.prior = numbers(*prior, draws.variable_name(id));
            }
            posterior_.quantities.push_back(std::move(quantity));
        }
        if (posterior_.chains * posterior_.draws == 0) {
            fail("has no draws");
        }
    }

    void read_unconstrained() {
        const NetcdfGroup group = part(layout::unconstrained);
        const std::vector<double> z = numbers(group, "z");
        const std::optional<int> label = group.find_variable("coordinate");
        const std::size_t count = posterior_.quantities.size();
        const std::size_t all = posterior_.chains * posterior_.draws;
        if (!label || z.size() != all * count) {
            fail("z has another shape than the draws");
        }
        const std::vector<std::string> labels = group.texts(*label);
        for (std::size_t i = 0; i < count; ++i) {
            FittedQuantity& quantity = posterior_.quantities[i];
            if (labels[i] != quantity.name) {
                fail("coordinates of z and quantities differ");
            }
            quantity.z.resize(all);
            for (std::size_t t = 0; t < all; ++t) {
                quantity.z[t] = z[t * count + i];
            }
        }
    }

    void read_series() {
        const std::optional<NetcdfGroup> observed = group_.find_group(layout::observed);
        if (!observed) {
            return;
        }
        const std::optional<NetcdfGroup> predictive = group_.find_group(layout::predictive);
        for (const int id : observed->variables()) {
            if (is_coordinate(*observed, id)) {
                continue;
            }
            FittedSeries series = {.name = observed->text_attribute(id, layout::written_name),
                                   .unit = observed->text_attribute(id, layout::unit),
                                   .observed = observed->values(id)};
            int dimension = 0;
            observed->check(nc_inq_vardimid(observed->id(), id, &dimension));
            std::array<char, NC_MAX_NAME + 1> time{};
            observed->check(nc_inq_dimname(observed->id(), dimension, time.data()));
            for (const double days : numbers(*observed, time.data())) {
                series.months.push_back(month_of(days));
            }
            if (predictive) {
                series.predictive = numbers(*predictive, observed->variable_name(id));
                if (!series.months.empty()) {
                    posterior_.predictive_draws = series.predictive.size() / series.months.size();
                }
            }
            posterior_.series.push_back(std::move(series));
        }
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
