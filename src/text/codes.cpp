// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "text/diagnostic.hpp"

namespace entente::text {

const std::vector<CodeRow>& code_table() {
    // One row a line, sorted, never reused. E1 reading, E2 names and structure, E3 units and types,
    // E4 compiling, E5 running, E6 data, calibration and claims; W for warnings.
    // clang-format off
    static const std::vector<CodeRow> table = {
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
        {"E6001", "a table cannot be read"},
        {"E6002", "a table is not CSV as we read it"},
        {"E6003", "a table has no such column"},
        {"E6004", "a number was expected in a table"},
        {"E6005", "a date in a table that cannot be used"},
        {"E6006", "a `where` that keeps nothing"},
        {"E6007", "two values for one period"},
        {"E6008", "a table without values"},
        {"W6001", "rows after the end of the record"},
        {"W6002", "a record outside the run"},
    };
    // clang-format on
    return table;
}

}  // namespace entente::text
