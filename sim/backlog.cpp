// The backlog of all streams between regions before a fault, as points over time.
#include <algorithm>

#include "sim/link_streams.hpp"
#include "sim/loss_model.hpp"
#include "sim/replicator.hpp"

namespace firedrill {
namespace {

constexpr std::size_t points_drawn = 240;
constexpr double cycles_shown = 2.0;
constexpr double least_shown = 600.0;  // [s]

// The longest interval at which anything is replicated [s].
double longest_cycle(const Plan& plan) {
  double cycle = 0.0;
  for (const DataKind& kind : plan.data) {
    if (const auto* saved = std::get_if<CheckpointStream>(&kind.protection)) {
      cycle = std::max(cycle, to_seconds(saved->interval));
    }
  }
  return cycle;
}

double backlog_at(const std::vector<LinkKnot>& curve, double time) {
  const auto after =
      std::upper_bound(curve.begin(), curve.end(), time,
                       [](double moment, const LinkKnot& knot) { return moment < knot.time; });
  const auto waiting = [](const LinkKnot& knot) { return knot.arrived - knot.departed; };
  if (after == curve.begin() || after == curve.end()) {
    return after == curve.begin() ? 0.0 : waiting(curve.back());
  }
  const LinkKnot& a = *(after - 1);
  const double share = (time - a.time) / (after->time - a.time);
  return waiting(a) + share * (waiting(*after) - waiting(a));
}

}  // namespace

std::vector<BacklogCurve> LossModel::backlog_before(Duration at, Luck& luck) {
  double span = std::max(least_shown, cycles_shown * longest_cycle(plan_));
  if (has_daily_profile(plan_)) {
    span = std::max(span, to_seconds(one_day));
  }
  for (const LinkTrouble& one : troubles_) {
    span = std::max(span, 1.2 * to_seconds(at - one.begin));
  }
  std::vector<BacklogCurve> curves;
  for (std::uint32_t from = 0; from < plan_.regions.size(); ++from) {
    for (std::uint32_t to = 0; to < plan_.regions.size(); ++to) {
      const auto traces =
          history_.trace(RegionId{from}, RegionId{to}, at, from_seconds(span), troubles_, luck);
      for (const LinkHistory::Trace& trace : traces) {
        const std::vector<LagKnot> lags = lag_curve(trace.curve, 0.0);
        BacklogCurve curve{plan_.components[trace.replica.index].name,
                           plan_.regions[from].name,
                           plan_.regions[to].name,
                           Rate{history_.rate_of(trace.replica)},
                           {}};
        const double end = trace.curve.back().time;
        for (std::size_t point = 0; point <= points_drawn; ++point) {
          const double before = span * static_cast<double>(points_drawn - point) / points_drawn;
          curve.points.push_back(
              {-before, backlog_at(trace.curve, end - before), lag_at(lags, end - before)});
        }
        curves.push_back(std::move(curve));
      }
    }
  }
  return curves;
}

std::vector<BacklogCurve> Replicator::backlog_before_outage() {
  Duration outage = never, noticed = never;
  for (const Event& event : timeline().events()) {
    if (event.verb == Verb::await_failure && event.outcome == Outcome::succeeded) {
      noticed = std::min(noticed, event.answered);
    } else if (event.verb == Verb::inject &&
               !std::holds_alternative<LinkCut>(scenario_.faults[event.subject].model)) {
      outage = std::min(outage, event.answered);
    }
  }
  const Duration at = outage != never ? outage : noticed;
  return at != never ? world_.backlog_before(at) : std::vector<BacklogCurve>{};
}

}  // namespace firedrill
