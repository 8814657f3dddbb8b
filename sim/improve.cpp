#include "sim/improve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "models/base/check.hpp"
#include "models/chance/elementary.hpp"
#include "sim/set_trials.hpp"

namespace firedrill {
namespace {

constexpr std::uint64_t first_round = 250;       // recoveries of a set when it is first tried
constexpr double z_dropped = 2.575829303548901;  // 99.5 %: many comparisons are made

using Mask = ChangeSet;

class Search {
 public:
  Search(const Document& assembled, const PlanChanges& changes, const ImproveOptions& options,
         SharedBlocks& blocks)
      : changes_{changes}, options_{options}, tried_{assembled, changes, blocks, options.threads} {}

  // None if the answer is another worker's.
  Result<std::optional<ImprovementStudy>> run();

 private:
  [[nodiscard]] Diagnostics describe();
  [[nodiscard]] double cost_of(Mask set) const;
  [[nodiscard]] bool is_allowed(Mask set) const;
  [[nodiscard]] Diagnostics extend(const std::vector<Mask>& sets, std::uint64_t replications);
  [[nodiscard]] bool beats(const SetTrial& a, const SetTrial& b) const;
  void drop_beaten();
  [[nodiscard]] std::vector<Mask> best() const;
  [[nodiscard]] Diagnostics explore();
  [[nodiscard]] Diagnostics race();
  [[nodiscard]] ImprovedPlan judged(Mask set, const SetTrial& trial) const;
  [[nodiscard]] Result<bool> judge_best();
  void report(double done) const {
    if (options_.progress) {
      options_.progress(done);
    }
  }

