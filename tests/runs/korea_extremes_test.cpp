// SPDX-License-Identifier: Apache-2.0
// What must hold of the Korea model whatever is drawn: 500 draws of the prior in every scenario it
// ships, as written and pushed to extremes. Promises of range, accounts, bounds. Values of a run
// are single precision; korea_test.cpp closes the same accounts to 1e-9 on the slow evaluator.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "runs/korea_model.hpp"

namespace {

using namespace entente;

constexpr std::size_t draws = 500;

/// Months after the forecast at which an extreme has done its work.
constexpr int settled = 36;

/// Sums of a dozen single-precision terms: relative to the largest.
constexpr double rounding = 2e-6;

/// Each scenario three times more: the border shut, no crude oil and hardly any smuggling, and
/// nothing that angers China.
std::string extremes_of(const model::Model& model) {
    std::string text;
    for (std::size_t s = 0; s < model.scenarios.size(); ++s) {
        const std::string& name = model.scenarios[model::ScenarioId(s)].name;
        const std::string parent = name == "baseline" ? "" : " extends " + name;
        text +=
            "scenario " + name + "_shut" + parent + " { set close_border = 0.95 from forecast }\n";
        text += "scenario " + name + "_dry" + parent +
                " { set crude = 0 from forecast; set refined_illegal = 0.001 }\n";
        text += "scenario " + name + "_quiet" + parent +
                " {\n  event launches never from forecast\n"
                "  event nuclear_tests never from forecast\n"
                "  without frustration.by_concern, frustration.soothed from forecast\n}\n";
    }
    return text;
}

/// One output of a run by member and row, in double precision.
class Path {
  public:
    Path(const results::Run& run, const std::string& output)
        : run_(run), column_(results::find_output(run, output)) {
        REQUIRE(column_ != results::npos);
    }

    double operator()(std::size_t member, int row) const {
        return static_cast<double>(run_.value(member, row, column_));
    }

  private:
    const results::Run& run_;
    std::size_t column_;
};

struct Tally {
    std::size_t checked = 0;
    std::size_t broken = 0;
    std::string first;  ///< where the first violation was

    void expect(bool holds, const std::string& what, std::size_t member, int row) {
        ++checked;
        if (!holds) {
            first = broken == 0 ? what + ", member " + std::to_string(member) + ", row " +
                                      std::to_string(row)
                                : first;
            ++broken;
        }
    }
};

const std::vector<std::string> account_outputs = {"imports",
                                                  "imports_china",
                                                  "imports_other",
                                                  "imports_russia",
                                                  "dependence",
                                                  "output",
                                                  "reserves",
                                                  "reserves.earned",
                                                  "reserves.granted",
                                                  "reserves.bought",
                                                  "reserves.military",
                                                  "reserves.held",
                                                  "oil"};

/// Imports are their parts, dependence is a share, output stays, reserves change by their flows.
void check_accounts(const results::Run& run, Tally& tally) {
    const Path imports(run, "imports");
    const Path china(run, "imports_china");
    const Path other(run, "imports_other");
    const Path russia(run, "imports_russia");
    const Path dependence(run, "dependence");
    const Path output(run, "output");
    const Path reserves(run, "reserves");
    const Path earned(run, "reserves.earned");
    const Path granted(run, "reserves.granted");
    const Path bought(run, "reserves.bought");
    const Path military(run, "reserves.military");
    const Path held(run, "reserves.held");
    const Path oil(run, "oil");
    const int rows = run.grid.rows();
    for (std::size_t m = 0; m < run.members; ++m) {
        for (int row = 0; row < rows; ++row) {
            const double parts = china(m, row) + other(m, row) + russia(m, row);
            const double all = imports(m, row);
            tally.expect(std::abs(parts - all) <= rounding * all, "imports", m, row);
            tally.expect(dependence(m, row) >= 0 && dependence(m, row) <= 1, "share", m, row);
            tally.expect(output(m, row) > 0, "output", m, row);
            // Half of the half million barrels a year that the Council allows.
            tally.expect(oil(m, row) >= 5.3 / 2 * (1 - rounding), "oil", m, row);
            tally.expect(reserves(m, row) >= 50 * (1 - rounding), "reserves", m, row);
            if (row + 1 == rows) {
                continue;
            }
            const double flows =
                earned(m, row) + granted(m, row) - bought(m, row) - military(m, row) + held(m, row);
            const double largest = std::max({reserves(m, row),
                                             reserves(m, row + 1),
                                             bought(m, row),
                                             earned(m, row),
                                             held(m, row)});
            tally.expect(
                std::abs(reserves(m, row + 1) - reserves(m, row) - flows) <= rounding * largest,
                "change of reserves",
                m,
                row);
        }
    }
}

}  // namespace

