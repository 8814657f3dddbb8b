#include "live/lab/services/object_store_config.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "live/lab/programs/scripts.hpp"

namespace firedrill {
namespace {

constexpr std::string_view swift_user = "swift";

struct Swift {
  const LabLayout& lab;
  const LabNode& node;
  std::string folder;
  std::size_t region;  // 1, 2, 3, as the rings count
};

// [DEFAULT] of the servers for objects, containers and accounts, and the pipeline they share.
std::string server_head(const Swift& swift, std::string_view kind, int port) {
  return fmt::format(R"([DEFAULT]
bind_ip = {address}
bind_port = {port}
user = swift
swift_dir = {folder}
devices = {folder}/disks
mount_check = false
workers = 0
log_level = WARNING
conn_timeout = 1
recon_cache_path = {folder}/recon
[pipeline:main]
pipeline = healthcheck recon {kind}-server
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:recon]
use = egg:swift#recon
[app:{kind}-server]
use = egg:swift#{kind}
)",
                     fmt::arg("address", swift.node.address), fmt::arg("port", port),
                     fmt::arg("folder", swift.folder), fmt::arg("kind", kind));
}

// Objects leave for the other regions within two seconds; rotten ones are found within ten.
std::string object_server(const Swift& swift) {
  return server_head(swift, "object", 6200) + R"([object-replicator]
interval = 2
concurrency = 2
sync_method = ssync
http_timeout = 5
node_timeout = 5
conn_timeout = 1
lockup_timeout = 60
handoffs_first = true
[object-updater]
interval = 30
node_timeout = 5
concurrency = 1
[object-auditor]
interval = 5
files_per_second = 200
bytes_per_second = 100000000
zero_byte_files_per_second = 500
)";
}

std::string names_server(const Swift& swift, std::string_view kind, int port, int interval) {
  return server_head(swift, kind, port) + fmt::format(R"([{0}-replicator]
interval = {1}
node_timeout = 5
conn_timeout = 1
rsync_module = {{replication_ip}}::{0}
[container-sharder]
[{0}-updater]
interval = 30
)",
                                                      kind, interval);
}

std::string rsync_config(const Swift& swift) {
  std::string text =
      fmt::format(R"(uid = swift
gid = swift
address = {address}
port = 873
use chroot = no
pid file = {folder}/run/rsyncd.pid
)",
                  fmt::arg("address", swift.node.address), fmt::arg("folder", swift.folder));
  for (const std::string_view module : {"account", "container", "object"}) {
    text +=
        fmt::format("[{0}]\npath = {1}/disks\nread only = false\nlock file = {1}/run/{0}.lock\n",
                    module, swift.folder);
  }
  return text;
}

std::string proxy_server(const Swift& swift, bool with_tls) {
  return fmt::format(R"([DEFAULT]
bind_ip = {address}
bind_port = {port}
user = swift
swift_dir = {folder}
workers = 0
log_level = WARNING
conn_timeout = 0.5
node_timeout = 5
{tls}[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache listing_formats bulk s3api
  tempauth slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
sorting_method = affinity
read_affinity = r{region}=100
write_affinity = r{region}
write_affinity_node_count = {disks}
error_suppression_interval = 5
error_suppression_limit = 3
concurrent_gets = true
concurrency_timeout = 0.2
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:cache]
use = egg:swift#memcache
memcache_servers = {address}:11211
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:s3api]
use = egg:swift#s3api
location = {name}
dns_compliant_bucket_names = true
[filter:tempauth]
use = egg:swift#tempauth
user_lab_admin = {key} .admin
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
)",
                     fmt::arg("address", swift.node.address),
                     fmt::arg("port", with_tls ? store_tls_port : store_port),
                     fmt::arg("folder", swift.folder), fmt::arg("region", swift.region),
                     fmt::arg("disks", store_disks), fmt::arg("name", swift.node.region),
                     fmt::arg("key", swift.lab.secrets.store_key),
                     fmt::arg("tls", with_tls ? fmt::format("cert_file = {0}/tls.crt\n"
                                                            "key_file = {0}/tls.key\n",
                                                            swift.folder)
                                              : ""));
}

std::string cluster_config(const LabLayout& lab) {
  return fmt::format(R"([swift-hash]
swift_hash_path_prefix = firedrill
swift_hash_path_suffix = {}
[storage-policy:0]
name = everywhere
default = yes
[storage-policy:1]
name = {}
)",
                     lab.name, archive_policy);
}

// What swift_daemons.py reads: the rings to build and the daemons to start.
std::string launcher_config(const Swift& swift) {
  using Json = nlohmann::ordered_json;
  Json everywhere = Json::array();
  for (const LabNode& store : swift.lab.nodes_of("store")) {
    everywhere.push_back({{"region", everywhere.size() + 1}, {"address", store.address}});
  }
  const Json third = Json::array({everywhere.back()});
  const auto ring = [](std::string_view name, int port, const Json& stores) {
    return Json{{"name", name}, {"port", port}, {"stores", stores}};
  };
  return Json{{"folder", swift.folder},
              {"user", swift_user},
              {"disks", store_disks},
              {"rings",
               {ring("account", 6202, everywhere), ring("container", 6201, everywhere),
                ring("object", 6200, everywhere), ring("object-1", 6200, third)}}}
             .dump(2) +
         "\n";
}

}  // namespace

std::vector<LabFile> swift_files(const LabLayout& lab, const LabNode& node) {
  std::size_t index = 1;
  while (lab.regions.at(index - 1).name != node.region) {
    ++index;
  }
  const Swift swift{lab, node, service_folder(lab, node, "swift"), index};
  const std::string owner{swift_user};
  std::vector<LabFile> files = {
      folder_of(swift.folder, owner), folder_of(swift.folder + "/run", owner),
      folder_of(swift.folder + "/recon", owner), folder_of(swift.folder + "/log", owner),
      folder_of(swift.folder + "/disks", owner)};
  for (int disk = 1; disk <= store_disks; ++disk) {
    files.push_back(folder_of(fmt::format("{}/disks/d{}", swift.folder, disk), owner));
  }
  const auto add = [&](std::string_view name, std::string content, unsigned mode = 0644) {
    files.push_back({fmt::format("{}/{}", swift.folder, name), std::move(content), owner, mode});
  };
  add("swift.conf", cluster_config(lab));
  add("object-server.conf", object_server(swift));
  add("container-server.conf", names_server(swift, "container", 6201, 3));
  add("account-server.conf", names_server(swift, "account", 6202, 5));
  for (const bool with_tls : {false, true}) {
    add(with_tls ? "proxy-tls.conf" : "proxy-server.conf", proxy_server(swift, with_tls), 0600);
    files.back().is_kept = true;
  }
  add("rsyncd.conf", rsync_config(swift));
  add("daemons.json", launcher_config(swift));
  add("swift_daemons.py", std::string{programs::swift_daemons});
  return files;
}

}  // namespace firedrill
