// SPDX-License-Identifier: Apache-2.0
// Prints what an evaluation of the flagship's likelihood costs on one core, in full blocks, and how
// the parts share it: docs/performance.md has the figures.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "fit/likelihood.hpp"
#include "support/run_text.hpp"

namespace {

using namespace entente;
using Clock = std::chrono::steady_clock;

/// The median of a few timings of `evaluations` points, in microseconds each.
double median_cost(const fit::Likelihood& likelihood, std::size_t evaluations) {
    std::vector<double> points(evaluations * likelihood.dimension());
    fit::draw_prior(1, 0, likelihood.dimension(), points);
    std::vector<double> values(evaluations);
    std::vector<double> times;
    for (int i = 0; i < 9; ++i) {
        const auto start = Clock::now();
        likelihood.evaluate(points, values);
        const std::chrono::duration<double, std::micro> took = Clock::now() - start;
        times.push_back(took.count() / static_cast<double>(evaluations));
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

void print_cost(int substeps) {
    auto loaded =
        test::load_model(std::filesystem::path(ENTENTE_SOURCE_DIR) / "models/korea/korea.ent");
    loaded->model.grid.substeps = substeps;
    const model::Month last = model::month_of(2026, 9);
    const fit::Targets targets =
        fit::targets_of(loaded->model, loaded->data, {loaded->model.grid.first, last});
    const auto program = fit::compile(targets, loaded->data, 0, loaded->diagnostics);
    fit::LikelihoodOptions how;
    how.threads = 1;
    const fit::Likelihood likelihood(targets, *program, how);
    std::printf("step 1/%d month, %d months, %zu targets, %zu numbers, %zu coordinates: %.1f us\n",
                substeps,
                targets.rows(),
                targets.targets.size(),
                targets.points(),
                likelihood.dimension(),
                median_cost(likelihood, 1024));
}

}  // namespace

int main() {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    std::printf("one evaluation of the flagship's likelihood, one core, blocks of 64\n");
    print_cost(1);
    print_cost(4);
    return 0;
}
