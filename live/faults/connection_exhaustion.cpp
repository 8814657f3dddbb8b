#include "live/faults/connection_exhaustion.hpp"

#include <fmt/format.h>

#include "live/undo/shell_text.hpp"

namespace firedrill {
namespace {

constexpr std::int64_t most_connections = 1'000;

// Sessions that sleep, each in a process of its own.
void hold_sessions(FaultPart& part, const SqlAccess& sql, std::int64_t connections) {
  part.needs = needs_tools({"psql", "runuser"}) + sql_command(sql, "select 1") +
               " >/dev/null || echo 'the server does not answer'\n";
  const std::string counted =
      "sessions() { " +
      sql_command(sql,
                  "select count(*) from pg_stat_activity where query like '%firedrill_held%' "
                  "and pid <> pg_backend_pid()") +
      "; }\n";
  part.inject = counted + fmt::format(
                              "wanted={}\n"
                              "while [ $wanted -gt 0 ]; do\n"
                              "  background {}\n"
                              "  wanted=$((wanted - 1))\n"
                              "done\n"
                              "begun() {{ [ \"$(processes_of \"$entry\\$\" | wc -l)\" -gt 0 ] && "
                              "sleep 0.3; }}\npatiently begun\n",
                              connections,
                              shell_quoted("exec " + sql_command(sql,
                                                                 "select pg_sleep(1000000) "
                                                                 "as firedrill_held")));
  // A session whose client was killed goes on until it notices; it is ended here.
  const std::string end =
      sql_command(sql,
                  "select pg_terminate_backend(pid) from pg_stat_activity where query like "
                  "'%firedrill_held%' and pid <> pg_backend_pid()");
  part.revert = counted +
                "end_background\n"
                "none() { " +
                end + " >/dev/null; [ \"$(sessions)\" = 0 ]; }\npatiently none\n";
  part.state = "[ -z \"$(processes_of \"$entry\\$\")\" ] && echo free || echo held\n";
  part.verify = counted + "echo \"held $(sessions) 1\"\n";
}

void hold_sockets(FaultPart& part, int port, const std::string& address, std::int64_t connections) {
  part.needs = needs_tools({"bash"});
  part.inject = fmt::format(
      "background {}\nbegun() {{ [ -e \"$entry/held\" ]; }}\npatiently begun\n",
      shell_quoted(fmt::format(
          "exec bash -c 'ulimit -n 4096; held=0; for ((i = 0; i < {}; i++)); do exec "
          "{{socket}}<>/dev/tcp/{}/{} && held=$((held + 1)); done; echo $held >\"$entry/held\"; "
          "while :; do sleep 1000; done'",
          connections, address, port)));
  part.revert = "end_background\n";
  part.state = "[ -z \"$(processes_of \"$entry\\$\")\" ] && echo free || echo held\n";
  part.verify = "echo \"held $(cat \"$entry/held\") 1\"\n";
}

}  // namespace

Result<FaultParts> parts_of(const ConnectionExhaustion& fault, const TargetInventory& inventory) {
  FaultBuilder build{"connection_exhaustion", inventory};
  FaultParts parts;
  const HostService* const service = build.service(fault.on);
  if (fault.connections < 1 || fault.connections > most_connections) {
    build.senseless("connections are 1 to 1000", "write 90");
  }
  if (service != nullptr && !service->sql && service->ports.empty()) {
    build.lacks(service->name, "ports");
  }
  if (service == nullptr || !build.is_sound()) {
    return build.finish(std::move(parts));
  }
  FaultPart part = build.part(
      fault.on.host, fmt::format("{} connections to {} held", fault.connections, service->name));
  if (service->sql) {
    hold_sessions(part, *service->sql, fault.connections);
  } else {
    const Host& host = *inventory.host(fault.on.host);
    hold_sockets(part, service->ports.front(), host.address.empty() ? "127.0.0.1" : host.address,
                 fault.connections);
  }
  parts.push_back(std::move(part));
  return build.finish(std::move(parts));
}

}  // namespace firedrill
