// SPDX-License-Identifier: Apache-2.0
#include <iterator>
#include <vector>

#include "text/diagnostic.hpp"

namespace entente::text {

namespace {

// One row a line, sorted, never reused. E1 reading, E2 names and structure, E3 units and types,
// E4 compiling, E5 running, E6 data, calibration and claims; W for warnings.
// clang-format off
constexpr CodeRow rows[] = {
    {"E1001", "the file is not UTF-8 text"},
    {"E1002", "a character that has no meaning here"},
    {"E1003", "text without its closing quote"},
    {"E1004", "a number beyond what can be represented"},
    {"E1005", "a number that cannot be read"},
    {"E1006", "a date that does not exist"},
    {"E1007", "the file is too large"},
    {"E1008", "an unknown escape in a text"},
    {"E1010", "something else was expected here"},
    {"E1011", "a parenthesis or bracket is not closed"},
    {"E1012", "a block is not closed"},
    {"E1013", "a closing bracket that closes nothing"},
    {"E1014", "nested too deeply"},
    {"E1015", "two comparisons in a row"},
    {"E1016", "a reserved word is used as a name"},
    {"E1017", "not a kind of declaration"},
    {"E1018", "not a clause of this block"},
    {"E1019", "said twice"},
    {"E1020", "a unit that cannot be read"},
    {"E1021", "a statement goes on after its end"},
    {"E2001", "a name that is not declared"},
    {"E2002", "said or defined twice"},
    {"E2003", "an unknown unit"},
    {"E2004", "an unknown actor"},
    {"E2005", "an unknown set"},
    {"E2006", "an unknown source"},
    {"E2007", "not an element of the set"},
    {"E2008", "definitions that need each other in a ring"},
    {"E2009", "initial values that need each other in a ring"},
    {"E2010", "an included file cannot be read"},
    {"E2011", "files include each other in a ring"},
    {"E2012", "not exactly one `model` block"},
    {"E2013", "a setting of the `model` block that cannot be used"},
    {"E2014", "a parameter depends on what changes in time"},
    {"E2015", "the subscripts do not fit"},
    {"E2016", "an unknown function"},
    {"E2017", "the wrong arguments"},
    {"E2018", "a distribution that does not belong here"},
    {"E2019", "a table that does not fit"},
    {"E2020", "a declaration lacks what it needs"},
    {"E2021", "a clause of another kind of declaration"},
    {"E2022", "priors that do not match the prior sets"},
    {"E2023", "a link with no value for when it is off"},
    {"E2024", "an unknown link"},
    {"E2025", "an unknown scenario"},
    {"E2026", "an unknown data series"},
    {"E2027", "an unknown event, agreement, leader, player or option"},
    {"E2028", "not something that can be changed in this way"},
    {"E2029", "the same line twice in a scenario"},
    {"E2030", "a date outside the run"},
    {"E2031", "a change with a timing it cannot have"},
    {"E2032", "scenarios extend each other in a ring"},
    {"E2033", "a claim that cannot be tested"},
    {"E2034", "a stock that cannot start steady"},
    {"E2035", "a value outside its range"},
    {"E2036", "a plain number is needed"},
    {"E2037", "a leader without a field that is read"},
    {"E2038", "a unit that is not made of others"},
    {"E2040", "the name of a built-in function"},
    {"E2041", "a `where` that cannot be decided"},
    {"E2042", "the least, greatest or mean of nothing"},
    {"E2043", "a range or an interval upside down"},
    {"E2044", "not a grade"},
    {"E2045", "more numbers than a model can have"},
    {"E2046", "a number that does not exist or is infinite"},
    {"E2047", "an issue that nobody can bargain about"},
    {"E3001", "not a number"},
    {"E3002", "the wrong unit"},
    {"E3003", "a unit that measures nothing"},
    {"E3004", "units that cannot be added"},
    {"E3005", "units that cannot be compared"},
    {"E3006", "units that differ inside a function"},
    {"E3007", "a unit where there must be none"},
    {"E3008", "a power of a number with a unit"},
    {"E3009", "not a length of time, or not a rate"},
    {"E3010", "not a condition"},
    {"E4001", "two draws that would be the same"},
    {"E5001", "a value that is not finite"},
    {"E5002", "a stock leaves the range it promised"},
    {"E6001", "a table cannot be read"},
    {"E6002", "a table is not CSV as we read it"},
    {"E6003", "a table has no such column"},
    {"E6004", "a number was expected in a table"},
    {"E6005", "a date in a table that cannot be used"},
    {"E6006", "a `where` that keeps nothing"},
    {"E6007", "two values for one period"},
    {"E6008", "a table without values"},
    {"E6009", "no table of actors who could bargain"},
    {"W2001", "an uncertain number without a grade"},
    {"W2002", "an uncertain number without a source"},
    {"W2003", "a unit that is never used"},
    {"W2004", "a delay that can be shorter than the step"},
    {"W6001", "rows after the end of the record"},
    {"W6002", "a record that covers no month of the run"},
};
// clang-format on

}  // namespace

const std::vector<CodeRow>& code_table() {
    static const std::vector<CodeRow> table(std::begin(rows), std::end(rows));
    return table;
}

}  // namespace entente::text
