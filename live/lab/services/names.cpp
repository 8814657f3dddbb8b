#include "live/lab/services/names.hpp"

#include <fmt/format.h>

namespace firedrill {
namespace {

std::string label(const LabNode& node) { return node.name + "." + node.region; }

// Node of the authority that takes updates.
LabNode primary_authority(const LabLayout& lab) {
  return lab.nodes_of("dns", lab.regions.back().name).front();
}

// The start of authority says: secondaries ask every 5 s, again after 2 s, and answer for a day
// from what they have, since they are to outlive the primary.
std::string zone_file(const LabLayout& lab) {
  const auto ttl = std::chrono::duration_cast<std::chrono::seconds>(moving_ttl).count();
  std::string zone = fmt::format("$ORIGIN {}.\n$TTL 300\n@ SOA {}.{}. hostmaster 1 5 2 86400 {}\n",
                                 lab_zone, label(primary_authority(lab)), lab_zone, ttl);
  for (const LabNode& node : lab.nodes_of("dns")) {
    zone += fmt::format("@ NS {}\n", label(node));
  }
  for (const LabNode& node : lab.all_nodes()) {
    zone += fmt::format("{} A {}\n", label(node), node.address);
  }
  for (const LabNode& node : lab.nodes_of("store")) {
    zone += fmt::format("store.{} A {}\n", node.region, node.address);
  }
  const std::string& first = lab.regions.front().name;
  zone += fmt::format("app {} A {}\n", ttl, lab.nodes_of("app", first).front().address);
  zone += fmt::format("db {} A {}\n", ttl, lab.nodes_of("db", first).front().address);
  return zone;
}

std::string zone_section(const LabLayout& lab, const LabNode& node) {
  const LabNode primary = primary_authority(lab);
  std::string text = fmt::format(R"(zone:
  - domain: {}
    storage: {}
    file: {}.zone
    zonefile-sync: -1
    acl: [update, transfer]
)",
                                 lab_zone, service_folder(lab, node, "knot"), lab_zone);
  if (node.id() != primary.id()) {
    return text + fmt::format("    master: {}\n", primary.region);
  }
  text += "    zonefile-load: difference-no-serial\n    journal-content: all\n    notify: [";
  std::string others;
  for (const LabNode& other : lab.nodes_of("dns")) {
    if (other.id() != primary.id()) {
      others += (others.empty() ? "" : ", ") + other.region;
    }
  }
  return text + others + "]\n";
}

std::string knot_config(const LabLayout& lab, const LabNode& node) {
  std::string remotes;
  for (const LabNode& other : lab.nodes_of("dns")) {
    remotes += fmt::format("  - id: {}\n    address: {}@53\n", other.region, other.address);
  }
  return fmt::format(R"(server:
  rundir: {folder}/run
  listen: {address}@53
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
control:
  listen: {folder}/run/knot.sock
log:
  - target: stderr
    any: info
database:
  storage: {folder}/db
key:
  - id: update
    algorithm: hmac-sha256
    secret: {key}
remote:
{remotes}acl:
  - id: update
    address: {network}
    key: update
    action: [update, transfer]
  - id: transfer
    address: {network}
    action: [transfer, notify]
{zone})",
                     fmt::arg("folder", service_folder(lab, node, "knot")),
                     fmt::arg("address", node.address),
                     fmt::arg("key", lab.secrets.name_update_key), fmt::arg("remotes", remotes),
                     fmt::arg("network", lab.network), fmt::arg("zone", zone_section(lab, node)));
}

// Without "nodefault" unbound answers for test. itself. An authority that does not answer is tried
// again after five seconds.
std::string unbound_config(const LabLayout& lab, const LabNode& node) {
  std::string text = fmt::format(
      R"(server:
  interface: {address}
  port: 53
  access-control: {network} allow
  username: ""
  chroot: ""
  directory: "{folder}"
  pidfile: ""
  use-syslog: no
  logfile: ""
  num-threads: 1
  module-config: "iterator"
  do-ip6: no
  local-zone: "test." nodefault
  cache-max-negative-ttl: 2
  infra-host-ttl: 5
  serve-expired: no
  msg-cache-size: 1m
  rrset-cache-size: 2m
remote-control:
  control-enable: no
stub-zone:
  name: "{zone}"
)",
      fmt::arg("address", node.address), fmt::arg("network", lab.network),
      fmt::arg("folder", service_folder(lab, node, "unbound")), fmt::arg("zone", lab_zone));
  for (const LabNode& authority : lab.nodes_of("dns")) {
    text += fmt::format("  stub-addr: {}\n", authority.address);
  }
  return text;
}

