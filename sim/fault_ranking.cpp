#include "sim/fault_ranking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"

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

class Ranking {
 public:
  Ranking(const Document& assembled, const FaultRankingOptions& options)
      : assembled_{assembled}, options_{options} {}

  Result<FaultRanking> run();

 private:
  Result<RankedFault> harm_of(const Breakable& first, const Breakable* second) const;

  const Document& assembled_;
  const FaultRankingOptions& options_;
};

Result<RankedFault> Ranking::harm_of(const Breakable& first, const Breakable* second) const {
  std::string faults = "[" + fault_json(first, nullptr);
  if (second != nullptr) {
    faults += ", " + fault_json(*second, &first);
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
  RankedFault fault;
  fault.first = first.name;
  fault.second = second == nullptr ? "" : second->name;
  fault.harm = estimate_mean(missed, 0.95);
  fault.never_back = never_back;
  return fault;
}

Result<FaultRanking> Ranking::run() {
  const Result<Scenario> scenario = read_scenario(assembled_);
  if (!scenario) {
    return scenario.error();
  }
  const std::vector<Breakable> all = breakables_of(scenario->plan);
  FaultRanking ranking;
  ranking.scenario = scenario->name;
  ranking.title = scenario->title;
  ranking.digest = scenario->digest;
  ranking.seed = options_.seed;
  ranking.replications = options_.replications;
  ranking.promises = scenario->objectives.size();
  const auto count = static_cast<double>(all.size() * all.size());
  std::vector<double> alone;
  for (const Breakable& one : all) {
    Result<RankedFault> fault = harm_of(one, nullptr);
    if (!fault) {
      return fault.error();
    }
    alone.push_back(fault->harm.mean);
    ranking.singles.push_back(std::move(fault).value());
  }
  for (std::size_t first = 0; first < all.size(); ++first) {
    for (std::size_t second = 0; second < all.size(); ++second) {
      if (first == second) {
        continue;
      }
      Result<RankedFault> fault = harm_of(all[first], &all[second]);
      if (!fault) {
        return fault.error();
      }
      ranking.pairs.push_back(std::move(fault).value());
      RankedFault& pair = ranking.pairs.back();
      pair.together = pair.harm.mean - std::max(alone[first], alone[second]);
    }
    if (options_.progress) {
      options_.progress(static_cast<double>((first + 1) * all.size()) / count);
    }
  }
  for (auto* list : {&ranking.singles, &ranking.pairs}) {
    std::stable_sort(list->begin(), list->end(), [](const RankedFault& a, const RankedFault& b) {
      return a.harm.mean > b.harm.mean;
    });
  }
  return ranking;
}

}  // namespace

Result<FaultRanking> rank_faults(const Document& assembled, const FaultRankingOptions& options) {
  return Ranking{assembled, options}.run();
}

}  // namespace firedrill
