// SPDX-License-Identifier: Apache-2.0
// What the priors of the Korea model expect of its record, before any fit: under every prior set at
// least 80 % of each series inside its 90 % band, the band narrower than ten times its range.
#include <cstddef>
#include <memory>

#include <doctest/doctest.h>

#include "fit/fit.hpp"
#include "runs/korea_model.hpp"
#include "text/diagnostic.hpp"

using namespace entente;

TEST_CASE("the priors of the Korea model expect its record, to 2016 and to 2025") {
    const auto korea = korea::open();
    for (const int last : {2016, 2025}) {
        const fit::Targets targets = fit::targets_of(
            korea.model, korea.data, {model::month_of(2006, 1), model::month_of(last, 12)});
        CHECK(targets.targets.size() >= (last == 2016 ? 12U : 16U));
        for (std::size_t set = 0; set < korea.model.prior_sets.size(); ++set) {
            text::Diagnostics diagnostics;
            const auto program = fit::compile(targets, korea.data, set, diagnostics);
            REQUIRE(program.has_value());
            const fit::Likelihood likelihood(targets, *program, fit::LikelihoodOptions{});
            for (const fit::PriorExpectation& expected : fit::check_prior(likelihood, 1)) {
                INFO(korea.model.prior_sets[set]
                     << " to " << last << ": " << expected.target << ", " << 100 * expected.inside
                     << " % inside, band " << expected.width << " of the range");
                CHECK(expected.failed == 0);
                CHECK(expected.plausible());
            }
        }
    }
}
