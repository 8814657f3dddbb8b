#include "scenarios/calibrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "scenarios/law_reader.hpp"
#include "scenarios/parameter_bindings.hpp"

namespace firedrill {
namespace {

// Shorter answers come from asking for what is already so.
constexpr double shortest_s = 1e-3;
constexpr double prior_tries = 2.0;  // that a failure probability is worth before any drill

// What the drills say about one parameter.
struct Evidence {
  const Node* node = nullptr;  // of the parameter
  BindingKind kind = BindingKind::length;
  std::vector<std::string> where;
  std::vector<LengthSample> lengths;
  std::uint64_t failures = 0, trials = 0;
  std::vector<std::string> runs, known;  // ids; `known`: it was fitted on before
  const Node* spread = nullptr;          // of a lag's median: the parameter of its log_sd, if any
};

void add_once(const std::string& text, std::vector<std::string>& list) {
  if (std::find(list.begin(), list.end(), text) == list.end()) {
    list.push_back(text);
  }
}

std::string text_of(const Node& node, std::string_view key) {
  const Node* const member = node.find(key);
  return member != nullptr && member->kind == NodeKind::string ? member->string : std::string{};
}

std::vector<std::string> fitted_runs(const Node& parameter) {
  std::vector<std::string> runs;
  const Node* const fitted = parameter.find("fitted");
  const Node* const list = fitted == nullptr ? nullptr : fitted->find("runs");
  if (list != nullptr) {
    for (const Node& item : list->items) {
      runs.push_back(item.string);
    }
  }
  return runs;
}

bool speaks_of(const RunEvent& event, const ParameterBinding& binding) {
  const bool is_of_step = binding.step.empty() ? !event.step || binding.verb == Verb::decide
                                               : event.step == binding.step;
  const bool is_of_subject = binding.subject.empty() || event.subject == binding.subject;
  return event.verb == binding.verb && is_of_step && is_of_subject &&
         event.by_hand == binding.by_hand;
}

bool needed_several_copies(const Run& run) {
  return std::any_of(run.timeline.begin(), run.timeline.end(), [](const RunEvent& event) {
    return event.verb == Verb::read_copies && event.outcome == Outcome::succeeded &&
           event.value > 1;
  });
}

double seconds_of_phase(const Run& run, std::string_view name) {
  const auto found = std::find_if(run.phases.begin(), run.phases.end(),
                                  [&](const RunPhase& one) { return one.name == name; });
  return found == run.phases.end() ? 0.0 : to_seconds(found->length);
}

class Calibrator {
 public:
  Result<Calibration> calibrate(std::span<const CalibrationInput> inputs);

 private:
  void take_in(const CalibrationInput& input);
  Evidence* evidence_for(const ParameterBinding& binding, const Document& assembled);
  void learn(const Run& run, const ParameterBinding& binding, Evidence& evidence);
  void learn_open_step(const Run& run, const ParameterBinding& binding, Evidence& evidence);
  static void learn_client_lag(const Run& run, Evidence& evidence);
  std::optional<CalibratedParameter> result(const std::string& id, const Evidence& evidence);
  [[nodiscard]] std::optional<LognormalPrior> prior_of(const Evidence& evidence,
                                                       const Distribution& law) const;
  void leave_out(const std::string& name, std::string reason) {
    calibration_.left_out.push_back({name, std::move(reason)});
  }

