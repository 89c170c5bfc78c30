// SPDX-License-Identifier: Apache-2.0
#include "results/write.hpp"

#include <set>

#include "results/files.hpp"

namespace entente::results {

namespace {

/// Citations that the model's declarations name, each once, in order of declaration.
std::string references(const model::Model& model) {
    std::string all;
    std::set<std::string> seen;
    for (const model::Source& source : model.sources) {
        if (!source.citation.empty() && seen.insert(source.citation).second) {
            all += (all.empty() ? "" : "; ") + source.citation;
        }
    }
    return all;
}

}  // namespace

void write_run(const std::filesystem::path& folder,
               std::span<const Run> runs,
               const Manifest& manifest,
               const model::Model& model,
               const data::Data& data,
               TableForm form) {
    const std::vector<std::string> actors = actor_codes(model);
    NetcdfText text;
    text.title = model.label.empty() ? model.name : model.label;
    text.source = "Entente " + manifest.inputs.version + ", model " + model.name;
    text.references = references(model);
    text.inputs = inputs_json(manifest.inputs);
    text.actors = actors;

    write_file(folder / "quantiles.csv",
               form == TableForm::wide ? quantiles_wide_csv(runs) : quantiles_csv(runs, actors));
    write_file(folder / "events.csv", events_csv(runs, model, data));
    write_file(folder / "summary.json", summary_json(runs, model.name));
    write_netcdf(folder / "members.nc", runs, text);
    write_file(folder / "manifest.json", manifest_json(manifest));
}

}  // namespace entente::results
