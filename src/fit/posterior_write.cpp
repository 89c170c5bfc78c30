// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <chrono>
#include <limits>
#include <map>
#include <set>
#include <string_view>

#include "base/contract.hpp"
#include "fit/posterior_layout.hpp"
#include "results/files.hpp"
#include "results/netcdf.hpp"
#include "results/netcdf_file.hpp"

namespace entente::fit {

namespace {

namespace fs = std::filesystem;
using results::NetcdfGroup;

void expect_whole(const Posterior& posterior) {
    const std::size_t all = posterior.chains * posterior.draws;
    ENTENTE_EXPECT(!posterior.name.empty() && all > 0 && !posterior.quantities.empty());
    for (const char c : posterior.name) {
        ENTENTE_EXPECT((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '-');
    }
    ENTENTE_EXPECT(posterior.log_density.size() == all);
    for (const FittedQuantity& quantity : posterior.quantities) {
        ENTENTE_EXPECT(quantity.draws.size() == all && quantity.z.size() == all);
        ENTENTE_EXPECT(quantity.prior.size() == posterior.quantities.front().prior.size());
    }
    for (const SampleStatistic& statistic : posterior.statistics) {
        ENTENTE_EXPECT(statistic.values.size() == all);
    }
    for (const FittedSeries& series : posterior.series) {
        ENTENTE_EXPECT(series.observed.size() == series.months.size());
        ENTENTE_EXPECT(series.predictive.size() ==
                       posterior.predictive_draws * series.months.size());
    }
}

/// Days from 1970-01-01 to the first of a month, "2006-01".
int days_of(const std::string& month) {
    int year = 0;
    unsigned number = 0;
    const char* end = month.data() + month.size();
    const auto [dash, fault] = std::from_chars(month.data(), end, year);
    ENTENTE_EXPECT(fault == std::errc() && dash != end && *dash == '-');
    std::from_chars(dash + 1, end, number);
    const std::chrono::year_month_day day =
        std::chrono::year(year) / std::chrono::month(number) / 1;
    ENTENTE_EXPECT(day.ok());
    return static_cast<int>(std::chrono::sys_days(day).time_since_epoch().count());
}

std::vector<float> rounded(const std::vector<double>& values, double (*round)(double)) {
    std::vector<float> result;
    result.reserve(values.size());
    for (const double x : values) {
        result.push_back(static_cast<float>(round(x)));
    }
    return result;
}

/// One of the groups inside a posterior.
class GroupWriter {
  public:
    GroupWriter(const NetcdfGroup& parent, const char* name, const PosteriorOrigin& origin)
        : group_(parent.make_group(name)) {
        group_.attribute(NC_GLOBAL, "inference_library", "entente");
        group_.attribute(NC_GLOBAL, "inference_library_version", origin.version);
    }

    const NetcdfGroup& group() const { return group_; }

    /// A dimension with its numbers 0, 1, ... as coordinates.
    int counted(const char* name, std::size_t length) {
        const int dimension = group_.dimension(name, length);
        const int id = group_.variable(name, NC_INT, std::span(&dimension, 1));
        std::vector<int> numbers(length);
        for (std::size_t i = 0; i < length; ++i) {
            numbers[i] = static_cast<int>(i);
        }
        group_.check(nc_put_var_int(group_.id(), id, numbers.data()));
        return dimension;
    }

    /// A dimension of months; the same for the same months.
    int months(const std::vector<std::string>& months) {
        const auto found = times_.find(months);
        if (found != times_.end()) {
            return found->second;
        }
        std::string name = "time";
        if (!times_.empty()) {
            name += "_" + std::to_string(times_.size() + 1);
        }
        const int dimension = group_.dimension(name.c_str(), months.size());
        const int id = group_.variable(name, NC_INT, std::span(&dimension, 1));
        group_.attribute(id, "standard_name", "time");
        group_.attribute(id, "units", "days since 1970-01-01 00:00:00");
        group_.attribute(id, "calendar", "standard");
        std::vector<int> days;
        for (const std::string& month : months) {
            days.push_back(days_of(month));
        }
        group_.check(nc_put_var_int(group_.id(), id, days.data()));
        times_[months] = dimension;
        return dimension;
    }

    /// A variable of numbers, whole as one deflated chunk.
    void numbers(const std::string& name,
                 std::span<const int> dimensions,
                 const std::vector<float>& values,
                 const std::string& written,
                 const std::string& unit) {
        const int id = group_.variable(name, NC_FLOAT, dimensions);
        group_.attribute(id, layout::written_name, written);
        if (!unit.empty()) {
            group_.attribute(id, layout::unit, unit);
        }
        deflate(id);
        group_.check(nc_put_var_float(group_.id(), id, values.data()));
    }

    void doubles(const std::string& name,
                 std::span<const int> dimensions,
                 const std::vector<double>& values) {
        const int id = group_.variable(name, NC_DOUBLE, dimensions);
        deflate(id);
        group_.check(nc_put_var_double(group_.id(), id, values.data()));
    }

    /// Chunks a variable whole; the last dimension by itself if it runs over coordinates.
    void deflate(int id, bool columns = false) const {
        std::vector<std::size_t> chunk = group_.shape(id);
        if (columns) {
            chunk.back() = 1;
        }
        if (chunk.empty() || std::count(chunk.begin(), chunk.end(), std::size_t{0}) > 0) {
            return;
        }
        group_.check(nc_def_var_chunking(group_.id(), id, NC_CHUNKED, chunk.data()));
        group_.check(nc_def_var_deflate(group_.id(), id, 1, 1, deflate_level));
    }

  private:
    static constexpr int deflate_level = 6;

    NetcdfGroup group_;
    std::map<std::vector<std::string>, int> times_;
};

class PosteriorWriter {
  public:
    PosteriorWriter(const NetcdfGroup& root, const Posterior& posterior)
        : group_(root.make_group(posterior.name)), posterior_(posterior) {
        for (const layout::OriginField& field : layout::origin) {
            group_.attribute(NC_GLOBAL, field.attribute, posterior.origin.*field.text);
        }
        std::vector<std::string> written;
        for (const FittedQuantity& quantity : posterior.quantities) {
            written.push_back(quantity.name);
        }
        names_ = results::variable_names(written, {"chain", "draw"});
    }

    void write() const {
        write_draws();
        write_prior();
        write_series();
        write_statistics();
        write_unconstrained();
    }

  private:
    void write_draws() const {
        GroupWriter writer(group_, layout::posterior, posterior_.origin);
        const std::array dimensions = {writer.counted("chain", posterior_.chains),
                                       writer.counted("draw", posterior_.draws)};
        for (std::size_t i = 0; i < names_.size(); ++i) {
            const FittedQuantity& quantity = posterior_.quantities[i];
            writer.numbers(names_[i],
                           dimensions,
                           rounded(quantity.draws, stored_value),
                           quantity.name,
                           quantity.unit);
        }
    }

    void write_prior() const {
        const std::size_t draws = posterior_.quantities.front().prior.size();
        if (draws == 0) {
            return;
        }
        GroupWriter writer(group_, layout::prior, posterior_.origin);
        const std::array dimensions = {writer.counted("chain", 1), writer.counted("draw", draws)};
        for (std::size_t i = 0; i < names_.size(); ++i) {
            const FittedQuantity& quantity = posterior_.quantities[i];
            writer.numbers(names_[i],
                           dimensions,
                           rounded(quantity.prior, stored_value),
                           quantity.name,
                           quantity.unit);
        }
    }

    void write_series() const {
        if (posterior_.series.empty()) {
            return;
        }
        std::vector<std::string> written;
        std::set<std::string> used = {"chain", "draw", "time"};
        for (std::size_t i = 0; i < posterior_.series.size(); ++i) {
            written.push_back(posterior_.series[i].name);
            used.insert("time_" + std::to_string(i + 2));
        }
        const std::vector<std::string> names = results::variable_names(written, used);
        GroupWriter observed(group_, layout::observed, posterior_.origin);
        for (std::size_t i = 0; i < names.size(); ++i) {
            const FittedSeries& series = posterior_.series[i];
            const int time = observed.months(series.months);
            observed.numbers(names[i],
                             std::span(&time, 1),
                             rounded(series.observed, [](double x) { return x; }),
                             series.name,
                             series.unit);
        }
        if (posterior_.predictive_draws == 0) {
            return;
        }
        GroupWriter predictive(group_, layout::predictive, posterior_.origin);
        const int chain = predictive.counted("chain", 1);
        const int draw = predictive.counted("draw", posterior_.predictive_draws);
        for (std::size_t i = 0; i < names.size(); ++i) {
            const FittedSeries& series = posterior_.series[i];
            const std::array dimensions = {chain, draw, predictive.months(series.months)};
            predictive.numbers(names[i],
                               dimensions,
                               rounded(series.predictive, stored_value),
                               series.name,
                               series.unit);
        }
    }

    void write_statistics() const {
        GroupWriter writer(group_, layout::statistics, posterior_.origin);
        const std::array dimensions = {writer.counted("chain", posterior_.chains),
                                       writer.counted("draw", posterior_.draws)};
        writer.doubles("lp", dimensions, posterior_.log_density);
        for (const SampleStatistic& statistic : posterior_.statistics) {
            writer.doubles(statistic.name, dimensions, statistic.values);
        }
        const NetcdfGroup& group = writer.group();
        for (const auto& [name, figure] : posterior_.figures) {
            group.check(
                nc_put_att_double(group.id(), NC_GLOBAL, name.c_str(), NC_DOUBLE, 1, &figure));
        }
    }

    void write_unconstrained() const {
        GroupWriter writer(group_, layout::unconstrained, posterior_.origin);
        const NetcdfGroup& group = writer.group();
        const int coordinate = group.dimension("coordinate", names_.size());
        const std::array dimensions = {writer.counted("chain", posterior_.chains),
                                       writer.counted("draw", posterior_.draws),
                                       coordinate};
        const int label = group.variable("coordinate", NC_STRING, std::span(&coordinate, 1));
        std::vector<const char*> labels;
        for (const FittedQuantity& quantity : posterior_.quantities) {
            labels.push_back(quantity.name.c_str());
        }
        group.check(nc_put_var_string(group.id(), label, labels.data()));
        const std::size_t all = posterior_.chains * posterior_.draws;
        std::vector<float> values(all * names_.size());
        for (std::size_t i = 0; i < names_.size(); ++i) {
            for (std::size_t t = 0; t < all; ++t) {
                values[t * names_.size() + i] =
                    static_cast<float>(stored_z(posterior_.quantities[i].z[t]));
            }
        }
        const int id = group.variable("z", NC_FLOAT, dimensions);
        group.attribute(id, layout::written_name, "standard normal under the prior");
        writer.deflate(id, true);
        group.check(nc_put_var_float(group.id(), id, values.data()));
    }

    NetcdfGroup group_;
    const Posterior& posterior_;
    std::vector<std::string> names_;
};

}  // namespace

void write_posteriors(const fs::path& path, const std::vector<Posterior>& posteriors) {
    ENTENTE_EXPECT(!posteriors.empty());
    std::set<std::string> names;
    for (const Posterior& posterior : posteriors) {
        expect_whole(posterior);
        ENTENTE_EXPECT(names.insert(posterior.name).second);
    }
    results::write_through(path, [&](const fs::path& unfinished) {
        results::NetcdfFile file(unfinished, results::NetcdfFile::Mode::create);
        const NetcdfGroup root = file.root();
        root.attribute(NC_GLOBAL, "entente_format", layout::format);
        for (const Posterior& posterior : posteriors) {
            PosteriorWriter(root, posterior).write();
        }
        file.close();
    });
}

}  // namespace entente::fit
