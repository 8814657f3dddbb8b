#include "sim/year.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "models/chance/elementary.hpp"
#include "sim/parallel_runs.hpp"
#include "sim/replicator.hpp"

namespace firedrill {
namespace {

constexpr std::uint64_t most_incidents = 10'000;  // of one cause in a year: replications apart

struct Stretch {
  double begin = 0.0, end = 0.0;  // [s] in the year
};

// Seconds that lie in at least one of them.
double united(std::vector<Stretch>& stretches) {
  std::sort(stretches.begin(), stretches.end(),
            [](const Stretch& a, const Stretch& b) { return a.begin < b.begin; });
  double total = 0.0;
  double reached = 0.0;
  for (const Stretch& one : stretches) {
    const double begin = std::max(one.begin, reached);
    total += std::max(0.0, one.end - begin);
    reached = std::max(reached, one.end);
  }
  return total;
}

class YearWorker {
 public:
  YearWorker(const YearStudy& study, const YearOptions& options, std::vector<YearTally>& tallies)
      : study_{study},
        tallies_{tallies},
        first_year_{options.first_year},
        backups_{study.plan, options.seed},
        critical_{critical_service(study.plan)} {
    for (const IncidentCause& cause : study.causes) {
      recoveries_.push_back(std::make_unique<Replicator>(cause.scenario, options.seed));
      keys_.emplace_back(options.seed, "year/cause/" + cause.name);
    }
    for (const YearlyDrill& drill : study.drills) {
      drills_.push_back(std::make_unique<Replicator>(drill.scenario, options.seed));
    }
  }

  void operator()(std::uint64_t index) {
    const std::uint64_t year = first_year_ + index;
    YearTally& tally = tallies_[static_cast<std::size_t>(index)];
    tally = {};
    tally.causes.resize(study_.causes.size());
    down_.clear();
    for (std::size_t cause = 0; cause < study_.causes.size(); ++cause) {
      play_cause(cause, year, tally);
    }
    tally.down_seconds = united(down_);
    play_drills(year, tally);
    const BackupTally backups = backups_.play(year);
    tally.backups = {backups.due - backups.failed, backups.due};
    tally.validations = {backups.validations - backups.found_wrong, backups.validations};
    tally.restorable = {backups.due - backups.failed - backups.unreadable, backups.due};
  }

  void finish() {}

 private:
  void play_cause(std::size_t cause, std::uint64_t year, YearTally& tally);
  void play_drills(std::uint64_t year, YearTally& tally);
  void count(const IncidentCause& cause, const Measurement& measurement, double arrival,
             YearTally& tally, CauseTally& own);
  double down_after(const Scenario& scenario, const Measurement& measurement, double arrival);