Readiness resolves(const LabNode& server) {
  return ready_when(shell(fmt::format("test -n \"$(dig +short +time=1 +tries=1 @{} app.{})\"",
                                      server.address, lab_zone),
                          "nobody"),
                    std::chrono::seconds{15});
}

std::string key_file(const LabLayout& lab) { return lab.root + "/secrets/name-update.key"; }

LabService authority(const LabLayout& lab, const LabNode& node) {
  const std::string folder = service_folder(lab, node, "knot");
  LabService service;
  service.name = "knot";
  service.node = node.id();
  service.files = {folder_of(folder, "root"),
                   folder_of(folder + "/run", "root"),
                   folder_of(folder + "/db", "root"),
                   {folder + "/knot.conf", knot_config(lab, node), "root", 0600}};
  if (node.id() == primary_authority(lab).id()) {
    service.files.push_back({fmt::format("{}/{}.zone", folder, lab_zone), zone_file(lab)});
    service.files.push_back({key_file(lab),
                             fmt::format("hmac-sha256:update:{}\n", lab.secrets.name_update_key),
                             "root", 0600});
  }
  service.start = {{"/usr/sbin/knotd", "-c", folder + "/knot.conf"}, {}, "root", folder};
  service.ports = {53};
  service.readiness = resolves(node);
  service.stop_patience = std::chrono::seconds{2};
  return service;
}

LabService resolver(const LabLayout& lab, const LabNode& node) {
  const std::string folder = service_folder(lab, node, "unbound");
  LabService service;
  service.name = "unbound";
  service.node = node.id();
  service.needs = {lab.nodes_of("dns", node.region).front().id() + "/knot"};
  service.files = {folder_of(folder, "root"),
                   {folder + "/unbound.conf", unbound_config(lab, node)}};
  service.start = {{"/usr/sbin/unbound", "-d", "-c", folder + "/unbound.conf"}, {}, "root", folder};
  service.ports = {53};
  service.readiness = resolves(node);
  service.stop_patience = std::chrono::seconds{2};
  return service;
}

}  // namespace

std::vector<LabService> name_services(const LabLayout& lab) {
  std::vector<LabService> services;
  for (const LabNode& node : lab.nodes_of("dns")) {
    services.push_back(authority(lab, node));
  }
  for (const LabNode& node : lab.nodes_of("resolver")) {
    services.push_back(resolver(lab, node));
  }
  return services;
}

std::vector<LabFile> node_files(const LabLayout& lab) {
  std::vector<LabFile> files;
  for (const LabNode& node : lab.all_nodes()) {
    const std::string folder = node_folder(lab, node) + "/etc";
    // Prometheus looks its own host name up when it starts, and waits ten seconds for an answer.
    files.push_back({folder + "/hosts", fmt::format("127.0.0.1 localhost\n{} {} {}\n", node.address,
                                                    node.host_name(), node.name)});
    files.push_back({folder + "/resolv.conf",
                     fmt::format("nameserver {}\nsearch {}.{} {}\noptions timeout:1 attempts:2\n",
                                 lab.nodes_of("resolver", node.region).front().address, node.region,
                                 lab_zone, lab_zone)});
  }
  return files;
}

NodeCommand point_name(const LabLayout& lab, const std::string& node, const std::string& name,
                       const std::string& address) {
  const auto ttl = std::chrono::duration_cast<std::chrono::seconds>(moving_ttl).count();
  const std::string full = fmt::format("{}.{}.", name, lab_zone);
  return {node, shell(fmt::format("printf 'server {}\\nzone {}\\nupdate del {} A\\n"
                                  "update add {} {} A {}\\nsend\\n' | knsupdate -t 2 -k {}",
                                  primary_authority(lab).address, lab_zone, full, full, ttl,
                                  address, key_file(lab)))};
}

}  // namespace firedrill
