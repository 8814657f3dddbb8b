#include "sim/state_runs.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "models/theory/markov.hpp"
#include "sim/parallel_runs.hpp"

namespace firedrill {
namespace {

// Enough for an error of a few hundredths; a run may be many thousand times as long as a horizon.
constexpr std::uint64_t runs_until = 1'000;
constexpr std::uint64_t transition_limit = 10'000'000;  // of one such run

// One run through the states.
class StateWalk {
 public:
  StateWalk(const StateModel& model, Draws draws)
      : model_{model}, draws_{draws}, state_{model.begins} {}

  [[nodiscard]] std::uint32_t state() const { return state_; }

  // Takes the transition that comes first; returns how long that took [s], infinite if none comes.
  double step() {
    double first = std::numeric_limits<double>::infinity();
    std::uint32_t next = state_;
    for (const StateTransition& transition : model_.states[state_].transitions) {
      const double after = sample(transition.after, draws_);
      if (after < first) {
        first = after;
        next = transition.to;
      }
    }
    state_ = next;
    return first;
  }

 private:
  const StateModel& model_;
  Draws draws_;
  std::uint32_t state_;
};

struct HorizonSamples {
  std::vector<std::vector<double>> shares;     // [state][replication]
  std::vector<std::vector<char>> has_entered;  // [state][replication]
};

class HorizonWorker {
 public:
  HorizonWorker(const StateModel& model, StreamKey key, HorizonSamples& samples)
      : model_{model}, key_{key}, samples_{samples} {}

  void operator()(std::uint64_t replication) {
    const auto row = static_cast<std::size_t>(replication);
    const double horizon = to_seconds(model_.horizon);
    StateWalk walk{model_, Draws{key_, replication}};
    for (double now = 0.0; now < horizon;) {
      const std::uint32_t state = walk.state();
      const double end = std::min(horizon, now + walk.step());
      samples_.shares[state][row] += (end - now) / horizon;
      samples_.has_entered[state][row] = 1;
      now = end;
    }
  }

  void finish() {}

 private:
  const StateModel& model_;
  StreamKey key_;
  HorizonSamples& samples_;
};

HorizonSamples simulate_horizon(const StateModel& model, const StateOptions& options) {
  HorizonSamples samples;
  const auto count = static_cast<std::size_t>(options.replications);
  samples.shares.assign(model.states.size(), std::vector<double>(count));
  samples.has_entered.assign(model.states.size(), std::vector<char>(count));
  const StreamKey key{options.seed, "states/horizon"};
  run_in_parallel({options.replications, options.threads, options.progress}, [&] {
    return HorizonWorker{model, key, samples};
  });
  return samples;
}

// The time until a state is entered first, in each run [s]; NaN where it was not.
class UntilWorker {
 public:
  UntilWorker(const StateModel& model, std::uint32_t target, StreamKey key,
              std::vector<double>& times)
      : model_{model}, target_{target}, key_{key}, times_{times} {}

  void operator()(std::uint64_t run) {
    StateWalk walk{model_, Draws{key_, run}};
    double now = 0.0;
    for (std::uint64_t count = 0; walk.state() != target_; ++count) {
      now += walk.step();
      if (count == transition_limit || !std::isfinite(now)) {
        now = std::numeric_limits<double>::quiet_NaN();
        break;
      }
    }
    times_[static_cast<std::size_t>(run)] = now;
  }

  void finish() {}

 private:
  const StateModel& model_;
  std::uint32_t target_;
  StreamKey key_;
  std::vector<double>& times_;
};

// Whether `target` is entered for certain: whatever can be reached can reach it.
bool is_certain(const StateModel& model, std::uint32_t target) {
  const std::vector<char> is_reached = reachable_from(model, model.begins);
  for (std::uint32_t state = 0; state < model.states.size(); ++state) {
    if (is_reached[state] != 0 && reachable_from(model, state)[target] == 0) {
      return false;
    }
  }
  return true;
}

void watch_until(const StateModel& model, std::uint32_t target, const StateOptions& options,
                 WatchedPrediction& watched) {
  if (!is_certain(model, target)) {
    return;
  }
  std::vector<double> times(static_cast<std::size_t>(std::min(options.replications, runs_until)));
  const StreamKey key{options.seed, "states/until/" + watched.state};
  run_in_parallel({times.size(), options.threads, options.progress}, [&] {
    return UntilWorker{model, target, key, times};
  });
  if (std::none_of(times.begin(), times.end(), [](double time) { return std::isnan(time); })) {
    watched.mean_time = estimate_mean(times, 0.95);
    watched.runs = times.size();
  }
}

// The same model for the Markov engine, and what it says; none unless every law is exponential.
class Exact {
 public:
  static std::optional<Exact> of(const StateModel& model) {
    std::vector<std::string> names;
    std::vector<Transition> transitions;
    for (const ModelState& state : model.states) {
      names.push_back(state.name);
      for (const StateTransition& transition : state.transitions) {
        const auto* law = std::get_if<Exponential>(&transition.after.law);
        if (law == nullptr || law->mean <= 0.0) {
          return std::nullopt;
        }
        transitions.push_back({state.name, model.states[transition.to].name, 1.0 / law->mean});
      }
    }
    return Exact{model, MarkovChain{std::move(names), transitions}};
  }

