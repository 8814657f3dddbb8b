#include "sim/fleet_training.hpp"

#include "models/base/check.hpp"

namespace firedrill {
namespace {

std::uint32_t count(int nodes) { return static_cast<std::uint32_t>(nodes); }

}  // namespace

FleetTraining::FleetTraining(const FleetStudy& study, std::uint64_t seed, FleetNodes& nodes,
                             FleetCalendar& calendar, FleetTally& tally)
    : run_{study.run},
      recovery_limit_{study.limits.recovery},
      cycle_{checkpoint_cycle(study)},
      restart_key_{seed, "fleet/job/restart"},
      nodes_{nodes},
      calendar_{calendar},
      tally_{tally} {
  firedrill_assert(run_.minimum_nodes > 0 && run_.minimum_nodes <= run_.nodes);
  firedrill_assert(run_.nodes <= study.fleet.nodes);
}

void FleetTraining::reset(std::uint64_t replication) {
  restarts_ = Draws{restart_key_, replication};
  phase_ = Phase::not_begun;
  ticket_ = 0;
  stop_ = 0;
  is_interrupted_ = false;
}

void FleetTraining::begin(Duration now) {
  nodes_.fill(count(run_.nodes));
  enter(nodes_.held() >= count(run_.minimum_nodes) ? Phase::training : Phase::waiting, now);
}

void FleetTraining::end(Duration now) {
  if (phase_ == Phase::training) {
    settle_training(now, true);
  } else {
    settle(now);
  }
}

std::uint32_t FleetTraining::fail(Duration now) {
  if (phase_ == Phase::training || phase_ == Phase::restarting) {
    ++tally_.interruptions;
    ++stop_;
    ++ticket_;
    if (!is_interrupted_) {
      is_interrupted_ = true;
      interrupted_at_ = now;
    }
    enter(Phase::hung, now);
  }
  return phase_ == Phase::hung ? stop_ : 0;
}

void FleetTraining::detected(Duration now, std::uint32_t stop) {
  if (phase_ == Phase::hung && stop == stop_) {
    plan(FleetDue::What::job_allocates, now);
  }
}

void FleetTraining::nodes_came_back(Duration now) {
  if (phase_ == Phase::waiting && available() >= count(run_.minimum_nodes)) {
    plan(FleetDue::What::job_allocates, now);
  }
  plan_regrowth(now);
}

void FleetTraining::allocate(Duration now, std::uint32_t ticket) {
  if (ticket == ticket_) {
    take_nodes(now);
  }
}

void FleetTraining::train(Duration now, std::uint32_t ticket) {
  if (ticket != ticket_) {
    return;
  }
  if (is_interrupted_) {
    is_interrupted_ = false;
    ++tally_.recoveries;
    tally_.recovered_within_limit += now - interrupted_at_ <= recovery_limit_ ? 1 : 0;
  }
  enter(Phase::training, now);
  plan_regrowth(now);
}

void FleetTraining::regrow(Duration now, std::uint32_t ticket) {
  if (ticket != ticket_) {
    return;
  }
  if (nodes_.idle() > 0) {
    ++tally_.regrowths;
    take_nodes(now);
  }
}

void FleetTraining::take_nodes(Duration now) {
  nodes_.fill(count(run_.nodes));
  if (nodes_.held() < count(run_.minimum_nodes)) {
    enter(Phase::waiting, now);
    return;
  }
  enter(Phase::restarting, now);
  plan(FleetDue::What::job_trains, add(now, sample_duration(run_.restart, restarts_)));
}

// Planned anew, for the same instant, when more nodes come back before it.
void FleetTraining::plan_regrowth(Duration now) {
  if (run_.regrows && phase_ == Phase::training && nodes_.idle() > 0 &&
      nodes_.held() < count(run_.nodes)) {
    plan(FleetDue::What::job_regrows, since_ + cycle_.next_finished(now - since_));
  }
}

void FleetTraining::plan(FleetDue::What what, Duration time) {
  calendar_.add(time, {.what = what, .subject = ++ticket_});
}

void FleetTraining::enter(Phase phase, Duration now) {
  settle(now);
  phase_ = phase;
  since_ = now;
  if (phase == Phase::training) {
    throughput_ = relative_throughput(run_, static_cast<int>(nodes_.held()));
  }
}

void FleetTraining::settle(Duration now) {
  const Duration length = now - since_;
  switch (phase_) {
    case Phase::not_begun:
      return;
    case Phase::training:
      settle_training(now, false);
      return;
    case Phase::hung:
      tally_.detecting += length;
      return;
    case Phase::waiting:
      tally_.waiting += length;
      return;
    case Phase::restarting:
      tally_.restarting += length;
      return;
  }
}

void FleetTraining::settle_training(Duration now, bool keeps_all) {
  const auto [work, blocked, saved] = cycle_.after(now - since_);
  const Duration kept = keeps_all ? work : saved;
  tally_.checkpointing += blocked;
  tally_.useful += kept;
  tally_.lost += work - kept;
  tally_.work += throughput_ * to_seconds(kept);
}

}  // namespace firedrill
