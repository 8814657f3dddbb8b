// What stands, what takes writes, where clients are sent, at one moment of a simulated run; and
// from that, which services are up. Changed only by SimWorld. Example: state.lose(region); if
// (!state.is_up(ServiceId{0})) { ... }
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/plan/plan.hpp"
#include "sim/loss_model.hpp"

namespace firedrill {

struct ComponentState {
  int nodes = 0;               // ready nodes of a cluster
  int requested_nodes = 0;     // asked for, ready or not
  bool promoted = false;       // a replica that takes writes
  bool fenced = false;         // a primary that no longer does
  bool rebuilt = false;        // a Rebuildable built anew
  bool resynced = false;       // an old primary that holds what was written since
  int stops = 0;               // faults that keep it from working
  RegionId answered_region{};  // where a zone's answer points
  RegionId client_region{};    // where the zone's probing client goes
  Duration done_at{};          // when what is under way will be done
};

class SiteState {
 public:
  explicit SiteState(const Plan& plan);

  // Back to the steady state; keeps its memory.
  void reset();

  [[nodiscard]] bool stands(RegionId region) const { return !contains(lost, region); }
  // The component's region and the regions of all it depends on stand.
  [[nodiscard]] bool stands(ComponentId component) const {
    return (needs_[component.index] & lost) == 0 && !is_down(component);
  }
  // It, or something it depends on, has stopped by itself.
  [[nodiscard]] bool is_down(ComponentId component) const {
    return stopped_ > 0 && is_down_[component.index] != 0;
  }
  void stop(ComponentId component);
  void resume(ComponentId component);
  // A resource of some code now stands for it; until then it has stopped.
  void create(ComponentId component) { resume(component); }
  [[nodiscard]] bool control_plane_stands(std::optional<RegionId> region) const {
    return !region || !contains(control_planes_lost, *region);
  }
  // The control plane of the region the component stands in.
  [[nodiscard]] bool control_plane_stands(ComponentId component) const {
    return control_plane_stands(plan_.components[component.index].region);
  }
  [[nodiscard]] int ready_nodes(RegionId region) const;
  [[nodiscard]] bool takes_writes(ComponentId primary, RegionId region) const;
  [[nodiscard]] bool is_rebuilt(ComponentId component) const;

  // As the user-level probe sees it: through its cached DNS answer.
  [[nodiscard]] bool is_up(ServiceId service) const;
  // As a check inside `region` sees it: past the DNS.
  [[nodiscard]] bool works_in(ServiceId service, RegionId region) const;

  // Writes go to both sides: a replica is promoted and clients are sent to its region, while the
  // old primary stands unfenced and the probing client still goes there.
  [[nodiscard]] bool has_diverged() const;

  RegionSet lost = 0;
  RegionSet control_planes_lost = 0;
  std::vector<ComponentState> components;
  std::vector<char> isolated;  // per service: stopped deliberately
  std::vector<char> failing;   // per service: it answers wrongly, and whoever asks can tell

 private:
  [[nodiscard]] bool has_stopped(ComponentId component) const;
  void follow_stops();
  [[nodiscard]] bool holds_in(const Requirement& requirement, RegionId region) const;
  [[nodiscard]] bool holds_anywhere(const Requirement& requirement) const;

  const Plan& plan_;
  std::vector<ComponentState> steady_;
  int stopped_ = 0;  // components that have stopped by themselves, or were never created
  int steadily_stopped_ = 0;
  std::vector<char> is_down_, steadily_down_;       // per component
  std::vector<RegionSet> needs_;                    // per component: regions it cannot do without
  std::vector<std::optional<ComponentId>> routes_;  // per service: the zone its clients ask
  std::vector<std::vector<ComponentId>> clusters_;  // per region: those that stand there
  std::vector<std::vector<ComponentId>> replicas_;  // per component: the replicas of a primary
};

}  // namespace firedrill
