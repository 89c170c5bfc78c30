// SPDX-License-Identifier: Apache-2.0
// The fingerprint of texts, under the name that users of results know.
#pragma once

#include "data/hash.hpp"

namespace entente::results {

using data::hash_of;

}  // namespace entente::results
