// An organisation's disaster-recovery plan, validated: after reading, nothing in it can dangle.
// Every vector is indexed by the Id type of its element; names are unique within a vector.
// Example: plan.regions[plan.components[id.index].region->index].name
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/plan/component.hpp"
#include "models/plan/data.hpp"
#include "models/plan/governance.hpp"
#include "models/plan/link.hpp"

namespace firedrill {

// What a service needs in the region its clients are sent to. `route`: the region that the client's
// cached DNS answer names must stand.
struct NeedsRoute {
  ComponentId zone{};
};
struct NeedsDatabase {
  ComponentId primary{};
};  // that it, or a promoted replica of it, takes writes there
struct NeedsNodes {
  int nodes = 0;
};  // ready in the clusters of that region
struct NeedsRebuilt {
  ComponentId component{};
};  // a Rebuildable that stands, wherever
using Requirement = std::variant<NeedsRoute, NeedsDatabase, NeedsNodes, NeedsRebuilt>;

// What users see: critical services, standard services, ...
struct Service {
  std::string name;
  std::string title;
  std::vector<Requirement> requirements;
  std::vector<ServiceId> includes;  // up only when all of these are (complete infrastructure)
};

enum class ObjectiveKind { rto, rpo };

// A promise: `required_fraction` of recoveries stay within `target`.
struct Objective {
  std::string name;
  ObjectiveKind kind = ObjectiveKind::rto;
  std::string title;
  std::optional<ServiceId> service;  // of an rto
  std::vector<DataId> data;          // of an rpo: the worst of these counts
  Duration target{};
  double required_fraction = 1.0;
  Duration sustained{};  // of an rto: success must last this long to count
};

// The training data that a job reads as it trains: from the first store that stands in its own
// region, or else over a link, which may be what limits it.
struct DatasetReads {
  std::vector<ComponentId> stores;
  double bytes_per_token = 0.0;
};

// The training run whose throughput the plan protects.
struct TrainingJob {
  std::string name;
  std::vector<ComponentId> clusters;  // where it runs, in order of preference
  ServiceId resumes_with{};           // may start in a region once this service is up from there
  Distribution tokens_per_node;       // [tokens/s] of one node
  Distribution restart;               // [s] from resources ready to the first new step
  DataId checkpoints{};
  std::optional<DatasetReads> reads{};  // none: reading limits nothing
};

struct Plan {
  std::string name;
  std::string title;
  std::string digest;  // SHA-256 of the canonical text
  std::vector<Region> regions;
  std::vector<RegionLink> links;  // at most one between two regions
  std::vector<Component> components;
  std::vector<Service> services;
  std::vector<DataKind> data;
  std::vector<Role> roles;
  std::vector<Objective> objectives;
  std::optional<TrainingJob> training;
  std::optional<Communication> communication;
  Governance governance;
};

// The first role with working hours; null if it matters to nobody at what hour they are called.
[[nodiscard]] const Role* role_with_hours(const Plan& plan);

// The database in `region` that a restore of `data` fills, if there is one.
[[nodiscard]] std::optional<ComponentId> filled_database(const Plan& plan, DataId data,
                                                         RegionId region);

}  // namespace firedrill
