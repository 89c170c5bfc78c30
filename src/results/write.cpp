// SPDX-License-Identifier: Apache-2.0
#include "results/write.hpp"

#include <set>

#include "results/files.hpp"
#include "results/hash.hpp"

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

const std::vector<std::string>& file_names() {
    static const std::vector<std::string> names = {"manifest.json",
                                                   "summary.json",
                                                   "quantiles.csv",
                                                   "quantiles_wide.csv",
                                                   "quantiles_all.csv",
                                                   "events.csv",
                                                   "members.nc",
                                                   "claims.json"};
    return names;
}

void write_run(const std::filesystem::path& folder, Manifest& manifest, const Written& what) {
    const std::vector<std::string> actors = actor_codes(what.model);
    NetcdfText text;
    text.title = what.model.label.empty() ? what.model.name : what.model.label;
    text.source = "Entente " + manifest.inputs.version + ", model " + what.model.name;
    text.references = references(what.model);
    text.inputs = inputs_json(manifest.inputs);
    text.actors = actors;

    manifest.files.clear();
    const auto write = [&](const std::string& name, const std::string& bytes) {
        write_file(folder / name, bytes);
        manifest.files.push_back({name, hash_of(bytes)});
    };
    write("summary.json", summary_json(what.runs, what.model.name));
    write("quantiles.csv", quantiles_csv(what.runs, actors));
    write("events.csv", events_csv(what.runs, what.model, what.data));
    for (const ExtraFile& extra : what.extra) {
        write(extra.name, extra.bytes);
    }
    write_netcdf(folder / "members.nc", what.runs, text);
    manifest.files.push_back({"members.nc", hash_of(read_file(folder / "members.nc"))});
    write_file(folder / "manifest.json", manifest_json(manifest));
}

}  // namespace entente::results
