#include "sim/monte_carlo.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "sim/replicator.hpp"

namespace firedrill {
namespace {

// Replications a thread takes at a time: a few milliseconds, so that progress is smooth and the
// threads end together.
constexpr std::uint64_t chunk_size = 256;

void allocate(const Scenario& scenario, std::uint64_t replications, Samples& samples) {
  const auto count = static_cast<std::size_t>(replications);
  samples.objectives.assign(scenario.objectives.size(), std::vector<Duration>(count));
  samples.phases.assign(phase_count, std::vector<Duration>(count));
  samples.duties.assign(scenario.duties.size(), std::vector<std::optional<Duration>>(count));
  if (scenario.plan.training) {
    samples.throughput.fill(std::vector<double>(count));
  }
  samples.digests.resize(count);
  samples.totals.steps.resize(scenario.runbook.steps.size());
}

void keep(const Measurement& measurement, std::uint64_t digest, std::size_t row, Samples& samples) {
  for (std::size_t index = 0; index < measurement.objectives.size(); ++index) {
    samples.objectives[index][row] = measurement.objectives[index];
  }
  for (std::size_t index = 0; index < phase_count; ++index) {
    samples.phases[index][row] = measurement.phases[index];
  }
  for (std::size_t index = 0; index < measurement.duties.size(); ++index) {
    samples.duties[index][row] = measurement.duties[index];
  }
  if (!samples.throughput[0].empty()) {
    samples.throughput[0][row] = measurement.throughput.before;
    samples.throughput[1][row] = measurement.throughput.during;
    samples.throughput[2][row] = measurement.throughput.after;
  }
  samples.digests[row] = digest;
}

unsigned thread_count(const SimulationOptions& options) {
  const unsigned wanted =
      options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
  const std::uint64_t chunks = (options.replications + chunk_size - 1) / chunk_size;
  return static_cast<unsigned>(
      std::clamp<std::uint64_t>(wanted, 1, std::max<std::uint64_t>(chunks, 1)));
}

}  // namespace

void RecoveryTotals::add(const Measurement& measurement) {
  for (std::size_t index = 0; index < steps.size(); ++index) {
    const StepMeasurement& step = measurement.steps[index];
    if (step.was_reached()) {
      ++steps[index].reached;
      steps[index].failed += static_cast<std::uint64_t>(step.automatic_failed);
      steps[index].length += step.ended - step.started;
      steps[index].critical += step.critical;
    }
  }
  detection_critical += measurement.detection_critical;
  clients_critical += measurement.clients_critical;
  outage_critical += measurement.outage_critical;
  diverged += static_cast<std::uint64_t>(measurement.diverged);
}

void RecoveryTotals::add(const RecoveryTotals& other) {
  for (std::size_t index = 0; index < steps.size(); ++index) {
    steps[index].reached += other.steps[index].reached;
    steps[index].failed += other.steps[index].failed;
    steps[index].length += other.steps[index].length;
    steps[index].critical += other.steps[index].critical;
  }
  detection_critical += other.detection_critical;
  clients_critical += other.clients_critical;
  outage_critical += other.outage_critical;
  diverged += other.diverged;
}

Samples simulate(const Scenario& scenario, const SimulationOptions& options) {
  Samples samples;
  samples.seed = options.seed;
  samples.first_replication = options.first_replication;
  allocate(scenario, options.replications, samples);

  std::atomic<std::uint64_t> next{0};
  std::atomic<std::uint64_t> done{0};
  std::mutex mutex;  // guards the totals in `samples` and `failure`
  std::exception_ptr failure;

  const auto work = [&](bool reports_progress) {
    try {
      Replicator replicator{scenario, options.seed};
      RecoveryTotals totals;
      totals.steps.resize(scenario.runbook.steps.size());
      for (;;) {
        const std::uint64_t begin = next.fetch_add(chunk_size);
        if (begin >= options.replications) {
          break;
        }
        const std::uint64_t end = std::min(begin + chunk_size, options.replications);
        for (std::uint64_t row = begin; row < end; ++row) {
          const Measurement& measurement = replicator.run(options.first_replication + row);
          totals.add(measurement);
          keep(measurement, replicator.timeline().digest(), static_cast<std::size_t>(row), samples);
        }
        const std::uint64_t so_far = done.fetch_add(end - begin) + (end - begin);
        if (reports_progress && options.progress) {
          options.progress(static_cast<double>(so_far) / static_cast<double>(options.replications));
        }
      }
      const std::lock_guard lock{mutex};
      samples.totals.add(totals);
    } catch (...) {
      next = options.replications;  // the others stop at their next chunk
      const std::lock_guard lock{mutex};
      failure = std::current_exception();
    }
  };

  std::vector<std::thread> helpers;
  for (unsigned index = 1; index < thread_count(options); ++index) {
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

Timeline replay(const Scenario& scenario, std::uint64_t seed, std::uint64_t replication) {
  Replicator replicator{scenario, seed};
  replicator.run(replication);
  return replicator.timeline();
}

}  // namespace firedrill
