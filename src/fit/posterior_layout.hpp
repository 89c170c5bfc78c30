// SPDX-License-Identifier: Apache-2.0
// What writer and reader of posterior files agree on, besides fit/posterior.hpp.
#pragma once

#include <array>
#include <string>

#include "fit/posterior.hpp"

namespace entente::fit::layout {

inline constexpr const char* format = "entente posterior 2";  ///< attribute entente_format, root

inline constexpr const char* posterior = "posterior";
inline constexpr const char* predictive = "posterior_predictive";
inline constexpr const char* prior = "prior";
inline constexpr const char* observed = "observed_data";
inline constexpr const char* statistics = "sample_stats";
inline constexpr const char* unconstrained = "unconstrained";

inline constexpr const char* value = "value";
inline constexpr const char* quantity = "quantity";  ///< dimension, and the names along it
inline constexpr const char* unit = "unit";          ///< of each quantity
inline constexpr double z_unit = 0x1p-10;            ///< one of a 16-bit number

inline constexpr const char* series = "series";              ///< dimension, and the names along it
inline constexpr const char* observation = "observation";    ///< dimension, series by series
inline constexpr const char* series_index = "series_index";  ///< of each observation, from 0
inline constexpr const char* time = "time";                  ///< of each observation

/// Attribute of a variable: what it is.
inline constexpr const char* written_name = "long_name";

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
