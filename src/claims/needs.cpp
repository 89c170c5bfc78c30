// SPDX-License-Identifier: Apache-2.0
#include "claims/needs.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace entente::claims {

namespace {

using model::Stat;

std::vector<model::LinkId> ordered(std::vector<model::LinkId> links) {
    std::sort(links.begin(), links.end());
    links.erase(std::unique(links.begin(), links.end()), links.end());
    return links;
}

Case& find_or_add(Needs& needs,
                  model::ScenarioId scenario,
                  const std::vector<model::LinkId>& without,
                  std::size_t prior_set) {
    for (Case& one : needs.cases) {
        if (one.scenario == scenario && one.without == without && one.prior_set == prior_set) {
            return one;
        }
    }
    needs.cases.push_back({scenario, without, prior_set, false, {}});
    return needs.cases.back();
}

void add_measure(Case& one, const Measure& measure) {
    if (std::find(one.measures.begin(), one.measures.end(), measure) == one.measures.end()) {
        one.measures.push_back(measure);
    }
}

/// Cases and measures of one stat in one scenario.
void need_stat(const model::Model& model,
               Needs& needs,
               const Stat& stat,
               const model::Judged& judged,
               model::ScenarioId scenario,
               std::size_t prior_set) {
    if (stat.kind == Stat::Kind::effect) {
        ENTENTE_EXPECT(!stat.on.empty());
        const Measure m = measure_of(model, stat.on.front(), judged);
        add_measure(find_or_add(needs, scenario, {}, prior_set), m);
        add_measure(find_or_add(needs, scenario, ordered(stat.links), prior_set), m);
        return;
    }
    Case& one = find_or_add(needs, scenario, {}, prior_set);
    add_measure(one, measure_of(model, stat, judged));
    if (stat.kind == Stat::Kind::change) {
        add_measure(one, first_value_of(stat));
    }
}

void need_part(const model::Model& model, Needs& needs, const model::Part& part, std::size_t set) {
    for (const model::Expectation& e : part.expectations) {
        need_stat(model, needs, e.stat, e.judged, own_scenario(part), set);
        if (part.with) {
            need_stat(model, needs, e.stat, e.judged, *part.with, set);
        }
        for (const Stat& other : e.judged.other) {
            need_stat(model, needs, other, e.judged, own_scenario(part), set);
        }
    }
}

/// Months from one of the quantity's time unit to the next, for totals of rates.
double per_month(const std::string& unit) {
    if (unit.ends_with("/year")) {
        return 1.0 / 12.0;
    }
    if (unit.ends_with("/quarter")) {
        return 1.0 / 3.0;
    }
    return 1.0;
}

double over_window(const Measure& m, const std::vector<double>& rows, double month_factor) {
    double sum = 0;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    std::size_t meeting = 0;
    for (const double v : rows) {
        sum += v;
        low = std::min(low, v);
        high = std::max(high, v);
        const bool meets = m.kind == Measure::Kind::share_at_least ? v >= m.bound : v <= m.bound;
        meeting += meets ? 1 : 0;
        if (!std::isfinite(v)) {
            return std::numeric_limits<double>::quiet_NaN();
        }
    }
    const auto count = static_cast<double>(rows.size());
    switch (m.kind) {
        case Measure::Kind::total:
            return sum * month_factor;
        case Measure::Kind::average:
            return sum / count;
        case Measure::Kind::highest:
            return high;
        case Measure::Kind::lowest:
            return low;
        case Measure::Kind::spread:
            return high - low;
        case Measure::Kind::value:
            return rows.front();
        case Measure::Kind::change:
            return rows.back() - rows.front();
        case Measure::Kind::share_at_least:
        case Measure::Kind::share_at_most:
            return static_cast<double>(meeting) / count;
        case Measure::Kind::parameter:
            break;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

std::vector<double> path_measure(const model::Model& model,
                                 const Measure& m,
                                 const results::Run& run) {
    const model::Quantity& quantity = model.quantities[m.quantity];
    const std::size_t output = results::find_output(run, quantity.name);
    ENTENTE_EXPECT(output != results::npos);
    const int first = std::clamp(run.grid.row(m.window.first), 0, run.grid.months);
    const int last = std::clamp(run.grid.row(m.window.last), first, run.grid.months);
    const double month_factor = per_month(quantity.unit);
    std::vector<double> values(run.members);
    std::vector<double> rows(static_cast<std::size_t>(last - first + 1));
    for (std::size_t member = 0; member < run.members; ++member) {
        for (int row = first; row <= last; ++row) {
            rows[static_cast<std::size_t>(row - first)] =
                static_cast<double>(run.value(member, row, output));
        }
        values[member] = over_window(m, rows, month_factor);
    }
    return values;
}

std::vector<double> parameter_measure(const model::Model& model,
                                      const Measure& m,
                                      const results::Run& run) {
    const auto& names = run.parameter_names;
    const auto found = std::find(names.begin(), names.end(), model.quantities[m.quantity].name);
    ENTENTE_EXPECT(found != names.end());
    const auto column = static_cast<std::size_t>(found - names.begin());
    std::vector<double> values(run.members);
    for (std::size_t member = 0; member < run.members; ++member) {
        values[member] = run.parameters[member * names.size() + column];
    }
    return values;
}

}  // namespace

bool Measure::operator==(const Measure& other) const {
    return kind == other.kind && quantity == other.quantity && window.first == other.window.first &&
           window.last == other.window.last && bound == other.bound;
}

bool reads_record(const model::Part& part) {
    return part.fact || std::any_of(part.expectations.begin(),
                                    part.expectations.end(),
                                    [](const auto& e) { return bool(e.stat.data); });
}

model::ScenarioId own_scenario(const model::Part& part) {
    return part.scenario.value_or(model::ScenarioId(0));
}

Needs needed_runs(const model::Model& model, const std::vector<model::ClaimId>& claims) {
    Needs needs;
    const bool any_run = std::any_of(claims.begin(), claims.end(), [&](model::ClaimId id) {
        const auto& parts = model.claims[id].parts;
        return std::any_of(
            parts.begin(), parts.end(), [](const auto& p) { return !reads_record(p); });
    });
    if (!any_run) {
        return needs;
    }
    for (std::size_t set = 0; set < model.prior_sets.size(); ++set) {
        find_or_add(needs, model::ScenarioId(0), {}, set).keeps_parameters = true;
    }
    for (const model::ClaimId id : claims) {
        for (const model::Part& part : model.claims[id].parts) {
            for (std::size_t set = 0; set < model.prior_sets.size() && !reads_record(part); ++set) {
                need_part(model, needs, part, set);
            }
        }
    }
    return needs;
}

Needs needed_for(const model::Model& model, const model::Part& part, std::size_t prior_set) {
    Needs needs;
    need_part(model, needs, part, prior_set);
    return needs;
}

Needs needed_for(const model::Model& model,
                 const std::vector<const model::Part*>& parts,
                 std::size_t prior_set) {
    Needs needs;
    for (const model::Part* part : parts) {
        need_part(model, needs, *part, prior_set);
    }
    return needs;
}

std::vector<model::QuantityId> outputs_of(const Case& one) {
    std::vector<model::QuantityId> outputs;
    for (const Measure& m : one.measures) {
        if (m.kind != Measure::Kind::parameter &&
            std::find(outputs.begin(), outputs.end(), m.quantity) == outputs.end()) {
            outputs.push_back(m.quantity);
        }
    }
    return outputs;
}

model::Scenario scenario_of(const model::Model& model, const Case& one) {
    model::Scenario scenario = model.scenarios[one.scenario];
    if (!one.without.empty()) {
        model::WithoutChange change;
        change.links = one.without;
        change.timing.from = model.grid.first;
        scenario.changes.emplace_back(change);
    }
    return scenario;
}

CaseValues measure(const model::Model& model, const Case& one, const results::Run& run) {
    CaseValues values;
    values.members = run.members;
    for (const Measure& m : one.measures) {
        values.by_measure.push_back(m.kind == Measure::Kind::parameter
                                        ? parameter_measure(model, m, run)
                                        : path_measure(model, m, run));
    }
    if (one.keeps_parameters) {
        values.parameter_names = run.parameter_names;
        values.parameter_units = run.parameter_units;
        values.parameters = run.parameters;
    }
    return values;
}

Measure measure_of(const model::Model& model, const Stat& stat, const model::Judged& judged) {
    Measure m;
    m.quantity = stat.quantity;
    m.window = stat.window;
    switch (stat.kind) {
        case Stat::Kind::total:
            m.kind = Measure::Kind::total;
            break;
        case Stat::Kind::average:
            m.kind = Measure::Kind::average;
            break;
        case Stat::Kind::highest:
            m.kind = Measure::Kind::highest;
            break;
        case Stat::Kind::lowest:
            m.kind = Measure::Kind::lowest;
            break;
        case Stat::Kind::spread:
            m.kind = Measure::Kind::spread;
            break;
        case Stat::Kind::value:
            m.kind = Measure::Kind::value;
            break;
        case Stat::Kind::change:
            m.kind = Measure::Kind::change;
            break;
        case Stat::Kind::effect:
        case Stat::Kind::around:
        case Stat::Kind::share: {
            const bool one_number_a_member = false;
            ENTENTE_EXPECT(one_number_a_member);
            break;
        }
        case Stat::Kind::plain:
            if (model.quantities[stat.quantity].kind == model::QuantityKind::parameter) {
                m.kind = Measure::Kind::parameter;
            } else if (judged.share && judged.window) {
                m.kind = judged.kind == model::Judged::Kind::at_most
                             ? Measure::Kind::share_at_most
                             : Measure::Kind::share_at_least;
                m.window = *judged.window;
                m.bound = judged.amount;
            } else {
                m.window = {model.grid.first, model.grid.first};
            }
            break;
    }
    return m;
}

Measure first_value_of(const Stat& stat) {
    return {Measure::Kind::value, stat.quantity, stat.window, 0};
}

std::size_t case_index(const Needs& needs,
                       model::ScenarioId scenario,
                       const std::vector<model::LinkId>& without,
                       std::size_t prior_set) {
    const std::vector<model::LinkId> links = ordered(without);
    for (std::size_t i = 0; i < needs.cases.size(); ++i) {
        const Case& one = needs.cases[i];
        if (one.scenario == scenario && one.without == links && one.prior_set == prior_set) {
            return i;
        }
    }
    const bool in_the_plan = false;
    ENTENTE_EXPECT(in_the_plan);
    return 0;
}

std::size_t measure_index(const Case& one, const Measure& measure) {
    const auto found = std::find(one.measures.begin(), one.measures.end(), measure);
    ENTENTE_EXPECT(found != one.measures.end());
    return static_cast<std::size_t>(found - one.measures.begin());
}

}  // namespace entente::claims
