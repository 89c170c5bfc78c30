// SPDX-License-Identifier: Apache-2.0
// What a run was made from, so that anybody can make it again from the manifest alone, and the
// circumstances it was made in. Only `inputs` decide bytes; they are embedded in members.nc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "data/data.hpp"
#include "results/posterior_draws.hpp"
#include "results/results.hpp"

namespace entente::results {

inline constexpr int schema_version = 1;

/// A file of the model or of its record, whole.
struct InputFile {
    std::string path;  ///< as the model names it
    std::string text;
};

/// Everything that decides the bytes of the other files.
struct Inputs {
    std::string version;  ///< of Entente
    std::string model;    ///< name
    std::string model_label;
    std::vector<InputFile> model_files;  ///< the main file first
    std::vector<InputFile> data_files;
    std::uint64_t seed = 0;
    std::uint32_t first_member = 0;
    std::size_t members = 0;
    std::vector<std::string> scenarios;
    std::vector<std::string> outputs;
    std::string prior_set;
    std::string history = "recorded";                        ///< or free
    std::string draws = "sampled";                           ///< or mean
    std::string policy = "rule";                             ///< or scripted
    std::vector<std::pair<std::string, std::string>> flags;  ///< others that decide bytes
    std::optional<PosteriorDraws> posterior;  ///< what members draw once; their priors without it
};

/// Everything that does not.
struct Circumstances {
    std::string time;  ///< ISO 8601, UTC
    std::string host;
    std::string commit;
    std::string instruction_set;
    std::size_t threads = 0;
    double seconds = 0;  ///< how long it took
    bool partial = false;
    std::size_t warnings = 0;
};

/// A file the run wrote, to tell whether another run made the same bytes.
struct OutputFile {
    std::string name;
    std::string sha256;
};

struct Manifest {
    Inputs inputs;
    Circumstances circumstances;
    std::vector<OutputFile> files;  ///< all but the manifest
};

/// The texts of all files that `data` was read from, paths seen from `folder`, that of the model's
/// main file: the folder a run was started in decides no bytes.
std::vector<InputFile> data_files(const data::Data& data,
                                  const text::Sources& sources,
                                  const std::string& folder);

/// A path seen from a folder, with `/` between names; both as found from the current folder.
std::string seen_from(const std::string& folder, const std::string& path);

/// SHA-256 over paths and texts of all model files.
std::string model_hash(const Inputs& inputs);

/// `inputs` alone, one line: the same text for the same inputs.
std::string inputs_json(const Inputs& inputs);

/// manifest.json, indented, with a last line end.
std::string manifest_json(const Manifest& manifest);

/// Reads a manifest back. Nothing where it is not one, of another schema, or where a text does not
/// fit its hash; `fault` then says why in a sentence.
std::optional<Manifest> parse_manifest(std::string_view json, std::string& fault);

}  // namespace entente::results