  const YearStudy& study_;
  std::vector<YearTally>& tallies_;
  std::uint64_t first_year_;
  BackupYear backups_;
  std::optional<ServiceId> critical_;
  std::vector<std::unique_ptr<Replicator>> recoveries_, drills_;  // they cannot be moved
  std::vector<StreamKey> keys_;                                   // per cause
  std::vector<double> arrivals_;                                  // scratch [s]
  std::vector<Stretch> down_;  // of the critical service in this year
};

// A Poisson process whose rate is drawn once a year; recovery k of year y is a replication of its
// own, the same whoever plays it.
void YearWorker::play_cause(std::size_t index, std::uint64_t year, YearTally& tally) {
  const IncidentCause& cause = study_.causes[index];
  Draws draws{keys_[index], year};
  const double factor = sample(cause.rate_uncertainty.value_or(Distribution{Constant{1.0}}), draws);
  const double rate = cause.rate * factor / seconds_a_year;
  if (!(rate > 0.0)) {
    return;
  }
  arrivals_.clear();
  for (double arrival = 0.0; arrivals_.size() < most_incidents;) {
    arrival -= det_log(draws.uniform()) / rate;
    if (arrival >= seconds_a_year) {
      break;
    }
    arrivals_.push_back(arrival);
  }
  Replicator& recovery = *recoveries_[index];
  recovery.expect(arrivals_.size());
  for (std::size_t number = 0; number < arrivals_.size(); ++number) {
    const Measurement& measurement =
        recovery.run(year * most_incidents + number, MeasureOf::outcome);
    tally.digest = tally.digest * 0x9e3779b97f4a7c15U + recovery.timeline().digest();
    count(cause, measurement, arrivals_[number], tally, tally.causes[index]);
  }
}

void YearWorker::count(const IncidentCause& cause, const Measurement& measurement, double arrival,
                       YearTally& tally, CauseTally& own) {
  bool is_on_time = true;
  bool is_back = true;
  bool keeps_data = true;
  for (std::size_t index = 0; index < cause.scenario.objectives.size(); ++index) {
    const Objective& objective = cause.scenario.objectives[index];
    const Duration value = measurement.objectives[index];
    const bool is_met = value <= objective.target;
    if (objective.service) {
      is_on_time &= is_met;
      is_back &= value != never;
    } else if (value > Duration::zero()) {  // else nothing of it was lost
      tally.rpo.count(is_met);
      keeps_data &= is_met;
    }
  }
  tally.rto.count(is_on_time);
  // With split brain somebody has yet to find out which of two truths is to be thrown away.
  const bool is_recovered = is_back && !measurement.diverged;
  tally.recovery.count(is_recovered);
  for (std::size_t index = 0; index < measurement.steps.size(); ++index) {
    const StepMeasurement& step = measurement.steps[index];
    const bool is_planned_so = !cause.scenario.runbook.steps[index].performer;
    if (step.was_reached()) {
      tally.automation.count(is_planned_so && step.succeeded && !step.automatic_failed);
    }
  }
  const double down = down_after(cause.scenario, measurement, arrival);
  if (down > 0.0) {
    ++tally.hits;
    tally.recovery_seconds += down;
  }
  ++own.incidents;
  own.recovered += is_recovered ? 1 : 0;
  own.lost_too_much += keeps_data ? 0 : 1;
  own.lost_hours += down / 3600.0;
}

// Seconds without the critical service, whichever year they fall into; and their part of this year.
double YearWorker::down_after(const Scenario& scenario, const Measurement& measurement,
                              double arrival) {
  for (std::size_t index = 0; index < scenario.objectives.size(); ++index) {
    if (!critical_ || scenario.objectives[index].service != critical_) {
      continue;
    }
    const double down = to_seconds(std::min(measurement.objectives[index], study_.given_up_after));
    const double begin = arrival + to_seconds(measurement.begun - measurement.injected);
    if (down > 0.0 && begin < seconds_a_year) {
      down_.push_back({begin, std::min(begin + down, seconds_a_year)});
    }
    return down;
  }
  return 0.0;
}

void YearWorker::play_drills(std::uint64_t year, YearTally& tally) {
  for (std::size_t index = 0; index < study_.drills.size(); ++index) {
    const YearlyDrill& drill = study_.drills[index];
    const auto times = static_cast<std::uint64_t>(
        std::max<std::int64_t>(1, (simulated_year + drill.every / 2) / drill.every));
    drills_[index]->expect(times);
    for (std::uint64_t number = 0; number < times; ++number) {
      // Apart from the luck of incidents, which number from the other end.
      const std::uint64_t replication = (year + 1) * most_incidents - times + number;
      tally.drills.count(drills_[index]->keeps_recovery_objectives(replication));
    }
  }
}

}  // namespace

std::optional<ServiceId> critical_service(const Plan& plan) {
  for (const Objective& objective : plan.objectives) {
    if (objective.service) {
      return objective.service;
    }
  }
  return std::nullopt;
}

std::vector<YearTally> simulate_years(const YearStudy& study, const YearOptions& options) {
  std::vector<YearTally> tallies(static_cast<std::size_t>(options.years));
  run_in_parallel({options.years, options.threads, options.progress}, [&] {
    return YearWorker{study, options, tallies};
  });
  return tallies;
}

}  // namespace firedrill
