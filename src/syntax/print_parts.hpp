// SPDX-License-Identifier: Apache-2.0
// Inside the printer: the parts of declarations as one-line texts.
#pragma once

#include <string>
#include <vector>

#include "syntax/ast.hpp"

namespace entente::syntax {

std::string quoted(const std::string& text);
std::string name_list(const std::vector<Name>& names);
std::string subscript_text(const Subscript& subscript);
std::string quantity_text(const Quantity& quantity);
std::string date_text(const DateLiteral& date);
std::string date_text(const DateExpr& date);
std::string window_text(const Window& window);
std::string value_text(const Value& value);
std::string table_text(const TableExpr& table);
std::string index_text(const std::vector<IndexBinding>& indices);
std::string range_text(const Range& range);
std::string record_text(const RecordExpr& record);
std::string period_text(Period period);
std::string clause_text(const Clause& clause);
std::string timing_text(const Timing& timing);
std::string change_text(const Change& change);
std::string stat_text(const Stat& stat);
std::string judged_text(const Judged& judged);
std::string test_text(const Test& test);

}  // namespace entente::syntax
