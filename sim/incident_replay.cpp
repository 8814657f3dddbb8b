#include "sim/incident_replay.hpp"

#include <algorithm>

#include "models/chance/interval.hpp"
#include "models/theory/scores.hpp"

namespace firedrill {
namespace {

// From the injection to the end of `last`, one replication a value.
std::vector<Duration> until_phase(const Samples& samples, Phase last) {
  std::vector<Duration> spans(samples.replications(), Duration::zero());
  for (std::size_t phase = 0; phase <= static_cast<std::size_t>(last); ++phase) {
    for (std::size_t row = 0; row < spans.size(); ++row) {
      spans[row] = add(spans[row], samples.phases[phase][row]);
    }
  }
  return spans;
}

std::vector<Duration> spans_of(Milestone milestone, const Scenario& scenario,
                               const Samples& samples) {
  switch (milestone) {
    case Milestone::detected:
      return until_phase(samples, Phase::detected);
    case Milestone::recovery_started:
      return until_phase(samples, Phase::decided);
    case Milestone::service_restored:
    case Milestone::fully_recovered:
    case Milestone::data_lost:
      break;
  }
  return samples.objectives[objective_of(milestone, scenario).value()];
}

ReplayedIncident replay_incident(const Incident& incident, const SimulationOptions& options) {
  const Scenario& scenario = incident.scenario;
  const Samples samples = simulate(scenario, options);
  ReplayedIncident replayed{
      scenario.name, scenario.title, scenario.plan.name, incident.source_url, {}};
  for (std::size_t index = 0; index < milestone_count; ++index) {
    if (!incident.observed[index]) {
      continue;
    }
    const auto milestone = static_cast<Milestone>(index);
    std::vector<Duration> spans = spans_of(milestone, scenario, samples);
    std::sort(spans.begin(), spans.end());
    constexpr double tail = (1.0 - replay_confidence) / 2.0;
    replayed.milestones.push_back({.milestone = milestone,
                                   .low_s = to_seconds(sample_quantile(spans, tail)),
                                   .median_s = to_seconds(sample_quantile(spans, 0.5)),
                                   .high_s = to_seconds(sample_quantile(spans, 1.0 - tail)),
                                   .observed_s = to_seconds(*incident.observed[index])});
  }
  return replayed;
}

void take_in(const ReplayedMilestone& one, MilestoneCoverage& coverage) {
  ++coverage.count;
  coverage.held += one.holds() ? 1 : 0;
  const auto weight = 1.0 / static_cast<double>(coverage.count);
  const double score =
      interval_score(one.low_s, one.high_s, 1.0 - replay_confidence, one.observed_s);
  coverage.mean_width_s += (one.high_s - one.low_s - coverage.mean_width_s) * weight;
  coverage.mean_score_s += (score - coverage.mean_score_s) * weight;
}

SimulationOptions silent(const SimulationOptions& options) {
  SimulationOptions quiet = options;
  quiet.progress = nullptr;
  return quiet;
}

RegionId primary_of(const Plan& plan) {
  const auto found = std::find_if(plan.regions.begin(), plan.regions.end(),
                                  [](const Region& region) { return region.role == "primary"; });
  const auto index = found == plan.regions.end() ? 0 : found - plan.regions.begin();
  return RegionId{static_cast<std::uint32_t>(index)};
}

Fault outage_like(const Incident& incident, RegionId region) {
  const Distribution length{Constant{to_seconds(incident.outage().value())}};
  return {.name = incident.scenario.name,
          .at = Distribution{Constant{600.0}},  // once replication has settled
          .after = {},
          .model = RegionOutage{
              .region = region,
              .length = length,
              .control_plane_loss = incident.strikes == Strike::region_and_control ? 1.0 : 0.0,
              .control_plane_length = length}};
}

SurvivedIncident survive_incident(const Scenario& ours, const Incident& incident,
                                  const SimulationOptions& options) {
  Scenario struck = ours;
  struck.faults = {outage_like(incident, primary_of(ours.plan))};
  const Prediction prediction = summarise(struck, simulate(struck, options));
  SurvivedIncident survived{.name = incident.scenario.name,
                            .takes_control_planes = incident.strikes == Strike::region_and_control,
                            .length_s = to_seconds(incident.outage().value()),
                            .objectives = {}};
  for (const ObjectivePrediction& objective : prediction.objectives) {
    survived.objectives.push_back({.median_s = objective.quantiles[0].value,
                                   .met_fraction = objective.met_fraction,
                                   .verdict = objective.verdict});
  }
  return survived;
}

}  // namespace

Replay replay_incidents(const std::vector<Incident>& incidents, const SimulationOptions& options) {
  Replay replay{
      .seed = options.seed, .replications = options.replications, .incidents = {}, .coverage = {}};
  for (const Incident& incident : incidents) {
    replay.incidents.push_back(replay_incident(incident, silent(options)));
    for (const ReplayedMilestone& one : replay.incidents.back().milestones) {
      take_in(one, replay.coverage[static_cast<std::size_t>(one.milestone)]);
    }
    if (options.progress) {
      options.progress(static_cast<double>(replay.incidents.size()) /
                       static_cast<double>(incidents.size()));
    }
  }
  return replay;
}

Survival survive_incidents(const Scenario& ours, const std::vector<Incident>& incidents,
                           const SimulationOptions& options) {
  Survival survival{.scenario = ours.name,
                    .seed = options.seed,
                    .replications = options.replications,
                    .objectives = {},
                    .incidents = {},
                    .left_out = {}};
  for (const Objective& objective : ours.objectives) {
    survival.objectives.push_back({objective.name, objective.kind, to_seconds(objective.target)});
  }
  std::size_t done = 0;
  for (const Incident& incident : incidents) {
    if (incident.strikes == Strike::data || !incident.outage()) {
      survival.left_out.push_back(incident.scenario.name);
    } else {
      survival.incidents.push_back(survive_incident(ours, incident, silent(options)));
    }
    if (options.progress) {
      options.progress(static_cast<double>(++done) / static_cast<double>(incidents.size()));
    }
  }
  return survival;
}

}  // namespace firedrill
