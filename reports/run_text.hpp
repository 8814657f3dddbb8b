// A recorded drill on a page: what was measured against what was promised, what recovery was made
// of, what the probes and the ledger saw, and whether everything was undone.
// Example: print(run_page(run, page_options()));
#pragma once

#include <string>

#include "models/recovery/run.hpp"
#include "reports/page.hpp"

namespace firedrill {

[[nodiscard]] std::string run_page(const Run& run, const PageOptions& options);

}  // namespace firedrill
