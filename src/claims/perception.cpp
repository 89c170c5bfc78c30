// SPDX-License-Identifier: Apache-2.0
#include "claims/perception.hpp"

#include <cmath>
#include <vector>

#include "math/distributions.hpp"

namespace entente::claims {

namespace {

using model::Judged;
using model::Month;

/// Rows of a table in a window, and the months of the first and the last.
struct Count {
    double rows = 0;
    Month first;
    Month last;
};

Count count_in(const model::Grid& grid,
               const data::RecordValues& record,
               const model::MonthWindow& window) {
    Count count;
    const auto add = [&](Month month, double rows) {
        if (rows > 0 && window.contains(month)) {
            count.first = count.rows > 0 ? count.first : month;
            count.last = month;
            count.rows += rows;
        }
    };
    for (const auto& [month, rows] : record.earlier) {
        add(month, rows);
    }
    for (std::size_t row = 0; row < record.value.size(); ++row) {
        add(grid.month(static_cast<int>(row)), record.value[row]);
    }
    return count;
}

/// Of a share with k of n rows: Jeffreys' prior, so that none of n leaves room for some.
math::Distribution spread_of(const RowShare& share) {
    const double rest = static_cast<double>(share.rows - share.meeting);
    return {math::DistributionKind::beta, static_cast<double>(share.meeting) + 0.5, rest + 0.5};
}

RowShare share_of(const model::Model& model, const data::Data& data, const model::Stat& stat) {
    RowShare share;
    share.text = stat.text;
    share.table = model.records[stat.rows].shown;
    const Count all = count_in(model.grid, data.records[stat.rows], stat.window);
    const Count meeting = count_in(model.grid, data.records[stat.meeting], stat.window);
    share.rows = static_cast<std::size_t>(std::lround(all.rows));
    share.meeting = static_cast<std::size_t>(std::lround(meeting.rows));
    if (share.rows > 0) {
        share.from = model::to_text(all.first);
        share.to = model::to_text(all.last);
    }
    const math::Distribution spread = spread_of(share);
    share.low = spread.quantile(0.05);
    share.middle = spread.quantile(0.5);
    share.high = spread.quantile(0.95);
    return share;
}

/// The chance that the first share is above the second by more than `by`: both on a grid of equally
/// likely values.
double chance_of_more(const RowShare& first, const RowShare& second, double by) {
    constexpr std::size_t points = 400;
    std::vector<double> a;
    std::vector<double> b;
    for (std::size_t i = 0; i < points; ++i) {
        const double u = (static_cast<double>(i) + 0.5) / points;
        a.push_back(spread_of(first).quantile(u));
        b.push_back(spread_of(second).quantile(u));
    }
    std::size_t more = 0;
    for (const double x : a) {
        for (const double y : b) {
            more += x - y > 0 && x - y >= by ? 1 : 0;
        }
    }
    return static_cast<double>(more) / (points * points);
}

}  // namespace

Perception count_rows(const model::Model& model, const data::Data& data, const model::Part& part) {
    ENTENTE_EXPECT(part.expectations.size() == 1);
    const model::Expectation& expectation = part.expectations.front();
    const Judged& judged = expectation.judged;
    Perception perception;
    perception.bound = judged.amount;
    perception.shares.push_back(share_of(model, data, expectation.stat));
    if (!judged.other.empty()) {
        perception.shares.push_back(share_of(model, data, judged.other.front()));
        perception.p_claimed =
            chance_of_more(perception.shares[0], perception.shares[1], judged.amount);
        return perception;
    }
    const double below = spread_of(perception.shares.front()).cdf(judged.amount);
    perception.p_claimed = judged.kind == Judged::Kind::at_most ? below : 1 - below;
    return perception;
}

}  // namespace entente::claims
