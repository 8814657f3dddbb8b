#include "reports/replay_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "reports/format.hpp"

namespace firedrill {
namespace {

std::string milestone_words(Milestone milestone) {
  std::string words{milestone_names[static_cast<std::size_t>(milestone)]};
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

Cell outcome_cell(const ReplayedMilestone& one) {
  if (one.holds()) {
    return {"held", Ink::good};
  }
  return {one.observed_s < one.low_s ? "missed: sooner" : "missed: later", Ink::bad};
}

std::string incidents_part(const Replay& replay, const PageOptions& options) {
  Table table{{Align::left, Align::right, Align::right, Align::right, Align::right, Align::left}};
  table.add({{}, faint("5 %"), faint("median"), faint("95 %"), faint("happened"), {}});
  for (const ReplayedIncident& incident : replay.incidents) {
    table.add_line({clipped(incident.name + "  " + incident.title, width_of(options) - 2)});
    for (const ReplayedMilestone& one : incident.milestones) {
      table.add({{"  " + milestone_words(one.milestone)},
                 {human_duration(one.low_s)},
                 {human_duration(one.median_s)},
                 {human_duration(one.high_s)},
                 {human_duration(one.observed_s)},
                 outcome_cell(one)});
    }
  }
  return heading("INCIDENTS", "predicted, and what happened", options) + table.render(options);
}

std::string coverage_part(const Replay& replay, const PageOptions& options) {
  Table table{{Align::left, Align::right, Align::right, Align::right}};
  table.add({{}, faint("held"), faint("mean width"), faint("mean score")});
  for (std::size_t index = 0; index < milestone_count; ++index) {
    const MilestoneCoverage& one = replay.coverage[index];
    if (one.count > 0) {
      table.add({{milestone_words(static_cast<Milestone>(index))},
                 {fmt::format("{} of {}", one.held, one.count)},
                 {human_duration(one.mean_width_s)},
                 {human_duration(one.mean_score_s)}});
    }
  }
  return heading("THE INTERVALS",
                 fmt::format("meant to hold {}", chosen_percent(replay_confidence)), options) +
         table.render(options) + "\n" +
         painted(wrapped("The score is the width, and 20 times the distance where one missed; "
                         "smaller is better.",
                         width_of(options), 2),
                 Ink::faint, options);
}

Cell survived_cell(const SurvivedObjective& one) {
  switch (one.verdict) {
    case Verdict::met:
      return {"met", Ink::good};
    case Verdict::missed:
      return {"MISSED", Ink::bad};
    case Verdict::inconclusive:
      break;
  }
  return {"?", Ink::doubtful};
}

std::string kept_losses(const Survival& survival, const SurvivedIncident& incident) {
  std::size_t kept = 0;
  std::size_t all = 0;
  for (std::size_t index = 0; index < incident.objectives.size(); ++index) {
    if (survival.objectives[index].kind == ObjectiveKind::rpo) {
      ++all;
      kept += incident.objectives[index].verdict == Verdict::met ? 1U : 0U;
    }
  }
  return fmt::format("{} of {}", kept, all);
}

// One row an incident, one column a recovery time, numbered as below the table, and one for all
// data losses.
std::string survival_table(const Survival& survival, const PageOptions& options) {
  std::vector<Align> columns{Align::left, Align::right, Align::left};
  std::vector<Cell> head{{}, faint("outage"), {}};
  for (std::size_t index = 0; index < survival.objectives.size(); ++index) {
    if (survival.objectives[index].kind == ObjectiveKind::rto) {
      columns.push_back(Align::left);
      head.push_back(faint(fmt::format("{}", index + 1)));
    }
  }
  columns.push_back(Align::right);
  head.push_back(faint("data losses met"));
  Table table{std::move(columns)};
  table.add(std::move(head));
  for (const SurvivedIncident& incident : survival.incidents) {
    std::vector<Cell> row{{incident.name},
                          {human_duration(incident.length_s)},
                          {incident.takes_control_planes ? "*" : ""}};
    for (std::size_t index = 0; index < incident.objectives.size(); ++index) {
      if (survival.objectives[index].kind == ObjectiveKind::rto) {
        row.push_back(survived_cell(incident.objectives[index]));
      }
    }
    row.push_back({kept_losses(survival, incident)});
    table.add(std::move(row));
  }
  return table.render(options);
}

// How often each promise held, over all incidents.
std::string promises_table(const Survival& survival, const PageOptions& options) {
  Table table{{Align::right, Align::left, Align::right, Align::left}, 1};
  for (std::size_t index = 0; index < survival.objectives.size(); ++index) {
    const auto kept = std::count_if(
        survival.incidents.begin(), survival.incidents.end(),
        [&](const SurvivedIncident& one) { return one.objectives[index].verdict == Verdict::met; });
    table.add({{fmt::format("{}", index + 1)},
               {survival.objectives[index].name},
               {human_duration(survival.objectives[index].target_s), Ink::faint},
               {fmt::format("met in {} of {}", kept, survival.incidents.size())}});
  }
  return table.render(options);
}

}  // namespace

std::string replay_page(const Replay& replay, const PageOptions& options) {
  return painted("SIMULATED", Ink::strong, options) + "  " +
         fmt::format("{}, {} each, seed {}\n", counted(replay.incidents.size(), "incident"),
                     counted(replay.replications, "recovery", "recoveries"), replay.seed) +
         incidents_part(replay, options) + coverage_part(replay, options);
}

std::string survival_page(const Survival& survival, const PageOptions& options) {
  std::string page =
      painted("SIMULATED", Ink::strong, options) + "  " +
      fmt::format("{} struck by past outages, {} each, seed {}\n", survival.scenario,
                  counted(survival.replications, "recovery", "recoveries"), survival.seed);
  page += heading("INCIDENTS", "their outage upon our primary region: would our promises hold?",
                  options) +
          survival_table(survival, options) + "\n" +
          painted(wrapped("* and its control planes were lost as long. ?: too close to say.",
                          width_of(options), 2),
                  Ink::faint, options) +
          heading("PROMISES", "", options) + promises_table(survival, options);
  if (!survival.left_out.empty()) {
    std::string names;
    for (const std::string& name : survival.left_out) {
      names += (names.empty() ? "" : ", ") + name;
    }
    page += "\n" + wrapped("Left out, as no outage of a region stands for them: " + names + ".",
                           width_of(options), 2);
  }
  return page;
}

}  // namespace firedrill
