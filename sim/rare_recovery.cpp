#include "sim/rare_recovery.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "models/chance/random.hpp"
#include "sim/recovery_importance.hpp"
#include "sim/replicator.hpp"

namespace firedrill {
namespace {

constexpr auto at_the_end = std::numeric_limits<std::uint64_t>::max();  // nothing comes after it

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
    RecoveryPlace path = begun(from, luck);
    const Measurement& measurement =
        replicator_->run(path.replication, path.branches,
                         [&](std::uint64_t count, const Timeline& timeline, Duration now) {
                           if (advance.entered || count < from.event) {
                             return;
                           }
                           const double here = importance_.of(timeline, now).value_or(0.0);
                           advance.highest = std::max(advance.highest, here);
                           if (here >= level) {
                             path.event = count;
                             advance.entered = path;
                           }
                         });
    if (!advance.entered && is_missed(measurement)) {
      advance.highest = 1.0;
      path.event = at_the_end;
      advance.entered = std::move(path);
    }
    return advance;
  }

  // As restart.hpp has it. The importance is the highest so far: what is expected of a recovery
  // falls with every step that is done and rises with the next, and each rise would split it anew.
  // Of one that is back nothing more is told but whether it was late.
  template <class Observe>
  void follow(const RecoveryPlace& from, std::uint64_t luck, const Observe& observe) {
    RecoveryPlace path = begun(from, luck);
    const auto here = [&path]() -> const RecoveryPlace& { return path; };
    bool is_told = true, is_settled = false;
    double highest = 0.0;
    const Measurement& measurement =
        replicator_->run(path.replication, path.branches,
                         [&](std::uint64_t count, const Timeline& timeline, Duration now) {
                           if (!is_told || is_settled || count < from.event) {
                             return;
                           }
                           const std::optional<double> importance = importance_.of(timeline, now);
                           path.event = count;
                           is_settled = !importance.has_value();
                           highest = std::max(highest, importance.value_or(0.0));
                           is_told = is_settled || observe(highest, here);
                         });
    if (is_told && is_missed(measurement)) {
      path.event = at_the_end;
      observe(1.0, here);
    }
  }

  [[nodiscard]] std::uint64_t choose(std::uint64_t luck, std::uint64_t count) const {
    Draws draws{key_, luck};
    return static_cast<std::uint64_t>(draws.uniform() * static_cast<double>(count));
  }

  // How the ends came to miss it, those of a fixed number of them.
  [[nodiscard]] std::vector<RareFinding> ways_of(double value,
                                                 const std::vector<RecoveryPlace>& ends);

  // The whole recovery that `place` is on; what it came to and its timeline stand until the next.
  const Measurement& replay(const RecoveryPlace& place) {
    return replicator_->run(place.replication, place.branches,
                            [](std::uint64_t, const Timeline&, Duration) {});
  }
  [[nodiscard]] const Timeline& timeline() const { return replicator_->timeline(); }

 private:
  static RecoveryPlace begun(const RecoveryPlace& from, std::uint64_t luck) {
    // Numbers that no plain replication has, so that rare runs repeat none of them.
    const std::uint64_t fresh = ~luck;
    RecoveryPlace path = from;
    if (from.event == 0) {
      path.replication = fresh;
    } else {
      path.branches.push_back({from.event, fresh});
    }
    return path;
  }

  [[nodiscard]] bool is_missed(const Measurement& measurement) const {
    return measurement.objectives[objective_] > scenario_.objectives[objective_].target;
  }

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

// A place as numbers, and back.
std::vector<std::uint64_t> numbers_of(const RecoveryPlace& place) {
  std::vector<std::uint64_t> numbers{place.replication, place.event};
  for (const Replicator::Branch& branch : place.branches) {
    numbers.push_back(branch.after_event);
    numbers.push_back(branch.replication);
  }
  return numbers;
}

RecoveryPlace place_of(const std::vector<std::uint64_t>& numbers) {
  RecoveryPlace place;
  place.replication = numbers.at(0);
  place.event = numbers.at(1);
  for (std::size_t index = 2; index + 1 < numbers.size(); index += 2) {
    place.branches.push_back({numbers[index], numbers[index + 1]});
  }
  return place;
}

std::vector<RareFinding> RecoveryWalker::ways_of(double value,
                                                 const std::vector<RecoveryPlace>& ends) {
  constexpr std::size_t examined = 50;  // evenly chosen
  const std::size_t count = std::min(examined, ends.size());
  std::map<std::string, RareFinding> found;
  for (std::size_t index = 0; index < count; ++index) {
    const RecoveryPlace& end = ends[index * ends.size() / count];
    const std::string way = way_of(scenario_, replay(end));
    RareFinding& one = found.try_emplace(way, RareFinding{way, 0.0, numbers_of(end)}).first->second;
    one.weight += value / static_cast<double>(count);
  }
  std::vector<RareFinding> ways;
  for (auto& [way, one] : found) {
    ways.push_back(std::move(one));
  }
  return ways;
}

}  // namespace

Result<SharedResult<RarePrediction>> predict_rare(const Scenario& scenario, std::size_t objective,
                                                  const RareOptions& options,
                                                  const SharedRun& run) {
  const Objective& promise = scenario.objectives[objective];
  RarePrediction prediction;
  prediction.name = scenario.name;
  prediction.title = scenario.title;
  prediction.digest = scenario.digest;
  prediction.event = promise.name + " misses its target";
  prediction.seed = options.seed;
  Result<SharedBlocks> opened =
      SharedBlocks::open(run, rare_header(scenario.digest, promise.name, options, run));
  if (!opened) {
    return opened.error();
  }
  SharedBlocks blocks = std::move(opened).value();
  LevelChoice choice;
  choice.pilot = 1'000;
  choice.most = 1'000'000;
  choice.arrivals = options.arrivals;
  const auto make = [&] { return RecoveryWalker{scenario, objective, options.seed}; };
  const auto ways = estimate_rare(make, choice, options, blocks, prediction);
  if (!ways) {
    return ways.error();
  }
  if (!*ways) {
    return SharedResult<RarePrediction>{blocks.outcome(), std::nullopt};
  }
  RecoveryWalker walker = make();
  for (const RareFinding& way : **ways) {
    walker.replay(place_of(way.place));
    prediction.ways.push_back(
        {way.way, way.weight, Story{way.way, way.repetition, walker.timeline()}});
  }
  std::stable_sort(prediction.ways.begin(), prediction.ways.end(),
                   [](const RareWay& a, const RareWay& b) { return a.share > b.share; });
  return SharedResult<RarePrediction>{blocks.outcome(), std::move(prediction)};
}

RarePrediction predict_rare(const Scenario& scenario, std::size_t objective,
                            const RareOptions& options) {
  auto alone = predict_rare(scenario, objective, options, SharedRun{});
  return std::move(alone).value().value.value();
}

}  // namespace firedrill
