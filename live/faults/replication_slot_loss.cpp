#include "live/faults/replication_slot_loss.hpp"

#include <fmt/format.h>

namespace firedrill {

Result<FaultParts> parts_of(const ReplicationSlotLoss& fault, const TargetInventory& inventory) {
  FaultBuilder build{"replication_slot_loss", inventory};
  FaultParts parts;
  const HostService* const service = build.service(fault.on);
  if (service != nullptr && !service->sql) {
    build.lacks(service->name, "sql");
  } else if (service != nullptr) {
    const std::string slot = sql_quoted(fault.slot);
    const auto sql = [&](const std::string& text) { return sql_command(*service->sql, text); };
    const std::string functions =
        fmt::format("slot_kind() {{ {}; }}\n",
                    sql(fmt::format("select slot_type from pg_replication_slots where slot_name = "
                                    "{}",
                                    slot))) +
        "is_gone() { [ -z \"$(slot_kind)\" ]; }\n" +
        fmt::format(
            "drop() {{ {} >/dev/null 2>&1; {} >/dev/null 2>&1; is_gone; }}\n",
            sql(fmt::format("select pg_terminate_backend(active_pid) from pg_replication_slots "
                            "where slot_name = {} and active",
                            slot)),
            sql(fmt::format("select pg_drop_replication_slot({})", slot)));
    FaultPart part =
        build.part(fault.on.host, fmt::format("slot {} of {} dropped", fault.slot, service->name));
    part.needs = needs_tools({"psql", "runuser"}) + functions +
                 "kind=$(slot_kind 2>&1)\n"
                 "[ \"$kind\" = physical ] || echo \"no physical slot of that name: $kind\"\n";
    part.inject = functions + "patiently drop\n";
    part.revert = functions + "is_gone || exit 0\n" +
                  sql(fmt::format("select pg_create_physical_replication_slot({}, true)", slot)) +
                  "\n";
    part.state = functions + "slot_kind\n";
    part.verify = functions + "is_gone && echo 'gone 1 1' || echo 'gone 0 1'\n";
    parts.push_back(std::move(part));
  }
  return build.finish(std::move(parts));
}

}  // namespace firedrill
