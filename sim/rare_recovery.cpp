#include "sim/rare_recovery.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <string>

#include "models/chance/random.hpp"
#include "sim/recovery_importance.hpp"
#include "sim/replicator.hpp"

namespace firedrill {
namespace {

// A place on a recovery: which luck it began with, and where it took other.
struct RecoveryPlace {
  std::uint64_t replication = 0;
  std::vector<Replicator::Branch> branches{};
  std::uint64_t event = 0;  // so far it has come; 0: the beginning
};

class RecoveryWalker {
 public:
  using Entry = RecoveryPlace;

  RecoveryWalker(const Scenario& scenario, std::size_t objective, std::uint64_t seed)
      : scenario_{scenario},
        objective_{objective},
        importance_{scenario, objective},
        replicator_{std::make_unique<Replicator>(scenario, seed)},
        key_{seed, "rare"} {}

  [[nodiscard]] RecoveryPlace start() const { return {}; }

  Advance<RecoveryPlace> advance(const RecoveryPlace& from, double level, std::uint64_t luck) {
    Advance<RecoveryPlace> advance;
    RecoveryPlace path = from;
    // Numbers that no plain replication has, so that rare runs repeat none of them.
    const std::uint64_t fresh = ~luck;
    if (from.event == 0) {
      path.replication = fresh;
    } else {
      path.branches.push_back({from.event, fresh});
    }
    const Measurement& measurement =
        replicator_->run(path.replication, path.branches,
                         [&](std::uint64_t count, const Timeline& timeline, Duration now) {
                           if (advance.entered || count < from.event) {
                             return;
                           }
                           const double here = importance_.of(timeline, now);
                           advance.highest = std::max(advance.highest, here);
                           if (here >= level) {
                             path.event = count;
                             advance.entered = path;
                           }
                         });
    if (!advance.entered &&
        measurement.objectives[objective_] > scenario_.objectives[objective_].target) {
      advance.highest = 1.0;
      path.event = std::numeric_limits<std::uint64_t>::max();  // nothing comes after it
      advance.entered = std::move(path);
    }
    return advance;
  }

  [[nodiscard]] std::uint64_t choose(std::uint64_t luck, std::uint64_t count) const {
    Draws draws{key_, luck};
    return static_cast<std::uint64_t>(draws.uniform() * static_cast<double>(count));
  }

  // The whole recovery that `place` is on; what it came to and its timeline stand until the next.
  const Measurement& replay(const RecoveryPlace& place) {
    return replicator_->run(place.replication, place.branches,
                            [](std::uint64_t, const Timeline&, Duration) {});
  }
  [[nodiscard]] const Timeline& timeline() const { return replicator_->timeline(); }

 private:
  const Scenario& scenario_;
  std::size_t objective_;
  RecoveryImportance importance_;
  std::unique_ptr<Replicator> replicator_;
  StreamKey key_;
};

// What went wrong: the needed steps that failed, were done by hand or never done.
std::string way_of(const Scenario& scenario, const Measurement& measurement) {
  std::string way;
  for (std::size_t index = 0; index < measurement.steps.size(); ++index) {
    const StepMeasurement& step = measurement.steps[index];
    const char* what = nullptr;
    if (step.was_reached() && !step.succeeded) {
      what = "never done";
    } else if (step.automatic_failed) {
      what = "failed, then by hand";
    }
    if (what != nullptr && step.critical > Duration::zero()) {
      way +=
          fmt::format("{}{} {}", way.empty() ? "" : ", ", scenario.runbook.steps[index].name, what);
    }
  }
  if (!way.empty()) {
    return way;
  }
  const auto longest = std::max_element(
      measurement.steps.begin(), measurement.steps.end(),
      [](const StepMeasurement& a, const StepMeasurement& b) { return a.critical < b.critical; });
  if (longest != measurement.steps.end() && longest->critical > measurement.outage_critical) {
    return scenario.runbook.steps[static_cast<std::size_t>(longest - measurement.steps.begin())]
               .name +
           " slow";
  }
  return "the outage lasts, and nothing brings the service back before";
}

struct Found {
  double weight = 0.0;
  Story story;
};

constexpr std::size_t examined = 50;  // ends of one repetition, evenly chosen

void examine(const Scenario& scenario, std::uint64_t repetition, double value,
             RecoveryWalker& walker, const std::vector<RecoveryPlace>& ends,
             std::map<std::string, Found>& found) {
  const std::size_t count = std::min(examined, ends.size());
  for (std::size_t index = 0; index < count; ++index) {
    const RecoveryPlace& end = ends[index * ends.size() / count];
    const std::string way = way_of(scenario, walker.replay(end));
    Found& one = found[way];
    one.weight += value / static_cast<double>(count);
    if (one.story.timeline.events().empty()) {
      one.story = {way, repetition, walker.timeline()};
    }
  }
}

}  // namespace

RarePrediction predict_rare(const Scenario& scenario, std::size_t objective,
                            const RareOptions& options) {
  const Objective& promise = scenario.objectives[objective];
  RarePrediction prediction;
  prediction.name = scenario.name;
  prediction.title = scenario.title;
  prediction.digest = scenario.digest;
  prediction.event = promise.name + " misses its target";
  prediction.seed = options.seed;
  std::vector<std::map<std::string, Found>> found(static_cast<std::size_t>(options.repetitions));
  LevelChoice choice;
  choice.pilot = 1'000;
  choice.most = 1'000'000;
  choice.arrivals = options.arrivals;
  estimate_rare(
      [&] {
        return RecoveryWalker{scenario, objective, options.seed};
      },
      choice, options, prediction,
      [&](std::uint64_t repetition, double value, RecoveryWalker& walker,
          const std::vector<RecoveryPlace>& ends) {
        examine(scenario, repetition, value, walker, ends,
                found[static_cast<std::size_t>(repetition)]);
      });
  std::map<std::string, Found> all;
  for (auto& of_repetition : found) {
    for (auto& [way, one] : of_repetition) {
      Found& sum = all[way];
      sum.weight += one.weight / static_cast<double>(options.repetitions);
      if (sum.story.timeline.events().empty()) {
        sum.story = std::move(one.story);
      }
    }
  }
  for (auto& [way, one] : all) {
    prediction.ways.push_back(
        {way, one.weight / prediction.probability.mean, std::move(one.story)});
  }
  std::stable_sort(prediction.ways.begin(), prediction.ways.end(),
                   [](const RareWay& a, const RareWay& b) { return a.share > b.share; });
  return prediction;
}

}  // namespace firedrill
