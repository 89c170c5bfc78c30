// SPDX-License-Identifier: Apache-2.0
#include "modeller.hpp"

#include <fmt/format.h>

namespace entente::bench {

std::string sir_text(bool noise) {
    return fmt::format(R"(model sir "An epidemic" {{
  language 1
  time month from 1900-01 to 2166-08
  step 1 month
  outputs infectious
}}
unit people "people"
param population : people ~ lognormal(1000, 0.1)
param contacts : 1/month ~ lognormal(0.3, 0.1)
param recovery : 1/month ~ lognormal(0.1, 0.1)
{}
let infection : people/month = contacts{} * susceptible * infectious / population
let healing : people/month = recovery * infectious
stock susceptible : people = 990 {{ outflow infected = infection }}
stock infectious : people = 10 {{
  inflow caught = infection
  outflow healed = healing
}}
stock removed : people = 0 {{ inflow added = healing }}
)",
                       noise ? "input weather \"Mixing\" : 1 = 1 { then normal(1, 0.1) }" : "",
                       noise ? " * weather" : "");
}

double nearness(int a, int b) {
    const int gap = a < b ? b - a : a - b;
    return (1 + 97 * gap % 89) / 100.0;
}

std::string arms_text() {
    std::string states;
    std::string pairs;
    std::string near;
    const auto name = [](int a) { return fmt::format("S{:02}", a); };
    for (int a = 0; a < arms_states; ++a) {
        states += fmt::format("{}{} \"State {}\"", a == 0 ? "" : ", ", name(a), a);
        for (int b = 0; b < arms_states; ++b) {
            if (a == b) {
                continue;
            }
            const char* const comma = pairs.empty() ? "" : ",\n  ";
            pairs += fmt::format("{}{}->{}", comma, name(a), name(b));
            near += fmt::format("{}{}->{}: {}", comma, name(a), name(b), nearness(a, b));
        }
    }
    std::string members;
    for (int a = 0; a < arms_states; ++a) {
        members += (a == 0 ? "" : ", ") + name(a);
    }
    return fmt::format(R"(model arms "An arms race of thirty states" {{
  language 1
  time month from 2000-01 to 2033-04
  step 1 month
  outputs world
}}
unit division "division"
actors {}
set states = {}
dyads pairs = {}
param answer : 1/month ~ lognormal(0.0015, 0.2)
param fatigue[a in states] : 1/month ~ lognormal(0.05, 0.2)
param nearness[d in pairs] : 1 = {{
  {} }}
let total[a in states] "All arms of a state" : division = sum(arms[d] for d in pairs where d.from == a)
let world : division = sum(total[a] for a in states)
let threat[d in pairs] "What the other side shows" : division = nearness[d] * arms[d.back]
let wanted[d in pairs] : division/month = answer * threat[d] * (1 + hostility[d])
let felt[d in pairs] : 1 = threat[d] / (10 [division] + threat[d])
stock arms[d in pairs] : division = 1 {{
  inflow built = wanted[d] + 0.05 [division/month]
  outflow scrapped = fatigue[d.from] * arms[d]
}}
stock hostility[d in pairs] : 1 = 0.2 {{ toward felt[d] over 24 months }}
)",
                       states,
                       members,
                       pairs,
                       near);
}

}  // namespace entente::bench
