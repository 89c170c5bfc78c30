// SPDX-License-Identifier: Apache-2.0
#include "results/files.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "some_run.hpp"

using namespace entente::results;
namespace fs = std::filesystem;

namespace {

std::size_t count(const fs::path& folder) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("a file is written whole and read back, zero bytes too") {
    const some::Folder folder("files");
    const std::string bytes("a\0b\r\n\xff", 6);
    write_file(folder.path / "x", bytes);
    CHECK(read_file(folder.path / "x") == bytes);
    write_file(folder.path / "x", "");
    CHECK(read_file(folder.path / "x").empty());
    CHECK(count(folder.path) == 1);
}

TEST_CASE("a writer that fails leaves the older file and nothing else") {
    const some::Folder folder("fails");
    write_file(folder.path / "x", "old");
    const auto fail = [&](const fs::path& unfinished) {
        std::ofstream(unfinished) << "half";
        throw FileError(folder.path / "x", "no space left");
    };
    CHECK_THROWS_AS(write_through(folder.path / "x", fail), FileError);
    CHECK(read_file(folder.path / "x") == "old");
    CHECK(count(folder.path) == 1);
}

TEST_CASE("a failure names the file and the reason") {
    const some::Folder folder("named");
    try {
        write_file(folder.path / "absent" / "x", "text");
        FAIL("it wrote into a folder that is not there");
    } catch (const FileError& fault) {
        CHECK(fault.path() == folder.path / "absent" / "x");
        CHECK(fault.reason() == "No such file or directory");
    }
    CHECK_THROWS_AS(read_file(folder.path / "absent"), FileError);
    CHECK_THROWS_AS(read_file(folder.path), FileError);
}

TEST_CASE("renaming onto a folder is a failure that leaves nothing behind") {
    const some::Folder folder("onto");
    fs::create_directory(folder.path / "x");
    write_file(folder.path / "x" / "inside", "kept");
    CHECK_THROWS_AS(write_file(folder.path / "x", "text"), FileError);
    CHECK(count(folder.path) == 1);
}
