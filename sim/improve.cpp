#include "sim/improve.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "models/chance/elementary.hpp"
#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"

namespace firedrill {
namespace {

constexpr std::uint64_t first_round = 250;       // recoveries of a set when it is first tried
constexpr double z_dropped = 2.575829303548901;  // 99.5 %: many comparisons are made

using Mask = std::uint64_t;  // bit i: change i is made

// What a set has come to so far, recovery by recovery.
struct Trial {
  double cost = 0.0;
  std::vector<char> is_kept;       // per replication: all promises
  std::vector<std::uint64_t> met;  // per promise
  bool is_valid = true;
  bool is_dropped = false;
  [[nodiscard]] double share() const {
    return is_kept.empty() ? 0.0
                           : static_cast<double>(std::count(is_kept.begin(), is_kept.end(), 1)) /
                                 static_cast<double>(is_kept.size());
  }
};

class Search {
 public:
  Search(const Document& assembled, const PlanChanges& changes, const ImproveOptions& options)
      : assembled_{assembled}, changes_{changes}, options_{options} {}

  Result<ImprovementStudy> run();

 private:
  [[nodiscard]] Result<Scenario> scenario_of(Mask set) const;
  [[nodiscard]] double cost_of(Mask set) const;
  [[nodiscard]] bool is_allowed(Mask set) const;
  Trial& extend(Mask set, std::uint64_t replications);
  void simulate_into(const Scenario& scenario, std::uint64_t first, std::uint64_t count,
                     std::uint64_t seed, Trial& trial) const;
  [[nodiscard]] bool beats(const Trial& a, const Trial& b) const;
  void drop_beaten();
  [[nodiscard]] std::vector<Mask> best() const;
  void explore();
  void race();
  [[nodiscard]] ImprovedPlan judged(Mask set) const;
  void report(double done) const {
    if (options_.progress) {
      options_.progress(done);
    }
  }

