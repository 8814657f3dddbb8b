// The structure function of a plan: which services are up when these components, regions and
// control planes are lost, before anybody acts (steady state) or after everything the plan holds in
// reserve has been brought in (failover). It judges services by the rules of docs/FORMATS.md, as
// the simulator does, but knows no time and no chance.
// Example: PlanStructure{plan}.is_up(shop, structure.loss_of({region(east)}), Reserve::used)
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/plan/plan.hpp"

namespace firedrill {

// A region's control plane (the interfaces through which nodes are started, replicas promoted and
// records edited there) can be lost with the region or apart from it.
enum class ElementKind { component, region, control_plane };

// What can be lost; `index` is that of the component or region.
struct Element {
  ElementKind kind = ElementKind::component;
  std::uint32_t index = 0;
  // clang-tidy 14 takes the rewritten `<` for a null pointer: NOLINTNEXTLINE(modernize-use-nullptr)
  auto operator<=>(const Element&) const = default;
};

// Its name in the plan; "control plane of <region>".
[[nodiscard]] std::string name_of(const Plan& plan, Element element);

// One entry a component and region of the plan: is it lost?
struct Loss {
  std::vector<bool> components;
  std::vector<bool> regions;
  std::vector<bool> control_planes;
};

enum class Reserve {
  idle,  // clients go where they go, primaries write, clusters have their ready nodes
  used,  // clients go to any one region, standing replicas write, clusters grow to nodes_maximum,
         // and what can be rebuilt is, as long as any region stands
  created,  // the same, and infrastructure code creates what it can in the regions that stand; the
            // data for it is taken to be restored
};

class PlanStructure {
 public:
  // `plan` must outlive it and have no cycle of dependencies or inclusions.
  explicit PlanStructure(const Plan& plan);

  [[nodiscard]] const Plan& plan() const { return plan_; }
  [[nodiscard]] Loss loss_of(const std::vector<Element>& lost) const;

  // Per component: neither it nor its region nor anything it depends on is lost, and it does not
  // wait for code to create it.
  [[nodiscard]] std::vector<bool> standing(const Loss& loss) const;

  // With the reserve in use, clients are moved to another region only if the zone's control plane
  // is left, and replicas are promoted and nodes started only where the control plane is left.
  [[nodiscard]] bool is_up(ServiceId service, const Loss& loss, Reserve reserve) const;

  // The same with the clients of `zone` in `region`; the other zones as is_up.
  [[nodiscard]] bool is_up_from(ServiceId service, const Loss& loss, ComponentId zone,
                                RegionId region) const;

  // Whether a single `requirement` is met, for clients in `region`, or anywhere without one.
  [[nodiscard]] bool is_met(const Requirement& requirement, std::optional<RegionId> region,
                            const Loss& loss, Reserve reserve) const;

  // The zone that says where the clients of `service` go, if any.
  [[nodiscard]] std::optional<ComponentId> zone_of(ServiceId service) const {
    return zones_[service.index];
  }
  // `service` and all it includes, directly or not; ascending.
  [[nodiscard]] const std::vector<ServiceId>& with_included(ServiceId service) const {
    return included_[service.index];
  }

  // Every component and region that `service` or a part it includes may need, now or in reserve;
  // ascending, without control planes.
  [[nodiscard]] std::vector<Element> parts_of(ServiceId service) const;

  // Replicas of `primary`, ascending.
  [[nodiscard]] const std::vector<ComponentId>& replicas_of(ComponentId primary) const {
    return replicas_[primary.index];
  }

 private:
  struct State;  // a loss, and what of the plan stands in it

  [[nodiscard]] State state_of(const Loss& loss, Reserve reserve) const;
  // `exists`: per component, whether it needs no code to create it, or the code can.
  [[nodiscard]] std::vector<bool> standing(const Loss& loss, const std::vector<bool>& exists) const;
  [[nodiscard]] std::vector<bool> creatable(const Loss& loss) const;

  [[nodiscard]] bool holds(const Requirement& requirement, std::optional<RegionId> region,
                           const State& state) const;
  [[nodiscard]] bool writes_in(ComponentId primary, RegionId region, const State& state) const;
  [[nodiscard]] int nodes_in(RegionId region, const State& state) const;
  [[nodiscard]] bool can_serve(ComponentId zone, RegionId region, const State& state) const;
  // All services of `service` that use `zone` work from `region`.
  [[nodiscard]] bool works_from(ServiceId service, std::optional<ComponentId> zone,
                                std::optional<RegionId> region, const State& state) const;
  [[nodiscard]] bool works_somewhere(ServiceId service, ComponentId zone, const State& state) const;
  [[nodiscard]] std::vector<ComponentId> needed_by(const Requirement& requirement) const;

  const Plan& plan_;
  std::vector<ComponentId> order_;                    // each after what it depends on
  std::vector<char> is_created_;                      // per component: by code, when asked
  std::vector<std::optional<ComponentId>> zones_;     // per service
  std::vector<std::vector<ServiceId>> included_;      // per service, itself included
  std::vector<std::vector<ComponentId>> used_zones_;  // per service, of all it includes
  std::vector<std::vector<ComponentId>> replicas_;    // per component
};

}  // namespace firedrill
