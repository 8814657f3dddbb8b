#include "sim/fleet_simulation.hpp"

#include <algorithm>
#include <limits>

#include "models/base/check.hpp"

namespace firedrill {
namespace {

std::vector<FailureProcess> processes(const Fleet& fleet, std::uint64_t seed) {
  // A node counts the causes that hold it down in a byte.
  firedrill_assert(fleet.causes.size() <= std::numeric_limits<std::uint8_t>::max());
  std::vector<FailureProcess> made;
  for (const FailureCause& cause : fleet.causes) {
    made.emplace_back(cause, fleet.nodes, seed);
  }
  return made;
}

}  // namespace

FleetSimulation::FleetSimulation(const FleetStudy& study, std::uint64_t seed)
    : study_{study},
      causes_{processes(study.fleet, seed)},
      nodes_{static_cast<std::uint32_t>(study.fleet.nodes)},
      training_{study, seed, nodes_, calendar_, tally_} {
  firedrill_assert(study.horizon > Duration::zero() && study.fleet.in_service >= Duration::zero());
}

const FleetTally& FleetSimulation::run(std::uint64_t replication) {
  begin(replication);
  Duration now{};
  while (const FleetDue* due = calendar_.pop(now)) {
    follow(now, *due);
  }
  finish(study_.fleet.in_service + study_.horizon);
  return tally_;
}

void FleetSimulation::begin(std::uint64_t replication) {
  calendar_.begin(study_.fleet.in_service + study_.horizon);
  nodes_.begin();
  training_.reset(replication);
  tally_.failures.assign(causes_.size(), 0);
  // First of all that is due then: failures at the same instant hit a job that has begun.
  calendar_.add(study_.fleet.in_service, {.what = FleetDue::What::job_begins});
  for (std::size_t cause = 0; cause < causes_.size(); ++cause) {
    causes_[cause].begin(replication);
    for (std::uint32_t source = 0; source < causes_[cause].sources(); ++source) {
      begin_life(Duration::zero(), static_cast<std::uint16_t>(cause), source);
    }
  }
}

// What the fleet went through before is no part of the tally.
void FleetSimulation::begin_job(Duration now) {
  std::vector<std::uint64_t> failures = std::move(tally_.failures);
  std::fill(failures.begin(), failures.end(), std::uint64_t{0});
  tally_ = FleetTally{};
  tally_.failures = std::move(failures);
  nodes_.begin_record(now);
  training_.begin(now);
}

void FleetSimulation::follow(Duration now, const FleetDue& due) {
  switch (due.what) {
    case FleetDue::What::failure:
      fail(now, due);
      return;
    case FleetDue::What::detection:
      detect(now, due);
      return;
    case FleetDue::What::restoration:
      restore(now, due);
      return;
    case FleetDue::What::job_begins:
      begin_job(now);
      return;
    case FleetDue::What::job_allocates:
      training_.allocate(now, due.subject);
      return;
    case FleetDue::What::job_trains:
      training_.train(now, due.subject);
      return;
    case FleetDue::What::job_regrows:
      training_.regrow(now, due.subject);
      return;
  }
}

void FleetSimulation::fail(Duration now, const FleetDue& due) {
  const FailureProcess& cause = causes_[due.cause];
  ++tally_.failures[due.cause];
  const bool hits_job = !cause.takes_nodes() || nodes_.take_down(cause.range(due.subject), now) > 0;
  const Duration delay = cause.detection(due.subject);
  tally_.detected_within_limit += delay <= study_.limits.detection ? 1 : 0;
  calendar_.add(add(now, delay), {.what = FleetDue::What::detection,
                                  .cause = due.cause,
                                  .subject = due.subject,
                                  .stop = hits_job ? training_.fail(now) : 0});
}

// The restoration is put into the calendar first: one that takes no time is over before the job
// looks for nodes.
void FleetSimulation::detect(Duration now, const FleetDue& due) {
  if (causes_[due.cause].admit(due.subject)) {
    begin_restoration(now, due.cause, due.subject);
  }
  training_.detected(now, due.stop);
}

void FleetSimulation::restore(Duration now, const FleetDue& due) {
  FailureProcess& cause = causes_[due.cause];
  if (const auto next = cause.release()) {
    begin_restoration(now, due.cause, *next);
  }
  cause.renew(due.subject);
  begin_life(now, due.cause, due.subject);
  if (cause.takes_nodes()) {
    nodes_.bring_back(cause.range(due.subject), now);
    training_.nodes_came_back(now);
  }
}

void FleetSimulation::begin_life(Duration now, std::uint16_t cause, std::uint32_t source) {
  calendar_.add(add(now, causes_[cause].life(source)),
                {.what = FleetDue::What::failure, .cause = cause, .subject = source});
}

void FleetSimulation::begin_restoration(Duration now, std::uint16_t cause, std::uint32_t source) {
  calendar_.add(add(now, causes_[cause].restoration(source)),
                {.what = FleetDue::What::restoration, .cause = cause, .subject = source});
}

void FleetSimulation::finish(Duration now) {
  training_.end(now);
  nodes_.record(now);
  double down_seconds = 0.0;
  const std::span<const Duration> times = nodes_.time_with_down();
  for (std::size_t down = 0; down < times.size(); ++down) {
    down_seconds += static_cast<double>(down) * to_seconds(times[down]);
  }
  tally_.nodes_up = study_.fleet.nodes - down_seconds / to_seconds(study_.horizon);
  firedrill_assert(total_time(tally_) == study_.horizon);
}

}  // namespace firedrill
