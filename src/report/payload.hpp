// SPDX-License-Identifier: Apache-2.0
// The payload: everything a report shows, as JSON. docs/schema/report.schema.json describes it,
// web/src/api.ts has its types. Claims and series are those of the verbs that print them.
#pragma once

#include <string>

#include "report/report.hpp"

namespace entente::report {

/// One line with a line end. Text that is not UTF-8 is mended.
std::string payload_json(const Report& report);

}  // namespace entente::report
