// SPDX-License-Identifier: Apache-2.0
// How often the rules of judging are wrong: worlds whose truth is known go through the whole
// pipeline. The engine draws a record, the record is fitted under three prior sets, futures run
// from the fits, and the claim is judged. What is asked of the shares of verdicts stands in
// docs/science/claims.md.
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "claims/judge.hpp"
#include "fit/density.hpp"
#include "fit/likelihood.hpp"
#include "fit/sampler.hpp"
#include "support/run_text.hpp"

namespace {

using namespace entente;
using claims::Reason;
using claims::Verdict;

/// Four uncertain numbers. Backing changes every two years, exercises come and go; launches are
/// counted. The claim is about `lean` alone: with backing against without it the rate of launches
/// changes by exp(lean) - 1.
const std::string launches_model = R"(
model worlds "Launches and backing" {
  time month from 2000-01 to 2025-12
  forecast from 2025-01
  priors literature, sceptic, brief
  omits "all else"
}
source judged "judged"
param usual : 1 ~ normal(1.4, 0.3) { grade D; source judged }
param lean : 1 {
  prior literature normal(0.2, 0.5)
  prior sceptic normal(0, 0.5)
  prior brief normal(0.5, 0.5)
  grade D; source judged
}
param press : 1 ~ normal(0.3, 0.3) { grade D; source judged }
param fade : month ~ lognormal(4 [month], 0.4) { grade D; source judged }
lever backing : 1 = 0 in 0..1 {
  recorded {
    2000-01: 0, 2002-01: 1, 2004-01: 0, 2006-01: 1, 2008-01: 0, 2010-01: 1, 2012-01: 0, 2014-01: 1,
    2016-01: 0, 2018-01: 1, 2020-01: 0, 2022-01: 1, 2024-07: 0
  } complete through 2024-12
}
input exercises : 1 = 0.5 {
  recorded {
    2000-01: 1, 2001-01: 0, 2003-01: 1, 2003-07: 0, 2005-01: 1, 2005-09: 0, 2009-03: 1, 2010-01: 0,
    2013-01: 1, 2013-08: 0, 2017-01: 1, 2018-01: 0, 2023-01: 1, 2023-10: 0, 2024-03: 1, 2024-09: 0
  } complete through 2024-12
}
stock tension : 1 = 0 {
  inflow raised = exercises / 1 month
  outflow eased = tension / fade
}
let launch_rate : 1/month =
  exp(usual + lean * backing as emboldens + 0.3 * press * tension as provokes) / 1 month
event launches {
  recorded { 2000-01: 1 } complete through 2024-12
  count poisson(rate = launch_rate)
}
scenario backed { set backing = 1 from forecast }
scenario unbacked { set backing = 0 from forecast }
claim emboldened "Backing brings more launches" {
  compare backed with unbacked
  expect average launch_rate over 2025-01 .. 2025-12 rises by 10%
  rests on emboldens
}
)";

constexpr double smallest = 0.10;
constexpr std::size_t worlds_each = 100;
constexpr std::uint64_t first_seed = 20260101;

/// Of the sampler: draws are few and many chains, since every world has three fits.
constexpr std::size_t chains = 64;
constexpr std::size_t burn_in = 220;
constexpr std::size_t thin = 12;
constexpr std::size_t draws_a_chain = 8;

/// The likelihood under each prior set, of the last months of the record.
struct Fits {
    fit::Targets targets;
    std::vector<program::Program> programs;
    std::vector<std::unique_ptr<fit::Likelihood>> likelihoods;

    Fits(test::LoadedText& loaded, model::MonthWindow window) {
        targets = fit::targets_of(loaded.model, loaded.data, window);
        for (std::size_t set = 0; set < loaded.model.prior_sets.size(); ++set) {
            programs.push_back(*fit::compile(targets, loaded.data, set, loaded.diagnostics));
        }
        fit::LikelihoodOptions how;
        how.coordinates = {"usual", "lean", "press", "fade"};
        for (const program::Program& program : programs) {
            likelihoods.push_back(std::make_unique<fit::Likelihood>(targets, program, how));
        }
    }
};

/// The runs of the claim, compiled once; run from priors or from draws.
struct Runs {
    const model::Model& model;
    claims::Needs needs;
    std::vector<program::Program> programs;

    Runs(test::LoadedText& loaded, const std::vector<model::ClaimId>& ids)
        : model(loaded.model), needs(claims::needed_runs(loaded.model, ids)) {
        for (const claims::Case& one : needs.cases) {
            program::CompileOptions how;
            how.prior_set = one.prior_set;
            how.outputs = claims::outputs_of(one);
            programs.push_back(
                *program::compile(model::with_scenario(model, claims::scenario_of(model, one)),
                                  loaded.data,
                                  how,
                                  loaded.diagnostics));
        }
    }

    /// `given` has a table of uniforms for each prior set, or is empty.
    std::vector<claims::CaseValues> values(std::size_t members,
                                           const std::vector<program::GivenDraws>& given) const {
        std::vector<claims::CaseValues> all;
        for (std::size_t i = 0; i < programs.size(); ++i) {
            run::RunSpec spec;
            spec.seed = first_seed;
            spec.members = members;
            spec.given = given.empty() ? nullptr : &given[needs.cases[i].prior_set];
            all.push_back(claims::measure(model, needs.cases[i], run::simulate(programs[i], spec)));
        }
        return all;
    }
};

