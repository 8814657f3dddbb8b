#include "sim/fault_ranking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/base/check.hpp"
#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"
#include "sim/word_bytes.hpp"

namespace firedrill {
namespace {

struct Breakable {
  std::string name;
  bool is_region = false;
};

// Whatever can stop: regions first. A facility is a purpose, and people outside no machine.
std::vector<Breakable> breakables_of(const Plan& plan) {
  std::vector<Breakable> all;
  for (const Region& region : plan.regions) {
    all.push_back({region.name, true});
  }
  for (const Component& component : plan.components) {
    if (!std::holds_alternative<Facility>(component.model) &&
        !std::holds_alternative<ExternalReport>(component.model)) {
      all.push_back({component.name, false});
    }
  }
  return all;
}

// The fault as the scenario would have it in its file; `after` names the one it follows.
std::string fault_json(const Breakable& what, const Breakable* after) {
  const std::string when = after == nullptr
                               ? std::string{R"("at": "10 min")"}
                               : fmt::format(R"("at": {{"parameter": "outage.second_delay"}}, )"
                                             R"("after": {{"fault": "{}"}})",
                                             after->name);
  const std::string model =
      what.is_region
          ? fmt::format(
                R"("region_outage": {{"region": "{}", )"
                R"("length": {{"parameter": "outage.length"}}, )"
                R"("control_plane_loss": {{"parameter": "outage.control_plane_loss"}}, )"
                R"("control_plane_length": {{"parameter": "outage.control_plane_length"}}}})",
                what.name)
          : fmt::format(R"("component_outage": {{"components": ["{}"], )"
                        R"("length": {{"parameter": "outage.component_length"}}}})",
                        what.name);
  return fmt::format(R"({{"name": "{}", {}, {}}})", what.name, when, model);
}

// What is broken alone or, if there are two, one after the other.
struct Breakage {
  std::size_t first = 0;
  std::optional<std::size_t> second{};
};

std::vector<Breakage> breakages_of(std::size_t count) {
  std::vector<Breakage> all;
  for (std::size_t first = 0; first < count; ++first) {
    all.push_back({first});
  }
  for (std::size_t first = 0; first < count; ++first) {
    for (std::size_t second = 0; second < count; ++second) {
      if (first != second) {
        all.push_back({first, second});
      }
    }
  }
  return all;
}

// What a breakage comes to, as it is kept.
struct Harm {
  MeanEstimate missed{};
  double never_back = 0.0;
};

class Ranking {
 public:
  Ranking(const Document& assembled, const FaultRankingOptions& options, SharedBlocks& blocks)
      : assembled_{assembled}, options_{options}, blocks_{blocks} {}

  // None if the answer is another worker's.
  Result<std::optional<FaultRanking>> run();

 private:
  [[nodiscard]] Result<Harm> harm_of(const Breakage& breakage) const;
  [[nodiscard]] Result<std::string> harms_of(std::uint64_t begin, std::uint64_t count,
                                             const BlockProgress& progress) const;
  [[nodiscard]] FaultRanking ranked(const Scenario& scenario, std::vector<Harm> harms) const;

