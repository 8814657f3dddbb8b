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

}  // namespace

Detection::Detection(const Plan& plan, Luck& luck) {
  for (const Component& component : plan.components) {
    if (std::holds_alternative<Prometheus>(component.model) ||
        std::holds_alternative<Prober>(component.model) ||
        std::holds_alternative<ExternalReport>(component.model)) {
      monitors_.push_back({&component, luck.stream("monitor/" + component.name)});
    }
  }
}

Duration Detection::delay(RegionSet lost, Luck& luck) {
  Duration earliest = never;
  for (const Monitor& monitor : monitors_) {
    const auto& region = monitor.component->region;
    if (region && contains(lost, *region)) {
      continue;
    }
    Draws& draws = luck[monitor.stream];
    Duration seen = never;
    if (const auto* prometheus = std::get_if<Prometheus>(&monitor.component->model)) {
      seen = prometheus_delay(*prometheus, draws);
    } else if (const auto* prober = std::get_if<Prober>(&monitor.component->model)) {
      seen = prober_delay(*prober, lost, draws);
    } else {
      seen = sample_duration(std::get<ExternalReport>(monitor.component->model).delay, draws);
    }
    earliest = std::min(earliest, seen);
  }
  return earliest;
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