/// One world: a truth, its record, fits of it and the claim's result.
class World {
  public:
    World(const model::Model& model,
          const data::Data& data,
          const std::vector<model::ClaimId>& ids,
          const Runs& runs,
          const std::vector<claims::CaseValues>& prior)
        : model_(model), data_(data), ids_(ids), runs_(runs), prior_(prior) {}

    claims::PartResult judged(Fits& fits,
                              std::span<const double> record,
                              std::uint64_t seed) const {
        const std::size_t d = fits.likelihoods.front()->dimension();
        std::vector<std::vector<double>> uniforms;
        std::vector<program::GivenDraws> given;
        for (const auto& likelihood : fits.likelihoods) {
            likelihood->hold_against(record);
            fit::SamplerOptions how;
            how.dimension = d;
            how.seed = seed;
            how.chains = chains;
            how.burn_in = burn_in;
            how.thin = thin;
            fit::Sampler sampler(how, fit::with_standard_normal_prior(likelihood->density(), d));
            for (std::size_t i = 0; i < burn_in + thin * draws_a_chain; ++i) {
                sampler.step();
            }
            uniforms.emplace_back();
            for (const double z : sampler.state().draws) {
                uniforms.back().push_back(fit::uniform_of(z));
            }
            program::GivenDraws draws;
            for (const fit::Coordinate& coordinate : likelihood->coordinates()) {
                draws.sites.push_back(coordinate.site);
            }
            given.push_back(std::move(draws));
        }
        for (std::size_t set = 0; set < given.size(); ++set) {
            given[set].uniforms = uniforms[set];
        }
        const auto posterior = runs_.values(uniforms.front().size() / d, given);
        return claims::judge(model_, data_, ids_, {runs_.needs, prior_, &posterior})
            .front()
            .parts.front();
    }

  private:
    const model::Model& model_;
    const data::Data& data_;
    const std::vector<model::ClaimId>& ids_;
    const Runs& runs_;
    const std::vector<claims::CaseValues>& prior_;
};

struct Counts {
    std::map<std::string, std::size_t> by_answer;

    double share(const std::string& answer) const {
        const auto found = by_answer.find(answer);
        return found == by_answer.end()
                   ? 0
                   : static_cast<double>(found->second) / static_cast<double>(worlds_each);
    }

    double contradicted() const {
        double all = 0;
        for (const char* how : {"negligible", "opposite sign", "not as claimed"}) {
            all += share(how);
        }
        return all;
    }
};

std::string answer_of(const claims::PartResult& part) {
    return part.verdict == Verdict::contradicted ? claims::to_text(part.reason)
                                                 : claims::to_text(part.verdict);
}

/// z of `lean` under the prior set whose programs draw the record, for an effect of that size.
double z_of_effect(double effect) { return (std::log1p(effect) - 0.2) / 0.5; }

}  // namespace

TEST_CASE("verdicts on worlds whose truth is known are wrong as rarely as promised") {
    const auto loaded = test::load_text(launches_model);
    const std::vector<model::ClaimId> ids = {model::ClaimId(0)};
    const Runs runs(*loaded, ids);
    const auto prior = runs.values(2000, {});
    Fits whole(*loaded, {model::month_of(2000, 1), model::month_of(2024, 12)});
    Fits year(*loaded, {model::month_of(2024, 1), model::month_of(2024, 12)});
    const std::size_t d = whole.likelihoods.front()->dimension();
    REQUIRE(d == 4);
    REQUIRE(whole.likelihoods.front()->coordinates()[1].name == "lean");
    REQUIRE(whole.targets.points() == 300);
    REQUIRE(year.targets.points() == 12);
    const World world(loaded->model, loaded->data, ids, runs, prior);

    const std::array<double, 4> sizes = {0, 3, -3, 1};
    std::map<double, Counts> counts;
    Counts short_record;
    std::size_t w = 0;
    for (const double size : sizes) {
        for (std::size_t i = 0; i < worlds_each; ++i, ++w) {
            const std::uint64_t seed = first_seed + w;
            std::vector<double> truth(d);
            fit::draw_prior(seed, 0, d, truth);
            truth[1] = z_of_effect(size * smallest);
            std::vector<double> record(whole.targets.points());
            whole.likelihoods.front()->draw_records(truth, seed, record);
            ++counts[size].by_answer[answer_of(world.judged(whole, record, seed))];
            if (i % sizes.size() == 0) {
                const std::span<const double> last(record.data() + record.size() - 12, 12);
                ++short_record.by_answer[answer_of(world.judged(year, last, seed))];
            }
        }
    }
    MESSAGE("seeds ", first_seed, " to ", first_seed + w - 1);
    for (const auto& [size, count] : counts) {
        for (const auto& [answer, n] : count.by_answer) {
            MESSAGE("effect of ", size, " x the smallest: ", n, " of ", worlds_each, " ", answer);
        }
    }
    for (const auto& [answer, n] : short_record.by_answer) {
        MESSAGE("twelve months of record: ", n, " of ", worlds_each, " ", answer);
    }
    CHECK(counts[0].share("supported") <= 0.05);
    CHECK(counts[0].share("opposite sign") <= 0.05);
    CHECK(counts[3].share("supported") >= 0.80);
    CHECK(counts[3].contradicted() <= 0.05);
    CHECK(counts[-3].share("opposite sign") >= 0.80);
    CHECK(counts[1].share("supported") <= 0.15);
    CHECK(short_record.share("undetermined") >= 0.80);
}
