// SPDX-License-Identifier: Apache-2.0
// A number in JSON, which has neither NaN nor infinity.
#pragma once

#include <cmath>

#include <nlohmann/json.hpp>

namespace entente::results {

/// The number, or null where it is not finite.
inline nlohmann::ordered_json json_number(double value) {
    return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

}  // namespace entente::results