  const PlanChanges& changes_;
  const ImproveOptions& options_;
  SetTrials tried_;
  ImprovementStudy study_;
  std::vector<Objective> promises_;
  std::map<Mask, SetTrial> trials_;
  std::uint64_t replications_ = 0;
};

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

// Each set's trial with at least so many recoveries.
Diagnostics Search::extend(const std::vector<Mask>& sets, std::uint64_t replications) {
  std::vector<SetJob> jobs;
  for (const Mask set : sets) {
    SetTrial& trial = trials_[set];
    trial.cost = cost_of(set);
    const std::uint64_t have = trial.is_kept.size();
    if (trial.is_valid && have < replications) {
      jobs.push_back({set, have, replications - have, options_.seed});
    }
  }
  const Result<std::vector<SetTrial>> more = tried_.run(jobs, false);
  if (!more) {
    return more.error();
  }
  for (std::size_t index = 0; index < jobs.size(); ++index) {
    const SetTrial& one = (*more)[index];
    SetTrial& trial = trials_[jobs[index].set];
    trial.is_valid = one.is_valid;
    trial.is_kept.insert(trial.is_kept.end(), one.is_kept.begin(), one.is_kept.end());
    replications_ += one.is_kept.size();
  }
  return {};
}

// For no more cost `a` keeps the promises as often as `b`, but for what is indifferent. What costs
// less and does the same recovery by recovery beats, too.
bool Search::beats(const SetTrial& a, const SetTrial& b) const {
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
    const SetTrial& of_a = trials_.at(a);
    const SetTrial& of_b = trials_.at(b);
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
Diagnostics Search::explore() {
  Mask all = 0;
  for (std::size_t index = 0; index < changes_.changes.size(); ++index) {
    const Mask with = all | Mask{1} << index;
    all = is_allowed(with) ? with : all;
  }
  if (auto problems =
          extend(all == 0 ? std::vector<Mask>{0} : std::vector<Mask>{0, all}, first_round);
      !problems.empty()) {
    return problems;
  }
  std::set<Mask> explored;
  for (bool is_new = true; is_new;) {
    is_new = false;
    for (const Mask set : best()) {
      if (!explored.insert(set).second) {
        continue;
      }
      is_new = true;
      std::vector<Mask> next_to_it;
      for (std::size_t index = 0; index < changes_.changes.size(); ++index) {
        const Mask next = set ^ Mask { 1 } << index;
        if (is_allowed(next) && !trials_.contains(next)) {
          next_to_it.push_back(next);
        }
      }
      if (auto problems = extend(next_to_it, first_round); !problems.empty()) {
        return problems;
      }
      const double done = static_cast<double>(explored.size());
      report(0.6 * done / (done + static_cast<double>(changes_.changes.size())));
    }
    drop_beaten();
  }
  return {};
}

Diagnostics Search::race() {
  for (std::uint64_t round = 4 * first_round; round <= options_.replications; round *= 2) {
    std::vector<Mask> left;
    for (const auto& [set, trial] : trials_) {
      if (trial.is_valid && !trial.is_dropped) {
        left.push_back(set);
      }
    }
    if (auto problems = extend(left, round); !problems.empty()) {
      return problems;
    }
    drop_beaten();
    report(0.6 + 0.3 * static_cast<double>(round) / static_cast<double>(options_.replications));
  }
  return {};
}

// On luck that had no part in choosing it.
ImprovedPlan Search::judged(Mask set, const SetTrial& trial) const {
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

// The plan as it is and the best sets; false if the answer is another worker's.
Result<bool> Search::judge_best() {
  std::vector<Mask> sets = best();
  sets.insert(sets.begin(), 0);
  std::vector<SetJob> jobs;
  for (const Mask set : sets) {
    jobs.push_back({set, 0, options_.replications, ~options_.seed});
  }
  const Result<std::vector<SetTrial>> trials = tried_.run(jobs, true);
  if (!trials) {
    return trials.error();
  }
  if (trials->empty()) {
    return false;
  }
  study_.as_is = judged(0, trials->front());
  for (std::size_t index = 1; index < sets.size(); ++index) {
    const ImprovedPlan plan = judged(sets[index], (*trials)[index]);
    if (study_.front.empty() || plan.kept > study_.front.back().kept) {
      study_.front.push_back(plan);
    }
    if (!study_.cheapest && study_.front.back().verdict == Verdict::met) {
      study_.cheapest = study_.front.size() - 1;
    }
  }
  return true;
}

// What is asked, and that every change alone makes a plan.
Diagnostics Search::describe() {
  const Result<Scenario> as_is = tried_.scenario_of(0);
  if (!as_is) {
    return as_is.error();
  }
  std::vector<std::size_t> columns = options_.promises;
  if (columns.empty()) {
    columns.resize(as_is->objectives.size());
    std::iota(columns.begin(), columns.end(), std::size_t{0});
  }
  std::vector<Duration> targets;
  for (const std::size_t column : columns) {
    promises_.push_back(as_is->objectives[column]);
    targets.push_back(promises_.back().target);
    study_.promises.push_back(promises_.back().name);
    study_.required.push_back(promises_.back().required_fraction);
  }
  tried_.promise(std::move(columns), std::move(targets));
  for (std::size_t index = 0; index < changes_.changes.size(); ++index) {
    const Result<Scenario> alone = tried_.scenario_of(Mask{1} << index);
    if (!alone) {
      return alone.error();
    }
    const PlanChange& change = changes_.changes[index];
    study_.changes.push_back(
        {change.name, change.title, change.basis, change.is_assumed, change.cost});
  }
  study_.scenario = as_is->name;
  study_.title = as_is->title;
  study_.digest = as_is->digest;
  study_.costs = changes_.name;
  study_.unit = changes_.unit;
  study_.seed = options_.seed;
  study_.sets_possible = std::ldexp(1.0, static_cast<int>(changes_.changes.size()));
  return {};
}

Result<std::optional<ImprovementStudy>> Search::run() {
  if (auto problems = describe(); !problems.empty()) {
    return problems;
  }
  if (auto problems = explore(); !problems.empty()) {
    return problems;
  }
  if (auto problems = race(); !problems.empty()) {
    return problems;
  }
  study_.sets_tried = trials_.size();
  study_.replications = replications_;
  const Result<bool> answers = judge_best();
  if (!answers) {
    return answers.error();
  }
  return *answers ? std::optional{study_} : std::nullopt;
}

// Of everything that a change does.
std::string digest_of(const PlanChanges& changes) {
  std::string all = changes.name + "\n" + changes.unit + "\n";
  for (const PlanChange& change : changes.changes) {
    all += fmt::format("{} {} {}\n", change.name, change.cost, fmt::join(change.excludes, " "));
    for (const auto& [pointer, value] : change.settings) {
      all += pointer + "=" + value + "\n";
    }
    for (const Document& runbook : change.runbook) {
      all += runbook.digest() + "\n";
    }
  }
  return sha256_hex(all);
}

std::string header_of(const Document& assembled, const PlanChanges& changes,
                      const ImproveOptions& options, const SharedRun& run) {
  return fmt::format(
      R"({{"format": "firedrill/blocks/1", "version": "{}", "improve": "{}", "changes": "{}", )"
      R"("promises": [{}], "indifference": {}, "replications": {}, "seed": {}}})",
      run.version, assembled.digest(), digest_of(changes), fmt::join(options.promises, ", "),
      options.indifference, options.replications, options.seed);
}

}  // namespace

Result<SharedResult<ImprovementStudy>> improve(const Document& assembled,
                                               const PlanChanges& changes,
                                               const ImproveOptions& options,
                                               const SharedRun& run) {
  firedrill_assert(!run.only_own_share);  // what is tried next depends on what all have found
  Result<SharedBlocks> opened =
      SharedBlocks::open(run, header_of(assembled, changes, options, run));
  if (!opened) {
    return opened.error();
  }
  SharedBlocks blocks = std::move(opened).value();
  const auto study = Search{assembled, changes, options, blocks}.run();
  if (!study) {
    return study.error();
  }
  return SharedResult<ImprovementStudy>{blocks.outcome(), *study};
}

Result<ImprovementStudy> improve(const Document& assembled, const PlanChanges& changes,
                                 const ImproveOptions& options) {
  const auto alone = improve(assembled, changes, options, SharedRun{});
  return alone ? Result<ImprovementStudy>{alone->value.value()}
               : Result<ImprovementStudy>{alone.error()};
}

}  // namespace firedrill
