#include "scenarios/fault_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "models/plan/topology.hpp"
#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

// In the order of FaultModel.
constexpr std::array<std::string_view, 10> fault_words{
    "region_outage",       "component_outage", "flapping",  "link_cut",
    "node_failure",        "data_corruption",  "intrusion", "absence",
    "network_degradation", "replication_stall"};
static_assert(fault_words.size() == std::variant_size_v<FaultModel>);

// What may stop a component in a drill: the faults of live/faults that stop something.
constexpr std::array<std::string_view, 17> outage_words{
    "process_kill",       "process_pause",
    "crash_loop",         "node_loss",
    "node_reboot",        "dns_failure",
    "dns_wrong_answer",   "disk_full",
    "disk_slow",          "io_error",
    "clock_skew",         "cpu_exhaustion",
    "memory_exhaustion",  "connection_exhaustion",
    "credential_revoked", "certificate_expired",
    "monitoring_lost"};

constexpr std::int64_t most_times = 1'000;
constexpr std::int64_t most_nodes = 100'000;
constexpr std::int64_t most_repeats = 100;
constexpr std::int64_t most_streams = 100'000;

RegionOutage read_region_outage(ObjectReader& object, Reading& reading) {
  RegionOutage outage;
  outage.region = reading.region(object, "region");
  outage.length = reading.laws.time(object, "length");
  outage.control_plane_loss = reading.laws.probability(object, "control_plane_loss");
  outage.control_plane_length = reading.laws.time(object, "control_plane_length");
  return outage;
}

std::vector<DataId> read_data_list(ObjectReader& object, std::string_view key, Reading& reading) {
  std::vector<DataId> data;
  object.each(key, [&](const Node& item) {
    data.push_back(DataId{reading.names.data.find(item, reading.context).value_or(0)});
  });
  return data;
}

ComponentOutage read_component_outage(ObjectReader& object, Reading& reading) {
  ComponentOutage outage;
  object.each("components",
              [&](const Node& item) { outage.components.push_back(reading.component(item)); });
  if (object.optional("destroys") != nullptr) {
    outage.destroys = read_data_list(object, "destroys", reading);
  }
  outage.length = reading.laws.time(object, "length");
  if (object.optional("by") != nullptr) {
    outage.by = outage_words[object.word("by", outage_words)];
  }
  return outage;
}

Flapping read_flapping(ObjectReader& object, Reading& reading) {
  Flapping flapping;
  flapping.region = reading.region(object, "region");
  flapping.down = reading.laws.time(object, "down");
  flapping.up = reading.laws.time(object, "up");
  flapping.times = static_cast<int>(object.integer("times", 1, most_times));
  return flapping;
}

LinkCut read_link_cut(ObjectReader& object, Reading& reading) {
  const RegionId from = reading.region(object, "from");
  const RegionId to = reading.region(object, "to");
  return LinkCut{from, to, reading.laws.time(object, "length")};
}

LinkDegradation read_network_degradation(ObjectReader& object, Reading& reading) {
  LinkDegradation network;
  network.from = reading.region(object, "from");
  network.to = reading.region(object, "to");
  if (object.optional("latency") != nullptr) {
    network.latency = reading.laws.duration(object, "latency");
  }
  if (object.optional("loss") != nullptr) {
    network.loss = reading.laws.probability(object, "loss");
  }
  if (object.optional("rate") != nullptr) {
    network.rate = reading.laws.rate(object, "rate");
  }
  network.streams = object.optional_integer("streams", 1, most_streams).value_or(1);
  if (object.optional("round_trip") != nullptr) {
    network.round_trip = reading.laws.duration(object, "round_trip");
  }
  network.length = reading.laws.time(object, "length");
  if (network.latency == Duration::zero() && network.loss == 0.0 && !network.rate) {
    report_object(object, "FD3025", "a network that is degraded by nothing",
                  "write \"latency\", \"loss\" or \"rate\"");
  } else if (network.loss > 0.0 && network.round_trip <= Duration::zero()) {
    report_object(object, "FD3025", "what a lossy network carries depends on its round trip",
                  "write \"round_trip\", as \"62 ms\"");
  }
  return network;
}

ReplicaStall read_replication_stall(ObjectReader& object, const Plan& plan, Reading& reading) {
  ReplicaStall stall;
  const Node* const replica = object.required("replica");
  if (replica != nullptr) {
    stall.replica = reading.component(*replica);
  }
  if (replica != nullptr && stall.replica.index < plan.components.size()) {
    const ComponentModel& model = plan.components[stall.replica.index].model;
    const auto* database = std::get_if<Database>(&model);
    const auto* store = std::get_if<ObjectStore>(&model);
    if (!(database != nullptr && database->replica_of) &&
        !(store != nullptr && store->replica_of)) {
      reading.context.error(*replica, "FD3006", "{} is no replica of anything",
                            "name a database or object store with \"replica_of\"");
    }
  }
  static constexpr std::array<std::string_view, 2> ways{"replay", "slot"};
  stall.by_slot_loss = object.optional("by") != nullptr && object.word("by", ways) == 1;
  stall.length = reading.laws.time(object, "length");
  return stall;
}

