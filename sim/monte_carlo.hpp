// Many replications of one scenario, over threads, and their summary. Replication k always draws
// the same luck whatever the number of threads, so every result can be replayed alone. Example:
// const Samples samples = simulate(scenario, {.seed = 7, .replications = 10'000});
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/recovery/measurement.hpp"
#include "models/recovery/prediction.hpp"
#include "models/recovery/timeline.hpp"
#include "scenarios/scenario.hpp"
#include "sim/duration_sum.hpp"

namespace firedrill {

struct SimulationOptions {
  std::uint64_t seed = 1;
  std::uint64_t replications = 10'000;
  std::uint64_t first_replication = 0;
  unsigned threads = 0;  // 0: as many as there are processors
  // Called by the calling thread every few milliseconds with the share done in [0, 1]. May throw to
  // stop the run; simulate() then passes the exception on.
  std::function<void(double)> progress{};
};

// Sums over replications: of each runbook step, and of the critical path beside the steps.
struct RecoveryTotals {
  struct OfStep {
    std::uint64_t reached = 0, failed = 0;
    DurationSum length, critical, waited;
  };
  std::vector<OfStep> steps;
  DurationSum detection_critical, clients_critical, outage_critical;
  std::uint64_t diverged = 0;

  void add(const Measurement& measurement);
  void add(const RecoveryTotals& other);
};

// One step of the runbook in one recovery.
struct StepSample {
  Duration started = never;  // since the injection; `never`: not reached
  Duration ended{};
  Duration length{};  // without the waiting for somebody to be free
};

// The kept measurements, one entry a replication in each column.
struct Samples {
  std::uint64_t seed = 0;
  std::uint64_t first_replication = 0;
  std::vector<std::vector<Duration>> objectives;             // [objective][replication]
  std::vector<std::vector<Duration>> phases;                 // [phase][replication]
  std::vector<std::vector<StepSample>> steps;                // [step][replication]
  std::vector<std::vector<std::optional<Duration>>> duties;  // [duty][replication]
  std::array<std::vector<double>, 3> throughput;  // before, during, after; empty without training
  std::vector<Duration> lost_work;                // likewise
  std::vector<std::vector<RestorationMeasurement>> restorations;  // [endangered_data][replication]
  std::vector<Duration> hours;         // since Monday's midnight; empty where no hour matters
  std::vector<std::uint64_t> digests;  // of the timelines
  RecoveryTotals totals;

  [[nodiscard]] std::uint64_t replications() const { return digests.size(); }
};

// SHA-256 over timeline digests, in their order.
[[nodiscard]] std::string digest_of_all(const std::vector<std::uint64_t>& digests);

// Room for the replications of `options`, all of them zero.
[[nodiscard]] Samples empty_samples(const Scenario& scenario, const SimulationOptions& options);

[[nodiscard]] Samples simulate(const Scenario& scenario, const SimulationOptions& options);

// The timeline of one replication.
[[nodiscard]] Timeline replay(const Scenario& scenario, std::uint64_t seed,
                              std::uint64_t replication);

// Fractions, quantiles, intervals and verdicts of `samples`, with the median and the worst recovery
// of the first RTO objective replayed as stories. Assumptions are listed without influence.
[[nodiscard]] Prediction summarise(const Scenario& scenario, const Samples& samples);

// How many replications make the 95 % interval of every met fraction at most `half_width` wide on
// either side, judged from `pilot`. The main run then takes fresh replications only: a sample that
// decided its own size would make the intervals too narrow.
[[nodiscard]] std::uint64_t replications_for(const Scenario& scenario, const Samples& pilot,
                                             double half_width);

}  // namespace firedrill
