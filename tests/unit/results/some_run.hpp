// SPDX-License-Identifier: Apache-2.0
// A run built by hand: each value tells member, row and output, in blocks of four lanes; and a
// folder that is gone after the test.
#pragma once

#include <cmath>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <unistd.h>

#include "results/results.hpp"

namespace some {

using namespace entente;

inline constexpr float missing = std::numeric_limits<float>::quiet_NaN();

using Value = std::function<float(std::size_t member, int row, std::size_t output)>;

inline float told(std::size_t member, int row, std::size_t output) {
    return static_cast<float>(member) + static_cast<float>(row) / 100 +
           static_cast<float>(output) * 1000;
}

inline results::Run run(std::vector<results::Output> outputs,
                        std::size_t members,
                        const Value& value = told) {
    results::Run run;
    run.scenario = "baseline";
    run.prior_set = "default";
    run.grid.first = model::month_of(2020, 1);
    run.grid.months = 3;
    run.grid.forecast = model::month_of(2020, 2);
    run.seed = 7;
    run.members = members;
    run.block = 4;
    run.outputs = std::move(outputs);
    const std::size_t blocks = (members + run.block - 1) / run.block;
    for (std::size_t block = 0; block < blocks; ++block) {
        for (int row = 0; row < run.grid.rows(); ++row) {
            for (std::size_t output = 0; output < run.outputs.size(); ++output) {
                for (std::size_t lane = 0; lane < run.block; ++lane) {
                    run.paths.push_back(value(block * run.block + lane, row, output));
                }
            }
        }
    }
    return run;
}

/// Gone with all it holds at the end.
struct Folder {
    std::filesystem::path path;

    explicit Folder(const std::string& name)
        : path(std::filesystem::temp_directory_path() /
               ("entente-" + name + "-" + std::to_string(::getpid()))) {
        std::filesystem::remove_all(path);
        std::filesystem::create_directories(path);
    }

    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
};

}  // namespace some
