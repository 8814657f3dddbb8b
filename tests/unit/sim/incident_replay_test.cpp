// Replays of incidents: intervals against laws known in closed form, scores against their
// definition, and outages laid upon a plan.
#include "sim/incident_replay.hpp"

#include <catch2/catch.hpp>

#include "models/chance/distribution.hpp"
#include "scenarios/scenario_reader.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

Incident incident_called(const std::string& name) {
  const Result<Incident> incident = load_incident("scenarios/incidents/" + name + ".json");
  REQUIRE(incident);
  return *incident;
}

SimulationOptions options_of(std::uint64_t seed, std::uint64_t replications) {
  SimulationOptions options;
  options.seed = seed;
  options.replications = replications;
  return options;
}

const ReplayedMilestone& milestone_of(const Replay& replay, Milestone milestone) {
  for (const ReplayedMilestone& one : replay.incidents.at(0).milestones) {
    if (one.milestone == milestone) {
      return one;
    }
  }
  FAIL("no such milestone");
  return replay.incidents.at(0).milestones.at(0);
}

constexpr double five_percent_normal = 1.6448536269514722;

}  // namespace

TEST_CASE("an external report's interval is that of its law") {
  const Replay replay =
      replay_incidents({incident_called("kyoto-2021-12-14")}, options_of(3, 20'000));
  const ReplayedMilestone& detected = milestone_of(replay, Milestone::detected);
  const double factor = std::exp(0.7 * five_percent_normal);  // of the parameter's lognormal
  CHECK(detected.low_s == Approx(1200.0 / factor).epsilon(0.03));
  CHECK(detected.median_s == Approx(1200.0).epsilon(0.03));
  CHECK(detected.high_s == Approx(1200.0 * factor).epsilon(0.03));
  CHECK_FALSE(detected.holds());
}

TEST_CASE("a daily copy loses between nothing and a day, whatever the seed") {
  const Replay replay =
      replay_incidents({incident_called("leaderboarded-2020-10-17")}, options_of(4, 20'000));
  const ReplayedMilestone& lost = milestone_of(replay, Milestone::data_lost);
  // U(0, 24 h) and the copy's length, whose mean is 18 min.
  CHECK(lost.median_s == Approx((12.0 + 0.3) * 3600.0).epsilon(0.03));
  CHECK(lost.low_s == Approx((1.2 + 0.3) * 3600.0).epsilon(0.1));
  CHECK(lost.high_s == Approx((22.8 + 0.3) * 3600.0).epsilon(0.03));
}

TEST_CASE("coverage counts the milestones that were observed, and scores as defined") {
  const Replay replay =
      replay_incidents({incident_called("aws-s3-2017-02-28"), incident_called("gitlab-2017-01-31")},
                       options_of(1, 500));
  std::array<MilestoneCoverage, milestone_count> wanted;
  for (const ReplayedIncident& incident : replay.incidents) {
    for (const ReplayedMilestone& one : incident.milestones) {
      MilestoneCoverage& coverage = wanted[static_cast<std::size_t>(one.milestone)];
      ++coverage.count;
      coverage.held += one.holds() ? 1 : 0;
      coverage.mean_width_s += one.high_s - one.low_s;
      coverage.mean_score_s += one.high_s - one.low_s;
      coverage.mean_score_s += 20.0 * std::max(0.0, one.low_s - one.observed_s);
      coverage.mean_score_s += 20.0 * std::max(0.0, one.observed_s - one.high_s);
    }
  }
  for (std::size_t index = 0; index < milestone_count; ++index) {
    INFO(milestone_names[index]);
    const MilestoneCoverage& found = replay.coverage[index];
    CHECK(found.count == wanted[index].count);
    CHECK(found.held == wanted[index].held);
    const auto count = static_cast<double>(std::max<std::uint64_t>(1, found.count));
    CHECK(found.mean_width_s == Approx(wanted[index].mean_width_s / count));
    CHECK(found.mean_score_s == Approx(wanted[index].mean_score_s / count));
  }
  CHECK(replay.coverage[static_cast<std::size_t>(Milestone::service_restored)].count == 2);
  CHECK(replay.coverage[static_cast<std::size_t>(Milestone::recovery_started)].count == 0);
}

TEST_CASE("a plan is struck for as long as the incident lasted") {
  const Result<Scenario> ours = load_scenario("scenarios/library/regional-outage.json");
  REQUIRE(ours);
  const Survival survival = survive_incidents(
      *ours,
      {incident_called("aws-kinesis-2020-11-25"), incident_called("github-power-2016-01-28"),
       incident_called("gitlab-2017-01-31")},
      options_of(1, 500));
  REQUIRE(survival.incidents.size() == 2);
  CHECK(survival.left_out == std::vector<std::string>{"gitlab-2017-01-31"});
  const SurvivedIncident& kinesis = survival.incidents[0];
  CHECK(kinesis.takes_control_planes);
  CHECK(kinesis.length_s == 1028 * 60.0);
  // The plan edits DNS records through the lost region: it waits until that is back.
  CHECK(kinesis.objectives[0].median_s == Approx(kinesis.length_s).margin(600.0));
  CHECK(kinesis.objectives[0].verdict == Verdict::missed);
  const SurvivedIncident& power = survival.incidents[1];
  CHECK_FALSE(power.takes_control_planes);
  CHECK(power.objectives[0].median_s < power.length_s);  // failed over before it came back
  CHECK(power.objectives[0].met_fraction > 0.5);
}
