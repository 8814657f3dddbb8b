#include "scenarios/training_study.hpp"

#include <fmt/format.h>

#include <array>
#include <set>

#include "scenarios/assembly.hpp"
#include "scenarios/node_start_reader.hpp"
#include "scenarios/notes.hpp"
#include "scenarios/parameters.hpp"

namespace firedrill {
namespace {

constexpr std::int64_t largest_fleet = 1'000'000;  // nodes
constexpr std::int64_t most_accelerators = 1'000;  // in a node
constexpr std::size_t most_causes = 255;           // as FleetSimulation counts them

// "daly" and its misspellings, not "30 min" and its.
bool is_word(std::string_view text) {
  return !text.empty() && text.find_first_of("0123456789") == std::string_view::npos;
}

class StudyReader {
 public:
  explicit StudyReader(const Document& assembled)
      : assembled_{assembled}, parameters_{*assembled.root.find("parameters"), context_} {}

  Result<TrainingStudy> read();

 private:
  int count(ObjectReader& object, std::string_view key, std::int64_t low, std::int64_t high) {
    return static_cast<int>(object.integer(key, low, high));
  }
  void report(const Node& node, std::string message, std::string suggestion) {
    context_.error(node, "FD3019", std::move(message), std::move(suggestion));
  }
  Fleet read_fleet(const Node& node);
  FailureCause read_cause(const Node& node, const Fleet& fleet);
  Distribution read_rate_uncertainty(ObjectReader& object);
  FailureDetection read_detection(const Node& node);
  Repair read_repair(const Node& node);
  TrainingRun read_run(const Node& node, const Fleet& fleet);
  Checkpointing read_checkpointing(const Node& node);
  CheckpointVolume read_volume(const Node& node);
  RecoveryLimits read_limits(const Node& node);
  void check_checkpoint(const Node& node, const FleetStudy& study);

