#include "sim/sensitivity.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <string>
#include <utility>

#include "models/text/document.hpp"
#include "sim/replicator.hpp"
#include "sim/sensitivity_look.hpp"
#include "sim/sobol.hpp"

namespace firedrill {
namespace {

constexpr std::uint64_t first_lucks = 4;  // at each point, until it is known how many pay
constexpr std::uint64_t most_lucks = 16;
constexpr std::uint64_t pilot_rows = 512;
constexpr std::uint64_t most_rows = 1'000'000;

// One recovery as the three outputs of SensitivityOf.
struct OutcomeReading {
  Duration target{}, tail{};
  Duration horizon{};

  void operator()(Duration value, std::span<double> outputs) const {
    outputs[0] = value <= target ? 1.0 : 0.0;
    outputs[1] = value >= tail ? 1.0 : 0.0;
    outputs[2] = to_seconds(std::min(value, horizon));
  }
};

// The scenario at any point of what is plausible, one recovery a luck.
class RecoveryModel final : public SobolModel {
 public:
  RecoveryModel(const UncertainScenario& uncertain, std::size_t objective, OutcomeReading reading,
                std::uint64_t seed)
      : uncertain_{uncertain}, objective_{objective}, reading_{reading}, seed_{seed} {}

  void evaluate(std::span<const double> u, std::uint64_t first_luck,
                std::span<double> outputs) override {
    uncertain_.set(u);
    // What a world computes when it is made follows from the parameters: it is made anew.
    const auto replicator = std::make_unique<Replicator>(uncertain_.scenario(), seed_);
    for (std::size_t luck = 0; luck * sensitivity_outputs < outputs.size(); ++luck) {
      const Measurement& measurement = replicator->run(first_luck + luck, MeasureOf::outcome);
      reading_(measurement.objectives[objective_],
               outputs.subspan(luck * sensitivity_outputs, sensitivity_outputs));
    }
  }

 private:
  UncertainScenario uncertain_;
  std::size_t objective_;
  OutcomeReading reading_;
  std::uint64_t seed_;
};

using Values = std::vector<Duration>;

class Study {
 public:
  Study(const UncertainScenario& uncertain, const SensitivityOptions& options, SharedBlocks& blocks)
      : uncertain_{uncertain},
        options_{options},
        blocks_{blocks},
        objective_{uncertain.scenario().objectives[options.objective]} {}

  // None if the answer is another worker's.
  Result<std::optional<SensitivityStudy>> run();

 private:
  void describe();
  void choose_columns();
  SobolDesign design_of(const OutcomeReading& reading, const Values& pilot) const;
  Diagnostics choose_size(SobolDesign& design, const SobolModelMaker& make);
  void choose_rows(SobolDesign& design, const SobolIndices& pilot) const;
  void report(double begin, double share, double done) const;
  void fill_in(const SobolIndices& indices);
  void appraise(const SobolIndices& indices);

  const UncertainScenario& uncertain_;
  const SensitivityOptions& options_;
  SharedBlocks& blocks_;
  const Objective& objective_;
  SensitivityStudy study_;
  FirstLook look_;
  std::vector<std::vector<std::size_t>> columns_;
};

void Study::report(double begin, double share, double done) const {
  if (options_.progress) {
    options_.progress(begin + share * done);
  }
}

// The influential ones alone, all others in one column.
void Study::choose_columns() {
  std::vector<std::size_t> order(look_.changes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return look_.changes[a] > look_.changes[b];
  });
  std::vector<std::size_t> others;
  for (const std::size_t parameter : order) {
    if (columns_.size() < options_.parameters && look_.changes[parameter] > 0.0) {
      columns_.push_back({parameter});
    } else {
      others.push_back(parameter);
    }
  }
  if (!others.empty()) {
    columns_.push_back(std::move(others));
  }
}

SobolDesign Study::design_of(const OutcomeReading& reading, const Values& pilot) const {
  SobolDesign design;
  design.inputs = uncertain_.parameters().size();
  design.columns = columns_;
  design.outputs = sensitivity_outputs;
  design.centres.assign(sensitivity_outputs, 0.0);
  std::array<double, sensitivity_outputs> outputs{};
  for (const Duration value : pilot) {
    reading(value, outputs);
    for (std::size_t output = 0; output < sensitivity_outputs; ++output) {
      design.centres[output] += outputs[output] / static_cast<double>(pilot.size());
    }
  }
  design.lucks = first_lucks;
  design.seed = options_.seed;
  design.threads = options_.threads;
  return design;
}

// A point costs about as much as one recovery from it. Where luck is most of the variance, several
// lucks a point then say more than several points: the best number is the root of the ratio of what
// luck causes to what the inputs cause.
std::uint64_t lucks_for(const SobolIndices& pilot) {
  const SobolOutput& promise = pilot.outputs[0];
  const double of_inputs = std::max(promise.variance_of_inputs, 1e-4 * promise.variance);
  const double best =
      of_inputs > 0.0 ? std::sqrt(std::max(0.0, promise.variance - of_inputs) / of_inputs) : 0.0;
  return static_cast<std::uint64_t>(
      std::clamp(std::round(best), 2.0, static_cast<double>(most_lucks)));
}

// A column's widest interval, of promise and tail, shrinks as the square root of its rows: each
// gets as many as it needs.
void Study::choose_rows(SobolDesign& design, const SobolIndices& pilot) const {
  constexpr double reserve = 1.2;  // the pilot's width is itself an estimate
  design.rows = pilot_rows;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    double widest = 0.0;
    for (const SensitivityOf output : {SensitivityOf::promise, SensitivityOf::tail}) {
      const SobolColumn& one = pilot.outputs[static_cast<std::size_t>(output)].columns[column];
      for (const IndexEstimate* estimate : {&one.first, &one.total}) {
        const double width = estimate->interval.high - estimate->interval.low;
        widest = std::isfinite(width) ? std::max(widest, width) : widest;
      }
    }
    const double more = reserve * widest / options_.precision;
    const double rows = std::ceil(static_cast<double>(pilot_rows) * more * more);
    design.column_rows.push_back(static_cast<std::uint64_t>(
        std::clamp(rows, static_cast<double>(pilot_rows), static_cast<double>(most_rows))));
    design.rows = std::max(design.rows, design.column_rows.back());
  }
}

