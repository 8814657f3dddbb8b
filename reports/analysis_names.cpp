#include "reports/analysis_names.hpp"

#include <fmt/core.h>

#include <set>

#include "reports/format.hpp"

namespace firedrill {

std::string describe(const Plan& plan, const RecoveryTask& task) {
  const std::string& name = plan.components[task.component.index].name;
  switch (task.work) {
    case RecoveryWork::promote:
      return "promote " + name;
    case RecoveryWork::start_nodes:
      return fmt::format("start {} of {}", counted(static_cast<std::uint64_t>(task.nodes), "node"),
                         name);
    case RecoveryWork::switch_route:
      return fmt::format("point {} to {}", name, plan.regions[task.target->index].name);
    case RecoveryWork::rebuild:
      break;
  }
  return "rebuild " + name;
}

std::string joined_names(const Plan& plan, const std::vector<Element>& elements,
                         const std::string& separator) {
  std::string text;
  for (const Element element : elements) {
    text += (text.empty() ? "" : separator) + name_of(plan, element);
  }
  return text;
}

std::vector<Element> single_points_of_failure(const PlanAnalysis& analysis) {
  std::set<Element> single;
  for (const ServiceStructure& service : analysis.services) {
    for (const auto* cuts : {&service.cuts_by_component, &service.cuts_by_region}) {
      for (const std::vector<Element>& cut : *cuts) {
        if (cut.size() == 1) {
          single.insert(cut.front());
        }
      }
    }
  }
  return {single.begin(), single.end()};
}

}  // namespace firedrill
