// What one recovery came to, read off its timeline: the same arithmetic for a simulated and a real
// run. Example: Measurer{scenario}.measure(timeline, measurement); measurement.objectives[0] ==
// 2310 s
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "models/base/units.hpp"

namespace firedrill {

// The stretches a recovery is made of, each named after the boundary that ends it; together they
// span injection to full capacity. A boundary that never came, or came before the one preceding it,
// leaves a stretch of length zero.
enum class Phase {
  impact,         // injected -> the first user-level probe that failed was due
  detected,       // -> the first alert
  decided,        // -> the runbook started
  fenced,         // -> the old primary could take no more writes (traffic stopped or fenced)
  promoted,       // -> a replica took writes
  routed,         // -> the DNS answered with the new region
  first_success,  // -> the first success of a streak that lasted: the recovery time ends here
  stable,         // -> the streak had lasted long enough
  full_capacity,  // -> the services that need all nodes were back
};
inline constexpr std::size_t phase_count = 9;
[[nodiscard]] std::string_view name_of(Phase phase);

// One step of the runbook in one recovery.
struct StepMeasurement {
  Duration started = never;  // `never` if it was not reached
  Duration ended{};          // the end of the last attempt, people included
  Duration released{};  // when the steps after it could start: before `ended` if they did not wait
  Duration waited{};    // of its length, until somebody was free to do it
  Duration critical{};  // how much of it lay on the critical path of the recovery
  bool automatic_failed = false;  // the first way of doing it failed, whoever mended it
  bool succeeded = false;

  [[nodiscard]] bool was_reached() const { return started != never; }
};

// Tokens per second of the training job.
struct ThroughputMeasurement {
  double before = 0.0;
  double during = 0.0;  // injection to full capacity
  double after = 0.0;   // once training has settled at full capacity
  // Work that checkpoints did not keep, as time of training at the pace before; `never`: all of it.
  Duration lost{};
  bool is_known = false;
};

// How data that had gone wrong came back.
struct RestorationMeasurement {
  std::int64_t copies = 0;  // restored until one passed for right
  Duration discarded{};     // for how long what was written has been thrown away with it
  bool is_right = false;    // else it is wrong to the end
};

struct Measurement {
  Duration injected{};  // the last fault before users felt anything
  Duration begun{};     // from when recovery time runs: then, or, if it is silent, once it is felt
  std::vector<Duration> objectives;  // as in Scenario::objectives; `never`: not within the horizon
  std::array<Duration, phase_count> phases{};  // of the first RTO objective
  std::vector<StepMeasurement> steps;          // as in Runbook::steps
  Duration detection_critical{};  // of the critical path: from injection to the runbook's start
  Duration clients_critical{};    // of the critical path: from the last step to the first success
  Duration outage_critical{};     // all of it, where the lost region came back before the failover
  ThroughputMeasurement throughput;
  // As in Scenario::duties: how long after its clock began each was done; none: it was not owed,
  // `never`: it was not done. Of updates the longest silence.
  std::vector<std::optional<Duration>> duties;
  std::vector<Duration> first_sent;  // as in Scenario::duties: at what time; `never`: not at all
  std::vector<RestorationMeasurement> restorations;  // as endangered_data() lists the kinds
  Duration time_of_week{};  // when it began, since Monday's midnight, where that matters
  bool diverged = false;    // an unfenced old primary took writes beside the new one (split brain)
};

}  // namespace firedrill
