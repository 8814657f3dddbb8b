#include "scenarios/plan_reader.hpp"

#include <fmt/format.h>

#include <array>

#include "models/plan/topology.hpp"
#include "scenarios/assembly.hpp"
#include "scenarios/limits.hpp"
#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

constexpr std::size_t region_limit = 64;  // the simulator keeps a set of regions in 64 bits

std::vector<Region> read_regions(ObjectReader& plan, Reading& reading) {
  std::vector<Region> regions;
  plan.each("regions", [&](const Node& item) {
    ObjectReader object{item, reading.context};
    allow_notes(object);
    regions.push_back({object.string("name"), object.string("role")});
    object.finish();
  });
  const Node* const list = plan.optional("regions");
  const bool is_list = list != nullptr && list->kind == NodeKind::array;
  if (is_list && regions.empty()) {
    reading.context.error(*list, "FD3004", "a plan without regions has nothing to lose",
                          "name at least one");
  } else if (regions.size() > region_limit) {
    reading.context.error(*list, "FD3004",
                          fmt::format("{} regions are more than the {} that can be simulated",
                                      regions.size(), region_limit));
  }
  return regions;
}

// Clients write to a primary, or to a replica promoted in its place; FD3005.
void require_primary(const Node& reference, const std::vector<Component>& components,
                     Reading& reading) {
  for (const Component& component : components) {
    const auto* database = std::get_if<Database>(&component.model);
    if (component.name == reference.string && database != nullptr && database->replica_of) {
      reading.context.error(reference, "FD3005", "{} is a replica",
                            "name the primary; a promoted replica of it counts as well");
    }
  }
}

Requirement read_requirement(const Node& node, const std::vector<Component>& components,
                             Reading& reading) {
  static constexpr std::array<std::string_view, 4> words{"route", "database", "nodes", "rebuilt"};
  ObjectReader object{node, reading.context};
  const auto choice = choose(object, words, "requirement");
  Requirement requirement;
  if (choice) {
    switch (choice->index) {
      case 0:
        requirement = NeedsRoute{reading.component<DnsZone>(*choice->node)};
        break;
      case 1:
        requirement = NeedsDatabase{reading.component<Database>(*choice->node)};
        require_primary(*choice->node, components, reading);
        break;
      case 2:
        requirement = NeedsNodes{static_cast<int>(object.integer("nodes", 1, largest_count))};
        break;
      default:
        requirement = NeedsRebuilt{reading.component<Rebuildable>(*choice->node)};
        break;
    }
  }
  object.finish();
  return requirement;
}

std::vector<Service> read_services(ObjectReader& plan, const std::vector<Component>& components,
                                   Reading& reading) {
  std::vector<Service> services;
  std::vector<std::vector<std::uint32_t>> included;
  plan.each("services", [&](const Node& item) {
    ObjectReader object{item, reading.context};
    allow_notes(object);
    Service service;
    included.emplace_back();
    service.name = object.string("name");
    service.title = object.optional_string("title").value_or("");
    object.each_optional("requirements", [&](const Node& requirement) {
      service.requirements.push_back(read_requirement(requirement, components, reading));
    });
    object.each_optional("includes", [&](const Node& reference) {
      const auto index = reading.names.services.find(reference, reading.context);
      if (index) {
        service.includes.push_back(ServiceId{*index});
        included.back().push_back(*index);
      }
    });
    object.finish();
    services.push_back(std::move(service));
  });
  if (included.size() == reading.names.services.size() && !included.empty()) {
    report_cycle(find_cycle(included), *plan.required("services"), reading.names.services,
                 "includes", reading.context);
  }
  return services;
}

WorkingHours read_working_hours(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  WorkingHours hours;
  object.each("days", [&](const Node& item) {
    if (const auto day = read_word(item, weekdays, reading.context)) {
      hours.days[*day] = true;
    }
  });
  hours.from = reading.laws.time_of_day(object, "from");
  hours.to = reading.laws.time_of_day(object, "to");
  hours.acknowledge = reading.laws.time(object, "acknowledge_outside");
  hours.absence_probability = reading.laws.probability(object, "absence_outside");
  object.finish();
  return hours;
}

Shift read_shift(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  Shift shift;
  shift.length = reading.laws.duration(object, "length");
  shift.handover = reading.laws.time(object, "handover");
  object.finish();
  return shift;
}

std::vector<Role> read_roles(ObjectReader& plan, Reading& reading) {
  std::vector<Role> roles;
  plan.each_optional("roles", [&](const Node& item) {
    ObjectReader object{item, reading.context};
    allow_notes(object);
    Role role;
    role.name = object.string("name");
    role.title = object.optional_string("title").value_or("");
    role.acknowledge = reading.laws.time(object, "acknowledge");
    role.absence_probability = reading.laws.probability(object, "absence_probability");
    role.escalate_after = reading.laws.duration(object, "escalate_after");
    role.backup = reading.optional_role(object, "backup");
    role.decide = reading.laws.time(object, "decide");
    if (const auto people = object.optional_integer("people", 1, most_people)) {
      role.people = static_cast<int>(*people);
    }
    if (const Node* const hours = object.optional("working_hours")) {
      role.hours = read_working_hours(*hours, reading);
    }
    if (const Node* const shift = object.optional("shift")) {
      role.shift = read_shift(*shift, reading);
    }
    object.finish();
    roles.push_back(std::move(role));
  });
  return roles;
}

