// Puts the files a scenario consists of into one document: the plan under /plan, the runbook under
// /runbook, every parameter under /parameters. One pointer then reaches any value, whichever file
// it stands in (--set, sensitivity), while each value still knows its own file, line and column.
// Example: assemble_scenario("scenarios/library/regional-outage.json")
#pragma once

#include <string>
#include <vector>

#include "models/base/result.hpp"
#include "models/text/document.hpp"

namespace firedrill {

// Paths inside a file are relative to the folder of that file. A plan or runbook may also stand in
// the scenario itself. "changes" of the scenario are applied last and disappear.
// `more_parameters` are parameter files on top of the plan's; one that is "fitted" takes the place
// of an earlier one. All files' errors at once: FD1xxx, FD3002 (a parameter in two files), FD3013
// (no parameter file), FD3015 (no plan or runbook).
[[nodiscard]] Result<Document> assemble_scenario(
    const std::string& path, const std::vector<std::string>& more_parameters = {});

// The plan at `path` and its parameters, laid out as in a scenario.
[[nodiscard]] Result<Document> assemble_plan(const std::string& path);

// A study (of a training run, of a year) at `path`, which names its parameter files itself; an
// object, with all parameters under /parameters.
[[nodiscard]] Result<Document> assemble_study(const std::string& path);

}  // namespace firedrill
