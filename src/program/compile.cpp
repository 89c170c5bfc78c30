// SPDX-License-Identifier: Apache-2.0
#include "program/compile.hpp"

#include "program/lower.hpp"
#include "program/schedule.hpp"

namespace entente::program {

std::vector<DrawSite> sites_drawn_once(const Program& program) {
    std::vector<DrawSite> once;
    for (const DrawSite& site : program.sites) {
        if (site.once) {
            once.push_back(site);
        }
    }
    return once;
}

std::optional<Program> compile(const model::Model& model,
                               const data::Data& data,
                               const CompileOptions& options,
                               text::Diagnostics& diagnostics) {
    std::optional<Lowered> lowered = lower(model, data, options, diagnostics);
    if (!lowered) {
        return std::nullopt;
    }
    Program program = schedule(*lowered, model.grid);
    const int forecast = model.grid.row(model.grid.forecast);
    if (options.with_past && forecast > 0 && forecast < model.grid.months) {
        program.past = past_of(*lowered, forecast);
    }
    program.grid = model.grid;
    program.prior_set = model.prior_sets[options.prior_set];
    program.policy = options.policy == Policy::rule ? "rule" : "scripted";
    program.sites = std::move(lowered->sites);
    program.rings = std::move(lowered->rings);
    program.ring_uses = std::move(lowered->ring_uses);
    program.checks = std::move(lowered->checks);
    program.outputs = std::move(lowered->outputs);
    program.output_checks = std::move(lowered->output_checks);
    program.parameter_names = std::move(lowered->parameter_names);
    program.parameter_units = std::move(lowered->parameter_units);
    program.lookups = lowered->values.lookups;
    return program;
}

}  // namespace entente::program
