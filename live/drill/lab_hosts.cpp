#include "live/drill/lab_hosts.hpp"

#include <algorithm>
#include <array>

#include "live/charter/safe_text.hpp"
#include "live/lab/secrets.hpp"
#include "live/lab/services/database_config.hpp"
#include "live/lab/services/services.hpp"

namespace firedrill {
namespace {

using Words = std::vector<std::string>;

constexpr std::size_t most_words = 4;
constexpr const char* controller = "controller";  // the machine that the lab runs on
constexpr std::array<std::string_view, 3> monitoring{"prometheus", "alertmanager", "blackbox"};

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

class LabHosts {
 public:
  LabHosts(const LabPlace& place, const std::string& program, LabReach by)
      : place_{place},
        program_{program},
        by_{by},
        layout_{make_layout(shape_on_record(place), place.name, place.root, program, {})} {}

  [[nodiscard]] TargetInventory inventory() const {
    TargetInventory found;
    found.name = "lab-" + place_.name;
    found.hosts.push_back(controller_host());
    std::string identity = place_.name;
    for (const LabNode& node : layout_.all_nodes()) {
      found.hosts.push_back(host(node));
      identity += " " + node.id() + "=" + node.address;
    }
    for (const LabService& service : lab_services(layout_)) {
      const auto its_host = std::find_if(found.hosts.begin(), found.hosts.end(),
                                         [&](const Host& one) { return one.name == service.node; });
      if (!service.ends && !process_of(service).words.empty()) {
        its_host->services.push_back(host_service(service));
      }
    }
    found.router = RegionRouter{controller, command({"wan"})};
    found.digest = sha256_hex(identity);  // the same lab, wherever firedrill itself lies
    return found;
  }

 private:
  // firedrill lab WORDS[0] --name NAME, and the other words.
  [[nodiscard]] Words command(const Words& words) const {
    Words all{program_, "lab", words.front(), "--name", place_.name};
    all.insert(all.end(), words.begin() + 1, words.end());
    return all;
  }

  [[nodiscard]] Host controller_host() const {
    Host host;
    host.name = controller;
    host.region = controller;
    host.environment = "lab";
    host.reach = ReachLocal{};
    host.journal = place_.root + "/journals/controller";
    return host;
  }

  [[nodiscard]] Reach reach(const LabNode& node) const {
    if (by_ == LabReach::own) {
      return ReachLab{place_.name};
    }
    // A socket that this very program makes in the node's network and hands over, so that no cut of
    // the lab's own networks is in the controller's way.
    return ReachSsh{.address = node.address,
                    .user = "root",
                    .port = 22,
                    .identity = controller_key_of(place_.root),
                    .known_hosts = known_hosts_of(place_.root),
                    .host_key_alias = lab_host_key_alias,
                    .proxy = command({"connect", node.id(), "22"}),
                    .proxy_passes_socket = true};
  }

  [[nodiscard]] Host host(const LabNode& node) const {
    Host host;
    host.name = node.id();
    host.region = node.region;
    host.component = component_of(node.region, node.name);
    host.environment = "lab";
    host.reach = reach(node);
    host.address = node.address;
    host.interface = "eth0";
    host.journal = place_.root + "/journals/" + node.id();
    host.hosts_file = node_folder(layout_, node) + "/etc/hosts";
    host.power =
        HostPower{controller, command({"power", node.id(), "off"}),
                  command({"power", node.id(), "on"}), command({"shell", node.id(), "--", "true"})};
    host.disks = {{"run", "/run"}, {"shared-memory", "/dev/shm"}};
    return host;
  }

  [[nodiscard]] Words start_of(const LabService& service) const {
    return command({"service", service.node + "/" + service.name, "start", "--wait", "60"});
  }

  // What tells a service's process from all others of its node: some of its plain arguments, at
  // least two. The path of firedrill is none of them: another one may have begun the lab.
  [[nodiscard]] CommandWords process_of(const LabService& service) const {
    CommandWords found{{}, start_of(service)};
    for (const std::string& word : service.start.arguments) {
      const bool tells = is_safe_word(word) && word != "--" && word != program_;
      if (tells && found.words.size() < most_words) {
        found.words.push_back(word);
      }
    }
    return found.words.size() < 2 ? CommandWords{} : found;
  }

  [[nodiscard]] HostService host_service(const LabService& service) const {
    HostService found;
    found.name = service.name;
    found.ports = service.ports;
    found.is_monitoring =
        std::find(monitoring.begin(), monitoring.end(), service.name) != monitoring.end();
    if (service.pid_file.empty()) {
      found.process = process_of(service);
    } else {
      found.process = PidFile{service.pid_file, start_of(service), {}};
    }
    if (service.name == "postgres") {
      const DatabaseInstance instance{layout_, layout_.node(service.node)};
      found.folder = instance.data();
      found.sql = SqlAccess{instance.socket_folder(), std::string{postgres_user}, "postgres", 5432};
      found.slot = instance.slot();
    } else if (service.name == "swift") {
      found.certificate = service_folder(layout_, layout_.node(service.node), "swift") + "/tls.crt";
      found.key = service_folder(layout_, layout_.node(service.node), "swift") + "/tls.key";
      found.reload =
          command({"service", service.node + "/" + service.name, "restart", "--wait", "60"});
    }
    return found;
  }

  const LabPlace& place_;
  const std::string& program_;
  LabReach by_;
  LabLayout layout_;
};

}  // namespace

TargetInventory lab_hosts(const LabPlace& place, const std::string& program, LabReach by) {
  return LabHosts{place, program, by}.inventory();
}

}  // namespace firedrill
