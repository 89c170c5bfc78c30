// SPDX-License-Identifier: Apache-2.0
// What the members of a run draw once, as the engine takes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "model/model.hpp"
#include "program/draws.hpp"
#include "results/posterior_draws.hpp"

namespace entente::cli {

/// A range of members.
struct Members {
    std::uint32_t first = 0;
    std::size_t count = 0;
};

/// The uniforms of a range of members.
struct MemberDraws {
    std::vector<double> uniforms;
    program::GivenDraws given;
};

/// Null for no posterior: members draw from their priors.
std::unique_ptr<MemberDraws> member_draws(const model::Model& model,
                                          const results::PosteriorDraws* posterior,
                                          const Members& members);

}  // namespace entente::cli