// How many lucks and rows. Each sample is fresh: one that decided the size of its own design would
// mislead.
Diagnostics Study::choose_size(SobolDesign& design, const SobolModelMaker& make) {
  design.lucks = first_lucks;
  design.rows = pilot_rows / 2;
  const auto first = estimate_sobol(design, make, blocks_, false);
  if (!first) {
    return first.error();
  }
  design.lucks = lucks_for(**first);
  design.first_row = design.rows;
  design.rows = pilot_rows;
  if (options_.rows) {
    design.rows = *options_.rows;
  } else {
    design.progress = [this](double done) { report(0.15, 0.05, done); };
    const auto pilot = estimate_sobol(design, make, blocks_, false);
    if (!pilot) {
      return pilot.error();
    }
    choose_rows(design, **pilot);
  }
  design.first_row += pilot_rows;
  return {};
}

IndexFigure figure(const IndexEstimate& estimate) { return {estimate.value, estimate.interval}; }

void Study::fill_in(const SobolIndices& indices) {
  study_.rows = indices.rows;
  study_.evaluations = indices.evaluations;
  for (std::size_t output = 0; output < sensitivity_outputs; ++output) {
    const SobolOutput& one = indices.outputs[output];
    study_.outputs[output] = {one.mean, std::sqrt(std::max(0.0, one.variance)),
                              std::sqrt(std::max(0.0, one.variance_of_inputs)),
                              figure(one.share_of_inputs)};
  }
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    ParameterSensitivity parameter;
    parameter.rows = indices.outputs[0].columns[column].rows;
    const std::size_t index = columns_[column].front();
    if (look_.changes[index] > 0.0 && columns_[column].size() == 1) {
      const Assumption& one = uncertain_.parameters()[index];
      parameter.name = one.name;
      parameter.value = one.value;
      parameter.source = one.source;
      parameter.is_assumed = one.is_assumed;
      parameter.known_within = one.known_within;
      parameter.ends = look_.ends[index];
    } else {
      parameter.name = fmt::format("({} others)", columns_[column].size());
    }
    for (std::size_t output = 0; output < sensitivity_outputs; ++output) {
      const SobolColumn& one = indices.outputs[output].columns[column];
      parameter.indices[output] = {figure(one.first), figure(one.total),
                                   figure(one.first_of_inputs), figure(one.total_of_inputs)};
    }
    study_.parameters.push_back(std::move(parameter));
  }
}

// What knowing a parameter first is worth to whoever then decides whether to rely on the promise:
// relying on it gains the share by which it exceeds what is needed, not relying on it nothing.
// Source: Strong and Oakley, Medical Decision Making 33 (2013); the regression is a polynomial.
double worth_of(const std::vector<double>& profile, double mean, double required) {
  constexpr int places = 200;
  double gain = 0.0;
  for (int place = 0; place < places; ++place) {
    const double u = (place + 0.5) / places;
    double share = mean;
    for (std::size_t degree = 0; degree < profile.size(); ++degree) {
      share += profile[degree] * legendre(degree + 1, u);
    }
    gain += std::max(0.0, std::clamp(share, 0.0, 1.0) - required) / places;
  }
  return std::max(0.0, gain - std::max(0.0, mean - required));
}

