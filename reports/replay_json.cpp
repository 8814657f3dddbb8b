#include "reports/replay_json.hpp"

#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using ReplayJson = nlohmann::ordered_json;

ReplayJson milestone_json(const ReplayedMilestone& one) {
  return {
      {"milestone", milestone_names[static_cast<std::size_t>(one.milestone)]},
      {"interval_s", ReplayJson::array({json_number(one.low_s), json_number(one.high_s)})},
      {"median_s", json_number(one.median_s)},
      {"observed_s", one.observed_s},
      {"holds", one.holds()},
  };
}

ReplayJson coverage_json(const Replay& replay) {
  ReplayJson all = ReplayJson::array();
  for (std::size_t index = 0; index < milestone_count; ++index) {
    const MilestoneCoverage& one = replay.coverage[index];
    if (one.count > 0) {
      all.push_back({{"milestone", milestone_names[index]},
                     {"count", one.count},
                     {"held", one.held},
                     {"mean_width_s", json_number(one.mean_width_s)},
                     {"mean_interval_score_s", json_number(one.mean_score_s)}});
    }
  }
  return all;
}

}  // namespace

std::string replay_json(const Replay& replay) {
  ReplayJson incidents = ReplayJson::array();
  for (const ReplayedIncident& incident : replay.incidents) {
    ReplayJson milestones = ReplayJson::array();
    for (const ReplayedMilestone& one : incident.milestones) {
      milestones.push_back(milestone_json(one));
    }
    incidents.push_back({{"name", incident.name},
                         {"title", incident.title},
                         {"model", incident.model},
                         {"source", incident.source_url},
                         {"milestones", milestones}});
  }
  return json_text({{"format", "firedrill/replay/1"},
                    {"label", "SIMULATED"},
                    {"seed", replay.seed},
                    {"replications", replay.replications},
                    {"confidence", replay_confidence},
                    {"incidents", incidents},
                    {"coverage", coverage_json(replay)}});
}

std::string survival_json(const Survival& survival) {
  ReplayJson incidents = ReplayJson::array();
  for (const SurvivedIncident& incident : survival.incidents) {
    ReplayJson objectives = ReplayJson::array();
    for (std::size_t index = 0; index < incident.objectives.size(); ++index) {
      const SurvivedObjective& one = incident.objectives[index];
      objectives.push_back({{"objective", survival.objectives[index].name},
                            {"median_s", json_number(one.median_s)},
                            {"met_fraction", one.met_fraction},
                            {"verdict", name_of(one.verdict)}});
    }
    incidents.push_back({{"name", incident.name},
                         {"outage_s", incident.length_s},
                         {"takes_control_planes", incident.takes_control_planes},
                         {"objectives", objectives}});
  }
  return json_text({{"format", "firedrill/survival/1"},
                    {"label", "SIMULATED"},
                    {"scenario", survival.scenario},
                    {"seed", survival.seed},
                    {"replications", survival.replications},
                    {"incidents", incidents},
                    {"left_out", survival.left_out}});
}

}  // namespace firedrill
