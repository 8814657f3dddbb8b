#include "sim/influence.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include "models/text/reader.hpp"
#include "scenarios/scenario_reader.hpp"

namespace firedrill {
namespace {

constexpr double nudge = 1.25;

// The members of a law that carry its unit; shapes and shares stay.
constexpr std::array scaling_members{"mean", "sd", "median", "scale", "of"};

// JSON of the value or law at `node`, multiplied by `by`; nothing where it is neither.
std::optional<std::string> scaled_json(const Node& node, Dimension dimension, double by) {
  if (node.kind == NodeKind::array) {
    std::string items;
    for (const Node& item : node.items) {
      const auto scaled = scaled_json(item, dimension, by);
      if (!scaled) {
        return std::nullopt;
      }
      items += (items.empty() ? "" : ",") + *scaled;
    }
    return "[" + items + "]";
  }
  if (node.kind == NodeKind::object) {
    std::string members;
    for (const auto& [key, member] : node.members) {
      const bool is_law = member.kind == NodeKind::object || member.kind == NodeKind::array;
      const bool scales = is_law || std::find(scaling_members.begin(), scaling_members.end(),
                                              key) != scaling_members.end();
      const auto value =
          scales ? scaled_json(member, dimension, by) : std::optional<std::string>{to_json(member)};
      if (!value) {
        return std::nullopt;
      }
      members += fmt::format("{}\"{}\":{}", members.empty() ? "" : ",", key, *value);
    }
    return "{" + members + "}";
  }
  ReadContext context;
  const auto value = read_quantity(node, dimension, context);
  if (!value) {
    return std::nullopt;
  }
  switch (dimension) {
    case Dimension::time:
      return fmt::format("\"{} s\"", *value * by);
    case Dimension::bytes:
      return fmt::format("\"{} B\"", std::floor(*value * by + 0.5));
    case Dimension::rate:
      return fmt::format("\"{} B/s\"", *value * by);
    case Dimension::ratio:
      return fmt::format("{}", *value * by);
  }
  return std::nullopt;
}

std::optional<Dimension> dimension_of(const Node& parameter) {
  const Node* word = parameter.find("dimension");
  if (word == nullptr) {
    return std::nullopt;
  }
  constexpr std::array words{"time", "bytes", "rate", "ratio"};
  const auto found = std::find(words.begin(), words.end(), word->string);
  return found == words.end() ? std::nullopt
                              : std::optional{static_cast<Dimension>(found - words.begin())};
}

// How often each objective was met.
std::vector<double> met_fractions(const Scenario& scenario, const SimulationOptions& options) {
  const Samples samples = simulate(scenario, options);
  std::vector<double> fractions;
  for (std::size_t index = 0; index < scenario.objectives.size(); ++index) {
    const auto& values = samples.objectives[index];
    const auto met = std::count_if(values.begin(), values.end(), [&](Duration value) {
      return value <= scenario.objectives[index].target;
    });
    fractions.push_back(static_cast<double>(met) / static_cast<double>(values.size()));
  }
  return fractions;
}

// The met fractions with one parameter multiplied by `by`; nothing where that makes no valid plan
// (a probability above one).
std::optional<std::vector<double>> fractions_with(const Document& assembled,
                                                  const std::string& name, double by,
                                                  const SimulationOptions& options) {
  const Node* parameters = assembled.root.find("parameters");
  const Node* parameter = parameters == nullptr ? nullptr : parameters->find(name);
  const Node* value = parameter == nullptr ? nullptr : parameter->find("value");
  const auto dimension = value == nullptr ? std::nullopt : dimension_of(*parameter);
  const auto json = dimension ? scaled_json(*value, *dimension, by) : std::nullopt;
  if (!json) {
    return std::nullopt;
  }
  const Result<Document> varied = with_value(assembled, value->pointer, *json);
  if (!varied) {
    return std::nullopt;
  }
  const Result<Scenario> scenario = read_scenario(*varied);
  return scenario ? std::optional{met_fractions(*scenario, options)} : std::nullopt;
}

// Notes the largest change from `base` to the fractions with the parameter varied.
void note_influence(const std::vector<double>& base, const std::vector<double>& varied,
                    const Prediction& prediction, AssumptionPrediction& assumption) {
  for (std::size_t index = 0; index < base.size(); ++index) {
    const double change = varied[index] - base[index];
    if (!assumption.influence || std::fabs(change) > std::fabs(*assumption.influence)) {
      assumption.influence = change;
      assumption.moves = change != 0.0 ? prediction.objectives[index].name : "";
    }
  }
}

}  // namespace

void rank_assumptions(const Document& assembled, Prediction& prediction,
                      const SimulationOptions& options) {
  const Result<Scenario> scenario = read_scenario(assembled);
  if (!scenario) {
    return;
  }
  SimulationOptions quiet = options;
  quiet.progress = nullptr;
  const std::vector<double> base = met_fractions(*scenario, quiet);
  double done = 0.0;
  for (AssumptionPrediction& assumption : prediction.assumptions) {
    for (const double by : {nudge, 1.0 / nudge}) {
      if (const auto varied = fractions_with(assembled, assumption.name, by, quiet)) {
        note_influence(base, *varied, prediction, assumption);
      }
    }
    done += 1.0;
    if (options.progress) {
      options.progress(done / static_cast<double>(prediction.assumptions.size()));
    }
  }
  std::stable_sort(prediction.assumptions.begin(), prediction.assumptions.end(),
                   [](const AssumptionPrediction& a, const AssumptionPrediction& b) {
                     return std::fabs(a.influence.value_or(0.0)) >
                            std::fabs(b.influence.value_or(0.0));
                   });
}

}  // namespace firedrill
