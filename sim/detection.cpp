#include "sim/detection.hpp"

#include <algorithm>
#include <cmath>

namespace firedrill {
namespace {

Duration prometheus_delay(const Prometheus& monitor, Draws& draws) {
  const double scrape = to_seconds(monitor.scrape_interval);
  const double evaluation = to_seconds(monitor.evaluation_interval);
  const double rounds = std::ceil(to_seconds(monitor.hold) / evaluation);
  const double waiting = draws.uniform() * scrape + draws.uniform() * evaluation;
  return from_seconds(waiting + rounds * evaluation + to_seconds(monitor.group_wait) +
                      sample(monitor.delivery, draws));
}

bool is_among(DataId wanted, const std::vector<DataId>& data) {
  return std::find(data.begin(), data.end(), wanted) != data.end();
}

// Whether it can ever notice that some of `data` is wrong.
bool looks_at(const Validator& validator, const std::vector<DataId>& data) {
  return std::any_of(validator.finds.begin(), validator.finds.end(), [&](const auto& finding) {
    return finding.coverage > 0.0 && is_among(finding.data, data);
  });
}

// From that time of the day to the next run.
Duration next_run(const Validator& validator, Duration time_of_day, Draws& draws) {
  const double u = draws.uniform();
  if (!validator.at) {
    return from_seconds(u * to_seconds(validator.every));
  }
  const Duration period = std::min(validator.every, one_day);
  const Duration since = (time_of_day - *validator.at + one_day) % period;
  const auto days = static_cast<std::int64_t>(u * static_cast<double>(validator.every / period));
  return period - since + days * period;
}

}  // namespace

Detection::Detection(const Plan& plan, Luck& luck) {
  for (std::uint32_t index = 0; index < plan.components.size(); ++index) {
    const Component& component = plan.components[index];
    const Monitor monitor{ComponentId{index}, &component, {}};
    if (std::holds_alternative<Prometheus>(component.model) ||
        std::holds_alternative<Prober>(component.model) ||
        std::holds_alternative<ExternalReport>(component.model)) {
      monitors_.push_back(monitor);
      monitors_.back().stream = luck.stream("monitor/" + component.name);
    } else if (std::holds_alternative<Validator>(component.model)) {
      validators_.push_back(monitor);
      validators_.back().stream = luck.stream("validator/" + component.name);
    }
  }
}

Duration Detection::delay(const SiteState& state, bool is_felt, Luck& luck) {
  Duration earliest = never;
  for (const Monitor& monitor : monitors_) {
    const auto& region = monitor.component->region;
    if ((region && !state.stands(*region)) || state.is_down(monitor.id)) {
      continue;
    }
    Draws& draws = luck[monitor.stream];
    Duration seen = never;
    if (const auto* prometheus = std::get_if<Prometheus>(&monitor.component->model)) {
      seen = prometheus_delay(*prometheus, draws);
    } else if (!is_felt) {
      continue;
    } else if (const auto* prober = std::get_if<Prober>(&monitor.component->model)) {
      seen = prober_delay(*prober, state.lost, draws);
    } else {
      seen = sample_duration(std::get<ExternalReport>(monitor.component->model).delay, draws);
    }
    earliest = std::min(earliest, seen);
  }
  return earliest;
}

Duration Detection::validation_delay(const Corruption& corruption, const SiteState& state,
                                     Luck& luck) {
  Duration earliest = never;
  for (const Monitor& monitor : validators_) {
    if (!state.stands(monitor.id)) {
      continue;
    }
    const auto& validator = std::get<Validator>(monitor.component->model);
    if (!looks_at(validator, corruption.data)) {
      continue;
    }
    Draws& draws = luck[monitor.stream];
    Duration run = next_run(validator, corruption.time_of_day, draws);
    while (run < corruption.noticed && !finds_wrong(validator, corruption, run, draws)) {
      run = add(run, validator.every);
    }
    if (run < corruption.noticed) {
      earliest = std::min(earliest, add(run, sample_duration(validator.delivery, draws)));
    }
  }
  return earliest;
}

// Whether the run so long after the corruption notices it, in any kind of data it looks at.
bool Detection::finds_wrong(const Validator& validator, const Corruption& corruption, Duration run,
                            Draws& draws) {
  return std::any_of(validator.finds.begin(), validator.finds.end(), [&](const auto& finding) {
    return is_among(finding.data, corruption.data) &&
           corruption.state.shows_wrong(finding.data, corruption.now + run) &&
           draws.bernoulli(finding.coverage);
  });
}

Duration Detection::prober_delay(const Prober& prober, RegionSet lost, Draws& draws) {
  const double interval = to_seconds(prober.interval);
  const double streak = interval * (prober.threshold - 1) + to_seconds(prober.timeout);
  seen_.clear();
  for (const RegionId point : prober.vantage_points) {
    const double phase = draws.uniform() * interval;
    if (!contains(lost, point)) {
      seen_.push_back(phase + streak);
    }
  }
  const double points = static_cast<double>(prober.vantage_points.size());
  const auto needed = static_cast<std::size_t>(std::max(1.0, std::ceil(prober.quorum * points)));
  const double delivery = sample(prober.delivery, draws);
  if (seen_.size() < needed) {
    return never;
  }
  const auto deciding = seen_.begin() + static_cast<std::ptrdiff_t>(needed - 1);
  std::nth_element(seen_.begin(), deciding, seen_.end());
  return from_seconds(*deciding + delivery);
}

}  // namespace firedrill
