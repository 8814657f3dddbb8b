#include "sim/fleet_runs.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "sim/fleet_simulation.hpp"

namespace firedrill {

double FleetSamples::share_with_down(std::size_t nodes) const {
  DurationSum all;
  for (const DurationSum& time : time_with_down) {
    all += time;
  }
  return time_with_down[nodes].seconds() / all.seconds();
}

FleetSamples simulate_fleet(const FleetStudy& study, const FleetOptions& options) {
  FleetSamples samples;
  samples.tallies.resize(static_cast<std::size_t>(options.replications));
  samples.time_with_down.resize(static_cast<std::size_t>(study.fleet.nodes) + 1);
  std::atomic<std::uint64_t> next{0};
  std::atomic<std::uint64_t> done{0};
  std::mutex mutex;  // guards samples.time_with_down and `failure`
  std::exception_ptr failure;

  const auto work = [&](bool reports_progress) {
    try {
      FleetSimulation simulation{study, options.seed};
      std::vector<DurationSum> times(samples.time_with_down.size());
      for (;;) {
        const std::uint64_t replication = next++;
        if (replication >= options.replications) {
          break;
        }
        samples.tallies[static_cast<std::size_t>(replication)] = simulation.run(replication);
        for (std::size_t down = 0; down < times.size(); ++down) {
          times[down] += simulation.time_with_down()[down];
        }
        const std::uint64_t so_far = ++done;
        if (reports_progress && options.progress) {
          options.progress(static_cast<double>(so_far) / static_cast<double>(options.replications));
        }
      }
      const std::lock_guard lock{mutex};
      for (std::size_t down = 0; down < times.size(); ++down) {
        samples.time_with_down[down] += times[down];
      }
    } catch (...) {
      next = options.replications;  // the others stop at their next replication
      const std::lock_guard lock{mutex};
      failure = std::current_exception();
    }
  };

  const unsigned wanted =
      options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::thread> helpers;
  for (std::uint64_t index = 1; index < std::min<std::uint64_t>(wanted, options.replications);
       ++index) {
    helpers.emplace_back(work, false);
  }
  work(true);
  for (std::thread& helper : helpers) {
    helper.join();
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
  return samples;
}

MeanEstimate estimate_of(const FleetSamples& samples, TallyFigure figure) {
  std::vector<double> values;
  for (const FleetTally& tally : samples.tallies) {
    values.push_back(figure(tally));
  }
  return estimate_mean(values, 0.95);
}

}  // namespace firedrill
