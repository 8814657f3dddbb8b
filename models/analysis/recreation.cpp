#include "models/analysis/recreation.hpp"

#include <limits>

#include "models/analysis/recovery_order.hpp"

namespace firedrill {
namespace {

double mean_creation(const Plan& plan, const InfrastructureCode& code,
                     const InfrastructureResource& resource) {
  const Cluster* const cluster = created_cluster(plan.components, resource);
  const double nodes =
      cluster != nullptr && cluster->nodes > 0 ? mean_node_start(cluster->start) : 0.0;
  return mean(creation_law(code, resource)) + nodes;
}

double seconds(Duration time) {
  return time == never ? std::numeric_limits<double>::infinity() : to_seconds(time);
}

}  // namespace

std::vector<CreationRun> recreations(const Plan& plan) {
  std::vector<CreationRun> all;
  for (std::uint32_t index = 0; index < plan.components.size(); ++index) {
    const auto* code = std::get_if<InfrastructureCode>(&plan.components[index].model);
    if (code == nullptr) {
      continue;
    }
    std::vector<CreationSchedule::Attempt> attempts;
    for (const InfrastructureResource& resource : code->resources) {
      attempts.push_back({from_seconds(mean_creation(plan, *code, resource)), false});
    }
    CreationSchedule schedule{*code};
    CreationRun& recreation = all.emplace_back();
    recreation.code = ComponentId{index};
    for (const auto& creation : schedule.run(attempts, std::vector<char>(attempts.size(), 0))) {
      recreation.creations.push_back({seconds(creation.starts), seconds(creation.ends)});
    }
    recreation.critical_path = schedule.critical_path();
    recreation.end_s = seconds(schedule.end());
  }
  return all;
}

}  // namespace firedrill