  const Document& assembled_;
  const PlanChanges& changes_;
  const ImproveOptions& options_;
  std::vector<Objective> promises_;
  std::vector<std::size_t> columns_;
  std::map<Mask, Trial> trials_;
  std::uint64_t replications_ = 0;
};

Result<Scenario> Search::scenario_of(Mask set) const {
  Document document = assembled_;
  // Another runbook first: what is set may be in it.
  for (const bool brings_runbook : {true, false}) {
    for (std::size_t index = 0; index < changes_.changes.size(); ++index) {
      const PlanChange& change = changes_.changes[index];
      if ((set >> index & 1U) == 0 || change.runbook.empty() == brings_runbook) {
        continue;
      }
      Result<Document> changed = apply(change, std::move(document));
      if (!changed) {
        return changed.error();
      }
      document = std::move(changed).value();
    }
  }
  return read_scenario(document);
}

double Search::cost_of(Mask set) const {
  double cost = 0.0;
  for (std::size_t index = 0; index < changes_.changes.size(); ++index) {
    cost += (set >> index & 1U) != 0 ? changes_.changes[index].cost : 0.0;
  }
  return cost;
}

bool Search::is_allowed(Mask set) const {
  for (std::size_t index = 0; index < changes_.changes.size(); ++index) {
    for (const std::size_t other : changes_.changes[index].excludes) {
      if ((set >> index & 1U) != 0 && (set >> other & 1U) != 0) {
        return false;
      }
    }
  }
  return true;
}

void Search::simulate_into(const Scenario& scenario, std::uint64_t first, std::uint64_t count,
                           std::uint64_t seed, Trial& trial) const {
  SimulationOptions simulation;
  simulation.seed = seed;
  simulation.first_replication = first;
  simulation.replications = count;
  simulation.threads = options_.threads;
  const Samples samples = simulate(scenario, simulation);
  trial.met.resize(promises_.size());
  for (std::size_t row = 0; row < count; ++row) {
    bool all = true;
    for (std::size_t promise = 0; promise < promises_.size(); ++promise) {
      const bool met = samples.objectives[columns_[promise]][row] <= promises_[promise].target;
      trial.met[promise] += met ? 1 : 0;
      all = all && met;
    }
    trial.is_kept.push_back(all ? 1 : 0);
  }
}

// The set's trial with at least so many recoveries.
Trial& Search::extend(Mask set, std::uint64_t replications) {
  Trial& trial = trials_[set];
  trial.cost = cost_of(set);
  const std::uint64_t have = trial.is_kept.size();
  if (trial.is_valid && have < replications) {
    const Result<Scenario> scenario = scenario_of(set);
    trial.is_valid = static_cast<bool>(scenario);
    if (scenario) {
      simulate_into(*scenario, have, replications - have, options_.seed, trial);
      replications_ += replications - have;
    }
  }
  return trial;
}

// For no more cost `a` keeps the promises as often as `b`, but for what is indifferent. What costs
// less and does the same recovery by recovery beats, too.
bool Search::beats(const Trial& a, const Trial& b) const {
  if (a.cost > b.cost) {
    return false;
  }
  const std::size_t count = std::min(a.is_kept.size(), b.is_kept.size());
  double only_a = 0.0, only_b = 0.0;
  for (std::size_t row = 0; row < count; ++row) {
    only_a += a.is_kept[row] > b.is_kept[row] ? 1.0 : 0.0;
    only_b += b.is_kept[row] > a.is_kept[row] ? 1.0 : 0.0;
  }
  if (only_a == 0.0 && only_b == 0.0) {
    return a.cost < b.cost;
  }
  const double adjusted = static_cast<double>(count) + 2.0;
  const double gain = (only_b - only_a) / adjusted;
  const double spread =
      std::sqrt(std::max(0.0, (only_a + only_b + 1.0) / adjusted - gain * gain) / adjusted);
  return gain + z_dropped * spread < options_.indifference;
}

void Search::drop_beaten() {
  for (auto& [set, trial] : trials_) {
    for (const auto& [other, candidate] : trials_) {
      if (other != set && !candidate.is_dropped && candidate.is_valid && trial.is_valid &&
          beats(candidate, trial)) {
        trial.is_dropped = true;
        break;
      }
    }
  }
}

// The sets that look best for their cost: each keeps more than any cheaper one.
std::vector<Mask> Search::best() const {
  std::vector<Mask> sets;
  for (const auto& [set, trial] : trials_) {
    if (trial.is_valid && !trial.is_dropped) {
      sets.push_back(set);
    }
  }
  std::stable_sort(sets.begin(), sets.end(), [&](Mask a, Mask b) {
    const Trial& of_a = trials_.at(a);
    const Trial& of_b = trials_.at(b);
    return std::pair{of_a.cost, -of_a.share()} < std::pair{of_b.cost, -of_b.share()};
  });
  std::vector<Mask> front;
  double share = -1.0;
  for (const Mask set : sets) {
    if (trials_.at(set).share() > share) {
      share = trials_.at(set).share();
      front.push_back(set);
    }
  }
  return front;
}

// From the best sets so far to all that differ from them by one change, until none is new. Promises
// that need several changes at once are on nobody's way: all changes together are a beginning, too.
void Search::explore() {
  Mask all = 0;
  for (std::size_t index = 0; index < changes_.changes.size(); ++index) {
    const Mask with = all | Mask{1} << index;
    all = is_allowed(with) ? with : all;
  }
  extend(0, first_round);
  extend(all, first_round);
  std::set<Mask> explored;
  for (bool is_new = true; is_new;) {
    is_new = false;
    for (const Mask set : best()) {
      if (!explored.insert(set).second) {
        continue;
      }
      is_new = true;
      for (std::size_t index = 0; index < changes_.changes.size(); ++index) {
        const Mask next = set ^ Mask { 1 } << index;
        if (is_allowed(next) && !trials_.contains(next)) {
          extend(next, first_round);
        }
      }
      const double done = static_cast<double>(explored.size());
      report(0.6 * done / (done + static_cast<double>(changes_.changes.size())));
    }
    drop_beaten();
  }
}

void Search::race() {
  for (std::uint64_t round = 4 * first_round; round <= options_.replications; round *= 2) {
    std::vector<Mask> left;
    for (const auto& [set, trial] : trials_) {
      if (trial.is_valid && !trial.is_dropped) {
        left.push_back(set);
      }
    }
    for (const Mask set : left) {
      extend(set, round);
    }
    drop_beaten();
    report(0.6 + 0.3 * static_cast<double>(round) / static_cast<double>(options_.replications));
  }
}

// On luck that had no part in choosing it.
ImprovedPlan Search::judged(Mask set) const {
  Trial trial;
  const Result<Scenario> scenario = scenario_of(set);
  simulate_into(*scenario, 0, options_.replications, ~options_.seed, trial);
  ImprovedPlan plan;
  for (std::size_t index = 0; index < changes_.changes.size(); ++index) {
    if ((set >> index & 1U) != 0) {
      plan.changes.push_back(index);
    }
  }
  plan.cost = cost_of(set);
  plan.replications = options_.replications;
  plan.kept = trial.share();
  plan.interval = fraction_interval(
      static_cast<std::uint64_t>(std::count(trial.is_kept.begin(), trial.is_kept.end(), 1)),
      options_.replications);
  plan.verdict = Verdict::met;
  for (std::size_t promise = 0; promise < promises_.size(); ++promise) {
    const std::uint64_t met = trial.met[promise];
    plan.met.push_back(static_cast<double>(met) / static_cast<double>(options_.replications));
    const double two_sided = 2.0 * options_.confidence - 1.0;  // one side of it is asked for
    const Interval interval = wilson(met, options_.replications, two_sided);
    const Verdict verdict =
        judge(promises_[promise].required_fraction, interval.low, interval.high);
    if (verdict == Verdict::missed || plan.verdict == Verdict::met) {
      plan.verdict = verdict;
    }
  }
  return plan;
}

Result<ImprovementStudy> Search::run() {
  const Result<Scenario> as_is = scenario_of(0);
  if (!as_is) {
    return as_is.error();
  }
  columns_ = options_.promises;
  if (columns_.empty()) {
    columns_.resize(as_is->objectives.size());
    std::iota(columns_.begin(), columns_.end(), std::size_t{0});
  }
  ImprovementStudy study;
  for (const std::size_t column : columns_) {
    promises_.push_back(as_is->objectives[column]);
    study.promises.push_back(promises_.back().name);
    study.required.push_back(promises_.back().required_fraction);
  }
  for (std::size_t index = 0; index < changes_.changes.size(); ++index) {
    const Result<Scenario> alone = scenario_of(Mask{1} << index);
    if (!alone) {
      return alone.error();
    }
    const PlanChange& change = changes_.changes[index];
    study.changes.push_back(
        {change.name, change.title, change.basis, change.is_assumed, change.cost});
  }
  explore();
  race();
  study.scenario = as_is->name;
  study.title = as_is->title;
  study.digest = as_is->digest;
  study.costs = changes_.name;
  study.unit = changes_.unit;
  study.seed = options_.seed;
  study.sets_possible = std::ldexp(1.0, static_cast<int>(changes_.changes.size()));
  study.sets_tried = trials_.size();
  study.replications = replications_;
  study.as_is = judged(0);
  for (const Mask set : best()) {
    const ImprovedPlan plan = judged(set);
    if (study.front.empty() || plan.kept > study.front.back().kept) {
      study.front.push_back(plan);
    }
    if (!study.cheapest && study.front.back().verdict == Verdict::met) {
      study.cheapest = study.front.size() - 1;
    }
    report(0.95);
  }
  return study;
}

}  // namespace

Result<ImprovementStudy> improve(const Document& assembled, const PlanChanges& changes,
                                 const ImproveOptions& options) {
  return Search{assembled, changes, options}.run();
}

}  // namespace firedrill
