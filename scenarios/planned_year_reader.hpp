// Reads a drill calendar, "firedrill/drill-calendar/1", as `firedrill plan` writes it. Figures of
// its rehearsals are not looked at.
// Example: const auto planned = read_planned_year(*parse_document(path, bytes));
#pragma once

#include "models/base/result.hpp"
#include "models/calendar/planned_year.hpp"
#include "models/text/document.hpp"

namespace firedrill {

// All errors at once: FD2xxx; FD3013, another kind of file; FD3060, no day; FD3061, a period that
// ends before it begins.
[[nodiscard]] Result<PlannedYear> read_planned_year(const Document& document);

}  // namespace firedrill
