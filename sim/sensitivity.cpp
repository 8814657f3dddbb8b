#include "sim/sensitivity.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

#include "sim/monte_carlo.hpp"
#include "sim/replicator.hpp"
#include "sim/sobol.hpp"

namespace firedrill {
namespace {

constexpr std::uint64_t end_replications = 2'000;  // at each end of each parameter
constexpr std::uint64_t first_lucks = 4;           // at each point, until it is known how many pay
constexpr std::uint64_t most_lucks = 16;
constexpr std::uint64_t pilot_rows = 512;
constexpr std::uint64_t most_rows = 1'000'000;
constexpr double tail_share = 0.95;
constexpr std::array<double, 2> end_places{0.05, 0.95};

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
      const Measurement& measurement = replicator->run(first_luck + luck);
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

double met(const Values& values, Duration target) {
  const auto kept = std::count_if(values.begin(), values.end(),
                                  [target](Duration value) { return value <= target; });
  return static_cast<double>(kept) / static_cast<double>(values.size());
}

Duration upper_quantile(Values values) {
  std::sort(values.begin(), values.end());
  return sample_quantile(values, tail_share);
}

class Study {
 public:
  Study(const UncertainScenario& uncertain, const SensitivityOptions& options)
      : uncertain_{uncertain},
        options_{options},
        objective_{uncertain.scenario().objectives[options.objective]} {}

  SensitivityStudy run();

 private:
  Values values_of(const Scenario& scenario) const;
  void look_at_ends();
  void look_at_end(std::size_t parameter, std::size_t end, const Values& base);
  void choose_columns();
  Values plausible_values() const;
  SobolDesign design_of(const OutcomeReading& reading, const Values& pilot) const;
  std::uint64_t rows_for(const SobolIndices& pilot) const;
  void report(double begin, double share, double done) const;
  void fill_in(const SobolIndices& indices);
  void appraise(const SobolIndices& indices);

