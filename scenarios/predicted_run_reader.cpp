#include "scenarios/predicted_run_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "scenarios/notes.hpp"
#include "scenarios/run_values.hpp"

namespace firedrill {
namespace {

// Members that no comparison needs are passed over; that they are right is the schema's to say.
class PredictionReader {
 public:
  Result<PredictedRun> read(const Node& root);

 private:
  [[nodiscard]] RunInput input(ObjectReader& object, std::string_view key);
  [[nodiscard]] Percentiles percentiles(ObjectReader& object, std::string_view key);
  [[nodiscard]] Percentiles percentiles(const Node& node);
  void read_step(const Node& node, PredictedRun& predicted);
  void read_objective(const Node& node, PredictedRun& predicted);

  ReadContext context_;
};

RunInput PredictionReader::input(ObjectReader& object, std::string_view key) {
  RunInput input;
  if (const Node* const node = object.required(key)) {
    RunValues values{*node, context_};
    input.name = values.object.string("name");
    input.digest = values.digest("digest");
  }
  return input;
}

Percentiles PredictionReader::percentiles(const Node& node) {
  Percentiles law;
  if (node.kind != NodeKind::array || node.items.size() != percentile_count) {
    context_.error(node, "FD2005",
                   fmt::format("{{}} is not a list of {} percentiles", percentile_count),
                   "firedrill simulate writes them");
    return law;
  }
  for (std::size_t index = 0; index < percentile_count; ++index) {
    const Node& item = node.items[index];
    law.values[index] =
        item.kind == NodeKind::null ? std::numeric_limits<double>::infinity() : item.number;
    const bool is_number = item.kind == NodeKind::number || item.kind == NodeKind::null;
    if (!is_number || (index > 0 && law.values[index] < law.values[index - 1])) {
      context_.error(item, "FD2006", "the percentile {} is none: they ascend");
      return Percentiles{};
    }
  }
  return law;
}

Percentiles PredictionReader::percentiles(ObjectReader& object, std::string_view key) {
  const Node* const node = object.required(key);
  return node == nullptr ? Percentiles{} : percentiles(*node);
}

void PredictionReader::read_objective(const Node& node, PredictedRun& predicted) {
  static constexpr std::array<std::string_view, 2> kinds{"rto", "rpo"};
  RunValues values{node, context_};
  PredictedObjective objective;
  objective.name = values.object.string("name");
  objective.title = values.object.string("title");
  objective.kind = static_cast<ObjectiveKind>(values.object.word("kind", kinds));
  objective.target_s = values.number("target_s");
  objective.met_fraction = values.object.probability("met_fraction");
  objective.law = percentiles(values.object, "percentiles_s");
  predicted.objectives.push_back(std::move(objective));
}

void PredictionReader::read_step(const Node& node, PredictedRun& predicted) {
  RunValues values{node, context_};
  PredictedStep step;
  step.name = values.object.string("name");
  if (step.name.starts_with("(")) {
    return;  // a stretch of the critical path, which no drill measures
  }
  step.reached_fraction = values.object.probability("reached_fraction");
  step.failure_fraction = values.object.probability("failure_fraction");
  const Node* const started = values.object.required("started_percentiles_s");
  const Node* const ended = values.object.required("ended_percentiles_s");
  const Node* const length = values.object.required("length_percentiles_s");
  const bool has_law = started != nullptr && ended != nullptr && length != nullptr &&
                       started->kind != NodeKind::null && ended->kind != NodeKind::null &&
                       length->kind != NodeKind::null;
  if (has_law) {
    step.law = StepPercentiles{percentiles(*started), percentiles(*ended), percentiles(*length)};
  }
  predicted.steps.push_back(std::move(step));
}

Result<PredictedRun> PredictionReader::read(const Node& root) {
  RunValues values{root, context_};
  read_format(values.object, "firedrill/prediction/1");
  PredictedRun predicted;
  predicted.scenario = input(values.object, "scenario");
  predicted.plan = input(values.object, "plan");
  predicted.seed = values.count("seed");
  predicted.replications = values.count("replications");
  predicted.horizon_s = values.number("horizon_s");
  predicted.fitted_on = values.object.strings("fitted_on");
  values.object.each("objectives", [&](const Node& item) { read_objective(item, predicted); });
  values.object.each("phases", [&](const Node& item) {
    ObjectReader phase{item, context_};
    const std::string name = phase.string("name");
    predicted.phases.push_back({name, percentiles(phase, "percentiles_s")});
  });
  values.object.each("steps", [&](const Node& item) { read_step(item, predicted); });
  if (context_.has_errors()) {
    return context_.diagnostics();
  }
  return predicted;
}

}  // namespace

Result<PredictedRun> read_predicted_run(const Document& document) {
  return PredictionReader{}.read(document.root);
}

}  // namespace firedrill
