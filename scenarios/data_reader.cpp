// The kinds of data of a plan and how each is protected.
// Example: {"name": "logs", "tier": 2, "written_in": "us-east-1", "periodic_copy": {...}}
#include <array>

#include "scenarios/notes.hpp"
#include "scenarios/plan_reader.hpp"

namespace firedrill {
namespace {

// In the order of Protection.
constexpr std::array<std::string_view, 5> protection_words{
    "database_replication", "object_stream", "checkpoint_stream", "periodic_copy", "not_protected"};
static_assert(protection_words.size() == std::variant_size_v<Protection>);

constexpr std::int64_t lowest_tier = 9;

// FD3005 unless the component is a replica (of a database: one whose lag is known).
void require_replica(const Node& node, ComponentId id, const std::vector<Component>& components,
                     ReadContext& context) {
  const Node* const reference = node.find("replica");
  if (reference == nullptr || id.index >= components.size() ||
      components[id.index].name != reference->string) {
    return;  // dangling, and reported as that
  }
  const ComponentModel& model = components[id.index].model;
  const auto* database = std::get_if<Database>(&model);
  const auto* store = std::get_if<ObjectStore>(&model);
  if ((database != nullptr && !database->replica_of) || (store != nullptr && !store->replica_of)) {
    context.error(*reference, "FD3005", "{} is no replica",
                  "name the component that receives the copy");
  } else if (database != nullptr && database->filled_by_restore) {
    context.error(*reference, "FD3005", "{} is empty until something is restored into it",
                  "name a replica that follows its primary");
  } else if (database != nullptr && !database->lag) {
    context.error(*reference, "FD3005", "nothing says how far {} lags behind",
                  "give the component a \"lag\"");
  }
}

PeriodicCopy read_periodic_copy(ObjectReader& object, Reading& reading) {
  PeriodicCopy copy;
  copy.mechanism = object.string("mechanism");
  copy.interval = reading.laws.interval(object, "interval");
  copy.length = reading.laws.time(object, "length");
  copy.failure_probability = reading.laws.probability(object, "failure_probability");
  if (object.optional("silent_failure") != nullptr) {
    copy.silent_failure = reading.laws.probability(object, "silent_failure");
  }
  if (object.optional("full_every") != nullptr) {
    copy.full_every = reading.laws.interval(object, "full_every");
  }
  copy.kept_in = reading.optional_region(object, "kept_in");
  if (object.optional("retention") != nullptr) {
    copy.retention = reading.laws.interval(object, "retention");
  }
  return copy;
}

// All tiers are read, so that none can be wrong unnoticed; the one that is named must be there.
Retrieval read_retrieval(const Node& node, Reading& reading) {
  static constexpr std::array<std::string_view, 3> tiers{"expedited", "standard", "bulk"};
  ObjectReader object{node, reading.context};
  allow_notes(object);
  Retrieval retrieval;
  retrieval.tier = static_cast<RetrievalTier>(object.word("tier", tiers));
  for (std::size_t tier = 0; tier < tiers.size(); ++tier) {
    if (static_cast<RetrievalTier>(tier) == retrieval.tier) {
      retrieval.length = reading.laws.time(object, tiers[tier]);
    } else if (object.optional(tiers[tier]) != nullptr) {
      static_cast<void>(reading.laws.time(object, tiers[tier]));
    }
  }
  object.finish();
  return retrieval;
}

RestorePath read_restore_path(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  RestorePath path;
  path.preparation = reading.laws.time(object, "preparation");
  if (const Node* const retrieval = object.optional("retrieval")) {
    path.retrieval = read_retrieval(*retrieval, reading);
  }
  path.size = reading.laws.bytes(object, "size");
  path.rate = reading.laws.rate(object, "rate");
  object.finish();
  return path;
}

PeriodicCopy read_copies(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  PeriodicCopy copies = read_periodic_copy(object, reading);
  object.finish();
  return copies;
}

Archive read_archive(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  Archive archive;
  if (const Node* const copies = object.required("copies")) {
    archive.copies = read_copies(*copies, reading);
  }
  if (const Node* const restore = object.required("restore")) {
    archive.restore = read_restore_path(*restore, reading);
  }
  object.finish();
  return archive;
}

Protection read_protection(const Choice& choice, const std::vector<Component>& components,
                           Reading& reading) {
  ObjectReader object{*choice.node, reading.context};
  Protection protection;
  switch (choice.index) {
    case 0:
      protection = DatabaseReplication{reading.component<Database>(object, "replica")};
      require_replica(*choice.node, std::get<DatabaseReplication>(protection).replica, components,
                      reading.context);
      break;
    case 1: {
      const ComponentId replica = reading.component<ObjectStore>(object, "replica");
      ObjectStream stream{replica, reading.laws.rate(object, "rate")};
      if (object.optional("object_size") != nullptr) {
        stream.object_size = reading.laws.bytes(object, "object_size");
      }
      stream.daily = read_daily(object, reading);
      protection = stream;
      require_replica(*choice.node, replica, components, reading.context);
      break;
    }
    case 2: {
      const ComponentId replica = reading.component<ObjectStore>(object, "replica");
      const Bytes size = reading.laws.bytes(object, "size");
      protection = CheckpointStream{replica, size, reading.laws.interval(object, "interval")};
      require_replica(*choice.node, replica, components, reading.context);
      break;
    }
    case 3:
      protection = read_periodic_copy(object, reading);
      break;
    default:
      protection = NotProtected{object.string("reason")};
      break;
  }
  object.finish();
  return protection;
}

}  // namespace

std::vector<DataKind> read_data_kinds(ObjectReader& plan, const std::vector<Component>& components,
                                      Reading& reading) {
  std::vector<DataKind> kinds;
  plan.each_optional("data", [&](const Node& item) {
    ObjectReader object{item, reading.context};
    allow_notes(object);
    DataKind kind;
    kind.name = object.string("name");
    kind.title = object.optional_string("title").value_or("");
    kind.tier = static_cast<int>(object.optional_integer("tier", 0, lowest_tier).value_or(0));
    kind.written_in = reading.region(object, "written_in");
    const auto choice = choose(object, protection_words, "protection");
    if (choice) {
      kind.protection = read_protection(*choice, components, reading);
    }
    if (const Node* const snapshots = object.optional("snapshots")) {
      kind.snapshots = read_copies(*snapshots, reading);
    }
    if (const Node* const restore = object.optional("restore")) {
      kind.restore = read_restore_path(*restore, reading);
    }
    if (const Node* const archive = object.optional("archive")) {
      kind.archive = read_archive(*archive, reading);
    }
    object.finish();
    kinds.push_back(std::move(kind));
  });
  return kinds;
}

}  // namespace firedrill
