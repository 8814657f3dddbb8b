// What the faults share when they turn themselves into scripts: looking up hosts, services and
// disks, and saying all that is wrong at once.
// Example: FaultBuilder build{"process_kill", inventory}; const Host* host = build.host(name);
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "live/charter/inventory.hpp"
#include "live/faults/commands.hpp"
#include "models/base/result.hpp"

namespace firedrill {

// A service of a host.
struct ServiceOn {
  std::string host;
  std::string service;
};

using FaultParts = std::vector<FaultPart>;

class FaultBuilder {
 public:
  FaultBuilder(std::string_view kind, const TargetInventory& inventory)
      : kind_{kind}, inventory_{inventory} {}

  // nullptr, and a problem, if the inventory has none (FD5201).
  [[nodiscard]] const Host* host(const std::string& name);
  [[nodiscard]] const HostService* service(const ServiceOn& on);
  [[nodiscard]] const HostDisk* disk(const std::string& host, const std::string& name);

  // FD5202: `what` is not known of a host or service, and the fault needs it.
  void lacks(const std::string& whose, const std::string& what);
  // FD5203: a strength that makes no sense.
  void senseless(const std::string& what, const std::string& suggestion);

  // A part that runs on `host`; without scripts, for the fault to fill in.
  [[nodiscard]] FaultPart part(const std::string& host, const std::string& title) const;
  [[nodiscard]] bool is_sound() const { return problems_.empty(); }
  [[nodiscard]] const TargetInventory& inventory() const { return inventory_; }

  // The parts, or what is wrong.
  [[nodiscard]] Result<FaultParts> finish(FaultParts parts) const;

 private:
  std::string kind_;
  const TargetInventory& inventory_;
  Diagnostics problems_;
};

// A script that prints "no TOOL" for each of `tools` the host lacks.
[[nodiscard]] std::string needs_tools(const std::vector<std::string>& tools);

// --- scripts about a service ---

// Defines the functions main_process (prints its main process, or nothing), is_running,
// start_service (waits until it runs).
[[nodiscard]] std::string service_functions(const HostService& service);

// Prints "SERVICE running" or "SERVICE down"; needs service_functions.
[[nodiscard]] std::string service_state(const HostService& service);

// Prints what `sql` answers, as the user the inventory names; fails if the server does.
[[nodiscard]] std::string sql_command(const SqlAccess& access, std::string_view sql);

// `text` as an SQL string.
[[nodiscard]] std::string sql_quoted(std::string_view text);

}  // namespace firedrill