  const Document& assembled_;
  const FaultRankingOptions& options_;
  SharedBlocks& blocks_;
  std::vector<Breakable> breakables_;
  std::vector<Breakage> breakages_;
};

Result<Harm> Ranking::harm_of(const Breakage& breakage) const {
  const Breakable& first = breakables_[breakage.first];
  std::string faults = "[" + fault_json(first, nullptr);
  if (breakage.second) {
    faults += ", " + fault_json(breakables_[*breakage.second], &first);
  }
  const Result<Document> document = with_value(assembled_, "/faults", faults + "]");
  if (!document) {
    return document.error();
  }
  const Result<Scenario> scenario = read_scenario(*document);
  if (!scenario) {
    return scenario.error();
  }
  SimulationOptions simulation;
  simulation.seed = options_.seed;
  simulation.replications = options_.replications;
  simulation.threads = options_.threads;
  const Samples samples = simulate(*scenario, simulation);
  std::vector<double> missed(static_cast<std::size_t>(options_.replications));
  double never_back = 0.0;
  for (std::size_t row = 0; row < missed.size(); ++row) {
    bool is_back = true;
    for (std::size_t index = 0; index < scenario->objectives.size(); ++index) {
      const Duration value = samples.objectives[index][row];
      missed[row] += value > scenario->objectives[index].target ? 1.0 : 0.0;
      is_back =
          is_back && (scenario->objectives[index].kind != ObjectiveKind::rto || value != never);
    }
    never_back += is_back ? 0.0 : 1.0 / static_cast<double>(missed.size());
  }
  return Harm{estimate_mean(missed, 0.95), never_back};
}

Result<std::string> Ranking::harms_of(std::uint64_t begin, std::uint64_t count,
                                      const BlockProgress& progress) const {
  std::string bytes;
  for (std::uint64_t index = begin; index < begin + count; ++index) {
    const Result<Harm> harm = harm_of(breakages_[static_cast<std::size_t>(index)]);
    if (!harm) {
      return harm.error();
    }
    Harm kept = *harm;
    write_words(bytes, kept);
    progress(static_cast<double>(index + 1 - begin) / static_cast<double>(count));
  }
  return bytes;
}

FaultRanking Ranking::ranked(const Scenario& scenario, std::vector<Harm> harms) const {
  FaultRanking ranking;
  ranking.scenario = scenario.name;
  ranking.title = scenario.title;
  ranking.digest = scenario.digest;
  ranking.seed = options_.seed;
  ranking.replications = options_.replications;
  ranking.promises = scenario.objectives.size();
  for (std::size_t index = 0; index < breakages_.size(); ++index) {
    const auto& [first, second] = breakages_[index];
    RankedFault fault;
    fault.first = breakables_[first].name;
    fault.harm = harms[index].missed;
    fault.never_back = harms[index].never_back;
    if (second) {  // what each does alone comes first
      fault.second = breakables_[*second].name;
      fault.together =
          fault.harm.mean - std::max(harms[first].missed.mean, harms[*second].missed.mean);
    }
    (second ? ranking.pairs : ranking.singles).push_back(std::move(fault));
  }
  for (auto* list : {&ranking.singles, &ranking.pairs}) {
    std::stable_sort(list->begin(), list->end(), [](const RankedFault& a, const RankedFault& b) {
      return a.harm.mean > b.harm.mean;
    });
  }
  return ranking;
}

Result<std::optional<FaultRanking>> Ranking::run() {
  const Result<Scenario> scenario = read_scenario(assembled_);
  if (!scenario) {
    return scenario.error();
  }
  breakables_ = breakables_of(scenario->plan);
  breakages_ = breakages_of(breakables_.size());
  BlockPhase phase;
  phase.units = breakages_.size();
  phase.progress = options_.progress;
  phase.is_last = true;
  phase.compute = [this](std::uint64_t begin, std::uint64_t count, const BlockProgress& progress) {
    return harms_of(begin, count, progress);
  };
  std::vector<Harm> harms;
  const Result<bool> taken =
      blocks_.all_of(phase, [&](std::uint64_t, std::uint64_t count, std::string_view bytes) {
        std::vector<Harm> some(static_cast<std::size_t>(count));
        const bool is_whole = read_words(bytes, some);
        firedrill_assert(is_whole);
        harms.insert(harms.end(), some.begin(), some.end());
      });
  if (!taken) {
    return taken.error();
  }
  return *taken ? std::optional{ranked(*scenario, std::move(harms))} : std::nullopt;
}

}  // namespace

Result<SharedResult<FaultRanking>> rank_faults(const Document& assembled,
                                               const FaultRankingOptions& options,
                                               const SharedRun& run) {
  const std::string header = fmt::format(
      R"({{"format": "firedrill/blocks/1", "version": "{}", "worst": "{}", "seed": {}, )"
      R"("replications": {}}})",
      run.version, assembled.digest(), options.seed, options.replications);
  Result<SharedBlocks> opened = SharedBlocks::open(run, header);
  if (!opened) {
    return opened.error();
  }
  SharedBlocks blocks = std::move(opened).value();
  const auto ranking = Ranking{assembled, options, blocks}.run();
  if (!ranking) {
    return ranking.error();
  }
  return SharedResult<FaultRanking>{blocks.outcome(), *ranking};
}

Result<FaultRanking> rank_faults(const Document& assembled, const FaultRankingOptions& options) {
  const auto alone = rank_faults(assembled, options, SharedRun{});
  return alone ? Result<FaultRanking>{alone->value.value()} : Result<FaultRanking>{alone.error()};
}

}  // namespace firedrill
