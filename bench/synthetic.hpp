// SPDX-License-Identifier: Apache-2.0
// Synthetic models of a given size: one description, written twice, as a model text for the engine
// and as C++ for g++. An equation is a stock, a let or an input that is drawn; every equation
// reaches an output. Months of one Euler step.
#pragma once

#include <string>
#include <vector>

namespace entente::bench {

/// How many equations of each kind; the rest are lets of one to three additions and products.
struct Mix {
    int stocks = 0;
    int exps = 0;
    int logarithms = 0;
    int powers = 0;
    int lookups = 0;
    int extremes = 0;
    int divisions = 0;
    int conditions = 0;
    int normals = 0;
};

struct SyntheticSpec {
    std::string name;
    int equations;
    Mix mix;
    int parameters;
    int outputs;
};

/// The four models of the bench.
const std::vector<SyntheticSpec>& synthetic_specs();

inline constexpr int synthetic_months = 300;

struct Synthetic {
    std::string model;  ///< .ent text
    std::string code;   ///< a C++ function `void run_NAME(const Batch&)`
    std::vector<double> starts;
    std::vector<std::string> outputs;
};

/// The same spec always gives the same model.
Synthetic synthetic(const SyntheticSpec& spec);

}  // namespace entente::bench
