// A source whose log waits on its disk for a replica that cannot follow: when the disk is full, the
// source takes no more writes until somebody has given the replica's slot up, and what had not
// crossed by then is lost to whoever promotes that replica.
#include "sim/sim_world.hpp"

namespace firedrill {
namespace {

// The room on the source's disk, where that is what limits the replica's log.
std::optional<Bytes> disk_for_log(const Plan& plan, const Database& replica) {
  if (!replica.replica_of) {
    return std::nullopt;
  }
  const auto& source = std::get<Database>(plan.components[replica.replica_of->index].model);
  const bool has_own =
      replica.log_room && source.log_disk && replica.log_room->count <= source.log_disk->room.count;
  return source.log_disk && !has_own ? std::optional{source.log_disk->room} : std::nullopt;
}

}  // namespace

// After a trouble has begun: a log waits for long for no other reason. When its end is known, so is
// when the disk will be full; a trouble on top of it that fills it sooner is asked for again.
void SimWorld::follow_log_disks(std::uint32_t fault) {
  for (std::uint32_t index = 0; index < plan_.components.size(); ++index) {
    const auto* replica = std::get_if<Database>(&plan_.components[index].model);
    const auto room = replica != nullptr ? disk_for_log(plan_, *replica) : std::nullopt;
    const auto full =
        room ? losses_.log_fills_at(ComponentId{index}, *room, now_, luck_) : std::nullopt;
    if (full) {
      schedule(*full - now_, {.what = Due::What::log_disk_full, .subject = index, .detail = fault});
    }
  }
}

// Of the source of `replica`; nothing where it writes no log any more.
void SimWorld::fill_log_disk(ComponentId replica, std::uint32_t fault) {
  const ComponentId source = *std::get<Database>(plan_.components[replica.index].model).replica_of;
  if (!state_.stands(source) || state_.components[source.index].fenced ||
      state_.components[replica.index].promoted || losses_.given_up_at(replica)) {
    return;
  }
  losses_.give_up(replica, now_, luck_);
  state_.stop(source);
  const auto& disk = *std::get<Database>(plan_.components[source.index].model).log_disk;
  schedule(sample_duration(disk.freed, luck_[component_streams_[source.index].main]),
           {.what = Due::What::log_disk_freed, .subject = source.index});
  alert_after(is_felt() ? detection_.delay(state_, true, luck_) : never, fault);
}

// The replica that now takes writes lacks what its source could not send it.
void SimWorld::lose_unsent(ComponentId replica) {
  const auto given_up = losses_.given_up_at(replica);
  if (!given_up) {
    return;
  }
  const ComponentId source = *std::get<Database>(plan_.components[replica.index].model).replica_of;
  // While the source stands still nothing more is written.
  const Duration since = state_.is_down(source) ? *given_up : now_;
  for (std::uint32_t data = 0; data < plan_.data.size(); ++data) {
    const auto* log = std::get_if<DatabaseReplication>(&plan_.data[data].protection);
    if (log != nullptr && log->replica == replica) {
      lose_data(DataId{data}, losses_.age_of_loss(DataId{data}, since, state_.lost, luck_), since);
    }
  }
}

}  // namespace firedrill
