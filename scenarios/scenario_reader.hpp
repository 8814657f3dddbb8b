// Reads a scenario ("firedrill/scenario/1", docs/FORMATS.md): plan, runbook, faults and the
// promises under test. Reading takes a few milliseconds, so that sensitivity can read hundreds of
// variants.
// Example:
//   const Result<Scenario> scenario =
//       load_scenario("scenarios/library/regional-outage.json", {{"/horizon", "24 h"}});
#pragma once

#include <span>
#include <string>
#include <utility>

#include "models/base/result.hpp"
#include "models/text/document.hpp"
#include "scenarios/assembly.hpp"
#include "scenarios/parameters.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

// A value to put into the assembled scenario before it is read: pointer and JSON (or a bare word).
using Setting = std::pair<std::string, std::string>;

// The scenario in a document made by assemble_scenario. All errors at once: FD2xxx and FD3xxx.
// Warnings go to `findings` if there is one.
[[nodiscard]] Result<Scenario> read_scenario(const Document& assembled,
                                             Diagnostics* findings = nullptr);

// The same with the laws of its parameters varied.
[[nodiscard]] Result<Scenario> read_varied_scenario(const Document& assembled,
                                                    const ParameterTable::Variation& variation);

// Assembles the scenario at `path`, applies `settings` in order, reads it.
[[nodiscard]] Result<Scenario> load_scenario(const std::string& path,
                                             std::span<const Setting> settings = {});

}  // namespace firedrill
