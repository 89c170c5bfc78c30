// SPDX-License-Identifier: Apache-2.0
// A small model through every stage, with hostile texts wherever a text can stand.
#pragma once

#include <string>
#include <vector>

#include "report/report.hpp"
#include "support/run_text.hpp"

namespace entente::test {

/// Trade by month, held against yearly figures of the same trade; visits by count.
inline const std::string report_model = R"(
model trade "Trade </script><img src=x onerror=alert(1)>" {
  language 1
  time month from 2020-01 to 2023-12
  forecast from 2022-01
  omits "prices </script><img src=x onerror=alert(1)>"
  outputs trade, visits
}
unit MUSD "million US dollars"
source judged "made up </script><img src=x onerror=alert(1)>"
param wish "What they would trade" : MUSD/month = 80 to 140 { grade E; source judged }
lever openness "Openness" : 1 = 1 in 0..1
event visits "Visits" {
  recorded { 2020-03: 2, 2021-05: 1 } complete through 2021-12
  count poisson(rate = 0.5 [1/month])
}
stock trade "Trade" : MUSD/month = 50 { toward openness * wish over 6 months }
data trade_year "Trade by year" : MUSD/year each year from { 2020-01: 900, 2021-01: 1200 } {
  observes average trade with lognormal(sd = 0.2)
  grade B; source judged; caveat "a print </script><img src=x onerror=alert(1)>"
}
data pace "Growth" : percent each year from { 2021-01: 25 } {
  observes growth trade with student_t(sd = 2 percent, freedom = 4); source judged
}
scenario shut "The border shuts" { set openness = 0 from 2022-06 }
scenario same "Nothing changes" { set openness = 1 from forecast }
)";

inline results::Run report_run(const LoadedText& loaded,
                               const std::string& scenario,
                               std::size_t threads = 1) {
    results::Run run = run_text(loaded, {.members = 200, .threads = threads, .scenario = scenario});
    run.scenario = scenario;
    return run;
}

/// A claim with hostile words, undetermined.
inline claims::ClaimResult hostile_claim(const std::string& name) {
    claims::ClaimResult claim;
    claim.name = name;
    claim.row = claims::row_of(name);
    claim.label = "Shut & poor </script><img src=x onerror=alert(1)>";
    claim.verdict = claims::Verdict::undetermined;
    claim.reason = claims::Reason::prior_driven;
    claim.rivals = {{"“No” </script>", "a print <!-- of it"}};
    claims::PartResult part;
    part.verdict = claim.verdict;
    part.reason = claim.reason;
    claim.parts = {part};
    return claim;
}

inline report::Provenance some_provenance() {
    return {"entente report trade.ent",
            "0.1.0",
            "abc",
            1,
            200,
            "priors",
            "hash",
            {{"trade.ent", "00"}}};
}

}  // namespace entente::test
