#include "models/analysis/availability.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "models/analysis/recovery_order.hpp"
#include "models/base/check.hpp"
#include "models/theory/markov.hpp"

namespace firedrill {
namespace {

// A set of figures, one bit each, whose parts have failed.
using FailedSet = std::uint32_t;

enum class Standing { up, needs_failover, down };

struct Situation {
  Standing standing = Standing::up;
  double move_s = 0.0;              // how long the failover takes
  std::vector<RecoveryTask> tasks;  // that it consists of
};

class AvailabilityChain {
 public:
  AvailabilityChain(const PlanStructure& structure, ServiceId service,
                    const std::vector<FailureFigure>& figures)
      : structure_{structure}, service_{service}, figures_{figures} {
    const FailedSet sets = FailedSet{1} << figures.size();
    for (FailedSet failed = 0; failed < sets; ++failed) {
      situations_.push_back(situation_of(failed));
    }
  }

  [[nodiscard]] bool is_up_at_first() const { return situations_.front().standing == Standing::up; }

  void solve(ServiceAvailability& answer) const {
    const MarkovChain chain{states(), transitions()};
    const Eigen::VectorXd share = chain.steady_state();
    double waiting = 0.0;   // for repair or failover
    double moving = 0.0;    // down only while clients are moved
    double helpless = 0.0;  // nothing takes over
    std::size_t place = 0;
    for (const Situation& situation : situations_) {
      const double first = share[static_cast<Eigen::Index>(place++)];
      if (situation.standing == Standing::down) {
        helpless += first;
      } else if (situation.standing == Standing::needs_failover) {
        moving += first;
        waiting += share[static_cast<Eigen::Index>(place++)];
      }
    }
    answer.down_without_failover = helpless + moving + waiting;
    answer.down_with_instant_failover = helpless;
    answer.down_with_failover = helpless + moving;
  }

 private:
  Situation situation_of(FailedSet failed) const {
    std::vector<Element> lost;
    for (std::size_t figure = 0; figure < figures_.size(); ++figure) {
      if ((failed >> figure & 1U) != 0) {
        const Element element = figures_[figure].element;
        lost.push_back(element);
        if (element.kind == ElementKind::region) {
          lost.push_back({ElementKind::control_plane, element.index});
        }
      }
    }
    const Loss loss = structure_.loss_of(lost);
    Situation situation;
    if (structure_.is_up(service_, loss, Reserve::idle)) {
      return situation;
    }
    situation.standing = Standing::down;
    const RecoveryOrder order = recovery_after(structure_, loss);
    for (const ServiceRecovery& recovery : order.services) {
      if (recovery.service == service_ && recovery.ready_s && std::isfinite(*recovery.ready_s)) {
        situation.standing = Standing::needs_failover;
        situation.move_s = *recovery.ready_s;
        for (const std::uint32_t task : recovery.tasks) {
          situation.tasks.push_back(order.tasks[task]);
        }
      }
    }
    return situation;
  }

  static std::string first_state(FailedSet failed) { return std::to_string(failed); }
  static std::string moved_state(FailedSet failed) { return std::to_string(failed) + " moved"; }

  // In the order of the sets; where a failover helps, first being moved, then moved.
  std::vector<std::string> states() const {
    std::vector<std::string> names;
    for (FailedSet failed = 0; failed < situations_.size(); ++failed) {
      names.push_back(first_state(failed));
      if (situations_[failed].standing == Standing::needs_failover) {
        names.push_back(moved_state(failed));
      }
    }
    return names;
  }

  // Whether everything that the failover for `to` consists of has been done for `from`.
  bool stays_moved(FailedSet from, FailedSet to) const {
    const auto& done = situations_[from].tasks;
    const auto& needed = situations_[to].tasks;
    return std::all_of(needed.begin(), needed.end(), [&](const RecoveryTask& task) {
      return std::any_of(done.begin(), done.end(), [&](const RecoveryTask& other) {
        return other.work == task.work && other.component == task.component &&
               other.target == task.target && other.nodes >= task.nodes;
      });
    });
  }

  std::vector<Transition> transitions() const {
    std::vector<Transition> all;
    for (FailedSet failed = 0; failed < situations_.size(); ++failed) {
      const bool moves = situations_[failed].standing == Standing::needs_failover;
      if (moves) {
        constexpr double shortest_move_s = 1e-6;  // a failover of no time needs a finite rate
        const double move_s = std::max(situations_[failed].move_s, shortest_move_s);
        all.push_back({first_state(failed), moved_state(failed), 1.0 / move_s});
      }
      for (std::size_t figure = 0; figure < figures_.size(); ++figure) {
        const FailedSet next = failed ^ (FailedSet{1} << figure);
        const bool repairs = next < failed;
        const double rate =
            1.0 / (repairs ? figures_[figure].repair_s : figures_[figure].between_failures_s);
        all.push_back({first_state(failed), first_state(next), rate});
        if (moves) {
          const bool stays = situations_[next].standing == Standing::needs_failover &&
                             (repairs || stays_moved(failed, next));
          all.push_back({moved_state(failed), stays ? moved_state(next) : first_state(next), rate});
        }
      }
    }
    return all;
  }

  const PlanStructure& structure_;
  ServiceId service_;
  const std::vector<FailureFigure>& figures_;
  std::vector<Situation> situations_;  // per FailedSet
};

}  // namespace

ServiceAvailability availability(const PlanStructure& structure, ServiceId service,
                                 const std::vector<FailureFigure>& figures) {
  ServiceAvailability answer;
  answer.service = service;
  const std::vector<Element> parts = structure.parts_of(service);
  std::vector<FailureFigure> used;
  for (std::size_t index = 0; index < figures.size(); ++index) {
    firedrill_assert(figures[index].between_failures_s > 0.0 && figures[index].repair_s > 0.0);
    if (std::binary_search(parts.begin(), parts.end(), figures[index].element)) {
      answer.figures.push_back(index);
      used.push_back(figures[index]);
    }
  }
  if (used.empty() || used.size() > most_figures) {
    return answer;
  }
  const AvailabilityChain chain{structure, service, used};
  if (chain.is_up_at_first()) {
    chain.solve(answer);
  }
  return answer;
}

}  // namespace firedrill
