#include "models/plan/component.hpp"

namespace firedrill {

Rate mean_written(const BacklogLag& lag) {
  const double burst = mean(lag.burst_length);
  const double cycle = burst + mean(lag.burst_gap);
  const double share = cycle > 0.0 ? burst / cycle : 0.0;
  const double base = lag.base_write_rate.bytes_per_second;
  const double high = lag.burst_write_rate.bytes_per_second;
  return Rate{(base + share * (high - base)) * mean_share(lag.daily)};
}

const Cluster* created_cluster(const std::vector<Component>& components,
                               const InfrastructureResource& resource) {
  return resource.stands_for ? std::get_if<Cluster>(&components[resource.stands_for->index].model)
                             : nullptr;
}

std::vector<char> created_on_demand(const std::vector<Component>& components) {
  std::vector<char> is_created(components.size(), 0);
  for (const Component& component : components) {
    if (const auto* code = std::get_if<InfrastructureCode>(&component.model)) {
      for (const InfrastructureResource& resource : code->resources) {
        if (resource.stands_for) {
          is_created[resource.stands_for->index] = 1;
        }
      }
    }
  }
  return is_created;
}

}  // namespace firedrill
