#include "live/lab/services/object_store.hpp"

#include <fmt/format.h>

#include "live/lab/services/object_store_config.hpp"

namespace firedrill {
namespace {

LabService memory_cache(const LabLayout& lab, const LabNode& node) {
  LabService service;
  service.name = "memcached";
  service.node = node.id();
  service.start = {{"memcached", "-l", node.address, "-p", "11211", "-m", "16", "-t", "1"},
                   {},
                   "swift",
                   lab.root};
  service.ports = {11211};
  service.stop_patience = std::chrono::seconds{1};
  return service;
}

// Carries the databases of names between regions; objects have a protocol of their own.
LabService file_copier(const LabLayout& lab, const LabNode& node) {
  LabService service;
  service.name = "rsync";
  service.node = node.id();
  const std::string folder = service_folder(lab, node, "swift");
  service.files = swift_files(lab, node);
  service.preparations = {{{"rm", "-f", folder + "/run/rsyncd.pid"}, {}, "root", "/"}};
  service.start = {
      {"rsync", "--daemon", "--no-detach", "--config=" + folder + "/rsyncd.conf"}, {}, "root", "/"};
  service.ports = {873};
  service.stop_patience = std::chrono::seconds{1};
  return service;
}

// A certificate that signs itself, for the store's name.
CommandLine make_certificate(const std::string& folder, const std::string& host) {
  return shell(fmt::format(R"(test -s {0}/tls.crt && exit 0
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 \
  -subj /CN={1} -addext subjectAltName=DNS:{1} -keyout {0}/tls.key -out {0}/tls.new 2>/dev/null
mv {0}/tls.new {0}/tls.crt)",
                           folder, host),
               "swift");
}

LabService swift(const LabLayout& lab, const LabNode& node) {
  const std::string folder = service_folder(lab, node, "swift");
  LabService service;
  service.name = "swift";
  service.node = node.id();
  service.needs = {node.id() + "/memcached", node.id() + "/rsync"};
  service.files = swift_files(lab, node);
  service.preparations = {make_certificate(folder, store_endpoint(lab, node.region).host)};
  service.start = {{"/usr/bin/python3", folder + "/swift_daemons.py", folder + "/daemons.json"},
                   {},
                   "root",
                   "/"};
  service.ports = {store_port, store_tls_port};
  std::string all_servers = "exec curl -skf -m 1 -o /dev/null";
  for (const char* const end : {"http:8080", "https:8443", "http:6200", "http:6201", "http:6202"}) {
    const std::string_view text{end};
    const std::size_t colon = text.find(':');
    all_servers += fmt::format(" {}://{}{}/healthcheck", text.substr(0, colon), node.address,
                               text.substr(colon));
  }
  service.readiness = ready_when(shell(all_servers + " -o /dev/null -o /dev/null -o /dev/null "
                                                     "-o /dev/null --fail-early",
                                       "nobody"),
                                 std::chrono::seconds{120});
  service.stop_patience = std::chrono::seconds{2};
  return service;
}

// The buckets, by way of the Swift interface: only there a bucket can be given its tier.
LabService buckets_task(const LabLayout& lab, const LabNode& node, std::vector<std::string> needs) {
  const StoreEndpoint store = store_endpoint(lab, node.region);
  const std::string login = service_folder(lab, node, "swift") + "/login.headers";
  std::string script = fmt::format(
      "token=$(curl -sf -m 5 -D - -o /dev/null -H @{} {}/auth/v1.0 | tr -d '\\r' | "
      "sed -n 's/^[Xx]-[Aa]uth-[Tt]oken: //p')\ntest -n \"$token\"\n",
      login, store.url);
  for (const std::string& bucket : store_buckets()) {
    const std::string tier =
        bucket == archive_policy ? fmt::format(" -H 'X-Storage-Policy: {}'", bucket) : "";
    script +=
        fmt::format("curl -sf -m 5 -o /dev/null -X PUT -H \"X-Auth-Token: $token\"{} {}{}/{}\n",
                    tier, store.url, store.account, bucket);
  }
  LabService service =
      task("buckets", node, std::move(needs), shell(script, "swift"), std::chrono::seconds{20});
  service.files = {
      {login, fmt::format("X-Auth-User: {}\nX-Auth-Key: {}\n", store.access_key, store.secret_key),
       "swift", 0600}};
  return service;
}

}  // namespace

StoreEndpoint store_endpoint(const LabLayout& lab, std::string_view region) {
  const LabNode node = lab.nodes_of("store", region).front();
  return {fmt::format("http://{}:{}", node.address, store_port),
          fmt::format("store.{}.{}", region, lab_zone),
          store_tls_port,
          service_folder(lab, node, "swift") + "/tls.crt",
          "lab:admin",
          lab.secrets.store_key,
          std::string{region},
          "/v1/AUTH_lab"};
}

std::vector<std::string> store_buckets() {
  return {"pgbackrest", "checkpoints", "documents", std::string{archive_policy}};
}

std::vector<LabService> object_store_services(const LabLayout& lab) {
  std::vector<LabService> services;
  std::vector<std::string> all_stores;
  for (const LabNode& node : lab.nodes_of("store")) {
    services.push_back(memory_cache(lab, node));
    services.push_back(file_copier(lab, node));
    services.push_back(swift(lab, node));
    all_stores.push_back(node.id() + "/swift");
  }
  services.push_back(buckets_task(lab, lab.nodes_of("store").front(), all_stores));
  return services;
}

}  // namespace firedrill