  const Document& assembled_;
  ReadContext context_;
  ParameterTable parameters_;
  LawReader laws_{&parameters_, context_};
};

FailureDetection StudyReader::read_detection(const Node& node) {
  ObjectReader object{node, context_};
  allow_notes(object);
  FailureDetection detection;
  detection.delay = laws_.time(object, "delay");
  if (object.optional("unnoticed_share") != nullptr) {
    detection.unnoticed_share = laws_.probability(object, "unnoticed_share");
    detection.unnoticed_delay = laws_.time(object, "unnoticed_delay");
  }
  object.finish();
  return detection;
}

Repair StudyReader::read_repair(const Node& node) {
  ObjectReader object{node, context_};
  allow_notes(object);
  Repair repair;
  repair.time = laws_.time(object, "time");
  if (const auto crew = object.optional_integer("crew", 1, largest_fleet)) {
    repair.crew = static_cast<int>(*crew);
  }
  object.finish();
  return repair;
}

Distribution StudyReader::read_rate_uncertainty(ObjectReader& object) {
  Distribution law = laws_.law(object, "rate_uncertainty", Dimension::ratio);
  if (mean(law) > 0.0) {
    return law;
  }
  report(*object.required("rate_uncertainty"), "what fails {} times as often never fails",
         R"(write a law around 1, like {"lognormal": {"median": 1, "log_sd": 0.5}})");
  return Distribution{Constant{1.0}};
}

FailureCause StudyReader::read_cause(const Node& node, const Fleet& fleet) {
  static constexpr std::array<std::string_view, 2> ways{"repair", "replacement"};
  ObjectReader object{node, context_};
  allow_notes(object);
  FailureCause cause;
  cause.name = object.string("name");
  cause.nodes = count(object, "nodes", 0, fleet.nodes);
  cause.time_between_failures = laws_.time(object, "time_between_failures");
  if (object.optional("rate_uncertainty") != nullptr) {
    cause.rate_uncertainty = read_rate_uncertainty(object);
  }
  if (const Node* const lemons = object.optional("lemons")) {
    ObjectReader members{*lemons, context_};
    allow_notes(members);
    cause.lemons.share = laws_.probability(members, "share");
    cause.lemons.rate_factor = laws_.ratio(members, "rate_factor");
    if (!(cause.lemons.rate_factor > 0.0)) {
      report(*members.required("rate_factor"), "lemons that fail {} times as often never fail",
             "write 1 or more");
    }
    members.finish();
  }
  if (const Node* const detection = object.optional("detection")) {
    cause.detection = read_detection(*detection);
  }
  if (const auto way = choose(object, ways, "way to restore what failed")) {
    cause.restoration = way->index == 0 ? Restoration{read_repair(*way->node)}
                                        : Restoration{read_node_start(*way->node, laws_, context_)};
  }
  object.finish();
  return cause;
}

Fleet StudyReader::read_fleet(const Node& node) {
  ObjectReader object{node, context_};
  allow_notes(object);
  Fleet fleet;
  fleet.nodes = count(object, "nodes", 1, largest_fleet);
  fleet.accelerators_per_node = count(object, "accelerators_per_node", 1, most_accelerators);
  if (object.optional("in_service") != nullptr) {
    fleet.in_service = laws_.duration(object, "in_service");
  }
  std::set<std::string> names;
  object.each("causes", [&](const Node& item) {
    fleet.causes.push_back(read_cause(item, fleet));
    const std::string& name = fleet.causes.back().name;
    if (!names.insert(name).second) {
      const Node* const again = item.find("name");
      context_.error(again == nullptr ? item : *again, "FD3002",
                     fmt::format("a second cause is called \"{}\"", name), "names must differ");
    }
  });
  if (fleet.causes.size() > most_causes) {
    report(node, fmt::format("{} causes are too many", fleet.causes.size()),
           fmt::format("at most {} can be told apart", most_causes));
  }
  object.finish();
  return fleet;
}

CheckpointVolume StudyReader::read_volume(const Node& node) {
  ObjectReader object{node, context_};
  allow_notes(object);
  CheckpointVolume volume;
  volume.size = laws_.bytes(object, "size");
  volume.bandwidth = laws_.rate(object, "bandwidth");
  if (!(volume.bandwidth.bytes_per_second > 0.0)) {
    report(node, "nothing is ever written without bandwidth", "write how fast the storage is");
    volume.bandwidth.bytes_per_second = 1.0;
  }
  object.finish();
  return volume;
}

Checkpointing StudyReader::read_checkpointing(const Node& node) {
  ObjectReader object{node, context_};
  allow_notes(object);
  Checkpointing checkpointing;
  const Node* const interval = object.optional("interval");
  if (interval != nullptr && is_word(interval->string)) {
    constexpr std::array<std::string_view, 2> rules{"young", "daly"};
    checkpointing.interval =
        object.word("interval", rules) == 0 ? CheckpointRule::young : CheckpointRule::daly;
  } else {
    checkpointing.interval = laws_.interval(object, "interval");
  }
  const Node* const write = object.optional("write");
  if (write != nullptr && write->find("size") != nullptr) {
    checkpointing.write = read_volume(*write);
  } else {
    checkpointing.write = laws_.duration(object, "write");
  }
  if (object.optional("blocking_share") != nullptr) {
    checkpointing.blocking_share = laws_.probability(object, "blocking_share");
  }
  object.finish();
  return checkpointing;
}

TrainingRun StudyReader::read_run(const Node& node, const Fleet& fleet) {
  ObjectReader object{node, context_};
  allow_notes(object);
  TrainingRun run;
  const std::size_t before = context_.diagnostics().size();
  run.nodes = count(object, "nodes", 1, fleet.nodes);
  // Nodes that cannot be are one problem, not also one of the minimum they would bound.
  const bool bounded = context_.diagnostics().size() == before;
  run.minimum_nodes = run.nodes;
  if (const auto minimum =
          object.optional_integer("minimum_nodes", 1, bounded ? run.nodes : fleet.nodes)) {
    run.minimum_nodes = static_cast<int>(*minimum);
  }
  if (object.optional("scaling_efficiency") != nullptr) {
    run.scaling_efficiency = laws_.probability(object, "scaling_efficiency");
  }
  run.regrows = object.optional_boolean("regrows").value_or(run.regrows);
  run.restart = laws_.time(object, "restart");
  if (const Node* const checkpointing = object.required("checkpointing")) {
    run.checkpointing = read_checkpointing(*checkpointing);
  }
  object.finish();
  return run;
}

RecoveryLimits StudyReader::read_limits(const Node& node) {
  ObjectReader object{node, context_};
  allow_notes(object);
  RecoveryLimits limits;
  if (object.optional("detection") != nullptr) {
    limits.detection = laws_.duration(object, "detection");
  }
  if (object.optional("recovery") != nullptr) {
    limits.recovery = laws_.duration(object, "recovery");
  }
  object.finish();
  return limits;
}

void StudyReader::check_checkpoint(const Node& node, const FleetStudy& study) {
  const Checkpointing& checkpointing = study.run.checkpointing;
  const auto* given = std::get_if<Duration>(&checkpointing.interval);
  if (given != nullptr && write_time(checkpointing) - blocking_time(checkpointing) > *given) {
    report(node, "a checkpoint is still being written when the next begins",
           "lengthen the interval or write faster");
  }
  const bool has_price = blocking_time(checkpointing) > Duration::zero();
  const bool has_failures = failure_rate(study.fleet, study.run.nodes) > 0.0;
  if (given == nullptr && !(has_price && has_failures)) {
    report(node, "a rule for the interval weighs failures against the cost of a checkpoint",
           has_price ? "give the interval: nothing ever fails here"
                     : "give the interval: checkpoints cost nothing here");
  }
}

Result<TrainingStudy> StudyReader::read() {
  ObjectReader object{assembled_.root, context_};
  allow_notes(object);
  read_format(object, "firedrill/training-study/1");
  object.ignore("parameters");
  TrainingStudy study;
  study.name = object.string("name");
  study.title = object.optional_string("title").value_or("");
  if (const Node* const fleet = object.required("fleet")) {
    study.fleet_study.fleet = read_fleet(*fleet);
  }
  if (const Node* const run = object.required("run")) {
    study.fleet_study.run = read_run(*run, study.fleet_study.fleet);
    const Node* const checkpointing = run->find("checkpointing");
    if (!context_.has_errors() && checkpointing != nullptr) {
      check_checkpoint(*checkpointing, study.fleet_study);
    }
  }
  study.fleet_study.horizon = laws_.interval(object, "horizon");
  if (const Node* const limits = object.optional("limits")) {
    study.fleet_study.limits = read_limits(*limits);
  }
  object.finish();
  if (context_.has_errors()) {
    return context_.diagnostics();
  }
  study.digest = assembled_.digest();
  study.assumptions = parameters_.assumptions();
  return study;
}

}  // namespace

Result<TrainingStudy> read_training_study(const Document& assembled) {
  return StudyReader{assembled}.read();
}

Result<TrainingStudy> load_training_study(const std::string& path) {
  const Result<Document> assembled = assemble_study(path);
  if (!assembled) {
    return assembled.error();
  }
  return read_training_study(*assembled);
}

}  // namespace firedrill
