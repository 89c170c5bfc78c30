// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <numeric>
#include <set>
#include <string_view>

#include "base/contract.hpp"
#include "fit/posterior_layout.hpp"
#include "results/files.hpp"
#include "results/netcdf_file.hpp"

namespace entente::fit {

namespace {

namespace fs = std::filesystem;

/// Significant bits of values in a file: of posteriors, of what is only looked at, and of what was
/// observed (single precision).
constexpr unsigned value_bits = 12;
constexpr unsigned picture_bits = 8;
constexpr unsigned observed_bits = 24;

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
        ENTENTE_EXPECT(quantity.draws.size() == all || quantity.draws.empty());
        ENTENTE_EXPECT(quantity.z.size() == all);
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

/// Sum of squares about the mean.
double squares_of(const std::vector<double>& values) {
    double mean = 0.0;
    for (const double x : values) {
        mean += x / static_cast<double>(values.size());
    }
    double sum = 0.0;
    for (const double x : values) {
        sum += (x - mean) * (x - mean);
    }
    return sum;
}

/// The quantities whose values are written: those with values whose z deviates least, in the order
/// of the posterior.
std::vector<const FittedQuantity*> with_values(const Posterior& posterior) {
    std::vector<std::pair<double, std::size_t>> narrow;
    for (std::size_t i = 0; i < posterior.quantities.size(); ++i) {
        if (!posterior.quantities[i].draws.empty()) {
            narrow.emplace_back(squares_of(posterior.quantities[i].z), i);
        }
    }
    std::sort(narrow.begin(), narrow.end());
    narrow.resize(std::min(narrow.size(), values_kept));
    std::sort(narrow.begin(), narrow.end(), [](const auto& a, const auto& b) {
        return a.second < b.second;
    });
    std::vector<const FittedQuantity*> chosen;
    chosen.reserve(narrow.size());
    for (const auto& [squares, i] : narrow) {
        chosen.push_back(&posterior.quantities[i]);
    }
    return chosen;
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
    int counted(const char* name, std::size_t length) const {
        const int dimension = group_.dimension(name, length);
        std::vector<int> numbers(length);
        std::iota(numbers.begin(), numbers.end(), 0);
        whole_numbers(name, dimension, numbers);
        return dimension;
    }

    int whole_numbers(const char* name, int dimension, const std::vector<int>& numbers) const {
        const int id = group_.variable(name, NC_INT, std::span(&dimension, 1));
        deflate(id);
        group_.check(nc_put_var_int(group_.id(), id, numbers.data()));
        return id;
    }

    /// A dimension with names as coordinates and units beside them.
    template <class Named>
    int named(const char* name, const std::vector<Named>& all) const {
        const int dimension = group_.dimension(name, all.size());
        std::vector<const char*> names;
        std::vector<const char*> units;
        for (const Named& one : all) {
            names.push_back(pointed(one).name.c_str());
            units.push_back(pointed(one).unit.c_str());
        }
        for (const auto& [label, texts] :
             {std::pair(name, &names), std::pair(layout::unit, &units)}) {
            const int id = group_.variable(label, NC_STRING, std::span(&dimension, 1));
            group_.check(nc_put_var_string(group_.id(), id, texts->data()));
        }
        return dimension;
    }

    /// The dimension of all observed numbers, series by series, with series and month of each.
    int observations(const std::vector<FittedSeries>& all) const {
        named(layout::series, all);
        std::vector<int> series;
        std::vector<int> days;
        for (std::size_t i = 0; i < all.size(); ++i) {
            for (const std::string& month : all[i].months) {
                series.push_back(static_cast<int>(i));
                days.push_back(days_of(month));
            }
        }
        const int dimension = group_.dimension(layout::observation, series.size());
        whole_numbers(layout::series_index, dimension, series);
        const int time = whole_numbers(layout::time, dimension, days);
        group_.attribute(time, "standard_name", "time");
        group_.attribute(time, "units", "days since 1970-01-01 00:00:00");
        group_.attribute(time, "calendar", "standard");
        return dimension;
    }

    /// The variable `value`, its numbers rounded to so many significant bits.
    void values(std::span<const int> dimensions,
                const std::vector<double>& numbers,
                unsigned bits) const {
        std::vector<float> table;
        table.reserve(numbers.size());
        for (const double x : numbers) {
            table.push_back(static_cast<float>(stored_value(x, bits)));
        }
        const int id = group_.variable(layout::value, NC_FLOAT, dimensions);
        deflate(id);
        group_.check(nc_put_var_float(group_.id(), id, table.data()));
    }

    void doubles(const std::string& name,
                 std::span<const int> dimensions,
                 const std::vector<double>& values) const {
        const int id = group_.variable(name, NC_DOUBLE, dimensions);
        deflate(id);
        group_.check(nc_put_var_double(group_.id(), id, values.data()));
    }

    /// Makes a variable one deflated chunk.
    void deflate(int id) const {
        const std::vector<std::size_t> chunk = group_.shape(id);
        if (chunk.empty() || std::count(chunk.begin(), chunk.end(), std::size_t{0}) > 0) {
            return;
        }
        group_.check(nc_def_var_chunking(group_.id(), id, NC_CHUNKED, chunk.data()));
        group_.check(nc_def_var_deflate(group_.id(), id, 1, 1, deflate_level));
    }

  private:
    static constexpr int deflate_level = 6;

    static const FittedQuantity& pointed(const FittedQuantity* quantity) { return *quantity; }

    static const FittedSeries& pointed(const FittedSeries& series) { return series; }

    NetcdfGroup group_;
};

/// Columns of quantities, each [chain][draw], as rows of a table.
std::vector<double> table_of(const std::vector<const FittedQuantity*>& quantities,
                             const std::vector<double> FittedQuantity::*column) {
    const std::size_t rows = (quantities.front()->*column).size();
    std::vector<double> table(rows * quantities.size());
    for (std::size_t i = 0; i < quantities.size(); ++i) {
        for (std::size_t t = 0; t < rows; ++t) {
            table[t * quantities.size() + i] = (quantities[i]->*column)[t];
        }
    }
    return table;
}

class PosteriorWriter {
  public:
    PosteriorWriter(const NetcdfGroup& root, const Posterior& posterior)
        : group_(root.make_group(posterior.name)), posterior_(posterior) {
        for (const layout::OriginField& field : layout::origin) {
            group_.attribute(NC_GLOBAL, field.attribute, posterior.origin.*field.text);
        }
        for (const FittedQuantity& quantity : posterior.quantities) {
            all_.push_back(&quantity);
        }
    }

