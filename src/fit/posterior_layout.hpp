// SPDX-License-Identifier: Apache-2.0
// What writer and reader of posterior files agree on, besides fit/posterior.hpp.
#pragma once

#include <array>
#include <string>

#include "fit/posterior.hpp"

namespace entente::fit::layout {

inline constexpr const char* format = "entente posterior 1";  ///< attribute entente_format, root

inline constexpr const char* posterior = "posterior";
inline constexpr const char* predictive = "posterior_predictive";
inline constexpr const char* prior = "prior";
inline constexpr const char* observed = "observed_data";
inline constexpr const char* statistics = "sample_stats";
inline constexpr const char* unconstrained = "unconstrained";

/// Attributes of a variable: the name as in the model, and the unit. Not CF's `units`, which
/// readers take as a request to convert.
inline constexpr const char* written_name = "long_name";
inline constexpr const char* unit = "entente_units";

struct OriginField {
    const char* attribute;
    std::string PosteriorOrigin::*text;
};

inline constexpr std::array<OriginField, 9> origin = {{
    {"model", &PosteriorOrigin::model},
    {"model_hash", &PosteriorOrigin::model_hash},
    {"data_hash", &PosteriorOrigin::data_hash},
    {"prior_set", &PosteriorOrigin::prior_set},
    {"first_month", &PosteriorOrigin::first_month},
    {"last_month", &PosteriorOrigin::last_month},
    {"seed", &PosteriorOrigin::seed},
    {"entente_version", &PosteriorOrigin::version},
    {"entente_manifest", &PosteriorOrigin::manifest},
}};

}  // namespace entente::fit::layout
