// SPDX-License-Identifier: Apache-2.0
#include "text/source.hpp"

#include <doctest/doctest.h>

using namespace entente::text;

TEST_CASE("offsets become lines and columns; letters of several bytes count once") {
    Sources sources;
    const FileId file = sources.add("m.ent",
                                    "a\nb\xC3\xA9"
                                    "c\r\n\nlast");
    CHECK(sources.position(file, 0).line == 1);
    CHECK(sources.position(file, 2).line == 2);
    CHECK(sources.position(file, 2).column == 1);
    CHECK(sources.position(file, 5).column == 3);
    CHECK(sources.position(file, 8).line == 3);
    CHECK(sources.position(file, 9).line == 4);
    CHECK(sources.line(file, 2) ==
          "b\xC3\xA9"
          "c");
    CHECK(sources.line(file, 3).empty());
    CHECK(sources.line(file, 4) == "last");
}

TEST_CASE("the end of a file is a place") {
    Sources sources;
    const FileId empty = sources.add("empty.ent", "");
    CHECK(sources.position(empty, 0).line == 1);
    CHECK(sources.position(empty, 0).column == 1);
    CHECK(sources.line(empty, 1).empty());
    const FileId ended = sources.add("ended.ent", "a\n");
    CHECK(sources.position(ended, 2).line == 2);
}

TEST_CASE("spans join from first to last") {
    Sources sources;
    const FileId file = sources.add("m.ent", "let a : 1 = b");
    const Span joined = join({file, 4, 5}, {file, 12, 13});
    CHECK(sources.text(joined) == "a : 1 = b");
    CHECK(join({file, 12, 13}, {file, 4, 5}) == joined);
}
