#include "sim/link_streams.hpp"

#include <algorithm>

namespace firedrill {

const BacklogLag* backlog_of(const Component& replica) {
  const auto* database = std::get_if<Database>(&replica.model);
  return database != nullptr && database->lag ? std::get_if<BacklogLag>(&*database->lag) : nullptr;
}

std::optional<ComponentId> streams_to(const Plan& plan, const DataKind& kind) {
  if (const auto* objects = std::get_if<ObjectStream>(&kind.protection)) {
    return objects->replica;
  }
  if (const auto* saved = std::get_if<CheckpointStream>(&kind.protection)) {
    return saved->replica;
  }
  const auto* log = std::get_if<DatabaseReplication>(&kind.protection);
  const bool has_rate =
      log != nullptr && backlog_of(plan.components[log->replica.index]) != nullptr;
  return has_rate ? std::optional{log->replica} : std::nullopt;
}

const DailyProfile& daily_of(const Plan& plan, const DataKind& kind) {
  static const DailyProfile flat;
  if (const auto* objects = std::get_if<ObjectStream>(&kind.protection)) {
    return objects->daily;
  }
  const auto* log = std::get_if<DatabaseReplication>(&kind.protection);
  const BacklogLag* const backlog =
      log != nullptr ? backlog_of(plan.components[log->replica.index]) : nullptr;
  return backlog != nullptr ? backlog->daily : flat;
}

bool has_daily_profile(const Plan& plan) {
  return std::any_of(plan.data.begin(), plan.data.end(),
                     [&](const DataKind& kind) { return !daily_of(plan, kind).is_flat(); });
}

}  // namespace firedrill