TEST_CASE("500 draws in every scenario: no promise of range breaks and accounts close") {
    const auto korea = korea::open();
    REQUIRE(korea.model.scenarios.size() >= 61);
    Tally tally;
    for (std::size_t s = 0; s < korea.model.scenarios.size(); ++s) {
        const std::string name = korea.model.scenarios[model::ScenarioId(s)].name;
        for (std::size_t set = 0; set < korea.model.prior_sets.size(); ++set) {
            INFO(name << ", " << korea.model.prior_sets[set]);
            const results::Run run = korea::run(korea, name, account_outputs, draws, set);
            CHECK(run.members == draws);
            CHECK(run.fault_count == 0);
            check_accounts(run, tally);
        }
        INFO(name << ", free history");
        const results::Run free =
            korea::run(korea, name, account_outputs, draws, 0, program::History::free);
        CHECK(free.fault_count == 0);
        check_accounts(free, tally);
    }
    INFO(tally.first);
    CHECK(tally.broken == 0);
    MESSAGE(tally.checked << " accounts and bounds in " << korea.model.scenarios.size()
                          << " scenarios");
}

TEST_CASE("500 draws in every scenario with the border shut: trade all but ends, output stays") {
    // Stability check (v): exports and imports to nothing, output lower and above nothing.
    const auto shipped = korea::open();
    const auto korea = korea::open(extremes_of(shipped.model));
    std::vector<std::string> outputs = account_outputs;
    outputs.emplace_back("exports_china");
    // Players who answer the closure, or close the border where it is open, would be compared too.
    const korea::Choosing nobody = {.policy = program::Policy::scripted};
    const int row = korea::row_of(korea.model, 2026, 10) + settled;
    Tally accounts;
    for (std::size_t s = 0; s < shipped.model.scenarios.size(); ++s) {
        const std::string name = shipped.model.scenarios[model::ScenarioId(s)].name;
        INFO(name);
        const results::Run open = korea::run_choosing(korea, name, outputs, draws, nobody);
        const results::Run shut =
            korea::run_choosing(korea, name + "_shut", outputs, draws, nobody);
        CHECK(shut.fault_count == 0);
        check_accounts(shut, accounts);
        Tally tally;
        std::size_t well_shut = 0;
        for (std::size_t m = 0; m < draws; ++m) {
            bool little = true;
            for (const char* flow : {"exports_china", "imports"}) {
                // How much a border lets through that is 0.95 shut is a draw of its own; 30 is a
                // tenth of the imports of 2016.
                const double kept = Path(shut, flow)(m, row);
                const double usual = Path(open, flow)(m, row);
                tally.expect(kept <= std::max(0.5 * usual, 30.0), flow, m, row);
                little = little && kept <= std::max(0.2 * usual, 30.0);
            }
            well_shut += little ? 1 : 0;
            tally.expect(
                Path(shut, "output")(m, row) <= Path(open, "output")(m, row) * (1 + rounding),
                "output",
                m,
                row);
        }
        CHECK(well_shut >= draws * 98 / 100);
        INFO(tally.first);
        CHECK(tally.broken == 0);
    }
    INFO(accounts.first);
    CHECK(accounts.broken == 0);
}

TEST_CASE("500 draws in every scenario without crude oil: half of the legal products remain") {
    const auto shipped = korea::open();
    const auto korea = korea::open(extremes_of(shipped.model));
    Tally accounts;
    for (std::size_t s = 0; s < shipped.model.scenarios.size(); ++s) {
        const std::string name = shipped.model.scenarios[model::ScenarioId(s)].name;
        INFO(name);
        const results::Run dry = korea::run(korea, name + "_dry", account_outputs, draws);
        CHECK(dry.fault_count == 0);
        check_accounts(dry, accounts);
    }
    INFO(accounts.first);
    CHECK(accounts.broken == 0);
}

TEST_CASE("500 draws in every scenario with nothing that angers: frustration halves as it must") {
    const auto shipped = korea::open();
    const auto korea = korea::open(extremes_of(shipped.model));
    const std::vector<std::string> outputs = {"frustration", "frustration_delay"};
    for (std::size_t s = 0; s < shipped.model.scenarios.size(); ++s) {
        const std::string name = shipped.model.scenarios[model::ScenarioId(s)].name;
        INFO(name);
        const results::Run quiet = korea::run(korea, name + "_quiet", outputs, draws);
        CHECK(quiet.fault_count == 0);
        const Path frustration(quiet, "frustration");
        const Path delay(quiet, "frustration_delay");
        const int last = quiet.grid.rows() - 1;
        Tally tally;
        for (std::size_t m = 0; m < draws; ++m) {
            // The step of half a month shortens a decay over D months by 0.25 / D of itself.
            const double left = frustration(m, last) / frustration(m, last - 24);
            const double half_life = -24 * std::log(2.0) / std::log(left);
            tally.expect(std::abs(half_life / (std::log(2.0) * delay(m, 0)) - 1) < 0.06,
                         "half-life",
                         m,
                         last);
        }
        INFO(tally.first);
        CHECK(tally.broken == 0);
    }
}
