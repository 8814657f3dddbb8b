#include "models/plan/plan.hpp"

#include <algorithm>

namespace firedrill {

const Role* role_with_hours(const Plan& plan) {
  const auto found = std::find_if(plan.roles.begin(), plan.roles.end(),
                                  [](const Role& role) { return role.hours.has_value(); });
  return found == plan.roles.end() ? nullptr : &*found;
}

std::optional<ComponentId> filled_database(const Plan& plan, DataId data, RegionId region) {
  const auto* protection = std::get_if<DatabaseReplication>(&plan.data[data.index].protection);
  if (protection == nullptr) {
    return std::nullopt;
  }
  const auto& primary =
      std::get<Database>(plan.components[protection->replica.index].model).replica_of;
  for (std::uint32_t index = 0; index < plan.components.size(); ++index) {
    const auto* database = std::get_if<Database>(&plan.components[index].model);
    if (database != nullptr && database->filled_by_restore && database->replica_of == primary &&
        plan.components[index].region == region) {
      return ComponentId{index};
    }
  }
  return std::nullopt;
}

}  // namespace firedrill
