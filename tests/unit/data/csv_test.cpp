// SPDX-License-Identifier: Apache-2.0
#include "data/csv.hpp"

#include <string>

#include <doctest/doctest.h>

#include "data/hash.hpp"

using namespace entente;
using data::CsvTable;

namespace {

struct Read {
    text::Sources sources;
    text::Diagnostics diagnostics;
    std::optional<CsvTable> table;

    explicit Read(const std::string& text) {
        const text::FileId file = sources.add("t.csv", text);
        table = data::parse_csv(sources, file, diagnostics);
    }

    /// Line and headline of the first error.
    std::string fault() const {
        if (diagnostics.error_count() == 0) {
            return "none";
        }
        const text::Diagnostic first = diagnostics.sorted().front();
        CHECK(first.code == "E6002");
        const text::Position at =
            sources.position(first.primary.span.file, first.primary.span.begin);
        return std::to_string(at.line) + ": " + first.headline;
    }
};

}  // namespace

TEST_CASE("a table has a header, rows and cells with their places") {
    const Read read("date,value\n2020-01,3\n");
    REQUIRE(read.table);
    CHECK(read.table->header[1].text == "value");
    REQUIRE(read.table->rows.size() == 1);
    CHECK(read.table->rows[0][1].text == "3");
    CHECK(read.sources.text(read.table->rows[0][0].span) == "2020-01");
    CHECK(data::find_column(*read.table, "value") == 1U);
    CHECK_FALSE(data::find_column(*read.table, "Value"));
}

TEST_CASE("quotes keep commas, line ends and doubled quotes") {
    const Read read("a,b\n\"x, \"\"y\"\"\nz\",\"\"\n");
    REQUIRE(read.table);
    CHECK(read.table->rows[0][0].text == "x, \"y\"\nz");
    CHECK(read.table->rows[0][1].text.empty());
}

TEST_CASE("a byte order mark, CR LF and a missing last line end change nothing") {
    const Read read(
        "\xEF\xBB\xBF"
        "a,b\r\n1,2\r\n3,4");
    REQUIRE(read.table);
    CHECK(read.table->header[0].text == "a");
    REQUIRE(read.table->rows.size() == 2);
    CHECK(read.table->rows[1][1].text == "4");
}

TEST_CASE("blank lines may end a table but not stand in it") {
    CHECK(Read("a,b\n1,2\n\n\n").table);
    CHECK(Read("a,b\n\n1,2\n").fault() == "2: this row has 1 cell, the header 2");
}

TEST_CASE("a header alone is a table without rows") {
    const Read read("a,b\n");
    REQUIRE(read.table);
    CHECK(read.table->rows.empty());
}

TEST_CASE("what could be read in two ways is refused with its line") {
    CHECK(Read("").fault() == "1: the table is empty");
    CHECK(Read("\xEF\xBB\xBF").fault() == "1: the table is empty");
    CHECK(Read("a,b\n1\n").fault() == "2: this row has 1 cell, the header 2");
    CHECK(Read("a,b\n1,2,3\n").fault() == "2: this row has 3 cells, the header 2");
    CHECK(Read("a,a\n1,2\n").fault() == "1: two columns are called `a`");
    CHECK(Read("a,\n1,2\n").fault() == "1: a column has no name");
    CHECK(Read("a,b\n\"1,2\n").fault() == "2: a quoted cell does not end");
    CHECK(Read("a,b\n1,2\n\"1\"x,2\n").fault() == "3: text after the closing quote of a cell");
    CHECK(Read("a,b\n1\"x,2\n").fault() == "2: a quote inside a cell that does not begin with one");
    CHECK(Read("a,b\r1,2\r").fault() == "1: a carriage return alone is no line end");
    CHECK(Read(std::string("a,b\n1,\0\n", 8)).fault() == "2: the table holds a NUL byte");
    CHECK(Read("a,b\n1,\xFF\n").fault() == "2: the table is not UTF-8 text");
    CHECK(Read("a;b\n1;2\n").fault() == "1: the header has one column");
}

TEST_CASE("every bad row is reported, up to as many as are printed") {
    CHECK(Read("a,b\n1\n2,3\n4\n").diagnostics.error_count() == 2);
    std::string many = "a,b\n";
    for (int i = 0; i < 1000; ++i) {
        many += "1\n";
    }
    CHECK(Read(many).diagnostics.error_count() == data::csv_errors_kept);
}

TEST_CASE("a line of ten megabytes is one cell") {
    const std::string wide(10U << 20U, 'x');
    const Read read("a,b\n" + wide + ",2\n");
    REQUIRE(read.table);
    CHECK(read.table->rows[0][0].text.size() == wide.size());
}

TEST_CASE("numbers are digits with a point, whatever the locale") {
    CHECK(data::parse_number("12") == 12.0);
    CHECK(data::parse_number("-0.5") == -0.5);
    CHECK(data::parse_number("1e3") == 1000.0);
    for (const char* text : {"", " 1", "1 ", "1,5", "+1", "0x10", "inf", "nan", "1e999", "12 kt"}) {
        CHECK_FALSE(data::parse_number(text));
    }
}

TEST_CASE("the fingerprint is SHA-256") {
    // FIPS 180-2, appendix B.1.
    CHECK(data::hash_of("abc") ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("records are read as they stand where a table has more than a header above its rows") {
    text::Sources sources;
    text::Diagnostics diagnostics;
    const auto rows = data::parse_rows(
        sources, sources.add("t.csv", "title,2\na,b,c\n\n1,\"2,\"\n\n"), diagnostics);
    REQUIRE(rows);
    REQUIRE(rows->size() == 4);
    CHECK((*rows)[0].size() == 2);
    CHECK((*rows)[1].size() == 3);
    CHECK((*rows)[2].size() == 1);
    CHECK((*rows)[3][1].text == "2,");
    CHECK_FALSE(data::parse_rows(sources, sources.add("u.csv", "a\n\"b"), diagnostics));
    CHECK(diagnostics.has_errors());
}
