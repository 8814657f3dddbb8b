#include "live/lab/services/database_config.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "live/lab/services/object_store.hpp"

namespace firedrill {
namespace {

constexpr std::string_view programs_folder = "/usr/lib/postgresql/15/bin";

std::string server_config(const DatabaseInstance& instance, const std::string& standbys) {
  return fmt::format(R"(listen_addresses = '{address}'
port = 5432
data_directory = '{folder}/data'
hba_file = '{folder}/pg_hba.conf'
ident_file = '{folder}/pg_ident.conf'
unix_socket_directories = '{folder}/run'
cluster_name = '{slot}'
shared_buffers = 64MB
max_connections = 60
dynamic_shared_memory_type = posix
password_encryption = scram-sha-256
log_line_prefix = '%m [%p] %a '
log_min_messages = warning

# Replication. A primary and a replica notice within three seconds that the other is gone.
wal_level = replica
wal_log_hints = on
hot_standby = on
max_wal_senders = 10
max_replication_slots = 10
wal_keep_size = 64MB
min_wal_size = 80MB
max_wal_size = 512MB
max_slot_wal_keep_size = 1GB
wal_receiver_status_interval = 1s
wal_sender_timeout = 3s
wal_receiver_timeout = 3s
wal_retrieve_retry_interval = 500ms
tcp_user_timeout = 3000
synchronous_standby_names = '{standbys}'
recovery_target_timeline = 'latest'

# The archive: a segment is sent when it is full, or after 30 seconds with any write. Replicas are
# sent all of it too, used or not, which is why segments are small.
archive_mode = on
archive_timeout = 30s
archive_command = 'pgbackrest --config={folder}/pgbackrest.conf --stanza=lab archive-push %p'
restore_command = 'pgbackrest --config={folder}/pgbackrest.conf --stanza=lab archive-get %f "%p"'
)",
                     fmt::arg("address", instance.node.address),
                     fmt::arg("folder", instance.folder()), fmt::arg("slot", instance.slot()),
                     fmt::arg("standbys", standbys));
}

// The lab's own staff is trusted; the application shows a password, which can be rotated.
std::string access_rules(const LabLayout& lab) {
  return fmt::format(R"(local all all trust
host all postgres {0} trust
host replication postgres {0} trust
host all all {0} scram-sha-256
)",
                     lab.network);
}

// pgBackRest speaks only TLS to a store, and takes no address as a certificate's name: the store's
// name has to resolve in the node.
std::string pgbackrest_config(const DatabaseInstance& instance) {
  const StoreEndpoint store = store_endpoint(instance.lab, instance.node.region);
  return fmt::format(R"([global]
repo1-type=s3
repo1-s3-endpoint={host}
repo1-storage-port={port}
repo1-s3-bucket={bucket}
repo1-s3-region={region}
repo1-s3-uri-style=path
repo1-s3-key={access}
repo1-s3-key-secret={secret}
repo1-storage-ca-file={certificate}
repo1-path=/lab
repo1-retention-full=2
repo1-bundle=y
compress-type=lz4
start-fast=y
process-max=2
archive-timeout=30
io-timeout=5
log-level-console=warn
log-level-file=off
lock-path={folder}/lock
spool-path={folder}/spool

[lab]
pg1-path={folder}/data
pg1-socket-path={folder}/run
pg1-user=postgres
)",
                     fmt::arg("host", store.host), fmt::arg("port", store.tls_port),
                     fmt::arg("bucket", backup_bucket), fmt::arg("region", store.signing_region),
                     fmt::arg("access", store.access_key), fmt::arg("secret", store.secret_key),
                     fmt::arg("certificate", store.certificate),
                     fmt::arg("folder", instance.folder()));
}

}  // namespace

std::string DatabaseInstance::slot() const {
  std::string name = node.region + "_" + node.name;
  std::ranges::replace(name, '-', '_');
  return name;
}

std::string DatabaseInstance::connection_to(const DatabaseInstance& primary) const {
  return fmt::format(
      "host={} port=5432 user=postgres dbname=postgres sslmode=disable connect_timeout=2 "
      "application_name={}",
      primary.node.address, slot());
}

CommandLine DatabaseInstance::program(const std::string& name,
                                      const std::vector<std::string>& arguments) const {
  CommandLine line{{fmt::format("{}/{}", programs_folder, name)},
                   {"LC_ALL=C.UTF-8", "PGCONNECT_TIMEOUT=2"},
                   std::string{postgres_user},
                   folder()};
  line.arguments.insert(line.arguments.end(), arguments.begin(), arguments.end());
  return line;
}

CommandLine DatabaseInstance::sql(const std::string& text) const {
  return program("psql", {"--no-psqlrc", "--quiet", "--no-align", "--tuples-only",
                          "--set=ON_ERROR_STOP=1", "--host=" + socket_folder(),
                          "--username=postgres", "--dbname=postgres", "--command=" + text});
}

CommandLine DatabaseInstance::pgbackrest(const std::vector<std::string>& arguments) const {
  CommandLine line{{"pgbackrest", "--config=" + backup_config(), "--stanza=lab"},
                   {"LC_ALL=C.UTF-8"},
                   std::string{postgres_user},
                   folder()};
  line.arguments.insert(line.arguments.end(), arguments.begin(), arguments.end());
  return line;
}

std::vector<LabFile> database_files(const DatabaseInstance& instance, const std::string& standbys) {
  const std::string owner{postgres_user};
  const std::string folder = instance.folder();
  return {folder_of(folder, owner, 0750),
          folder_of(instance.socket_folder(), owner),
          folder_of(folder + "/lock", owner, 0750),
          folder_of(folder + "/spool", owner, 0750),
          {instance.config(), server_config(instance, standbys), owner},
          {folder + "/pg_hba.conf", access_rules(instance.lab), owner},
          {folder + "/pg_ident.conf", "", owner},
          {instance.backup_config(), pgbackrest_config(instance), owner, 0600, false, true}};
}

}  // namespace firedrill
