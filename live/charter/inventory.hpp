// The hosts a drill may act on and what a fault has to know of each: how it is reached, its
// interface, control group, disks and services. A file of format "firedrill/target/1"; the lab
// makes one of itself. Names and paths hold only characters that no shell reads as anything else.
// Example: const Result<TargetInventory> inventory = load_target("staging.json");
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/base/result.hpp"
#include "models/base/units.hpp"
#include "models/text/document.hpp"

namespace firedrill {

// How commands get to a host.
struct ReachLocal {};  // this machine
struct ReachLab {      // a node of a lab on this machine
  std::string lab;     // "main"
};
struct ReachNamespace {  // a network namespace of this machine
  std::string path;      // "/run/netns/lab-db-1"
};
struct ReachSsh {
  std::string address;  // host name or address
  std::string user;
  int port = 22;
  std::string identity;              // private key file; "": as ssh finds it
  std::string known_hosts;           // file; a host whose key is not in it is not spoken to
  std::string host_key_alias{};      // the name to look up there; "": the address
  std::vector<std::string> proxy{};  // makes the connection in ssh's place (ProxyCommand)
  bool proxy_passes_socket = false;  // and hands it over as a socket (ProxyUseFdpass)
  Duration connect_patience = std::chrono::seconds{10};
};
using Reach = std::variant<ReachLocal, ReachLab, ReachNamespace, ReachSsh>;

// How a service's processes are found, and how it is started again.
struct SystemdUnit {
  std::string name;  // "postgresql@15-main.service"
};
struct PidFile {
  std::string path;                  // its first line is the main process
  std::vector<std::string> start{};  // empty: something else starts it again
  std::vector<std::string> stop{};   // empty: signal 15
};
struct CommandWords {              // the oldest process that has all these among its arguments
  std::vector<std::string> words;  // at least two
  std::vector<std::string> start{};
};
using ServiceProcess = std::variant<SystemdUnit, PidFile, CommandWords>;

struct SqlAccess {     // of a PostgreSQL server
  std::string socket;  // folder of its Unix socket, or a host name
  std::string user;    // of the operating system and of the database
  std::string database;
  int port = 5432;
};

struct HostService {
  std::string name;  // unique on its host: "postgres"
  ServiceProcess process;
  std::vector<int> ports;   // TCP ports it listens on
  std::string folder;       // of its data; "": none
  std::string certificate;  // PEM file it shows; "": none
  std::string key;          // its private key
  std::string authority;    // certificate of whoever signed it; "": self-signed
  std::string authority_key;
  std::vector<std::string> reload;  // makes it read its certificate again; empty: signal 1
  std::string clock_file;           // libfaketime reads its offset from here; "": no such thing
  std::optional<SqlAccess> sql;
  std::string relation;        // of a database: a table that may be damaged
  std::string slot;            // of a standby: its replication slot on the primary
  bool is_monitoring = false;  // sees what happens, and users do not need it
};

struct HostDisk {
  std::string name;   // "data"
  std::string mount;  // mount point
};

struct HostPower {   // switches the host off and on from elsewhere
  std::string from;  // the host that runs these
  std::vector<std::string> off;
  std::vector<std::string> on;
  std::vector<std::string> is_on;  // succeeds if it is on and all its services run
};

struct HostUplink {       // the other end of its cable, as of a lab's bridge
  std::string from;       // the host that has it
  std::string interface;  // "port3"
};

struct Host {
  std::string name;  // "us-east-1/db-1"
  std::string region;
  std::string component;    // of the plan; "": none
  std::string environment;  // "lab", "staging", ...; never "production"
  Reach reach;
  std::string address;               // IPv4 of its interface
  std::string address6;              // IPv6; "": none
  std::string interface;             // "eth0"
  std::string cgroup;                // cgroup2 folder that holds all its processes; "": none
  std::string journal;               // folder of the undo journal, on a disk that lasts
  std::string hosts_file;            // what its resolver reads before it asks the DNS
  std::vector<std::string> control;  // addresses that no fault may cut off: firedrill's own
  std::optional<HostPower> power;
  std::optional<HostUplink> uplink;
  std::vector<HostDisk> disks;
  std::vector<HostService> services;

  [[nodiscard]] const HostService* service(std::string_view name) const;
  [[nodiscard]] const HostDisk* disk(std::string_view name) const;
};

// What delays, drops and limits packets between regions where kernels do it not: the lab's router,
// spoken to as `firedrill lab wan`.
struct RegionRouter {
  std::string host;                  // where the command runs
  std::vector<std::string> command;  // takes --json, and --from, --to, --delay, --loss, --rate
};

struct TargetInventory {
  std::string name;
  std::vector<Host> hosts;
  std::optional<RegionRouter> router;
  std::string digest;  // SHA-256 of the canonical text

  [[nodiscard]] const Host* host(std::string_view name) const;
  [[nodiscard]] std::vector<const Host*> hosts_in(std::string_view region) const;
};

// Errors: those of parse_document, FD2xxx and FD50xx (see `firedrill explain`): names and paths
// with other characters, paths that are not absolute or have "..", symbolic links, production
// hosts.
[[nodiscard]] Result<TargetInventory> read_target(const Document& document);
[[nodiscard]] Result<TargetInventory> load_target(const std::string& path);

}  // namespace firedrill
