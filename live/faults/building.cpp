#include "live/faults/building.hpp"

#include <fmt/format.h>

#include "live/undo/shell_text.hpp"

namespace firedrill {
namespace {

Diagnostic problem_of(std::string code, std::string message, std::string suggestion = {}) {
  Diagnostic problem;
  problem.code = std::move(code);
  problem.message = std::move(message);
  problem.suggestion = std::move(suggestion);
  return problem;
}

template <class List>
std::string near_in(const List& list, const std::string& name) {
  std::vector<std::string> names;
  names.reserve(list.size());
  for (const auto& one : list) {
    names.push_back(one.name);
  }
  const std::string near = nearest_word(name, names);
  return near.empty() ? "" : fmt::format("did you mean \"{}\"?", near);
}

}  // namespace

const Host* FaultBuilder::host(const std::string& name) {
  const Host* const found = inventory_.host(name);
  if (found == nullptr) {
    problems_.push_back(problem_of("FD5201",
                                   fmt::format("{}: the inventory has no host \"{}\"", kind_, name),
                                   near_in(inventory_.hosts, name)));
  }
  return found;
}

const HostService* FaultBuilder::service(const ServiceOn& on) {
  const Host* const where = host(on.host);
  if (where == nullptr) {
    return nullptr;
  }
  const HostService* const found = where->service(on.service);
  if (found == nullptr) {
    problems_.push_back(problem_of(
        "FD5201", fmt::format("{}: {} has no service \"{}\"", kind_, on.host, on.service),
        near_in(where->services, on.service)));
  }
  return found;
}

const HostDisk* FaultBuilder::disk(const std::string& host_name, const std::string& name) {
  const Host* const where = host(host_name);
  if (where == nullptr) {
    return nullptr;
  }
  const HostDisk* const found = where->disk(name);
  if (found == nullptr) {
    problems_.push_back(problem_of("FD5201",
                                   fmt::format("{}: {} has no disk \"{}\"", kind_, host_name, name),
                                   near_in(where->disks, name)));
  }
  return found;
}

void FaultBuilder::lacks(const std::string& whose, const std::string& what) {
  problems_.push_back(problem_of(
      "FD5202", fmt::format("{}: the inventory does not say the {} of {}", kind_, what, whose)));
}

void FaultBuilder::senseless(const std::string& what, const std::string& suggestion) {
  problems_.push_back(problem_of("FD5203", fmt::format("{}: {}", kind_, what), suggestion));
}

FaultPart FaultBuilder::part(const std::string& host, const std::string& title) const {
  FaultPart made;
  made.kind = kind_;
  made.host = host;
  made.title = title;
  return made;
}

Result<FaultParts> FaultBuilder::finish(FaultParts parts) const {
  if (!problems_.empty()) {
    return problems_;
  }
  return parts;
}

std::string needs_tools(const std::vector<std::string>& tools) {
  return fmt::format("for tool in {}; do command -v $tool >/dev/null || echo \"no $tool\"; done\n",
                     shell_words(tools));
}

std::string service_functions(const HostService& service) {
  std::string text;
  if (const auto* unit = std::get_if<SystemdUnit>(&service.process)) {
    const std::string name = shell_quoted(unit->name);
    text = fmt::format(
        "main_process() {{ systemctl show -p MainPID --value {0} | grep -v '^0$'; }}\n"
        "start_command() {{ systemctl reset-failed {0}; systemctl start {0}; }}\n",
        name);
  } else if (const auto* command = std::get_if<CommandWords>(&service.process)) {
    // Arguments are compared whole; what searches has one of them among its own, never all.
    std::string search = fmt::format("grep -lsazxF -e {} /proc/[0-9]*/cmdline",
                                     shell_quoted(command->words.front()));
    for (std::size_t index = 1; index < command->words.size(); ++index) {
      search += fmt::format(" | xargs -r grep -lsazxF -e {}", shell_quoted(command->words[index]));
    }
    text = fmt::format(
        "main_process() {{ {} | cut -d/ -f3 | sort -n | head -n 1; }}\n"
        "start_command() {{ {}; }}\n",
        search, command->start.empty() ? ":" : "calmly " + shell_words(command->start));
  } else {
    const auto& file = std::get<PidFile>(service.process);
    text = fmt::format(
        "main_process() {{ head -n 1 {} 2>/dev/null; }}\n"
        "start_command() {{ {}; }}\n",
        shell_quoted(file.path), file.start.empty() ? ":" : "calmly " + shell_words(file.start));
  }
  return text +
         "is_running() { runs \"$(main_process)\"; }\n"
         "start_service() {\n"
         "  is_running || start_command >/dev/null 2>&1 </dev/null\n"
         "  patiently is_running\n"
         "}\n";
}

std::string service_state(const HostService& service) {
  return fmt::format("is_running && echo {0} running || echo {0} down\n",
                     shell_quoted(service.name));
}

std::string sql_command(const SqlAccess& access, std::string_view sql) {
  return fmt::format("runuser -u {} -- psql -h {} -p {} -d {} -XAtqc {}", shell_quoted(access.user),
                     shell_quoted(access.socket), access.port, shell_quoted(access.database),
                     shell_quoted(sql));
}

std::string sql_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char sign : text) {
    quoted += sign == '\'' ? "''" : std::string(1, sign);
  }
  return quoted + "'";
}

}  // namespace firedrill
