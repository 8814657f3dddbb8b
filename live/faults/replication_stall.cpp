#include "live/faults/replication_stall.hpp"

#include <fmt/format.h>

namespace firedrill {

Result<FaultParts> parts_of(const ReplicationStall& fault, const TargetInventory& inventory) {
  FaultBuilder build{"replication_stall", inventory};
  FaultParts parts;
  const HostService* const service = build.service(fault.on);
  if (service != nullptr && !service->sql) {
    build.lacks(service->name, "sql");
  } else if (service != nullptr) {
    const auto sql = [&](std::string_view text) { return sql_command(*service->sql, text); };
    const std::string functions = fmt::format(
        "replay() {{ {}; }}\n"
        "is_paused() {{ [ \"$(replay)\" = paused ]; }}\n"
        "is_going_on() {{ [ \"$(replay)\" != paused ]; }}\n",
        sql("select case when pg_is_in_recovery() then pg_get_wal_replay_pause_state() else "
            "'primary' end"));
    FaultPart part =
        build.part(fault.on.host, fmt::format("{} stops replaying the log", service->name));
    part.needs = needs_tools({"psql", "runuser"}) + functions +
                 "state=$(replay 2>&1)\n"
                 "[ \"$state\" = 'not paused' ] || echo \"replay is: $state\"\n";
    part.inject = functions + sql("select pg_wal_replay_pause()") + " && patiently is_paused\n";
    // A standby that has been promoted meanwhile has nothing to go on with.
    part.revert = functions + "is_paused || exit 0\n" + sql("select pg_wal_replay_resume()") +
                  " && patiently is_going_on\n";
    part.state = functions + "is_paused && echo paused || echo 'not paused'\n";
    part.verify =
        functions +
        "is_paused && echo 'paused 1 1' || echo 'paused 0 1'\n"
        "echo \"waiting $(" +
        sql("select pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())") +
        ") bytes\"\n";
    parts.push_back(std::move(part));
  }
  return build.finish(std::move(parts));
}

}  // namespace firedrill