NodeFailure read_node_failure(ObjectReader& object, const Plan& plan, Reading& reading) {
  NodeFailure failure;
  failure.cluster = reading.component<Cluster>(object, "cluster");
  failure.nodes = static_cast<int>(object.integer("nodes", 1, most_nodes));
  const bool is_known = failure.cluster.index < plan.components.size();
  const auto* cluster =
      is_known ? std::get_if<Cluster>(&plan.components[failure.cluster.index].model) : nullptr;
  if (cluster != nullptr && failure.nodes > cluster->nodes) {
    reading.context.error(
        *object.required("nodes"), "FD3017",
        fmt::format("{{}} nodes are more than the {} the cluster has", cluster->nodes));
    failure.nodes = cluster->nodes;
  }
  return failure;
}

Absence read_absence(ObjectReader& object, Reading& reading) {
  Absence absence;
  object.each("roles", [&](const Node& item) {
    absence.roles.push_back(RoleId{reading.names.roles.find(item, reading.context).value_or(0)});
  });
  absence.length = reading.laws.time(object, "length");
  return absence;
}

FaultModel read_model(const Choice& choice, const Plan& plan, Reading& reading) {
  ObjectReader object{*choice.node, reading.context};
  allow_notes(object);
  FaultModel model;
  switch (choice.index) {
    case 0:
      model = read_region_outage(object, reading);
      break;
    case 1:
      model = read_component_outage(object, reading);
      break;
    case 2:
      model = read_flapping(object, reading);
      break;
    case 3:
      model = read_link_cut(object, reading);
      break;
    case 4:
      model = read_node_failure(object, plan, reading);
      break;
    case 5: {
      std::vector<DataId> data = read_data_list(object, "data", reading);
      DataCorruption corruption{std::move(data), reading.laws.time(object, "noticed"), {}};
      object.each_optional("fails", [&](const Node& item) {
        corruption.fails.push_back(
            ServiceId{reading.names.services.find(item, reading.context).value_or(0)});
      });
      model = std::move(corruption);
      break;
    }
    case 6: {
      std::vector<DataId> tampered = read_data_list(object, "tampered", reading);
      model = Intrusion{std::move(tampered), reading.laws.time(object, "dwell")};
      break;
    }
    case 8:
      model = read_network_degradation(object, reading);
      break;
    case 9:
      model = read_replication_stall(object, plan, reading);
      break;
    default:
      model = read_absence(object, reading);
      break;
  }
  object.finish();
  return model;
}

FaultTrigger read_trigger(const Node& node, const Runbook& runbook, const NameTable& faults,
                          Reading& reading) {
  static constexpr std::array<std::string_view, 2> words{"fault", "step"};
  ObjectReader object{node, reading.context};
  FaultTrigger trigger;
  if (const auto choice = choose(object, words, "trigger")) {
    if (choice->index == 0) {
      trigger = FaultId{faults.find(*choice->node, reading.context).value_or(0)};
    } else {
      NameTable steps{"step"};
      for (const Step& step : runbook.steps) {
        steps.add(step.name);
      }
      trigger = StepId{steps.find(*choice->node, reading.context).value_or(0)};
    }
  }
  object.finish();
  return trigger;
}

}  // namespace

Fault read_fault(const Node& node, const Plan& plan, const Runbook& runbook,
                 const NameTable& faults, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  Fault fault;
  fault.name = object.string("name");
  fault.at = reading.laws.time(object, "at");
  if (const Node* const after = object.optional("after")) {
    fault.after = read_trigger(*after, runbook, faults, reading);
  }
  if (const Node* const repeat = object.optional("repeat")) {
    ObjectReader members{*repeat, reading.context};
    allow_notes(members);
    fault.times = static_cast<int>(members.integer("times", 2, most_repeats));
    fault.every = reading.laws.time(members, "every");
    members.finish();
  }
  if (const auto choice = choose(object, fault_words, "kind of fault")) {
    fault.model = read_model(*choice, plan, reading);
  }
  object.finish();
  return fault;
}

std::vector<Fault> repeated(const std::vector<Fault>& faults) {
  std::vector<Fault> all = faults;
  for (std::uint32_t index = 0; index < faults.size(); ++index) {
    std::uint32_t last = index;
    for (int time = 2; time <= faults[index].times; ++time) {
      Fault again = faults[index];
      again.name = fmt::format("{} ({})", again.name, time);
      again.after = FaultId{last};
      again.at = again.every;
      last = static_cast<std::uint32_t>(all.size());
      all.push_back(std::move(again));
    }
  }
  return all;
}

void check_triggers(const Node& list, const std::vector<Fault>& faults, const NameTable& names,
                    Reading& reading) {
  std::vector<std::vector<std::uint32_t>> waits(faults.size());
  for (std::size_t index = 0; index < faults.size(); ++index) {
    if (const auto* first = std::get_if<FaultId>(&faults[index].after)) {
      waits[index].push_back(first->index);
    }
  }
  report_cycle(find_cycle(waits), list, names, "after", reading.context);
}

}  // namespace firedrill