// What a column alone causes in the expectation's variance, from its profile, whose coefficients
// each have about the variance `noise`: sharper than its first index where luck is most of it all.
double caused_by(const SobolColumn& column, double noise) {
  double sum = 0.0;
  for (const double coefficient : column.profile) {
    sum += coefficient * coefficient - noise;
  }
  return std::max(0.0, sum);
}

void Study::appraise(const SobolIndices& indices) {
  const SobolOutput& promise = indices.outputs[0];
  const double noise = promise.variance / static_cast<double>(2 * indices.rows * study_.lucks);
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    ParameterSensitivity& parameter = study_.parameters[column];
    const double left = promise.variance_of_inputs - caused_by(promise.columns[column], noise);
    parameter.narrows = study_.outputs[0].sd_of_parameters - std::sqrt(std::max(0.0, left));
    if (columns_[column].size() == 1) {
      parameter.worth =
          worth_of(promise.columns[column].profile, promise.mean, objective_.required_fraction);
    }
  }
  std::stable_sort(study_.parameters.begin(), study_.parameters.end(),
                   [](const ParameterSensitivity& a, const ParameterSensitivity& b) {
                     return a.indices[0].total.value > b.indices[0].total.value;
                   });
}

void Study::describe() {
  const Scenario& scenario = uncertain_.scenario();
  study_.scenario = scenario.name;
  study_.title = scenario.title;
  study_.digest = scenario.digest;
  study_.objective = objective_.name;
  study_.kind = objective_.kind;
  study_.target_s = to_seconds(objective_.target);
  study_.required_fraction = objective_.required_fraction;
  study_.seed = options_.seed;
  study_.left_out = uncertain_.left_out();
}

Result<std::optional<SensitivityStudy>> Study::run() {
  describe();
  Result<FirstLook> look =
      look_at_ends(uncertain_, options_, blocks_, [this](double done) { report(0.0, 0.15, done); });
  if (!look) {
    return look.error();
  }
  look_ = std::move(look).value();
  study_.met_fraction = look_.met_fraction;
  study_.p95_s = look_.p95_s;
  study_.end_replications = end_replications;
  choose_columns();
  if (columns_.empty()) {
    const Result<bool> answers = blocks_.all_of({.is_last = true}, [](auto, auto, auto) {});
    if (!answers) {
      return answers.error();
    }
    return *answers ? std::optional{study_} : std::nullopt;
  }
  const auto pilot = plausible_values(uncertain_, options_, blocks_);
  if (!pilot) {
    return pilot.error();
  }
  const Duration tail = worst_of(*pilot);
  study_.tail_s = to_seconds(tail);
  const OutcomeReading reading{objective_.target, tail, uncertain_.scenario().horizon};
  SobolDesign design = design_of(reading, *pilot);
  const auto make = [&] {
    return std::make_unique<RecoveryModel>(uncertain_, options_.objective, reading, options_.seed);
  };
  if (auto problems = choose_size(design, make); !problems.empty()) {
    return problems;
  }
  design.progress = [this](double done) { report(0.2, 0.8, done); };
  const auto indices = estimate_sobol(design, make, blocks_, true);
  if (!indices) {
    return indices.error();
  }
  if (!*indices) {
    return std::optional<SensitivityStudy>{};
  }
  study_.lucks = design.lucks;
  fill_in(**indices);
  appraise(**indices);
  return std::optional{study_};
}

std::string header_of(const UncertainScenario& uncertain, const SensitivityOptions& options,
                      const SharedRun& run) {
  std::string parameters;  // what is known of them is not in the scenario
  for (const Assumption& one : uncertain.parameters()) {
    parameters += fmt::format("{} {} {}\n", one.name, one.value, one.known_within);
  }
  return fmt::format(
      R"({{"format": "firedrill/blocks/1", "version": "{}", "sensitivity": "{}", )"
      R"("doubts": "{}", "objective": {}, "parameters": {}, "precision": {}, "rows": {}, )"
      R"("seed": {}}})",
      run.version, uncertain.scenario().digest, sha256_hex(parameters), options.objective,
      options.parameters, options.precision, options.rows.value_or(0), options.seed);
}

}  // namespace

Result<SharedResult<SensitivityStudy>> study_sensitivity(const UncertainScenario& uncertain,
                                                         const SensitivityOptions& options,
                                                         const SharedRun& run) {
  Result<SharedBlocks> opened = SharedBlocks::open(run, header_of(uncertain, options, run));
  if (!opened) {
    return opened.error();
  }
  SharedBlocks blocks = std::move(opened).value();
  const auto study = Study{uncertain, options, blocks}.run();
  if (!study) {
    return study.error();
  }
  return SharedResult<SensitivityStudy>{blocks.outcome(), *study};
}

SensitivityStudy study_sensitivity(const UncertainScenario& uncertain,
                                   const SensitivityOptions& options) {
  const auto alone = study_sensitivity(uncertain, options, SharedRun{});
  return alone->value.value();
}

}  // namespace firedrill
