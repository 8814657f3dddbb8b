// The components of a plan: one function a kind, then the checks that need several of them.
// Example: {"name": "dns", "dns": {"serves": "us-east-1", "ttl": "60 s", "edit": "30 s"}}
#include <fmt/format.h>

#include <array>

#include "models/plan/topology.hpp"
#include "scenarios/infrastructure_reader.hpp"
#include "scenarios/limits.hpp"
#include "scenarios/node_start_reader.hpp"
#include "scenarios/notes.hpp"
#include "scenarios/plan_reader.hpp"

namespace firedrill {
namespace {

Cluster read_cluster(ObjectReader& object, Reading& reading) {
  Cluster cluster;
  cluster.nodes = static_cast<int>(object.integer("nodes", 0, largest_count));
  cluster.nodes_maximum =
      static_cast<int>(object.integer("nodes_maximum", cluster.nodes, largest_count));
  cluster.accelerators_per_node =
      static_cast<int>(object.integer("accelerators_per_node", 0, largest_count));
  const bool can_grow = cluster.nodes_maximum > cluster.nodes;
  const Node* const start = can_grow ? object.required("start") : object.optional("start");
  if (start != nullptr) {
    cluster.start = read_node_start(*start, reading.laws, reading.context);
  }
  return cluster;
}

OrnsteinUhlenbeckLag read_ornstein_uhlenbeck(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  OrnsteinUhlenbeckLag lag;
  lag.median = reading.laws.interval(object, "median");
  lag.log_sd = reading.laws.ratio(object, "log_sd");
  lag.relaxation = reading.laws.interval(object, "relaxation");
  if (object.optional("sampled_every") != nullptr) {
    lag.sampled_every = reading.laws.interval(object, "sampled_every");
  }
  object.finish();
  return lag;
}

BacklogLag read_backlog(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  BacklogLag lag;
  lag.base_write_rate = reading.laws.rate(object, "base_write_rate");
  lag.burst_write_rate = reading.laws.rate(object, "burst_write_rate");
  lag.burst_length = reading.laws.time(object, "burst_length");
  lag.burst_gap = reading.laws.time(object, "burst_gap");
  lag.capacity = reading.laws.rate(object, "capacity");
  lag.delay = reading.laws.time(object, "delay");
  lag.daily = read_daily(object, reading);
  object.finish();
  return lag;
}

Database::LogDisk read_log_disk(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  object.optional_string("comment");
  Database::LogDisk disk;
  disk.room = reading.laws.bytes(object, "room");
  disk.freed = reading.laws.time(object, "freed");
  object.finish();
  return disk;
}

ReplicationLag read_lag(const Node& node, Reading& reading) {
  static constexpr std::array<std::string_view, 2> words{"ornstein_uhlenbeck", "backlog"};
  ObjectReader object{node, reading.context};
  const auto choice = choose(object, words, "model of lag");
  object.finish();
  if (!choice) {
    return {};
  }
  return choice->index == 0 ? ReplicationLag{read_ornstein_uhlenbeck(*choice->node, reading)}
                            : ReplicationLag{read_backlog(*choice->node, reading)};
}

Database read_database(ObjectReader& object, Reading& reading) {
  Database database;
  if (object.optional("replica_of") == nullptr) {
    if (const Node* const disk = object.optional("log_disk")) {
      database.log_disk = read_log_disk(*disk, reading);
    }
    return database;
  }
  database.replica_of = reading.component<Database>(object, "replica_of");
  database.filled_by_restore = object.optional_boolean("filled_by_restore").value_or(false);
  if (database.filled_by_restore) {
    return database;
  }
  if (const Node* const lag = object.optional("lag")) {
    database.lag = read_lag(*lag, reading);
  }
  if (object.optional("log_room") != nullptr) {
    database.log_room = reading.laws.bytes(object, "log_room");
  }
  database.promotion = reading.laws.time(object, "promotion");
  database.promotion_failure = reading.laws.probability(object, "promotion_failure");
  return database;
}

ObjectStore read_object_store(ObjectReader& object, Reading& reading) {
  ObjectStore store;
  if (object.optional("replica_of") == nullptr) {
    return store;
  }
  store.replica_of = reading.component<ObjectStore>(object, "replica_of");
  store.object_latency = reading.laws.time(object, "object_latency");
  store.replication_rate = reading.laws.rate(object, "replication_rate");
  return store;
}

Prometheus read_prometheus(ObjectReader& object, Reading& reading) {
  Prometheus prometheus;
  prometheus.scrape_interval = reading.laws.interval(object, "scrape_interval");
  prometheus.evaluation_interval = reading.laws.interval(object, "evaluation_interval");
  prometheus.hold = reading.laws.duration(object, "hold");
  prometheus.group_wait = reading.laws.duration(object, "group_wait");
  prometheus.delivery = reading.laws.time(object, "delivery");
  return prometheus;
}

Prober read_prober(ObjectReader& object, Reading& reading) {
  Prober prober;
  object.each("vantage_points", [&](const Node& item) {
    prober.vantage_points.push_back(
        RegionId{reading.names.regions.find(item, reading.context).value_or(0)});
  });
  if (prober.vantage_points.empty() && object.optional("vantage_points") != nullptr) {
    reading.context.error(*object.optional("vantage_points"), "FD2006",
                          "a prober without vantage points sees nothing", "name at least one");
  }
  prober.interval = reading.laws.interval(object, "interval");
  prober.timeout = reading.laws.duration(object, "timeout");
  prober.threshold = static_cast<int>(object.integer("threshold", 1, largest_count));
  prober.quorum = reading.laws.probability(object, "quorum");
  prober.delivery = reading.laws.time(object, "delivery");
  return prober;
}

DnsZone read_dns(ObjectReader& object, Reading& reading) {
  DnsZone zone;
  zone.serves = reading.region(object, "serves");
  zone.ttl = reading.laws.duration(object, "ttl");
  zone.control_plane = reading.optional_region(object, "control_plane");
  zone.edit = reading.laws.time(object, "edit");
  if (object.optional("outliving_share") != nullptr) {
    zone.outliving_share = reading.laws.probability(object, "outliving_share");
    zone.outliving_delay = reading.laws.time(object, "outliving_delay");
  }
  return zone;
}

Rebuildable read_rebuildable(ObjectReader& object, Reading& reading) {
  Rebuildable rebuildable;
  rebuildable.rebuild = reading.laws.time(object, "rebuild");
  rebuildable.stands_in_steady_state =
      object.optional_boolean("stands_in_steady_state").value_or(true);
  return rebuildable;
}

Validator read_validator(ObjectReader& object, Reading& reading) {
  Validator validator;
  validator.every = reading.laws.interval(object, "every");
  if (object.optional("at") != nullptr) {
    validator.at = reading.laws.time_of_day(object, "at");
  }
  object.each("finds", [&](const Node& item) {
    ObjectReader finding{item, reading.context};
    allow_notes(finding);
    const DataId data = reading.data(finding, "data");
    validator.finds.push_back({data, reading.laws.probability(finding, "coverage")});
    finding.finish();
  });
  validator.delivery = reading.laws.time(object, "delivery");
  return validator;
}

// Machines and data stand somewhere; the rest may be global.
bool needs_region(const ComponentModel& model) {
  return std::holds_alternative<Cluster>(model) || std::holds_alternative<Database>(model) ||
         std::holds_alternative<ObjectStore>(model) || std::holds_alternative<Prometheus>(model) ||
         std::holds_alternative<InfrastructureCode>(model);
}

// `kind` is an index into component_words.
ComponentModel read_model(std::size_t kind, const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  ComponentModel model;
  switch (kind) {
    case 0:
      model = read_cluster(object, reading);
      break;
    case 1:
      model = read_database(object, reading);
      break;
    case 2:
      model = read_object_store(object, reading);
      break;
    case 3:
      model = read_prometheus(object, reading);
      break;
    case 4:
      model = read_prober(object, reading);
      break;
    case 5:
      model = ExternalReport{reading.laws.time(object, "delay")};
      break;
    case 6:
      model = read_dns(object, reading);
      break;
    case 7:
      model = read_rebuildable(object, reading);
      break;
    case 8:
      model = Facility{object.string("purpose")};
      break;
    case 9:
      model = read_validator(object, reading);
      break;
    default:
      model = read_infrastructure(object, reading);
      break;
  }
  object.finish();
  return model;
}

Component read_component(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  Component component;
  component.name = object.string("name");
  component.title = object.optional_string("title").value_or("");
  component.region = reading.optional_region(object, "region");
  object.each_optional("depends_on", [&](const Node& item) {
    component.depends_on.push_back(reading.component(item));
  });
  const auto choice = choose(object, component_words, "kind of component");
  if (choice) {
    component.model = read_model(choice->index, *choice->node, reading);
    if (needs_region(component.model) && !component.region) {
      report_object(object, "FD3004",
                    fmt::format("a {} stands in a region", component_words[choice->index]),
                    "add \"region\"");
    }
  }
  object.finish();
  return component;
}

// A replica follows a primary: promotion and loss are modelled for one level only.
void check_replicas(const Node& list, const std::vector<Component>& components, Reading& reading) {
  for (std::size_t index = 0; index < components.size(); ++index) {
    std::optional<ComponentId> source;
    if (const auto* database = std::get_if<Database>(&components[index].model)) {
      source = database->replica_of;
    } else if (const auto* store = std::get_if<ObjectStore>(&components[index].model)) {
      source = store->replica_of;
    }
    if (!source) {
      continue;
    }
    const ComponentModel& followed = components[source->index].model;
    const auto* database = std::get_if<Database>(&followed);
    const auto* store = std::get_if<ObjectStore>(&followed);
    if ((database != nullptr && database->replica_of) || (store != nullptr && store->replica_of)) {
      const Node* const kind =
          list.items[index].find(component_words[reading.names.component_kinds[index]]);
      reading.context.error(
          *kind->find("replica_of"), "FD3005",
          source->index == index ? "{} would be a replica of itself" : "{} is itself a replica",
          "name the primary it follows in the end");
    }
  }
}

void check_dependencies(const Node& list, const std::vector<Component>& components,
                        Reading& reading) {
  std::vector<std::vector<std::uint32_t>> needed(components.size());
  for (std::size_t index = 0; index < components.size(); ++index) {
    for (const ComponentId id : components[index].depends_on) {
      needed[index].push_back(id.index);
    }
  }
  report_cycle(find_cycle(needed), list, reading.names.components, "depends_on", reading.context);
}

}  // namespace

std::vector<Component> read_components(ObjectReader& plan, Reading& reading) {
  std::vector<Component> components;
  const std::size_t problems = reading.context.diagnostics().size();
  plan.each("components",
            [&](const Node& item) { components.push_back(read_component(item, reading)); });
  const bool is_sound = reading.context.diagnostics().size() == problems;
  if (is_sound && !components.empty()) {  // else a reference that dangles would be reported twice
    const Node& list = *plan.required("components");
    check_replicas(list, components, reading);
    check_dependencies(list, components, reading);
    check_infrastructure(list, components, reading);
    settle_tests(list, components, reading);
  }
  return components;
}

}  // namespace firedrill
