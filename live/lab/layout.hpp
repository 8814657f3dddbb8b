// Where everything of one lab stands: its folder, its regions, the nodes in them and their
// addresses, and the secrets made for it. The services are pure functions of this value, so two
// labs side by side differ in nothing but their layout. What a node is for is in its name.
// Example: const LabLayout lab = standard_layout("fd", "/run/firedrill/fd", program, secrets);
//          lab.node("us-east-1/db-1").address == "10.77.1.11"
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace firedrill {

struct LabNode {
  std::string region;
  std::string name;     // kind and number: "db-1"
  std::string address;  // IPv4

  [[nodiscard]] std::string id() const { return region + "/" + name; }
  // "db" of "db-1".
  [[nodiscard]] std::string_view kind() const;
  // "db-1.us-east-1.lab.test"
  [[nodiscard]] std::string host_name() const;
};

// The first region is the primary, the second takes over, the third watches and keeps copies.
struct LabRegion {
  std::string name;
  std::string subnet;  // "10.77.1.0/24"
  std::vector<LabNode> nodes;
  int standing_workers = 0;  // of those that train; the others are off until they are asked for
};

// Made anew for each lab; all can be rotated while it runs (services/secrets.hpp).
struct LabSecrets {
  std::string store_key;           // of the object store's account
  std::string database_password;   // of the application's role
  std::string name_update_key;     // TSIG, base64
  std::string cluster_key;         // Slurm's munge key, at least 32 bytes of text
  std::string ssh_authorized_key;  // a line of authorized_keys
  std::string ssh_host_key;        // private, in OpenSSH's own format; one for all nodes
};

struct LabLayout {
  std::string name;     // of the lab
  std::string root;     // absolute folder that holds all its files
  std::string program;  // absolute path of firedrill, which brings the lab's own servers
  std::string network;  // all regions: "10.77.0.0/16"
  std::vector<LabRegion> regions;
  LabSecrets secrets;

  // The node called "us-east-1/db-1"; asking for one that is not there is a wrong program.
  [[nodiscard]] const LabNode& node(std::string_view id) const;
  [[nodiscard]] const LabRegion& region(std::string_view name) const;
  // All nodes of one kind, in the order of regions and numbers; of one region if it is named.
  [[nodiscard]] std::vector<LabNode> nodes_of(std::string_view kind,
                                              std::string_view in_region = {}) const;
  [[nodiscard]] std::vector<LabNode> all_nodes() const;
};

// The zone that holds the names of all nodes and of the application.
inline constexpr std::string_view lab_zone = "lab.test";

// In what labs differ, by their plans (plan_shape.hpp).
struct LabShape {
  struct Region {
    std::string name;
    int workers = 0;   // nodes that train, at most
    int standing = 0;  // of them, on from the start
  };
  std::vector<Region> regions{{"us-east-1", 8, 8}, {"us-west-2", 8, 4}, {"eu-west-1", 0, 0}};
};
inline constexpr int most_workers = 100;  // of a region: as many addresses there are

// Three regions with their nodes: one that is lost (primary), one that takes over, and one with the
// observer, the user and the operations. Region i has subnet 10.`octet`.i.0/24, whose .1 is left to
// the gateway. `octet` in 1..254.
[[nodiscard]] LabLayout make_layout(const LabShape& shape, std::string name, std::string root,
                                    std::string program, LabSecrets secrets, int octet = 77);

// That of scenarios/plans/lab.json: us-east-1 with 8 workers, us-west-2 with 4 and 4 more that can
// be added, eu-west-1.
[[nodiscard]] LabLayout standard_layout(std::string name, std::string root, std::string program,
                                        LabSecrets secrets, int octet = 77);

}  // namespace firedrill
