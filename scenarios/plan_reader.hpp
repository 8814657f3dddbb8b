// Reads a plan ("firedrill/plan/1", docs/FORMATS.md) from an assembled document and checks that its
// parts fit together; whether it contradicts itself is another question (`firedrill check`).
// Example: const Result<Plan> plan = load_plan("scenarios/plans/gaudi3-scale.json");
#pragma once

#include <string>

#include "models/base/result.hpp"
#include "models/plan/plan.hpp"
#include "scenarios/reading.hpp"

namespace firedrill {

// All errors of the plan and its parameter files at once.
[[nodiscard]] Result<Plan> load_plan(const std::string& path);

// The plan in `node`; problems go to `reading`.
[[nodiscard]] Plan read_plan(const Node& node, Reading& reading);

// The parts of read_plan, one file each.
[[nodiscard]] std::vector<RegionLink> read_links(ObjectReader& plan, Reading& reading);
[[nodiscard]] std::vector<Component> read_components(ObjectReader& plan, Reading& reading);
[[nodiscard]] std::vector<DataKind> read_data_kinds(ObjectReader& plan,
                                                    const std::vector<Component>& components,
                                                    Reading& reading);
// The optional member "daily"; flat without it.
[[nodiscard]] DailyProfile read_daily(ObjectReader& object, Reading& reading);
[[nodiscard]] Governance read_governance(const Node& node, Reading& reading);

}  // namespace firedrill
