// The actions a runbook can name: {"promote": {"database": "database-replica"}} and its like.
#include <fmt/format.h>

#include <array>

#include "models/recovery/timeline.hpp"
#include "scenarios/limits.hpp"
#include "scenarios/notes.hpp"
#include "scenarios/runbook_reader.hpp"

namespace firedrill {
namespace {

// The verbs a runbook may use: those before the ones that only the conductor asks.
constexpr std::size_t runbook_verb_count = static_cast<std::size_t>(Verb::inject);

std::array<std::string_view, runbook_verb_count> runbook_verbs() {
  std::array<std::string_view, runbook_verb_count> words;
  for (std::size_t index = 0; index < runbook_verb_count; ++index) {
    words[index] = name_of(static_cast<Verb>(index));
  }
  return words;
}

// The component that member `key` names, if the plan has been read that far and it is a Model.
template <class Model>
const Model* model_of(const ObjectReader& object, std::string_view key, ComponentId id,
                      const Plan& plan) {
  const Node* const reference = object.node().find(key);
  const bool is_known = reference != nullptr && id.index < plan.components.size() &&
                        plan.components[id.index].name == reference->string;
  return is_known ? std::get_if<Model>(&plan.components[id.index].model) : nullptr;
}

Action read_scale_out(ObjectReader& object, const Plan& plan, Reading& reading) {
  const ComponentId cluster = reading.component<Cluster>(object, "cluster");
  const int nodes = static_cast<int>(object.integer("nodes", 1, largest_count));
  const auto* model = model_of<Cluster>(object, "cluster", cluster, plan);
  if (model != nullptr && nodes > model->nodes_maximum) {
    reading.context.error(
        *object.required("nodes"), "FD3017",
        fmt::format("{{}} nodes are more than the {} the cluster can have", model->nodes_maximum));
  }
  return ScaleOut{cluster, nodes};
}

Action read_promote(ObjectReader& object, const Plan& plan, Reading& reading) {
  const ComponentId id = reading.component<Database>(object, "database");
  const auto* database = model_of<Database>(object, "database", id, plan);
  if (database != nullptr && !database->replica_of) {
    reading.context.error(*object.required("database"), "FD3005",
                          "{} is a primary, and only a replica can be promoted");
  } else if (database != nullptr && database->filled_by_restore) {
    reading.context.error(*object.required("database"), "FD3005",
                          "{} is filled by a restore, and only a replica can be promoted");
  }
  return Promote{id};
}

// FD3005 unless "database" is a primary; `why` says what only a primary is good for.
ComponentId read_primary(ObjectReader& object, const Plan& plan, Reading& reading,
                         std::string_view why) {
  const ComponentId id = reading.component<Database>(object, "database");
  const auto* database = model_of<Database>(object, "database", id, plan);
  if (database != nullptr && database->replica_of) {
    reading.context.error(*object.required("database"), "FD3005",
                          fmt::format("{{}} is a replica, and {}", why));
  }
  return id;
}

Action read_update_dns(ObjectReader& object, Reading& reading) {
  static constexpr std::array<std::string_view, 2> switches{"record_edit", "routing_control"};
  const ComponentId zone = reading.component<DnsZone>(object, "zone");
  const RegionId target = reading.region(object, "target");
  return UpdateDns{zone, target, static_cast<DnsSwitch>(object.word("by", switches))};
}

Action read_verify(ObjectReader& object, Reading& reading) {
  const ServiceId service = reading.service(object, "service");
  const RegionId region = reading.region(object, "region");
  return Verify{service, region, reading.laws.time(object, "length")};
}

Action read_perform(ObjectReader& object, Reading& reading) {
  Perform work;
  work.length = reading.laws.time(object, "length");
  if (object.optional("failure_probability") != nullptr) {
    work.failure_probability = reading.laws.probability(object, "failure_probability");
  }
  return work;
}

std::vector<ServiceId> read_services(ObjectReader& object, Reading& reading) {
  std::vector<ServiceId> services;
  object.each("services", [&](const Node& item) {
    services.push_back(ServiceId{reading.names.services.find(item, reading.context).value_or(0)});
  });
  return services;
}

template <class Treatment>
Action read_for_services(ObjectReader& object, Reading& reading) {
  std::vector<ServiceId> services = read_services(object, reading);
  return Treatment{std::move(services), reading.laws.time(object, "length")};
}

Action read_assess(ObjectReader& object, Reading& reading) {
  Assess assess{.length = reading.laws.time(object, "length")};
  if (object.optional("scan_rate") != nullptr) {
    assess.scan_rate = reading.laws.rate(object, "scan_rate");
  }
  return assess;
}

// FD3005 for data that no copies are made of: nothing could ever bring it back.
Action read_restore(ObjectReader& object, const Plan& plan, Reading& reading) {
  Restore restore;
  object.each("data", [&](const Node& item) {
    const auto index = reading.names.data.find(item, reading.context);
    restore.data.push_back(DataId{index.value_or(0)});
    if (index && *index < plan.data.size() && copies_of(plan.data[*index]) == nullptr &&
        !plan.data[*index].archive) {
      reading.context.error(item, "FD3005", "no copies are made of {}, only replicas if any",
                            "give it \"snapshots\", or leave it out");
    }
  });
  restore.into = reading.optional_region(object, "into");
  restore.validation_length = reading.laws.time(object, "validation");
  restore.coverage = reading.laws.probability(object, "coverage");
  restore.of_today = object.optional_boolean("of_today").value_or(false);
  return restore;
}

constexpr std::string_view only_primaries_fail_back = "only an old primary is given its place back";

Action read_verb(Verb verb, ObjectReader& object, const Plan& plan, Reading& reading) {
  switch (verb) {
    case Verb::wait:
      return Wait{reading.laws.time(object, "length")};
    case Verb::stop_traffic: {
      const RegionId region = reading.region(object, "region");
      return StopTraffic{region, reading.laws.time(object, "length")};
    }
    case Verb::fence: {
      const ComponentId primary =
          read_primary(object, plan, reading, "only a primary needs fencing");
      return Fence{primary, reading.laws.time(object, "length")};
    }
    case Verb::scale_out:
      return read_scale_out(object, plan, reading);
    case Verb::promote:
      return read_promote(object, plan, reading);
    case Verb::update_dns:
      return read_update_dns(object, reading);
    case Verb::verify:
      return read_verify(object, reading);
    case Verb::notify: {
      const SeverityId rule = reading.severity(object, "rule");
      return Notify{rule, reading.laws.time(object, "length")};
    }
    case Verb::rebuild:
      return Rebuild{reading.component<Rebuildable>(object, "component")};
    case Verb::resync: {
      const ComponentId primary = read_primary(object, plan, reading, only_primaries_fail_back);
      return Resync{primary, reading.laws.time(object, "length")};
    }
    case Verb::fail_back: {
      const ComponentId primary = read_primary(object, plan, reading, only_primaries_fail_back);
      return FailBack{primary, reading.laws.time(object, "length")};
    }
    case Verb::redistribute: {
      const ComponentId cluster = reading.component<Cluster>(object, "cluster");
      return Redistribute{cluster, reading.laws.time(object, "length")};
    }
    case Verb::isolate:
      return read_for_services<Isolate>(object, reading);
    case Verb::release:
      return read_for_services<Release>(object, reading);
    case Verb::assess:
      return read_assess(object, reading);
    case Verb::restore:
      return read_restore(object, plan, reading);
    case Verb::preserve_evidence:
      return PreserveEvidence{reading.laws.time(object, "length")};
    case Verb::rotate_secrets:
      return RotateSecrets{reading.laws.time(object, "length")};
    case Verb::recreate:
      return Recreate{reading.component<InfrastructureCode>(object, "infrastructure")};
    default:
      return read_perform(object, reading);
  }
}

}  // namespace

Action read_action(const Node& node, const Plan& plan, Reading& reading) {
  static const auto words = runbook_verbs();
  ObjectReader object{node, reading.context};
  const auto choice = choose(object, words, "action");
  object.finish();
  if (!choice) {
    return Wait{};
  }
  ObjectReader details{*choice->node, reading.context};
  Action action = read_verb(static_cast<Verb>(choice->index), details, plan, reading);
  details.finish();
  return action;
}

}  // namespace firedrill
