#include "app/inventory_json.hpp"

#include <fmt/format.h>

#include <variant>

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

// Members that say nothing are left out.
void put(Json& object, const char* key, const std::string& value) {
  if (!value.empty()) {
    object[key] = value;
  }
}

template <class Item>
void put(Json& object, const char* key, const std::vector<Item>& list) {
  if (!list.empty()) {
    object[key] = list;
  }
}

Json reach_json(const Reach& reach) {
  if (const auto* ssh = std::get_if<ReachSsh>(&reach)) {
    Json object{{"address", ssh->address}, {"user", ssh->user}, {"port", ssh->port}};
    put(object, "identity", ssh->identity);
    put(object, "known_hosts", ssh->known_hosts);
    put(object, "host_key_alias", ssh->host_key_alias);
    put(object, "proxy", ssh->proxy);
    if (ssh->proxy_passes_socket) {
      object["proxy_passes_socket"] = true;
    }
    object["connect_patience"] = fmt::format("{} s", to_seconds(ssh->connect_patience));
    return {{"ssh", std::move(object)}};
  }
  if (const auto* lab = std::get_if<ReachLab>(&reach)) {
    return {{"lab", {{"lab", lab->lab}}}};
  }
  if (const auto* space = std::get_if<ReachNamespace>(&reach)) {
    return {{"namespace", {{"path", space->path}}}};
  }
  return {{"local", Json::object()}};
}

void put_process(Json& object, const ServiceProcess& process) {
  if (const auto* unit = std::get_if<SystemdUnit>(&process)) {
    object["systemd"] = {{"unit", unit->name}};
  } else if (const auto* file = std::get_if<PidFile>(&process)) {
    Json members{{"path", file->path}};
    put(members, "start", file->start);
    put(members, "stop", file->stop);
    object["pid_file"] = std::move(members);
  } else {
    const auto& command = std::get<CommandWords>(process);
    Json members{{"words", command.words}};
    put(members, "start", command.start);
    object["command"] = std::move(members);
  }
}

Json service_json(const HostService& service) {
  Json object{{"name", service.name}};
  put_process(object, service.process);
  put(object, "ports", service.ports);
  put(object, "folder", service.folder);
  put(object, "certificate", service.certificate);
  put(object, "key", service.key);
  put(object, "authority", service.authority);
  put(object, "authority_key", service.authority_key);
  put(object, "reload", service.reload);
  put(object, "clock_file", service.clock_file);
  if (service.sql) {
    object["sql"] = {{"socket", service.sql->socket},
                     {"user", service.sql->user},
                     {"database", service.sql->database},
                     {"port", service.sql->port}};
  }
  put(object, "relation", service.relation);
  put(object, "slot", service.slot);
  if (service.is_monitoring) {
    object["monitoring"] = true;
  }
  return object;
}

Json host_json(const Host& host) {
  Json object{{"name", host.name}, {"region", host.region}};
  put(object, "component", host.component);
  object["environment"] = host.environment;
  object["reach"] = reach_json(host.reach);
  put(object, "address", host.address);
  put(object, "address6", host.address6);
  put(object, "interface", host.interface);
  put(object, "cgroup", host.cgroup);
  object["journal"] = host.journal;
  put(object, "hosts_file", host.hosts_file);
  put(object, "control", host.control);
  if (host.power) {
    object["power"] = {{"from", host.power->from},
                       {"off", host.power->off},
                       {"on", host.power->on},
                       {"is_on", host.power->is_on}};
  }
  if (host.uplink) {
    object["uplink"] = {{"from", host.uplink->from}, {"interface", host.uplink->interface}};
  }
  for (const HostDisk& disk : host.disks) {
    object["disks"].push_back({{"name", disk.name}, {"mount", disk.mount}});
  }
  for (const HostService& service : host.services) {
    object["services"].push_back(service_json(service));
  }
  return object;
}

}  // namespace

Json inventory_json(const TargetInventory& inventory) {
  Json hosts = Json::array();
  for (const Host& host : inventory.hosts) {
    hosts.push_back(host_json(host));
  }
  Json object{{"format", "firedrill/target/1"}, {"name", inventory.name}};
  object["hosts"] = std::move(hosts);
  if (inventory.router) {
    object["router"] = {{"host", inventory.router->host}, {"command", inventory.router->command}};
  }
  return object;
}

}  // namespace firedrill
