#include "models/recovery/run_comparison.hpp"

#include <algorithm>

namespace firedrill {

std::string_view name_of(SeenIn seen_in) {
  constexpr std::array<std::string_view, 4> names{"both", "prediction", "run", "neither"};
  return names[static_cast<std::size_t>(seen_in)];
}

const ComparedObjective* first_recovery(const RunComparison& comparison) {
  const auto found = std::find_if(
      comparison.objectives.begin(), comparison.objectives.end(),
      [](const ComparedObjective& one) { return one.kind == ObjectiveKind::rto && one.figure; });
  return found == comparison.objectives.end() ? nullptr : &*found;
}

}  // namespace firedrill