Objective read_objective(const Node& node, Reading& reading) {
  static constexpr std::array<std::string_view, 2> kinds{"rto", "rpo"};  // as in ObjectiveKind
  ObjectReader object{node, reading.context};
  allow_notes(object);
  Objective objective;
  objective.name = object.string("name");
  objective.kind = static_cast<ObjectiveKind>(object.word("kind", kinds));
  objective.title = object.optional_string("title").value_or("");
  objective.target = reading.laws.duration(object, "target");
  objective.required_fraction = reading.laws.probability(object, "required_fraction");
  if (objective.kind == ObjectiveKind::rto) {
    objective.service = reading.service(object, "service");
    objective.sustained = reading.laws.duration(object, "sustained");
  } else {
    object.each("data", [&](const Node& reference) {
      objective.data.push_back(
          DataId{reading.names.data.find(reference, reading.context).value_or(0)});
    });
    const Node* const data = object.optional("data");
    if (data != nullptr && data->kind == NodeKind::array && data->items.empty()) {
      reading.context.error(*data, "FD2006", "an rpo needs at least one kind of data");
    }
  }
  object.finish();
  return objective;
}

DatasetReads read_reads(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  DatasetReads reads;
  object.each("stores", [&](const Node& reference) {
    reads.stores.push_back(reading.component<ObjectStore>(reference));
  });
  const Node* const stores = object.optional("stores");
  if (stores != nullptr && stores->kind == NodeKind::array && stores->items.empty()) {
    reading.context.error(*stores, "FD2006", "data is read from at least one object store");
  }
  reads.bytes_per_token = reading.laws.ratio(object, "bytes_per_token");
  object.finish();
  return reads;
}

TrainingJob read_training(const Node& node, const Plan& plan, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  TrainingJob job;
  job.name = object.string("name");
  object.each("clusters", [&](const Node& reference) {
    job.clusters.push_back(reading.component<Cluster>(reference));
  });
  job.resumes_with = reading.service(object, "resumes_with");
  job.tokens_per_node = reading.laws.law(object, "tokens_per_node", Dimension::ratio);
  job.restart = reading.laws.time(object, "restart");
  job.checkpoints = reading.data(object, "checkpoints");
  const Node* const reference = object.optional("checkpoints");
  const bool is_known = reference != nullptr && job.checkpoints.index < plan.data.size() &&
                        plan.data[job.checkpoints.index].name == reference->string;
  if (is_known &&
      !std::holds_alternative<CheckpointStream>(plan.data[job.checkpoints.index].protection)) {
    reading.context.error(*reference, "FD3006", "{} is no stream of checkpoints",
                          "name data with a \"checkpoint_stream\"");
  }
  if (const Node* const reads = object.optional("reads")) {
    job.reads = read_reads(*reads, reading);
  }
  object.finish();
  return job;
}

Communication read_communication(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  Communication communication;
  communication.sender = reading.optional_role(object, "sender");
  communication.writing = reading.laws.time(object, "writing");
  communication.sending = reading.laws.time(object, "sending");
  communication.notice = reading.laws.time(object, "notice");
  communication.review = reading.laws.time(object, "review");
  object.each_optional("fields", [&](const Node& item) {
    ObjectReader member{item, reading.context};
    allow_notes(member);
    std::string name = member.string("name");
    communication.fields.insert_or_assign(std::move(name), member.string("text"));
    member.finish();
  });
  communication.starts_ahead = reading.laws.duration(object, "starts_ahead");
  communication.updates_for = reading.laws.interval(object, "updates_for");
  communication.required_fraction = reading.laws.probability(object, "required_fraction");
  object.finish();
  return communication;
}

}  // namespace

Plan read_plan(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  read_format(object, "firedrill/plan/1");
  object.optional_strings("parameters");
  Plan plan;
  plan.name = object.string("name");
  plan.title = object.optional_string("title").value_or("");
  Document alone;
  alone.root = node;
  plan.digest = alone.digest();
  plan.regions = read_regions(object, reading);
  plan.links = read_links(object, reading);
  plan.components = read_components(object, reading);
  plan.services = read_services(object, plan.components, reading);
  plan.data = read_data_kinds(object, plan.components, reading);
  plan.roles = read_roles(object, reading);
  object.each("objectives",
              [&](const Node& item) { plan.objectives.push_back(read_objective(item, reading)); });
  if (const Node* const training = object.optional("training")) {
    plan.training = read_training(*training, plan, reading);
  }
  if (const Node* const communication = object.optional("communication")) {
    plan.communication = read_communication(*communication, reading);
  }
  if (const Node* const governance = object.optional("governance")) {
    plan.governance = read_governance(*governance, reading);
  }
  object.finish();
  return plan;
}

Result<Plan> load_plan(const std::string& path) {
  const Result<Document> assembled = assemble_plan(path);
  if (!assembled) {
    return assembled.error();
  }
  Reading reading{assembled->root};
  Plan plan = read_plan(*assembled->root.find("plan"), reading);
  if (reading.context.has_errors()) {
    return reading.context.diagnostics();
  }
  return plan;
}

}  // namespace firedrill