  std::map<std::string, Evidence> evidence_;
  Calibration calibration_;
  Diagnostics problems_;
};

Distribution law_of(const Node& parameter) {
  ReadContext context;  // it has been read before, without errors
  const bool is_time = text_of(parameter, "dimension") == "time";
  return LawReader{nullptr, context}.law(*parameter.find("value"),
                                         is_time ? Dimension::time : Dimension::ratio);
}

Evidence* Calibrator::evidence_for(const ParameterBinding& binding, const Document& assembled) {
  const Node* const parameters = assembled.root.find("parameters");
  const Node* const node = parameters == nullptr ? nullptr : parameters->find(binding.parameter);
  if (node == nullptr || node->find("value") == nullptr) {
    return nullptr;
  }
  Evidence& evidence = evidence_[binding.parameter];
  if (evidence.node == nullptr) {
    evidence.node = node;
    evidence.kind = binding.kind;
    evidence.known = fitted_runs(*node);
  } else if (to_json(*evidence.node->find("value")) != to_json(*node->find("value"))) {
    problems_.push_back(
        {"FD3051",
         Severity::error,
         place_of(*node->find("value")),
         fmt::format("the parameter {} has another value in another scenario", binding.parameter),
         "give the scenarios as they are now with --scenario",
         {place_of(*evidence.node->find("value"))}});
  }
  add_once(binding.where, evidence.where);
  return &evidence;
}

// After an unknown answer the effect may be under way: how long the next try takes then says
// little.
void Calibrator::learn(const Run& run, const ParameterBinding& binding, Evidence& evidence) {
  if (binding.kind == BindingKind::client_lag) {
    learn_client_lag(run, evidence);
    return;
  }
  if (binding.verb == Verb::restore && needed_several_copies(run)) {
    return;  // each took its time, and nobody wrote down which took what
  }
  bool is_under_way = false;
  const auto add = [&](double seconds, bool is_censored) {
    if (seconds >= shortest_s) {
      evidence.lengths.push_back({seconds, is_censored});
      add_once(run.id, evidence.runs);
    }
  };
  for (const RunEvent& event : run.timeline) {
    if (!speaks_of(event, binding) || is_under_way) {
      continue;
    }
    const double length = to_seconds(event.answered - event.asked) - binding.known_s;
    if (binding.kind == BindingKind::failure) {
      evidence.failures += event.outcome == Outcome::failed ? 1U : 0U;
      evidence.trials += event.outcome == Outcome::unknown ? 0U : 1U;
      if (event.outcome != Outcome::unknown) {
        add_once(run.id, evidence.runs);
      }
    } else if (binding.kind != BindingKind::length) {
      if (event.value != never.count() && event.outcome == Outcome::succeeded) {
        add(to_seconds(Duration{event.value}), false);
      }
    } else if (event.outcome != Outcome::failed) {
      add(length, event.outcome == Outcome::unknown);
    }
    is_under_way = event.outcome == Outcome::unknown && !binding.step.empty();
  }
  learn_open_step(run, binding, evidence);
}

// A step that was still being carried out when the run ended took at least until then.
void Calibrator::learn_open_step(const Run& run, const ParameterBinding& binding,
                                 Evidence& evidence) {
  if (binding.kind != BindingKind::length || binding.step.empty() || binding.by_hand) {
    return;
  }
  const auto step = std::find_if(run.steps.begin(), run.steps.end(),
                                 [&](const RunStep& one) { return one.name == binding.step; });
  if (step == run.steps.end() || !step->started || step->ended) {
    return;
  }
  Duration asked = *step->started, end = asked;
  for (const RunEvent& event : run.timeline) {
    end = std::max(end, event.answered);
    if (event.step == binding.step) {
      asked = std::max(asked, event.answered);
    }
  }
  const double length = to_seconds(end - asked) - binding.known_s;
  if (length >= shortest_s) {
    evidence.lengths.push_back({length, true});
    add_once(run.id, evidence.runs);
  }
}

// The service is back when its last client has found the way, if routing was what it waited for.
void Calibrator::learn_client_lag(const Run& run, Evidence& evidence) {
  const double routed = seconds_of_phase(run, "routed");
  const double lag = seconds_of_phase(run, "first_success");
  if (routed > 0.0 && lag >= shortest_s && seconds_of_phase(run, "stable") > 0.0) {
    evidence.lengths.push_back({lag, false});
    add_once(run.id, evidence.runs);
  }
}

void Calibrator::take_in(const CalibrationInput& input) {
  const Bindings bindings = bindings_of(input.assembled->root);
  for (const std::string& step : bindings.steps_without) {
    const bool is_known = std::any_of(calibration_.left_out.begin(), calibration_.left_out.end(),
                                      [&](const auto& one) { return one.name == "step " + step; });
    if (!is_known) {
      leave_out("step " + step, "its length is no parameter of its own");
    }
  }
  for (const ParameterBinding& binding : bindings.found) {
    Evidence* const evidence = evidence_for(binding, *input.assembled);
    for (const Run* const run : input.runs) {
      const bool is_known = evidence == nullptr ||
                            std::find(evidence->known.begin(), evidence->known.end(), run->id) !=
                                evidence->known.end();
      if (!is_known) {
        learn(*run, binding, *evidence);
      }
    }
  }
  // The spread of a lag is a parameter beside its median.
  for (const ParameterBinding& median : bindings.found) {
    const auto spread = std::find_if(
        bindings.found.begin(), bindings.found.end(), [&](const ParameterBinding& other) {
          return other.kind == BindingKind::lag_spread && other.subject == median.subject;
        });
    if (median.kind == BindingKind::lag_median && spread != bindings.found.end() &&
        evidence_.contains(median.parameter) && evidence_.contains(spread->parameter)) {
      evidence_[median.parameter].spread = evidence_[spread->parameter].node;
      evidence_[spread->parameter].spread = evidence_[median.parameter].node;
    }
  }
}

std::optional<LognormalPrior> Calibrator::prior_of(const Evidence& evidence,
                                                   const Distribution& law) const {
  const double factor =
      evidence.node->find("source") != nullptr ? published_factor : assumed_factor;
  if (evidence.kind != BindingKind::lag_spread) {
    auto prior = prior_for(law, factor);
    if (prior && evidence.kind == BindingKind::lag_median && evidence.spread != nullptr) {
      prior->log_spread = std::log(std::max(quantile(law_of(*evidence.spread), 0.5), 0.02));
      prior->log_spread_sd = 0.5;
    }
    return prior;
  }
  const double spread = quantile(law, 0.5);
  if (evidence.spread == nullptr || !(spread > 0.0)) {
    return std::nullopt;
  }
  auto prior = prior_for(law_of(*evidence.spread), factor);
  if (prior) {
    prior->log_spread = std::log(spread);
    prior->log_spread_sd = 0.5;
  }
  return prior;
}

std::optional<CalibratedParameter> Calibrator::result(const std::string& id,
                                                      const Evidence& evidence) {
  const Node& node = *evidence.node;
  const Distribution law = law_of(node);
  CalibratedParameter parameter{.id = id,
                                .title = text_of(node, "title"),
                                .dimension = text_of(node, "dimension"),
                                .where = evidence.where,
                                .value_before = excerpt(*node.find("value")),
                                .source_before = {},
                                .runs = evidence.known,
                                .length = std::nullopt,
                                .failure = std::nullopt,
                                .is_lag_median = evidence.kind == BindingKind::lag_median,
                                .is_lag_spread = evidence.kind == BindingKind::lag_spread};
  parameter.runs.insert(parameter.runs.end(), evidence.runs.begin(), evidence.runs.end());
  if (const Node* const source = node.find("source")) {
    parameter.source_before = text_of(*source, "title");
  } else if (const Node* const fitted = node.find("fitted")) {
    parameter.source_before = "fitted before; " + text_of(*fitted, "before");
  } else {
    parameter.source_before = "assumed: " + text_of(node, "assumed");
  }
  if (evidence.kind == BindingKind::failure) {
    if (evidence.trials == 0) {
      leave_out(id, "no drill tried it");
      return std::nullopt;
    }
    parameter.failure =
        failure_posterior(quantile(law, 0.5), prior_tries, evidence.failures, evidence.trials);
    return parameter;
  }
  if (evidence.lengths.empty()) {
    leave_out(id, "no drill measured it");
    return std::nullopt;
  }
  const auto prior = prior_of(evidence, law);
  if (!prior) {
    leave_out(id, "half of what its law gives is zero, which no factor can move");
    return std::nullopt;
  }
  parameter.length = posterior_of(*prior, evidence.lengths);
  return parameter;
}

Result<Calibration> Calibrator::calibrate(std::span<const CalibrationInput> inputs) {
  for (const CalibrationInput& input : inputs) {
    for (const Run* const run : input.runs) {
      calibration_.runs.push_back(run->id);
      calibration_.stand_ins += is_measured(run->target_kind) ? 0 : 1;
    }
    take_in(input);
  }
  if (!problems_.empty()) {
    return problems_;
  }
  for (const auto& [id, evidence] : evidence_) {
    if (auto parameter = result(id, evidence)) {
      calibration_.parameters.push_back(std::move(*parameter));
    }
  }
  return std::move(calibration_);
}

}  // namespace

Result<Calibration> calibrate(std::span<const CalibrationInput> inputs) {
  return Calibrator{}.calibrate(inputs);
}

}  // namespace firedrill