  const UncertainScenario& uncertain_;
  const SensitivityOptions& options_;
  const Objective& objective_;
  SensitivityStudy study_;
  std::vector<double> changes_;  // per parameter: recoveries that end otherwise at its ends
  std::vector<std::array<ParameterSensitivity::End, 2>> ends_;
  std::vector<std::vector<std::size_t>> columns_;
};

void Study::report(double begin, double share, double done) const {
  if (options_.progress) {
    options_.progress(begin + share * done);
  }
}

Values Study::values_of(const Scenario& scenario) const {
  SimulationOptions simulation;
  simulation.seed = options_.seed;
  simulation.replications = end_replications;
  simulation.threads = options_.threads;
  return simulate(scenario, simulation).objectives[options_.objective];
}

void Study::look_at_end(std::size_t parameter, std::size_t end, const Values& base) {
  UncertainScenario varied{uncertain_};
  varied.set(parameter, end_places[end]);
  const Values values = values_of(varied.scenario());
  const double factor = plausible_factor(uncertain_.parameters()[parameter], end_places[end]);
  ends_[parameter][end] = {factor, met(values, objective_.target),
                           to_seconds(upper_quantile(values))};
  for (std::size_t row = 0; row < values.size(); ++row) {
    const auto& target = objective_.target;
    const Duration tail = from_seconds(study_.p95_s);
    // A changed time counts little, so that what changes no share comes after what does.
    changes_[parameter] += (values[row] <= target) != (base[row] <= target) ? 1.0 : 0.0;
    changes_[parameter] += (values[row] >= tail) != (base[row] >= tail) ? 1.0 : 0.0;
    changes_[parameter] += values[row] != base[row] ? 1e-6 : 0.0;
  }
}

void Study::look_at_ends() {
  const Values base = values_of(uncertain_.scenario());
  study_.met_fraction = met(base, objective_.target);
  study_.p95_s = to_seconds(upper_quantile(base));
  study_.end_replications = end_replications;
  const std::size_t count = uncertain_.parameters().size();
  changes_.assign(count, 0.0);
  ends_.resize(count);
  for (std::size_t parameter = 0; parameter < count; ++parameter) {
    for (std::size_t end = 0; end < end_places.size(); ++end) {
      look_at_end(parameter, end, base);
    }
    report(0.0, 0.15, static_cast<double>(parameter + 1) / static_cast<double>(count));
  }
}

// The influential ones alone, all others in one column.
void Study::choose_columns() {
  std::vector<std::size_t> order(changes_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return changes_[a] > changes_[b]; });
  std::vector<std::size_t> others;
  for (const std::size_t parameter : order) {
    if (columns_.size() < options_.parameters && changes_[parameter] > 0.0) {
      columns_.push_back({parameter});
    } else {
      others.push_back(parameter);
    }
  }
  if (!others.empty()) {
    columns_.push_back(std::move(others));
  }
}

// Recoveries of independent plausible plans: for the tail's level, and to centre the outputs.
Values Study::plausible_values() const {
  UncertainScenario varied{uncertain_};
  const StreamKey key{options_.seed, "sensitivity/pilot"};
  Values values;
  std::vector<double> u(uncertain_.parameters().size());
  for (std::uint64_t row = 0; row < end_replications; ++row) {
    Draws draws{key, row};
    std::generate(u.begin(), u.end(), [&draws] { return draws.uniform(); });
    varied.set(u);
    const auto replicator = std::make_unique<Replicator>(varied.scenario(), options_.seed);
    values.push_back(replicator->run(row).objectives[options_.objective]);
  }
  return values;
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

// The pilot's widest interval of promise and tail shrinks as the square root of the rows.
std::uint64_t Study::rows_for(const SobolIndices& pilot) const {
  double widest = 0.0;
  for (const SensitivityOf output : {SensitivityOf::promise, SensitivityOf::tail}) {
    for (const SobolColumn& column : pilot.outputs[static_cast<std::size_t>(output)].columns) {
      for (const IndexEstimate* one : {&column.first, &column.total}) {
        const double width = one->interval.high - one->interval.low;
        widest = std::isfinite(width) ? std::max(widest, width) : widest;
      }
    }
  }
  constexpr double reserve = 1.15;  // the pilot's width is itself an estimate
  const double more = reserve * widest / options_.precision;
  const double rows = std::ceil(static_cast<double>(pilot_rows) * more * more);
  return static_cast<std::uint64_t>(
      std::clamp(rows, static_cast<double>(pilot_rows), static_cast<double>(most_rows)));
}

IndexFigure figure(const IndexEstimate& estimate) { return {estimate.value, estimate.interval}; }

void Study::fill_in(const SobolIndices& indices) {
  study_.rows = indices.rows;
  study_.lucks = indices.evaluations / (indices.rows * (columns_.size() + 2));
  study_.evaluations = indices.evaluations;
  for (std::size_t output = 0; output < sensitivity_outputs; ++output) {
    const SobolOutput& one = indices.outputs[output];
    study_.outputs[output] = {one.mean, std::sqrt(std::max(0.0, one.variance)),
                              std::sqrt(std::max(0.0, one.variance_of_inputs)),
                              figure(one.share_of_inputs)};
  }
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    ParameterSensitivity parameter;
    const std::size_t index = columns_[column].front();
    if (changes_[index] > 0.0 && columns_[column].size() == 1) {
      const Assumption& one = uncertain_.parameters()[index];
      parameter.name = one.name;
      parameter.value = one.value;
      parameter.source = one.source;
      parameter.is_assumed = one.is_assumed;
      parameter.known_within = one.known_within;
      parameter.ends = ends_[index];
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

SensitivityStudy Study::run() {
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
  look_at_ends();
  choose_columns();
  if (columns_.empty()) {
    return study_;
  }
  const Values pilot = plausible_values();
  const Duration tail = upper_quantile(pilot);
  study_.tail_s = to_seconds(tail);
  const OutcomeReading reading{objective_.target, tail, scenario.horizon};
  SobolDesign design = design_of(reading, pilot);
  const auto make = [&] {
    return std::make_unique<RecoveryModel>(uncertain_, options_.objective, reading, options_.seed);
  };
  // Each sample is fresh: one that decided the size of its own design would mislead.
  design.rows = pilot_rows / 2;
  design.lucks = lucks_for(estimate_sobol(design, make));
  design.first_row = design.rows;
  design.rows = pilot_rows;
  if (!options_.rows) {
    design.progress = [this](double done) { report(0.15, 0.05, done); };
    design.rows = rows_for(estimate_sobol(design, make));
  }
  design.rows = options_.rows.value_or(design.rows);
  design.first_row += pilot_rows;
  design.progress = [this](double done) { report(0.2, 0.8, done); };
  const SobolIndices indices = estimate_sobol(design, make);
  fill_in(indices);
  appraise(indices);
  return study_;
}

}  // namespace

SensitivityStudy study_sensitivity(const UncertainScenario& uncertain,
                                   const SensitivityOptions& options) {
  return Study{uncertain, options}.run();
}

}  // namespace firedrill
