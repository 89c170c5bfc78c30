// SPDX-License-Identifier: Apache-2.0
#include "cli/quantiles_all.hpp"

#include <algorithm>

#include "base/contract.hpp"
#include "results/tables.hpp"

namespace entente::cli {

namespace {

/// Paths held at once, 64 MiB.
constexpr std::size_t values_at_once = std::size_t{1} << 24U;

void count(const results::Run& batch, std::vector<results::HistogramColumn>& columns) {
    std::vector<float> values(batch.members);
    for (std::size_t output = 0; output < columns.size(); ++output) {
        for (std::size_t row = 0; row < columns[output].rows.size(); ++row) {
            for (std::size_t member = 0; member < batch.members; ++member) {
                values[member] = batch.value(member, static_cast<int>(row), output);
            }
            columns[output].rows[row].add(values);
        }
    }
}

/// Empty after Ctrl-C.
std::vector<results::HistogramColumn> columns_of(const program::Program& program,
                                                 const model::Model& model,
                                                 const results::PosteriorDraws* posterior,
                                                 const Options& options,
                                                 Progress& progress) {
    std::vector<results::HistogramColumn> columns;
    const auto rows = static_cast<std::size_t>(program.grid.rows());
    for (const results::Output& output : program.outputs) {
        columns.push_back({program.scenario, output, std::vector<results::Histogram>(rows)});
    }
    const Members all = wanted_members(options);
    const std::size_t batch = std::max<std::size_t>(
        16, values_at_once / (rows * std::max<std::size_t>(1, columns.size())));
    for (std::size_t done = 0; done < all.count; done += batch) {
        const Members members = {all.first + static_cast<std::uint32_t>(done),
                                 std::min(batch, all.count - done)};
        const auto draws = member_draws(model, posterior, members);
        const results::Run run = simulate(program, members, options, progress, draws.get());
        if (interrupted()) {
            return {};
        }
        count(run, columns);
    }
    return columns;
}

}  // namespace

std::optional<std::string> quantiles_of_all(Project& project,
                                            const std::vector<Ensemble>& ensembles,
                                            const Options& options) {
    std::vector<results::HistogramColumn> all;
    Progress progress(options,
                      ensembles.size() * wanted_members(options).count,
                      project.model->name + ", all quantities");
    for (Ensemble ensemble : ensembles) {
        ensemble.outputs = every_quantity(*project.model);
        const auto program = compile(project, ensemble, options);
        ENTENTE_EXPECT(program.has_value());
        auto columns = columns_of(*program, *project.model, ensemble.posterior, options, progress);
        if (interrupted()) {
            return std::nullopt;
        }
        std::move(columns.begin(), columns.end(), std::back_inserter(all));
    }
    return results::quantiles_all_csv(
        all, project.model->grid, results::actor_codes(*project.model));
}

}  // namespace entente::cli
