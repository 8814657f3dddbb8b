// Many simulated recoveries summed up: how likely each promise holds, and what recovery is made of.
// Fractions carry a Wilson 95 % interval, quantiles a distribution-free order-statistic one.
// Written as "firedrill/prediction/1" by reports/prediction_json.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/base/units.hpp"
#include "models/chance/percentiles.hpp"
#include "models/plan/plan.hpp"
#include "models/recovery/backlog.hpp"
#include "models/recovery/duty.hpp"
#include "models/recovery/timeline.hpp"

namespace firedrill {

// met / missed: the interval of the met fraction lies wholly on one side of what is required.
enum class Verdict { met, missed, inconclusive };
[[nodiscard]] std::string_view name_of(Verdict verdict);

inline constexpr std::array<double, 4> reported_quantiles{0.50, 0.90, 0.95, 0.99};

// A quantile and its interval [s]; infinity where the recovery did not happen within the horizon,
// no bound where the replications are too few for one.
struct QuantileEstimate {
  double value = 0.0;
  std::optional<double> low;
  std::optional<double> high;
};

struct ObjectivePrediction {
  std::string name;
  std::string title;
  ObjectiveKind kind = ObjectiveKind::rto;
  std::string subject;  // the service, or the data kinds joined by ", "
  double target_s = 0.0;
  double required_fraction = 1.0;
  double met_fraction = 0.0;
  double met_low = 0.0, met_high = 1.0;
  std::array<QuantileEstimate, 4> quantiles;  // p50 p90 p95 p99
  Percentiles percentiles{};                  // [s]
  Verdict verdict = Verdict::inconclusive;
};

// One duty: how likely it is kept where it is owed, and when it is done.
struct DutyPrediction {
  DutyKind kind = DutyKind::initial;
  DutyClock clock = DutyClock::alert;
  std::string subject, detail;  // as in Duty
  std::optional<double> due_s;  // none: no clock
  double owed_fraction = 0.0;   // of recoveries
  double required_fraction = 1.0;
  double on_time_fraction = 0.0;  // of those that owe it; meaningless without a clock
  double on_time_low = 0.0, on_time_high = 1.0;
  std::array<QuantileEstimate, 4> quantiles;  // as of an objective, of those that owe it
  std::optional<Verdict> verdict;             // none: no clock, or never owed
};

struct ThroughputPrediction {
  std::string phase;  // before, during, after
  std::string subject;
  std::string unit;  // "tokens/s"
  double p5 = 0.0, p50 = 0.0, p95 = 0.0;
};

// What training lost by going back to checkpoints, as time of training at the pace before [s];
// infinite: no checkpoint was left.
struct LostWorkPrediction {
  std::string subject;
  double p5 = 0.0, p50 = 0.0, p95 = 0.0;
};

// How one kind of data that went wrong comes back.
struct RestorationPrediction {
  std::string data;
  double wrong_fraction = 0.0;  // of recoveries in which it is wrong to the end
  double wrong_low = 0.0, wrong_high = 1.0;
  double first_copy_fraction = 0.0;           // the first copy that was tried was right
  std::array<double, 3> copies{};             // restored until one passed: p50 p95 p99
  std::array<QuantileEstimate, 4> discarded;  // work thrown away with it: p50 p90 p95 p99
};

// What the hour does to the first RTO objective: recoveries that begin in the working hours of a
// role beside those that do not.
struct HoursPrediction {
  struct Part {
    double fraction = 0.0;  // of all recoveries
    double met_fraction = 0.0, met_low = 0.0, met_high = 1.0;
    double median_s = 0.0;
  };
  std::string role, objective;
  Part inside, outside;
};

struct PhasePrediction {
  std::string name;
  double mean_s = 0.0;
  double p95_s = 0.0;
  Percentiles percentiles{};  // [s]
};

// Of the recoveries that reach a step: when it starts and ends, from the injection on, and how long
// it takes without the waiting for somebody to be free [s].
struct StepPercentiles {
  Percentiles started, ended, length;
};

struct StepPrediction {
  std::string name;            // of a runbook step, or "(detection)", "(clients)", "(outage ends)"
  double mean_s = 0.0;         // where it was reached
  double waited_mean_s = 0.0;  // of it, until somebody was free
  double failure_fraction = 0.0;  // the automatic way did not succeed
  double critical_share = 0.0;    // of the time on the critical path of the first RTO objective
  double reached_fraction = 1.0;  // of recoveries
  std::optional<StepPercentiles> percentiles{};  // of a runbook step that is ever reached
};

// One recovery in full, to be shown to a person.
struct Story {
  std::string label;  // "median", "worst", "replication 17"
  std::uint64_t replication = 0;
  Timeline timeline;
};

struct AssumptionPrediction {
  std::string pointer;
  std::string name;
  std::string value;
  std::string source;
  bool is_assumed = false;
  // The largest change of any objective's met fraction when the value is multiplied or divided by
  // 1.25, and the objective it moves; absent: not examined.
  std::optional<double> influence;
  std::string moves;
  std::vector<std::string> fitted_on{};  // ids of the runs that the value was learned from
};

struct Prediction {
  std::string scenario_name, scenario_title, scenario_digest;
  std::string plan_name, plan_digest;
  std::uint64_t seed = 0;
  std::uint64_t replications = 0;
  std::uint64_t first_replication = 0;  // > 0 when a pilot run chose the number of replications
  std::string timeline_digest;
  double horizon_s = 0.0;              // a recovery that takes longer counts as none
  std::vector<std::string> fitted_on;  // ids of the runs that any value was learned from, sorted
  std::vector<ObjectivePrediction> objectives;
  std::vector<DutyPrediction> duties;
  std::vector<ThroughputPrediction> throughput;
  std::optional<LostWorkPrediction> lost_work;
  std::vector<RestorationPrediction> restorations;
  std::optional<HoursPrediction> hours;
  std::vector<PhasePrediction> phases;
  std::vector<StepPrediction> steps;
  std::vector<AssumptionPrediction> assumptions;  // most influential first
  double diverged_fraction = 0.0;                 // recoveries with writes on both sides
  std::vector<Story> stories;                     // median and worst
  std::vector<BacklogCurve> backlog;              // of the median, before its first outage
};

// The verdict on a promise that needs `required` of recoveries, from an interval of the fraction.
[[nodiscard]] Verdict judge(double required, double low, double high);

}  // namespace firedrill
