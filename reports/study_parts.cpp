#include "reports/study_parts.hpp"

#include <fmt/format.h>

#include <cmath>

#include "reports/format.hpp"

namespace firedrill {

std::string count_text(double value) {
  return value >= 100.0 ? grouped(std::llround(value)) : fmt::format("{:.3g}", value);
}

std::string assumptions_part(const std::vector<Assumption>& assumptions,
                             const PageOptions& options) {
  if (assumptions.empty()) {
    return {};
  }
  Table table{{Align::left, Align::left, Align::left}, 2};
  for (const Assumption& one : assumptions) {
    table.add({{one.name},
               {clipped(one.value, 46)},
               {one.source, one.is_assumed ? Ink::doubtful : Ink::faint}});
  }
  return heading("What this rests on", "beside the figures of the study itself", options) +
         table.render(options);
}

nlohmann::ordered_json assumptions_json(const std::vector<Assumption>& assumptions) {
  auto list = nlohmann::ordered_json::array();
  for (const Assumption& one : assumptions) {
    list.push_back({{"pointer", one.pointer},
                    {"value", one.value},
                    {"source", one.source},
                    {"assumed", one.is_assumed}});
  }
  return list;
}

nlohmann::ordered_json mean_json(const MeanEstimate& estimate) {
  return {{"mean", json_number(estimate.mean)},
          {"ci95", nlohmann::ordered_json::array(
                       {json_number(estimate.interval.low), json_number(estimate.interval.high)})}};
}

}  // namespace firedrill
