#include "models/analysis/plan_analysis.hpp"

#include <algorithm>
#include <iterator>

#include "models/analysis/cut_sets.hpp"

namespace firedrill {
namespace {

// The element itself, or a region with its control plane.
Loss single_loss(const PlanStructure& structure, Element element, bool with_control_plane) {
  std::vector<Element> lost{element};
  if (element.kind == ElementKind::region && with_control_plane) {
    lost.push_back({ElementKind::control_plane, element.index});
  }
  return structure.loss_of(lost);
}

Effect effect_of(const PlanStructure& structure, Element element, ServiceId service) {
  const Loss bare = single_loss(structure, element, false);
  if (structure.is_up(service, bare, Reserve::idle) ||
      !structure.is_up(service, structure.loss_of({}), Reserve::idle)) {
    return Effect::none;
  }
  if (structure.is_up(service, single_loss(structure, element, true), Reserve::used)) {
    return Effect::failover;
  }
  return structure.is_up(service, bare, Reserve::used) ? Effect::needs_control_plane : Effect::lost;
}

LossEffects effects_of(const PlanStructure& structure, Element element) {
  const Plan& plan = structure.plan();
  LossEffects result{element, {}, {}};
  const std::vector<bool> stood = structure.standing(structure.loss_of({}));
  const std::vector<bool> stands = structure.standing(structure.loss_of({element}));
  for (std::uint32_t index = 0; index < stands.size(); ++index) {
    if (stood[index] && !stands[index] && element != Element{ElementKind::component, index}) {
      result.takes_down.push_back(ComponentId{index});
    }
  }
  for (std::uint32_t index = 0; index < plan.services.size(); ++index) {
    result.effects.push_back(effect_of(structure, element, ServiceId{index}));
  }
  return result;
}

std::vector<std::vector<Element>> cuts_of(const PlanStructure& structure, ServiceId service,
                                          const std::vector<Element>& elements) {
  const auto chosen = [&](const auto& is_chosen) {
    std::vector<Element> some;
    for (std::size_t index = 0; index < elements.size(); ++index) {
      if (is_chosen(index)) {
        some.push_back(elements[index]);
      }
    }
    return some;
  };
  const auto is_up = [&](const std::vector<bool>& lost) {
    const auto elements_lost = chosen([&](std::size_t index) { return lost[index]; });
    return structure.is_up(service, structure.loss_of(elements_lost), Reserve::used);
  };
  std::vector<std::vector<Element>> cuts;
  for (const CutSet& cut : minimal_cut_sets(elements.size(), is_up, most_losses)) {
    cuts.push_back(chosen(
        [&](std::size_t index) { return std::binary_search(cut.begin(), cut.end(), index); }));
  }
  return cuts;
}

ServiceStructure structure_of(const PlanStructure& structure, ServiceId service) {
  std::vector<Element> components;
  std::vector<Element> places;
  for (const Element part : structure.parts_of(service)) {
    if (part.kind == ElementKind::component) {
      components.push_back(part);
    } else {
      places.push_back(part);
    }
  }
  for (std::uint32_t region = 0; region < structure.plan().regions.size(); ++region) {
    places.push_back({ElementKind::control_plane, region});
  }
  ServiceStructure result{service,
                          structure.is_up(service, structure.loss_of({}), Reserve::idle),
                          cuts_of(structure, service, components),
                          cuts_of(structure, service, places),
                          {}};
  for (const auto* cuts : {&result.cuts_by_component, &result.cuts_by_region}) {
    std::copy_if(cuts->begin(), cuts->end(), std::back_inserter(result.made_up_by_code),
                 [&](const std::vector<Element>& cut) {
                   return structure.is_up(service, structure.loss_of(cut), Reserve::created);
                 });
  }
  return result;
}

}  // namespace

PlanAnalysis analyse(const Plan& plan, const std::vector<FailureFigure>& figures) {
  const PlanStructure structure{plan};
  PlanAnalysis analysis;
  for (std::uint32_t region = 0; region < plan.regions.size(); ++region) {
    const Element element{ElementKind::region, region};
    analysis.losses.push_back(effects_of(structure, element));
    analysis.recoveries.push_back(
        {RegionId{region}, recovery_after(structure, structure.loss_of({element}))});
  }
  for (std::uint32_t component = 0; component < plan.components.size(); ++component) {
    analysis.losses.push_back(effects_of(structure, {ElementKind::component, component}));
  }
  for (std::uint32_t service = 0; service < plan.services.size(); ++service) {
    analysis.services.push_back(structure_of(structure, ServiceId{service}));
    analysis.availability.push_back(availability(structure, ServiceId{service}, figures));
  }
  analysis.recreations = recreations(plan);
  analysis.cycles = recovery_cycles(plan);
  analysis.replication = replication_flows(plan);
  analysis.links = link_needs(plan);
  analysis.figures = figures;
  return analysis;
}

Effect worst_effect(const LossEffects& loss) {
  const auto worst = std::max_element(loss.effects.begin(), loss.effects.end());
  return worst == loss.effects.end() ? Effect::none : *worst;
}

}  // namespace firedrill
