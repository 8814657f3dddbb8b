// The dictionary entries of the codes that the readers of plan, runbook and scenario report, in a
// table of their own because the text room knows nothing of plans; the program joins the tables.
// Example: find_code(plan_codes(), "FD3001")
#pragma once

#include <span>

#include "models/text/codes.hpp"

namespace firedrill {

// FD3xxx, in ascending order.
[[nodiscard]] std::span<const CodeEntry> plan_codes();

}  // namespace firedrill
