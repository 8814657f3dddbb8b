// The commands of `firedrill lab`, each as one function of what the command line says: up has a
// file of its own, the others share one.
// Example: return lab_up_command(arguments);
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "app/exit_code.hpp"

namespace firedrill {

struct LabArguments {
  std::string name = "main";
  std::string plan;
  std::vector<std::string> only;  // names of services; none: all
  std::uint64_t patience = 180;   // [s]
  std::uint64_t wait = 0;         // [s]; 0: not at all
  bool wants_json = false;
  std::string node;
  std::vector<std::string> command;
  std::string service;
  std::uint64_t lines = 20;
  std::string from, to;                        // regions of the WAN
  std::map<std::string, std::string> changes;  // of one direction: {"delay", "80 ms"}
  bool cuts = false, heals = false;
  std::string reach = "ssh";      // of an inventory
  std::uint64_t port = 22;        // to connect to
  bool only_shows = false;        // what an action would run
};

ExitCode lab_up_command(const LabArguments& arguments);
ExitCode lab_status_command(const LabArguments& arguments);
ExitCode lab_down_command(const LabArguments& arguments);
ExitCode lab_shell_command(const LabArguments& arguments);
ExitCode lab_logs_command(const LabArguments& arguments);
ExitCode lab_wan_command(const LabArguments& arguments);
ExitCode lab_inventory_command(const LabArguments& arguments);
ExitCode lab_connect_command(const LabArguments& arguments);
ExitCode lab_abilities_command(const LabArguments& arguments);
ExitCode lab_act_command(const LabArguments& arguments);
ExitCode lab_service_command(const LabArguments& arguments);
ExitCode lab_power_command(const LabArguments& arguments);

}  // namespace firedrill