    void write() const {
        write_draws();
        write_prior();
        write_observed();
        write_predictive();
        write_statistics();
        write_unconstrained();
    }

  private:
    void write_draws() const {
        const GroupWriter writer(group_, layout::posterior, posterior_.origin);
        const std::vector<const FittedQuantity*> which = with_values(posterior_);
        const std::array dimensions = {writer.counted("chain", posterior_.chains),
                                       writer.counted("draw", posterior_.draws),
                                       writer.named(layout::quantity, which)};
        writer.values(dimensions, table_of(which, &FittedQuantity::draws), value_bits);
    }

    void write_prior() const {
        const std::size_t draws = posterior_.quantities.front().prior.size();
        if (draws == 0) {
            return;
        }
        const GroupWriter writer(group_, layout::prior, posterior_.origin);
        const std::array dimensions = {writer.counted("chain", 1),
                                       writer.counted("draw", draws),
                                       writer.named(layout::quantity, all_)};
        writer.values(dimensions, table_of(all_, &FittedQuantity::prior), picture_bits);
    }

    void write_observed() const {
        if (posterior_.series.empty()) {
            return;
        }
        const GroupWriter writer(group_, layout::observed, posterior_.origin);
        std::vector<double> values;
        for (const FittedSeries& series : posterior_.series) {
            values.insert(values.end(), series.observed.begin(), series.observed.end());
        }
        const int observation = writer.observations(posterior_.series);
        writer.values(std::span(&observation, 1), values, observed_bits);
    }

    void write_predictive() const {
        if (posterior_.series.empty() || posterior_.predictive_draws == 0) {
            return;
        }
        const GroupWriter writer(group_, layout::predictive, posterior_.origin);
        std::vector<double> values;
        for (std::size_t draw = 0; draw < posterior_.predictive_draws; ++draw) {
            for (const FittedSeries& series : posterior_.series) {
                const auto months = static_cast<std::ptrdiff_t>(series.months.size());
                const auto begin =
                    series.predictive.begin() + static_cast<std::ptrdiff_t>(draw) * months;
                values.insert(values.end(), begin, begin + months);
            }
        }
        const std::array dimensions = {writer.counted("chain", 1),
                                       writer.counted("draw", posterior_.predictive_draws),
                                       writer.observations(posterior_.series)};
        writer.values(dimensions, values, picture_bits);
    }

    void write_statistics() const {
        const GroupWriter writer(group_, layout::statistics, posterior_.origin);
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
        const GroupWriter writer(group_, layout::unconstrained, posterior_.origin);
        const NetcdfGroup& group = writer.group();
        const std::array dimensions = {writer.counted("chain", posterior_.chains),
                                       writer.counted("draw", posterior_.draws),
                                       writer.named(layout::quantity, all_)};
        std::vector<short> steps;
        for (const double z : table_of(all_, &FittedQuantity::z)) {
            steps.push_back(static_cast<short>(z / layout::z_unit));
            ENTENTE_EXPECT(z == steps.back() * layout::z_unit);
        }
        const int id = group.variable("z", NC_SHORT, dimensions);
        group.attribute(id, layout::written_name, "standard normal under the prior");
        group.check(
            nc_put_att_double(group.id(), id, "scale_factor", NC_DOUBLE, 1, &layout::z_unit));
        writer.deflate(id);
        group.check(nc_put_var_short(group.id(), id, steps.data()));
    }

    NetcdfGroup group_;
    const Posterior& posterior_;
    std::vector<const FittedQuantity*> all_;
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
