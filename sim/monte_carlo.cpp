#include "sim/monte_carlo.hpp"

#include <algorithm>

#include "scenarios/restorations.hpp"
#include "sim/parallel_runs.hpp"
#include "sim/replicator.hpp"

namespace firedrill {
namespace {

// Replications a thread takes at a time: a few milliseconds, so that progress is smooth and the
// threads end together.
constexpr std::uint64_t chunk_size = 256;

void keep(const Measurement& measurement, std::uint64_t digest, std::size_t row, Samples& samples) {
  for (std::size_t index = 0; index < measurement.objectives.size(); ++index) {
    samples.objectives[index][row] = measurement.objectives[index];
  }
  for (std::size_t index = 0; index < phase_count; ++index) {
    samples.phases[index][row] = measurement.phases[index];
  }
  for (std::size_t index = 0; index < measurement.steps.size(); ++index) {
    const StepMeasurement& step = measurement.steps[index];
    if (step.was_reached()) {
      samples.steps[index][row] = {.started = step.started - measurement.injected,
                                   .ended = step.ended - measurement.injected,
                                   .length = step.ended - step.started - step.waited};
    }
  }
  for (std::size_t index = 0; index < measurement.duties.size(); ++index) {
    samples.duties[index][row] = measurement.duties[index];
  }
  for (std::size_t index = 0; index < measurement.restorations.size(); ++index) {
    samples.restorations[index][row] = measurement.restorations[index];
  }
  if (!samples.throughput[0].empty()) {
    samples.throughput[0][row] = measurement.throughput.before;
    samples.throughput[1][row] = measurement.throughput.during;
    samples.throughput[2][row] = measurement.throughput.after;
    samples.lost_work[row] = measurement.throughput.lost;
  }
  if (!samples.hours.empty()) {
    samples.hours[row] = measurement.time_of_week;
  }
  samples.digests[row] = digest;
}

// Takes a chunk at a time; sums are exact, so the order in which workers add theirs is nothing.
class RecoveryWorker {
 public:
  RecoveryWorker(const Scenario& scenario, const SimulationOptions& options, Samples& samples)
      : replicator_{scenario, options.seed}, options_{options}, samples_{samples} {
    totals_.steps.resize(scenario.runbook.steps.size());
  }

  void operator()(std::uint64_t chunk) {
    const std::uint64_t begin = chunk * chunk_size;
    const std::uint64_t end = std::min(begin + chunk_size, options_.replications);
    for (std::uint64_t row = begin; row < end; ++row) {
      const Measurement& measurement = replicator_.run(options_.first_replication + row);
      totals_.add(measurement);
      keep(measurement, replicator_.timeline().digest(), static_cast<std::size_t>(row), samples_);
    }
  }

  void finish() { samples_.totals.add(totals_); }

 private:
  Replicator replicator_;
  const SimulationOptions& options_;
  Samples& samples_;
  RecoveryTotals totals_;
};

}  // namespace

void RecoveryTotals::add(const Measurement& measurement) {
  for (std::size_t index = 0; index < steps.size(); ++index) {
    const StepMeasurement& step = measurement.steps[index];
    if (step.was_reached()) {
      ++steps[index].reached;
      steps[index].failed += static_cast<std::uint64_t>(step.automatic_failed);
      steps[index].length += step.ended - step.started;
      steps[index].critical += step.critical;
      steps[index].waited += step.waited;
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
    steps[index].waited += other.steps[index].waited;
  }
  detection_critical += other.detection_critical;
  clients_critical += other.clients_critical;
  outage_critical += other.outage_critical;
  diverged += other.diverged;
}

Samples empty_samples(const Scenario& scenario, const SimulationOptions& options) {
  Samples samples;
  samples.seed = options.seed;
  samples.first_replication = options.first_replication;
  const auto count = static_cast<std::size_t>(options.replications);
  samples.objectives.assign(scenario.objectives.size(), std::vector<Duration>(count));
  samples.phases.assign(phase_count, std::vector<Duration>(count));
  samples.steps.assign(scenario.runbook.steps.size(), std::vector<StepSample>(count));
  samples.duties.assign(scenario.duties.size(), std::vector<std::optional<Duration>>(count));
  if (scenario.plan.training) {
    samples.throughput.fill(std::vector<double>(count));
    samples.lost_work.resize(count);
  }
  samples.restorations.assign(endangered_data(scenario).size(),
                              std::vector<RestorationMeasurement>(count));
  if (role_with_hours(scenario.plan) != nullptr) {
    samples.hours.resize(count);
  }
  samples.digests.resize(count);
  samples.totals.steps.resize(scenario.runbook.steps.size());
  return samples;
}

Samples simulate(const Scenario& scenario, const SimulationOptions& options) {
  Samples samples = empty_samples(scenario, options);
  const std::uint64_t chunks = (options.replications + chunk_size - 1) / chunk_size;
  run_in_parallel({chunks, options.threads, options.progress}, [&] {
    return RecoveryWorker{scenario, options, samples};
  });
  return samples;
}

Timeline replay(const Scenario& scenario, std::uint64_t seed, std::uint64_t replication) {
  Replicator replicator{scenario, seed};
  replicator.run(replication);
  return replicator.timeline();
}

}  // namespace firedrill
