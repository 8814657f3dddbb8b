#include "scenarios/restorations.hpp"

#include <algorithm>

#include "models/base/check.hpp"

namespace firedrill {

std::vector<DataId> endangered_data(const Scenario& scenario) {
  std::vector<DataId> endangered;
  for (const Fault& fault : scenario.faults) {
    const auto* corruption = std::get_if<DataCorruption>(&fault.model);
    const auto* intrusion = std::get_if<Intrusion>(&fault.model);
    const std::vector<DataId>* wrong = corruption != nullptr  ? &corruption->data
                                       : intrusion != nullptr ? &intrusion->tampered
                                                              : nullptr;
    for (std::size_t item = 0; wrong != nullptr && item < wrong->size(); ++item) {
      if (std::find(endangered.begin(), endangered.end(), (*wrong)[item]) == endangered.end()) {
        endangered.push_back((*wrong)[item]);
      }
    }
  }
  return endangered;
}

void read_restoration(const Event& event, const std::vector<DataId>& endangered,
                      Measurement& measurement) {
  const auto found = std::find(endangered.begin(), endangered.end(), DataId{event.subject});
  firedrill_assert(found != endangered.end());  // the conductor asks of no other
  RestorationMeasurement& restoration =
      measurement.restorations[static_cast<std::size_t>(found - endangered.begin())];
  if (event.verb == Verb::read_copies) {
    restoration.copies = event.value;
    restoration.is_right = event.outcome == Outcome::succeeded;
  } else {
    restoration.discarded = event.duration_value();
  }
}

}  // namespace firedrill
