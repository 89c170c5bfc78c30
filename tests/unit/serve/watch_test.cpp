// SPDX-License-Identifier: Apache-2.0
#include "serve/watch.hpp"

#include <fstream>

#include <doctest/doctest.h>
#include <stdlib.h>

using namespace entente;

namespace {

/// A folder that goes when the test does.
struct Folder {
    std::filesystem::path path;

    Folder() {
        std::string name =
            (std::filesystem::temp_directory_path() / "entente-watch-XXXXXX").string();
        path = ::mkdtemp(name.data());
    }

    ~Folder() { std::filesystem::remove_all(path); }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
};

}  // namespace

TEST_CASE("a file that changes, goes or comes is noticed once") {
    const Folder folder;
    const std::string file = (folder.path / "a.ent").string();
    const std::string later = (folder.path / "b.csv").string();
    std::ofstream(file) << "one";
    serve::Watch watch;
    CHECK_FALSE(watch.changed());
    watch.set({file, later});
    CHECK_FALSE(watch.changed());
    std::ofstream(file) << "longer";
    CHECK(watch.changed());
    CHECK_FALSE(watch.changed());
    std::ofstream(later) << "";
    CHECK(watch.changed());
    std::filesystem::remove(file);
    CHECK(watch.changed());
    CHECK_FALSE(watch.changed());
}

TEST_CASE("a change while the list is set anew is not lost") {
    const Folder folder;
    const std::string file = (folder.path / "a.ent").string();
    std::ofstream(file) << "one";
    serve::Watch watch;
    watch.set({file});
    std::ofstream(file) << "longer";
    watch.set({file, file + "x"});
    CHECK(watch.changed());
}
