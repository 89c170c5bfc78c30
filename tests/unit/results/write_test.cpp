// SPDX-License-Identifier: Apache-2.0
#include "results/write.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "results/files.hpp"
#include "results/hash.hpp"
#include "results/read.hpp"
#include "some_run.hpp"

using namespace entente;
using namespace entente::results;

TEST_CASE("a run's folder holds what the manifest lists, with the hashes of the bytes") {
    const some::Folder folder("write");
    model::Model model;
    model.name = "m";
    const data::Data data;
    const std::vector<Run> runs = {some::run({{"x", "kt"}}, 3)};
    Manifest manifest;
    write_run(folder.path, manifest, {model, data, runs, {{"claims.json", "{}\n"}}});
    CHECK(is_run_folder(folder.path));
    CHECK(manifest.files.size() == 5);
    for (const OutputFile& file : manifest.files) {
        CHECK(hash_of(read_file(folder.path / file.name)) == file.sha256);
        const auto& names = file_names();
        CHECK(std::find(names.begin(), names.end(), file.name) != names.end());
    }
    std::string fault;
    const auto again = parse_manifest(read_file(folder.path / "manifest.json"), fault);
    REQUIRE(again);
    CHECK(again->files.size() == 5);
}

TEST_CASE("a folder that cannot be written holds no manifest") {
    const some::Folder folder("unwritable");
    const model::Model model;
    const data::Data data;
    const std::vector<Run> runs = {some::run({{"x", "kt"}}, 3)};
    std::filesystem::create_directories(folder.path / "members.nc" / "in the way");
    Manifest manifest;
    CHECK_THROWS_AS(write_run(folder.path, manifest, {model, data, runs, {}}), FileError);
    CHECK_FALSE(std::filesystem::exists(folder.path / "manifest.json"));
}
