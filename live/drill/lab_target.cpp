#include "live/drill/lab_target.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "live/drill/fault_binding.hpp"

namespace firedrill {
namespace {

using Words = std::vector<std::string>;

// Which component of the lab's plan a node is part of, by region and kind.
std::string component_of(const std::string& region, const std::string& name) {
  const std::string kind = name.substr(0, name.rfind('-'));
  const bool is_first = region == "us-east-1";
  if (kind == "gpu") {
    return is_first ? "production-cluster" : "standby-cluster";
  }
  if (kind == "db") {
    return !is_first        ? (region == "us-west-2" ? "database-replica" : "")
           : name == "db-1" ? "database-primary"
                            : "database-read-replica";
  }
  if (kind == "store") {
    return is_first ? "bucket" : region == "us-west-2" ? "bucket-replica" : "archive";
  }
  if (kind == "app") {
    return is_first ? "application" : region == "us-west-2" ? "application-standby" : "";
  }
  return "";
}

Host host_of(const LabPlace& place, const std::string& program, const LabNodeAddress& node) {
  const std::size_t slash = node.name.find('/');
  Host host;
  host.name = node.name;
  host.region = node.name.substr(0, slash);
  host.component = component_of(host.region, node.name.substr(slash + 1));
  host.environment = "lab";
  host.reach = ReachLab{place.name};
  host.address = node.address;
  host.interface = "eth0";
  host.journal = place.root + "/journals/" + node.name;
  const Words lab{program, "lab", "power", "--name", place.name, node.name};
  const auto with = [&](const std::string& verb) {
    Words words = lab;
    words.push_back(verb);
    return words;
  };
  host.power = HostPower{"controller",
                         with("off"),
                         with("on"),
                         {program, "lab", "shell", "--name", place.name, node.name, "--", "true"}};
  return host;
}

}  // namespace

LabTarget lab_target(const LabPlace& place, const std::string& program,
                     const std::vector<LabNodeAddress>& nodes, Duration deadline) {
  LabTarget target;
  target.inventory.name = "lab-" + place.name;
  Host controller;
  controller.name = "controller";
  controller.region = "controller";
  controller.environment = "lab";
  controller.reach = ReachLocal{};
  controller.journal = place.root + "/journals/controller";
  target.inventory.hosts.push_back(controller);
  std::string identity = place.name;
  for (const LabNodeAddress& node : nodes) {
    target.inventory.hosts.push_back(host_of(place, program, node));
    identity += " " + node.name + "=" + node.address;
  }
  target.inventory.digest = sha256_hex(identity);
  Charter& charter = target.charter;
  charter.name = "lab-" + place.name;
  charter.approved_by = "whoever runs the lab";
  for (const Host& host : target.inventory.hosts) {
    charter.targets.push_back(host.name);
  }
  for (const std::string_view kind : bound_fault_kinds()) {
    charter.faults.emplace_back(kind);
  }
  const auto all = static_cast<std::int64_t>(target.inventory.hosts.size());
  charter.blast_radius = {.hosts = all, .regions = 4, .faults = 16};
  charter.deadline = deadline;
  charter.expires = std::chrono::time_point_cast<std::chrono::seconds>(
      std::chrono::system_clock::now() + one_day);
  charter.digest = sha256_hex(charter.name + " " + target.inventory.digest);
  target.way = [name = place.name, program](const std::string& host) -> Words {
    if (host.empty() || host == "controller") {
      return {"sh", "-c"};
    }
    return {program, "lab", "shell", "--name", name, host, "--", "sh", "-c"};
  };
  target.vantage = [place](const std::string& host) -> std::function<void()> {
    return [place, host] {
      const EnteredNode node = enter_node(place, host);
      enter_network(node.handle.number());
    };
  };
  target.values = {{"lab", place.name}, {"root", place.root}, {"firedrill", program}};
  return target;
}

}  // namespace firedrill
