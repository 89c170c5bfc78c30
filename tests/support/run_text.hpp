// SPDX-License-Identifier: Apache-2.0
// A model text run through every stage, for tests of what models do: resolved, loaded, compiled,
// simulated. The slow reference evaluator runs beside the engine wherever paths are asked for, so
// that each such test also compares the two.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "data/data.hpp"
#include "model/model.hpp"
#include "program/compile.hpp"
#include "results/results.hpp"
#include "run/simulate.hpp"
#include "text/diagnostic.hpp"

namespace entente::test {

/// A resolved model with its record. Ids and spans point into it.
struct LoadedText {
    text::Sources sources;
    text::Diagnostics diagnostics;
    model::Model model;
    data::Data data;
};

/// Throws with the diagnostics as its message where the text has errors. Reads no other file.
std::unique_ptr<LoadedText> load_text(const std::string& text);

/// The same for a file and what it includes and reads.
std::unique_ptr<LoadedText> load_model(const std::filesystem::path& file);

struct Running {
    std::uint64_t seed = 1;
    std::uint32_t first_member = 0;
    std::size_t members = 1;
    std::size_t threads = 1;
    std::size_t block = 0;
    std::string scenario = "baseline";
    program::History history = program::History::recorded;
    program::Draws draws = program::Draws::sampled;
};

/// Keeps the named quantities, or the model's outputs where none is named.
program::Program compile_text(const LoadedText& loaded,
                              const Running& how,
                              const std::vector<std::string>& names = {});

results::Run run_text(const LoadedText& loaded,
                      const Running& how,
                      const std::vector<std::string>& names = {});

/// [row][name] of one member in double precision, from the reference evaluator; every value is also
/// what the engine gives, rounded to its float, or this throws.
std::vector<std::vector<double>> paths_of(const LoadedText& loaded,
                                          const Running& how,
                                          const std::vector<std::string>& names);

}  // namespace entente::test
