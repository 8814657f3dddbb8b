// The sections on what follows from the drills: deviations, findings, actions, risks, limits.

#include <fmt/format.h>

#include <algorithm>

#include "reports/audit/make_report.hpp"
#include "reports/audit/view_parts.hpp"
#include "reports/format.hpp"

namespace firedrill {
namespace {

std::string action_state(const CorrectiveAction& action) {
  return action.state == ActionState::open   ? "open"
         : action.state == ActionState::done ? "done"
                                             : "risk accepted";
}

void deviate(BulletList& list, const ReportDrill& drill, std::string text,
             Label label = Label::measured) {
  list.items.push_back({fmt::format("{} ({}): {}", drill.id, name_of(label), std::move(text))});
}

void add_deviations(const ReportDrill& drill, BulletList& list) {
  const Run& run = drill.run;
  if (run.state != RunState::completed) {
    deviate(list, drill, fmt::format("{}: {}", name_of(run.state), run.reason));
  }
  const auto steady = [&](const std::optional<RunSteadyState>& state, const char* when) {
    if (state && !state->is_held) {
      deviate(list, drill,
              fmt::format("the target was not steady {}: {}", when, joined(state->deviations)));
    }
  };
  steady(run.steady_before, "before");
  steady(run.steady_after, "afterwards");
  for (const std::string& left : run.undo.residue) {
    deviate(list, drill, "left behind: " + left);
  }
  if (run.diverged) {
    deviate(list, drill, "writes were taken on both sides (split brain)");
  }
  std::vector<std::string> absent, unplanned;
  for (const Participant& one : drill.dossier.participants) {
    if (one.was_planned && !one.attended) {
      absent.push_back(one.name + " (" + one.role + ")");
    } else if (!one.was_planned && one.attended) {
      unplanned.push_back(one.name + " (" + one.role + ")");
    }
  }
  if (!absent.empty()) {
    deviate(list, drill, "planned and absent: " + joined(absent), Label::declared);
  }
  if (!unplanned.empty()) {
    deviate(list, drill, "took part unplanned: " + joined(unplanned), Label::declared);
  }
  for (const std::string& said : drill.dossier.deviations) {
    deviate(list, drill, said, Label::declared);
  }
}

}  // namespace

ViewSection deviations_section(const Report& report) {
  ViewSection one = section("deviations", "Deviations from what was planned");
  BulletList list;
  for (const ReportDrill& drill : report.drills) {
    add_deviations(drill, list);
  }
  if (list.items.empty()) {
    say(one, report.drills.empty() ? "Nothing was held." : "None was recorded or stated.");
  } else {
    one.blocks.emplace_back(std::move(list));
  }
  return one;
}

ViewSection findings_section(const Report& report) {
  ViewSection one = section("findings", "Findings and root causes");
  if (report.findings.empty()) {
    say(one, report.drills.empty() ? "Nothing was held." : "None.");
    return one;
  }
  ViewTable table{
      "Findings; the same in several drills is one, in the words of the worst",
      {{"Id"}, {"Severity"}, {"What was seen"}, {"In"}, {"Root cause"}, {"Answered by"}, {"Label"}},
      {}};
  for (const ReportFinding& finding : report.findings) {
    table.rows.push_back(
        {{finding.id},
         {finding.severity, finding.severity == "high"  ? Tone::bad
                            : finding.severity == "low" ? Tone::plain
                                                        : Tone::doubtful},
         {finding.text},
         text_cell(drills_text(finding.drills)),
         text_cell(finding.cause),
         text_cell(joined(finding.actions), finding.actions.empty() && finding.severity != "low"
                                                ? Tone::doubtful
                                                : Tone::plain),
         {std::string{name_of(finding.label)}, Tone::faint}});
  }
  one.blocks.emplace_back(std::move(table));
  return one;
}

ViewSection actions_section(const Report& report) {
  ViewSection one = section("actions", "Corrective actions");
  ViewTable table{"Actions, owners, and whether they worked",
                  {{"Id"},
                   {"Action"},
                   {"Owner"},
                   {"Cause"},
                   {"Opened"},
                   {"Due"},
                   {"State"},
                   {"Re-test"},
                   {"Effectiveness"}},
                  {}};
  for (const ReportAction& followed : report.actions) {
    const CorrectiveAction& action = followed.action;
    if (action.state == ActionState::accepted) {
      continue;
    }
    const Tone tone = followed.effectiveness == "effective"       ? Tone::good
                      : followed.effectiveness == "not effective" ? Tone::bad
                                                                  : Tone::doubtful;
    table.rows.push_back(
        {{action.id},
         {action.title},
         {action.owner},
         text_cell(action.cause),
         {text_of(action.opened)},
         {text_of(action.due)},
         {followed.is_overdue ? "overdue" : action_state(action),
          followed.is_overdue ? Tone::bad : Tone::plain},
         text_cell(action.retest ? action.retest->scenario + " by " + text_of(action.retest->by)
                                 : ""),
         {followed.effectiveness +
              (followed.retested_by.empty() ? "" : ", shown by " + followed.retested_by),
          tone}});
  }
  if (table.rows.empty()) {
    say(one, "No corrective action is on file.");
  } else {
    one.blocks.emplace_back(std::move(table));
  }
  if (!report.dossier.plan_changes.empty()) {
    ViewTable changes{
        "Changes of the plan since, DECLARED", {{"On"}, {"Change"}, {"Because of"}}, {}};
    for (const PlanRevision& change : report.dossier.plan_changes) {
      changes.rows.push_back({{text_of(change.on)}, {change.change}, {change.because}});
    }
    one.blocks.emplace_back(std::move(changes));
  }
  return one;
}

ViewSection risks_section(const Report& report) {
  ViewSection one = section("risks", "Accepted risks");
  ViewTable table{"Risks that are borne, DECLARED",
                  {{"Id"}, {"Risk"}, {"What was seen"}, {"Accepted by"}, {"Until"}},
                  {}};
  for (const ReportAction& followed : report.actions) {
    const CorrectiveAction& action = followed.action;
    if (action.state == ActionState::accepted && action.accepted_until) {
      const bool is_over = *action.accepted_until < day_of_instant(report.as_of);
      table.rows.push_back({{action.id},
                            {action.title},
                            {action.finding},
                            {action.accepted_by},
                            {text_of(*action.accepted_until) + (is_over ? " (expired)" : ""),
                             is_over ? Tone::bad : Tone::plain}});
    }
  }
  if (table.rows.empty()) {
    say(one, "None is on file.");
  } else {
    one.blocks.emplace_back(std::move(table));
  }
  return one;
}

ViewSection calendar_section(const Report& report) {
  ViewSection one = section("calendar", "Planned and held");
  if (report.calendars.empty()) {
    say(one, "What was to be drilled is not stated: no calendar was given.", Tone::doubtful);
    return one;
  }
  for (const ReportCalendar& calendar : report.calendars) {
    const ShareCount& held = calendar.held.count;
    say(one,
        fmt::format("{} of {} that {} for {} had laid out and that were due were held{}.",
                    held.kept, counted(held.trials, "drill"), calendar.programme, calendar.year,
                    calendar.unplanned.empty()
                        ? ""
                        : "; held without being laid out: " + drills_text(calendar.unplanned)),
        held.kept < held.trials ? Tone::bad : Tone::plain);
    ViewTable table{
        fmt::format("Calendar {}, plan {}, PLANNED", calendar.year, calendar.plan),
        {{"Laid on"}, {"In time until"}, {"Drill"}, {"Scenario"}, {"State"}, {"Held as"}},
        {}};
    for (const ReportOccasion& occasion : calendar.occasions) {
      const PlannedYear::Drill& planned = occasion.planned;
      const Tone tone = occasion.state == OccasionState::held       ? Tone::good
                        : occasion.state == OccasionState::left_out ? Tone::bad
                                                                    : Tone::plain;
      table.rows.push_back(
          {{text_of(planned.day)},
           {text_of(planned.until)},
           {planned.title + (planned.retest.empty() ? "" : ", re-test of " + planned.retest)},
           text_cell(planned.scenario),
           {std::string{name_of(occasion.state)}, tone},
           text_cell(occasion.drill)});
    }
    one.blocks.emplace_back(std::move(table));
  }
  return one;
}

ViewSection limitations_section(const Report& report) {
  ViewSection one = section("limitations", "Limitations");
  BulletList list;
  for (const Limitation& limitation : report.limitations) {
    list.items.push_back({fmt::format("{} ({})", limitation.text, name_of(limitation.label))});
  }
  list.items.push_back(
      {"Who holds the signing keys and every copy can rewrite all of it. Only what they do not "
       "hold "
       "shows that: the Merkle root written down elsewhere, a second person's signature, or a time "
       "stamp. Without such an anchor an earlier or wholly rewritten pack goes unseen."});
  one.blocks.emplace_back(std::move(list));
  return one;
}

ViewSection demands_section(const Report& report) {
  ViewSection one = section("demands", "What this supports");
  say(one,
      "Identifiers and our own words. \"Supports\" means that the sections named hold evidence "
      "for the demand; whether that is enough is for the auditor to say.");
  ViewTable table{"Demands of standards and of the internal policy",
                  {{"Standard"}, {"Id"}, {"Demand"}, {"Supported by"}, {"Exception"}},
                  {}};
  for (const MappedDemand& demand : report.demands) {
    table.rows.push_back(
        {{demand.standard},
         {demand.id},
         {demand.demand},
         {demand.is_supported ? "supported by: " + joined(demand.supports) : "not supported",
          demand.is_supported ? Tone::plain : Tone::doubtful},
         text_cell(demand.exception, demand.exception.empty() ? Tone::plain : Tone::doubtful)});
  }
  one.blocks.emplace_back(std::move(table));
  return one;
}

}  // namespace firedrill
