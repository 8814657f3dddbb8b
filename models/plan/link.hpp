// The links between a plan's regions: how far, how wide and how lossy they are, and with how many
// connections each kind of traffic crosses. What a service may use (a quota) stands with the
// service; what the network lets it have follows from here.
// Example: const RegionLink* link = link_between(plan, east, west); link_rates(*link).objects
#pragma once

#include <string>
#include <vector>

#include "models/base/id.hpp"
#include "models/base/units.hpp"
#include "models/network/path.hpp"

namespace firedrill {

struct Plan;

// Which traffic goes first where not all fits; the lower number. Equal ones share by connections.
struct LinkOrder {
  int log = 0;  // of databases
  int objects = 0;
  int checkpoints = 0;  // differs from `objects`: one bucket's replication is then two queues
};

struct RegionLink {
  std::string name;
  RegionId a{}, b{};       // the same both ways
  NetworkPath path;        // of one connection
  int database_flows = 1;  // connections of one database's replication
  int object_flows = 1;    // of one bucket's replication, and of a cluster that reads data
  LinkOrder order;
};

// What the network delivers of a link [bytes/s of data], whatever services allow.
struct LinkRates {
  Rate all;       // as many connections as there are, together
  Rate database;  // the connections of one database
  Rate objects;   // the connections of one bucket
};

// By goodput() of models/network, with hosts().
[[nodiscard]] LinkRates link_rates(const RegionLink& link);

// The link between two regions, either way; nullptr if the plan has none.
[[nodiscard]] const RegionLink* link_between(const Plan& plan, RegionId a, RegionId b);

}  // namespace firedrill
