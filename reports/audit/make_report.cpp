#include "reports/audit/make_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "models/text/document.hpp"
#include "scenarios/timeline_names.hpp"

namespace firedrill {
namespace {

constexpr std::string_view unknown_instant = "1970-01-01T00:00:00.000000Z";

// The quarter or year that all drills lie in, or the one that the dossier's period is.
ReportKind kind_of(const Report& report) {
  if (report.drills.empty()) {
    return ReportKind::simulation;
  }
  const Dossier& said = report.dossier;
  if (said.from && said.until) {
    const auto days = (*said.until - *said.from).count() + 1;
    constexpr int shortest_year = 365, longest_year = 366;
    constexpr int shortest_quarter = 90, longest_quarter = 92;
    if (days >= shortest_year && days <= longest_year) {
      return ReportKind::year;
    }
    if (days >= shortest_quarter && days <= longest_quarter) {
      return ReportKind::quarter;
    }
  }
  return report.drills.size() == 1 ? ReportKind::drill : ReportKind::period;
}

void add_drills(const ReportInputs& inputs, Report& report) {
  for (const RecordedDrill& drill : inputs.drills) {
    const auto scenario = inputs.scenarios.find(drill.run.scenario.digest);
    report.drills.push_back(report_drill(
        drill, scenario == inputs.scenarios.end() ? nullptr : &scenario->second, inputs.dossier));
  }
  std::sort(report.drills.begin(), report.drills.end(),
            [](const ReportDrill& one, const ReportDrill& other) {
              return std::tie(one.run.started_at, one.id) <
                     std::tie(other.run.started_at, other.id);
            });
  report.origin = origin_of(report.drills);
  set_stand_ins_apart(report);
  std::vector<RunComparison> comparisons;
  for (const ReportDrill& drill : report.drills) {
    if (is_measured(drill.run.target_kind) == report.origin.is_measured()) {
      comparisons.push_back(drill.comparison);
    }
    report.as_of = std::max({report.as_of, drill.run.started_at, drill.run.ended_at});
  }
  report.model = record_of(std::move(comparisons));
}

void add_simulated(const ReportInputs& inputs, Report& report) {
  for (const PredictedRun& prediction : inputs.predictions) {
    report.simulated.push_back({prediction.scenario.name, prediction.scenario.digest,
                                prediction.plan.name, prediction.seed, prediction.replications,
                                prediction.objectives, prediction.phases, prediction.steps});
  }
}

// The plans in the order in which they were first drilled; of each its newest version that is
// known, by its name.
using KnownPlans = std::map<std::string, const Plan*>;
KnownPlans add_plans(const ReportInputs& inputs, Report& report) {
  KnownPlans known;
  for (const ReportDrill& drill : report.drills) {
    const RunInput& plan = drill.run.plan;
    auto place = std::find_if(report.plans.begin(), report.plans.end(),
                              [&](const ReportPlan& one) { return one.name == plan.name; });
    if (place == report.plans.end()) {
      place = report.plans.insert(place, {plan.name, "", {}, 0});
    }
    ++place->drills;
    if (std::find(place->digests.begin(), place->digests.end(), plan.digest) ==
        place->digests.end()) {
      place->digests.push_back(plan.digest);
    }
    const auto scenario = inputs.scenarios.find(drill.run.scenario.digest);
    if (scenario != inputs.scenarios.end()) {
      known[plan.name] = &scenario->second.plan;
      place->title = title_of(scenario->second.plan);
    }
  }
  return known;
}

// Which report this is: said by the dossier, or else by what it is made from.
void name_report(Report& report) {
  report.from = report.dossier.from ? text_of(*report.dossier.from) : "";
  report.until = report.dossier.until ? text_of(*report.dossier.until) : "";
  if (report.from.empty() && !report.drills.empty()) {
    report.from = text_of(day_of_instant(report.drills.front().run.started_at));
    report.until = text_of(day_of_instant(report.as_of));
  }
  report.id = report.dossier.id;
  if (report.id.empty()) {
    std::string digests;
    for (const ReportDrill& drill : report.drills) {
      digests += drill.run_digest;
    }
    for (const SimulatedPart& part : report.simulated) {
      digests += part.digest + std::to_string(part.seed);
    }
    report.id = "FD-" + sha256_hex(digests).substr(0, 12);
  }
  report.title = report.dossier.title;
  if (report.title.empty()) {
    std::string about = report.plan_title.empty() ? report.plan : report.plan_title;
    for (std::size_t index = 1; index < report.plans.size(); ++index) {
      const ReportPlan& other = report.plans[index];
      about += (index + 1 == report.plans.size() ? " and " : ", ") +
               (other.title.empty() ? other.name : other.title);
    }
    report.title = report.kind == ReportKind::simulation ? "Simulated recovery of " + about
                                                         : "Disaster-recovery drills of " + about;
  }
}

Verdict verdict_of(const Report& report) {
  bool is_any = false;
  bool is_open = false;
  for (const ReportDrill& drill : report.drills) {
    if (drill.counts && drill.verdict == Verdict::missed) {
      return Verdict::missed;
    }
    is_any = is_any || drill.counts;
    is_open = is_open || (drill.counts && drill.verdict == Verdict::inconclusive);
  }
  return is_any && !is_open ? Verdict::met : Verdict::inconclusive;
}

}  // namespace

std::string_view name_of(Label label) {
  constexpr std::array<std::string_view, 3> names{"SIMULATED", "MEASURED", "DECLARED"};
  return names[static_cast<std::size_t>(label)];
}

std::string_view name_of(ReportKind kind) {
  constexpr std::array<std::string_view, 5> names{"drill", "quarter", "year", "period",
                                                  "simulation"};
  return names[static_cast<std::size_t>(kind)];
}

Day day_of_instant(const std::string& instant) {
  return day_of(instant.substr(0, 10)).value_or(Day{});
}

std::vector<LedgerLine> message_ledger(const std::vector<ReportDrill>& drills) {
  std::vector<LedgerLine> lines;
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> places;
  std::vector<std::vector<double>> delays;
  for (const ReportDrill& drill : drills) {
    for (const ReportDuty& duty : drill.duties) {
      if (!duty.is_message) {
        continue;
      }
      const auto [place, is_new] =
          places.try_emplace({drill.run.plan.name, duty.subject, duty.detail}, lines.size());
      if (is_new) {
        lines.push_back({});
        lines.back().plan = drill.run.plan.name;
        lines.back().subject = duty.subject;
        lines.back().detail = duty.detail;
        lines.back().clock = duty.clock;
        lines.back().due_s = duty.due_s;
        delays.emplace_back();
      }
      LedgerLine& line = lines[place->second];
      const double done = duty.done_s.value_or(0.0);
      ++line.owed;
      line.on_time += duty.is_on_time.value_or(false) ? 1 : 0;
      line.unsent += std::isinf(done) ? 1 : 0;
      if (duty.acknowledged_s) {
        ++line.acknowledged;
        auto& people = line.acknowledged_by;
        if (std::find(people.begin(), people.end(), duty.acknowledged_by) == people.end()) {
          people.push_back(duty.acknowledged_by);
        }
      }
      if (line.worst_drill.empty() || done > line.worst_s) {
        line.worst_s = done;
        line.worst_drill = drill.id;
      }
      delays[place->second].push_back(done);
    }
  }
  for (std::size_t index = 0; index < lines.size(); ++index) {
    std::sort(delays[index].begin(), delays[index].end());
    lines[index].median_s = sample_quantile(delays[index], 0.5);
  }
  return lines;
}

Report make_report(const ReportInputs& inputs) {
  Report report;
  report.tool = inputs.tool;
  report.dossier = inputs.dossier;
  add_drills(inputs, report);
  add_simulated(inputs, report);
  report.kind = kind_of(report);
  report.as_of = report.as_of.empty() ? std::string{unknown_instant} : report.as_of;
  const KnownPlans known = add_plans(inputs, report);
  if (!report.plans.empty()) {
    report.plan = report.plans.front().name;
    report.plan_title = report.plans.front().title;
    report.plan_digest = report.plans.front().digests.back();
  } else if (!report.simulated.empty()) {
    report.plan = report.simulated.front().plan;
  }
  for (const ReportPlan& plan : report.plans) {
    if (const auto found = known.find(plan.name); found != known.end()) {
      const auto results = judge_criteria(report, *found->second);
      report.criteria.insert(report.criteria.end(), results.begin(), results.end());
    }
  }
  name_report(report);
  report.calendars = follow_calendars(inputs.calendars, report);
  report.ledger = message_ledger(report.drills);
  report.actions = follow_actions(inputs.actions, report);
  report.findings = find_findings(report);
  report.limitations = find_limitations(report);
  report.missing = missing_fields(report);
  report.demands = map_demands(report);
  report.verdict = verdict_of(report);
  if (!report.origin.is_measured()) {
    label_as_simulated(report);
  }
  return report;
}

}  // namespace firedrill
