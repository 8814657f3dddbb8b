#include "live/lab/services/application.hpp"

#include <fmt/format.h>

#include "live/lab/services/object_store.hpp"

namespace firedrill {
namespace {

constexpr std::string_view application_user = "nobody";

// Addresses of all databases, those of `region` first.
std::string databases_from(const LabLayout& lab, const std::string& region) {
  std::string own;
  std::string others;
  for (const LabNode& node : lab.nodes_of("db")) {
    std::string& list = node.region == region ? own : others;
    list += (list.empty() ? "" : ",") + node.address;
  }
  return own + "," + others;
}

LabService application(const LabLayout& lab, const LabNode& node) {
  const std::string owner{application_user};
  LabService service;
  service.name = "application";
  service.node = node.id();
  service.files = {
      folder_of(service_folder(lab, node, "application"), owner),
      {database_password_file(lab), lab.secrets.database_password + "\n", owner, 0400, false, true},
      {store_key_file(lab), lab.secrets.store_key + "\n", owner, 0400, false, true}};
  service.start = {{lab.program, "lab-program", "application", "--listen",
                    fmt::format("{}:{}", node.address, application_port), "--region", node.region,
                    "--databases", databases_from(lab, node.region), "--local-databases",
                    std::to_string(lab.nodes_of("db", node.region).size()), "--password-file",
                    database_password_file(lab), "--store", store_endpoint(lab, node.region).url,
                    "--store-key-file", store_key_file(lab)},
                   {},
                   owner,
                   service_folder(lab, node, "application")};
  service.ports = {application_port};
  service.readiness =
      ready_when(http_answers(application_url(node) + "/health"), std::chrono::seconds{30});
  service.stop_patience = std::chrono::seconds{1};
  service.needs = {lab.nodes_of("store", node.region).front().id() + "/swift"};
  if (node.region == lab.regions.back().name) {
    service.is_cold = true;
    service.needs.push_back(lab.nodes_of("db", node.region).front().id() + "/postgres");
  } else {
    const LabNode first = lab.nodes_of("db").front();
    service.needs.push_back(first.id() + "/database-roles");
    service.needs.push_back(lab.nodes_of("store").front().id() + "/buckets");
  }
  return service;
}

}  // namespace

std::string application_url(const LabNode& node) {
  return fmt::format("http://{}:{}", node.address, application_port);
}

std::string database_password_file(const LabLayout& lab) {
  return lab.root + "/secrets/application/database-password";
}

std::string store_key_file(const LabLayout& lab) {
  return lab.root + "/secrets/application/store-key";
}

std::vector<LabService> application_services(const LabLayout& lab) {
  std::vector<LabService> services;
  for (const LabNode& node : lab.nodes_of("app")) {
    services.push_back(application(lab, node));
  }
  return services;
}

}  // namespace firedrill
