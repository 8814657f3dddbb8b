// Which changes of a plan are worth their cost: sets of changes with how often the promises then
// hold, the cheapest set that keeps them all, and the front of what no cheaper set does as well.
// Written as "firedrill/improvement/1" by reports/improvement_text.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/chance/interval.hpp"
#include "models/recovery/prediction.hpp"

namespace firedrill {

// One set of changes that was tried.
struct ImprovedPlan {
  std::vector<std::size_t> changes{};  // indices into ImprovementStudy::changes, ascending
  double cost = 0.0;
  std::uint64_t replications = 0;
  double kept = 0.0;          // share of recoveries that keep every promise considered
  Interval interval{};        // 95 %
  std::vector<double> met{};  // per promise
  Verdict verdict = Verdict::inconclusive;  // all promises as often as they need
};

struct ImprovementStudy {
  std::string scenario{}, title{}, digest{};
  std::string costs{}, unit{};  // name of the cost file, and what its costs are in
  struct Change {
    std::string name{}, title{}, basis{};  // basis: where the cost comes from
    bool is_assumed = false;
    double cost = 0.0;
  };
  std::vector<Change> changes{};
  std::vector<std::string> promises{};
  std::vector<double> required{};  // per promise
  std::uint64_t seed = 0;
  double sets_possible = 0.0;
  std::uint64_t sets_tried = 0, replications = 0;
  ImprovedPlan as_is{};
  std::vector<ImprovedPlan> front{};      // ascending cost and share; on fresh luck
  std::optional<std::size_t> cheapest{};  // of the front, that keeps all promises
};

}  // namespace firedrill
