#include "live/faults/credential_revoked.hpp"

#include <fmt/format.h>

namespace firedrill {
namespace {

// `name` as an SQL identifier.
std::string identifier(std::string_view name) {
  std::string quoted = "\"";
  for (const char sign : name) {
    quoted += sign == '"' ? "\"\"" : std::string(1, sign);
  }
  return quoted + "\"";
}

}  // namespace

Result<FaultParts> parts_of(const CredentialRevoked& fault, const TargetInventory& inventory) {
  FaultBuilder build{"credential_revoked", inventory};
  FaultParts parts;
  const HostService* const service = build.service(fault.on);
  if (service != nullptr && !service->sql) {
    build.lacks(service->name, "sql");
  } else if (service != nullptr && service->sql->user == fault.role) {
    build.senseless(fmt::format("\"{}\" is the role that firedrill itself heals with", fault.role),
                    "name the role of an application");
  } else if (service != nullptr) {
    const auto sql = [&](const std::string& text) { return sql_command(*service->sql, text); };
    const std::string role = sql_quoted(fault.role);
    const std::string functions =
        fmt::format("can_log_in() {{ {}; }}\n",
                    sql(fmt::format("select rolcanlogin from pg_roles where rolname = {}", role)));
    FaultPart part = build.part(fault.on.host,
                                fmt::format("{} may not log in to {}", fault.role, service->name));
    part.needs = needs_tools({"psql", "runuser"}) + functions +
                 "can=$(can_log_in 2>&1)\n[ \"$can\" = t ] || echo \"no role that can log in: "
                 "$can\"\n";
    part.inject =
        sql(fmt::format("alter role {} nologin", identifier(fault.role))) + " && " +
        sql(fmt::format("select pg_terminate_backend(pid) from pg_stat_activity where usename = {}",
                        role)) +
        " >/dev/null\n";
    part.revert = functions + "[ \"$(can_log_in)\" = f ] || exit 0\n" +
                  sql(fmt::format("alter role {} login", identifier(fault.role))) + "\n";
    part.state = functions + "can_log_in\n";
    part.verify =
        functions +
        "[ \"$(can_log_in)\" = f ] && echo 'revoked 1 1' || echo 'revoked 0 1'\n"
        "echo \"sessions $(" +
        sql(fmt::format("select count(*) from pg_stat_activity where usename = {}", role)) +
        ") 1\"\n";
    parts.push_back(std::move(part));
  }
  return build.finish(std::move(parts));
}

}  // namespace firedrill
