// Changes that could be made to a plan, each with what it costs ("firedrill/changes/1",
// docs/FORMATS.md): values to set by their pointers, or another runbook.
// Example: const auto changes = load_changes("scenarios/costs/gaudi3-scale.json");
//          const auto changed = apply(changes->changes[0], assembled);
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "models/base/result.hpp"
#include "models/text/document.hpp"

namespace firedrill {

struct PlanChange {
  std::string name{}, title{};
  double cost = 0.0;    // in the file's unit, not negative
  std::string basis{};  // where the cost comes from
  bool is_assumed = false;
  std::vector<std::pair<std::string, std::string>> settings{};  // pointer and JSON
  std::vector<Document> runbook{};                              // none, or the one it brings
  std::vector<std::size_t> excludes{};  // changes that cannot be made beside it
};

struct PlanChanges {
  std::string name{}, unit{};  // unit: "EUR a year"
  std::vector<PlanChange> changes{};
};

// All errors at once; FD3001: an excluded change that is not there.
[[nodiscard]] Result<PlanChanges> load_changes(const std::string& path);

// The assembled scenario with the change made. Errors: those of with_value.
[[nodiscard]] Result<Document> apply(const PlanChange& change, Document assembled);

}  // namespace firedrill