  [[nodiscard]] double share(std::uint32_t state) const {
    return chain_.expected_reward(start_, of_state(state), horizon_) / horizon_;
  }
  [[nodiscard]] double fraction(std::uint32_t state) const {
    return chain_.hitting_probability(start_, of_state(state), horizon_);
  }
  [[nodiscard]] std::optional<double> time_to(std::uint32_t state) const {
    const auto& states = model_.states;
    for (std::uint32_t other = 0; other < states.size(); ++other) {
      if (reachable_from(model_, other)[state] == 0) {
        return std::nullopt;
      }
    }
    return chain_.mean_time_to(start_, of_state(state));
  }
  // Of all states; none unless every state can reach the first.
  [[nodiscard]] std::optional<Eigen::VectorXd> long_run() const {
    for (std::uint32_t state = 0; state < model_.states.size(); ++state) {
      if (reachable_from(model_, state)[0] == 0) {
        return std::nullopt;
      }
    }
    return chain_.steady_state();
  }

 private:
  Exact(const StateModel& model, MarkovChain chain)
      : model_{model},
        chain_{std::move(chain)},
        start_{of_state(model.begins)},
        horizon_{to_seconds(model.horizon)} {}

  [[nodiscard]] Eigen::VectorXd of_state(std::uint32_t state) const {
    return chain_.indicator({model_.states[state].name});
  }

  const StateModel& model_;
  MarkovChain chain_;
  Eigen::VectorXd start_;
  double horizon_;
};

// Of the replications' figures, and the exact one.
StateFigure figure(const std::vector<double>& values, std::optional<double> exact) {
  return {estimate_mean(values, 0.95), exact};
}

void predict_shares(const StateModel& model, const HorizonSamples& samples,
                    const std::optional<Exact>& exact, StatesPrediction& prediction) {
  const auto long_run = exact ? exact->long_run() : std::nullopt;
  std::vector<double> up(samples.shares.front().size());
  double exact_up = 0.0;
  double long_run_up = 0.0;
  for (std::uint32_t index = 0; index < model.states.size(); ++index) {
    const ModelState& state = model.states[index];
    const auto share = exact ? std::optional{exact->share(index)} : std::nullopt;
    const auto in_the_long_run = long_run ? std::optional{(*long_run)[index]} : std::nullopt;
    prediction.states.push_back(
        {state.name, state.is_up, figure(samples.shares[index], share), in_the_long_run});
    if (state.is_up) {
      std::transform(up.begin(), up.end(), samples.shares[index].begin(), up.begin(),
                     std::plus<>{});
      exact_up += share.value_or(0.0);
      long_run_up += in_the_long_run.value_or(0.0);
    }
  }
  std::vector<double> down(up.size());
  const double horizon = to_seconds(model.horizon);
  std::transform(up.begin(), up.end(), down.begin(),
                 [horizon](double share) { return (1.0 - share) * horizon; });
  prediction.availability = figure(up, exact ? std::optional{exact_up} : std::nullopt);
  // Not 1 - exact_up: the exact downtime keeps its digits.
  std::optional<double> exact_down;
  if (exact) {
    exact_down = 0.0;
    for (std::uint32_t index = 0; index < model.states.size(); ++index) {
      *exact_down += model.states[index].is_up ? 0.0 : exact->share(index) * horizon;
    }
  }
  prediction.downtime = figure(down, exact_down);
  if (long_run) {
    prediction.long_run_availability = long_run_up;
  }
}

}  // namespace

std::optional<double> exact_fraction(const StateModel& model, std::uint32_t state) {
  const std::optional<Exact> exact = Exact::of(model);
  return exact ? std::optional{exact->fraction(state)} : std::nullopt;
}

StatesPrediction predict_states(const StateStudy& study, const StateOptions& options) {
  const StateModel& model = study.model;
  const HorizonSamples samples = simulate_horizon(model, options);
  const std::optional<Exact> exact = Exact::of(model);
  StatesPrediction prediction{.name = study.name,
                              .title = study.title,
                              .digest = study.digest,
                              .seed = options.seed,
                              .replications = options.replications,
                              .horizon = model.horizon};
  predict_shares(model, samples, exact, prediction);
  for (const std::uint32_t state : model.watched) {
    const auto& has_entered = samples.has_entered[state];
    WatchedPrediction watched{.state = model.states[state].name};
    watched.entered =
        static_cast<std::uint64_t>(std::count(has_entered.begin(), has_entered.end(), char{1}));
    watched.interval = fraction_interval(watched.entered, options.replications);
    watch_until(model, state, options, watched);
    if (exact) {
      watched.exact_fraction = exact->fraction(state);
      watched.exact_time = exact->time_to(state);
    }
    prediction.watched.push_back(std::move(watched));
  }
  return prediction;
}

}  // namespace firedrill
