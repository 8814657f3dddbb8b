// The sections of a report that speak of recovery itself: promises, drills, timelines, phases.

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

#include "reports/audit/pictures.hpp"
#include "reports/audit/view_parts.hpp"
#include "reports/format.hpp"

namespace firedrill {
namespace {

constexpr std::size_t drawn_at_most = 8;  // drills whose recovery has a picture of its own

// "lab east" of a target that does not already name its kind, as "lab-east" does.
std::string against_text(const Run& run) {
  if (!is_measured(run.target_kind)) {
    return run.target.name + ", played by a stand-in";
  }
  const std::string kind{name_of(run.target_kind)};
  return run.target.name.starts_with(kind) ? run.target.name : kind + " " + run.target.name;
}

const ComparedObjective* compared(const ReportDrill& drill, const std::string& name) {
  for (const ComparedObjective& one : drill.comparison.objectives) {
    if (one.name == name) {
      return &one;
    }
  }
  return nullptr;
}

// Every promise of one drill: target, measured, predicted.
ViewTable promises_of(const ReportDrill& drill) {
  ViewTable table{"Promises of " + drill.id,
                  {{"Promise"},
                   {"Target", true},
                   {std::string{label_of(drill.run.target_kind)}, true},
                   {"What the probes leave open", true},
                   {"SIMULATED before: median", true},
                   {"90 % of predictions", true},
                   {"Predicted to hold in", true},
                   {"Promise"},
                   {"Model"}},
                  {}};
  table.columns[7].title = "The promise was";
  table.columns[8].title = "The prediction was";
  for (const RunObjective& one : drill.run.objectives) {
    const ComparedObjective* const beside = compared(drill, one.name);
    const bool has_figure = beside != nullptr && beside->figure;
    std::vector<ViewCell> row{{title_text(one)},
                              {span_text(one.target)},
                              {one.is_measured ? span_text(one.value) : "not measured"}};
    row.push_back(text_cell(
        one.is_measured ? "[" + span_text(one.low) + ", " + span_text(one.high) + "]" : ""));
    row.push_back(text_cell(has_figure ? human_duration(beside->figure->median) : ""));
    row.push_back(text_cell(
        has_figure ? interval_text(beside->figure->interval.low, beside->figure->interval.high)
                   : ""));
    row.push_back(text_cell(beside != nullptr ? percent(beside->predicted_met_fraction) : ""));
    row.push_back(cell_of(one.verdict));
    row.push_back(!has_figure                                 ? text_cell("")
                  : beside->figure->is_inside == Verdict::met ? ViewCell{"right", Tone::good}
                  : beside->figure->is_inside == Verdict::missed
                      ? ViewCell{"wrong", Tone::bad}
                      : ViewCell{"open", Tone::doubtful});
    table.rows.push_back(std::move(row));
  }
  return table;
}

struct PromiseTally {
  std::string plan, title;
  Duration target{};
  std::uint64_t kept = 0, missed = 0, open = 0;
  std::vector<double> values;
  double worst = -1.0;
  std::string worst_drill;
  std::uint64_t inside = 0, predicted = 0;
};

void count_promise(const RunObjective& one, const ReportDrill& drill, PromiseTally& tally) {
  tally.kept += one.verdict == Verdict::met ? 1 : 0;
  tally.missed += one.verdict == Verdict::missed ? 1 : 0;
  tally.open += one.verdict == Verdict::inconclusive ? 1 : 0;
  if (one.is_measured) {
    const double value =
        one.value == never ? std::numeric_limits<double>::infinity() : to_seconds(one.value);
    tally.values.push_back(value);
    if (value > tally.worst) {
      tally.worst = value;
      tally.worst_drill = drill.id;
    }
  }
  const ComparedObjective* const beside = compared(drill, one.name);
  if (beside != nullptr && beside->figure) {
    ++tally.predicted;
    tally.inside += beside->figure->is_inside == Verdict::met ? 1 : 0;
  }
}

// Every promise over all drills that count, in the order in which they first come.
std::vector<PromiseTally> tally_promises(const Report& report) {
  std::vector<PromiseTally> tallies;
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  for (const ReportDrill& drill : report.drills) {
    for (const RunObjective& one : drill.run.objectives) {
      if (!drill.counts) {
        continue;
      }
      const auto [place, is_new] =
          places.try_emplace({drill.run.plan.name, one.name}, tallies.size());
      if (is_new) {
        tallies.emplace_back();
        tallies.back().plan = drill.run.plan.name;
        tallies.back().title = title_text(one);
        tallies.back().target = one.target;
      }
      count_promise(one, drill, tallies[place->second]);
    }
  }
  for (PromiseTally& tally : tallies) {
    std::sort(tally.values.begin(), tally.values.end());
  }
  return tallies;
}

ViewTable promises_of_all(const Report& report) {
  ViewTable table{"Promises over all drills",
                  {{"Promise"},
                   {"Target", true},
                   {"Kept", true},
                   {"Missed", true},
                   {"Open", true},
                   {"Median", true},
                   {"Worst", true},
                   {"In drill"},
                   {"Predictions right", true}},
                  {}};
  for (const PromiseTally& tally : tally_promises(report)) {
    const bool is_any = !tally.values.empty();
    table.rows.push_back(
        {{report.plans.size() > 1 ? tally.plan + ": " + tally.title : tally.title},
         {span_text(tally.target)},
         {std::to_string(tally.kept)},
         {std::to_string(tally.missed), tally.missed > 0 ? Tone::bad : Tone::plain},
         {std::to_string(tally.open)},
         text_cell(is_any ? human_duration(sample_quantile(tally.values, 0.5)) : ""),
         text_cell(is_any ? human_duration(tally.worst) : ""),
         text_cell(tally.worst_drill),
         {fmt::format("{} of {}", tally.inside, tally.predicted)}});
  }
  return table;
}

ViewTable drills_table(const Report& report) {
  ViewTable table{"All drills",
                  {{"Began (UTC)"},
                   {"Drill"},
                   {"Scenario"},
                   {"Type"},
                   {"Against"},
                   {"First recovery", true},
                   {"Target", true},
                   {"Result"}},
                  {}};
  for (const ReportDrill& drill : report.drills) {
    const ComparedObjective* const first = first_recovery(drill.comparison);
    const auto& all = drill.run.objectives;
    const auto promise = std::find_if(all.begin(), all.end(), [&](const RunObjective& one) {
      return first != nullptr && one.name == first->name;
    });
    table.rows.push_back(
        {{drill.run.started_at.substr(0, 16)},
         {drill.id},
         {drill.run.scenario_title.empty() ? drill.run.scenario.name : drill.run.scenario_title},
         text_cell(drill.dossier.type ? std::string{name_of(*drill.dossier.type)} : ""),
         {against_text(drill.run)},
         text_cell(promise == all.end() ? "" : span_text(promise->value)),
         text_cell(promise == all.end() ? "" : span_text(promise->target)),
         drill.counts ? cell_of(drill.verdict) : ViewCell{"does not count", Tone::doubtful}});
  }
  return table;
}

std::string people_text(const DrillDossier& said) {
  std::string text;
  for (const Participant& one : said.participants) {
    text += fmt::format("{}{} ({}{})", text.empty() ? "" : ", ", one.name, one.role,
                        !one.attended     ? ", absent"
                        : one.was_planned ? ""
                                          : ", not planned");
  }
  return text;
}

std::string faults_text(const Run& run) {
  std::string text;
  for (const RunFault& one : run.faults) {
    text += fmt::format("{}{} on {}: {}", text.empty() ? "" : "; ", one.name,
                        one.targets.empty() ? "nothing" : joined(one.targets),
                        one.how.empty() ? one.kind : one.how);
  }
  return text;
}

FactList facts_of(const ReportDrill& drill) {
  const DrillDossier& said = drill.dossier;
  const Run& run = drill.run;
  FactList list;
  const auto fact = [&](const char* name, std::string text, Tone tone = Tone::plain) {
    const bool is_there = !text.empty();
    list.facts.push_back(
        {name, {is_there ? std::move(text) : "not stated", is_there ? tone : Tone::doubtful}});
  };
  fact("Result", std::string{name_of(drill.verdict)} + ": " + drill.reason, tone_of(drill.verdict));
  fact("When", run.started_at + " to " + run.ended_at);
  fact("Type", said.type ? std::string{name_of(*said.type)} : "");
  fact("Why this one", said.selection);
  fact("Approved by", said.approval ? fmt::format("{} ({}), {}", said.approval->by,
                                                  said.approval->role, text_of(said.approval->on))
                                    : "");
  fact("Criteria fixed", said.criteria_fixed ? text_of(*said.criteria_fixed) : "");
  fact("Where", joined(said.locations));
  fact("People", people_text(said));
  fact("Assumptions", joined(said.assumptions));
  fact("Against", fmt::format("{}, {}", against_text(run), run.target.digest.substr(0, 16)));
  fact("Broken", faults_text(run));
  if (run.prediction) {
    fact("Prediction sealed",
         fmt::format("event {}, {} replications, seed {}, SHA-256 {}", run.prediction->seal,
                     grouped(static_cast<std::int64_t>(run.prediction->replications)),
                     run.prediction->seed, run.prediction->digest.substr(0, 16)));
  }
  fact("Detected", drill.alert_s ? human_duration(*drill.alert_s) + " after the injection" : "");
  fact("Response began",
       drill.declared_s ? human_duration(*drill.declared_s) + " after the injection" : "");
  fact("Undone",
       fmt::format("{} of {} entries of the undo journal{}", run.undo.reverted, run.undo.entries,
                   run.undo.residue.empty() ? "" : "; left: " + joined(run.undo.residue)),
       run.undo.residue.empty() ? Tone::plain : Tone::bad);
  return list;
}

}  // namespace

ViewSection objectives_section(const Report& report) {
  ViewSection one = section("objectives", "Objectives: promised, predicted, measured");
  if (report.drills.empty()) {
    say(one, "Nothing was measured.", Tone::doubtful);
    return one;
  }
  say(one,
      "Targets are the plan's. Predictions were sealed before anything was broken. Whether a "
      "promise was kept and whether the model was right are two questions.");
  if (report.drills.size() > 1) {
    one.blocks.emplace_back(drills_picture(report));
    say(one,
        "Dots: the drill (hollow: the promise was missed; none: it was not back). Bars: 90 % of "
        "the predictions. Dashed: the target.",
        Tone::faint);
    one.blocks.emplace_back(promises_of_all(report));
  } else {
    one.blocks.emplace_back(promises_of(report.drills.front()));
  }
  return one;
}

ViewSection drills_section(const Report& report) {
  ViewSection one = section("drills", "Drills");
  if (report.drills.empty()) {
    say(one, "None was held.", Tone::doubtful);
    return one;
  }
  one.blocks.emplace_back(drills_table(report));
  for (const ReportDrill& drill : report.drills) {
    one.blocks.emplace_back(SubHeading{drill.id});
    one.blocks.emplace_back(facts_of(drill));
  }
  return one;
}

ViewSection timeline_section(const Report& report) {
  ViewSection one = section("timeline", "Timelines");
  if (report.drills.empty()) {
    say(one, "Nothing was recorded.", Tone::doubtful);
    return one;
  }
  say(one,
      "Blue: done without a person; brown or orange: with one. Line: until the promise held again "
      "(hollow end: missed). Dashed: the target.",
      Tone::faint);
  for (std::size_t index = 0; index < report.drills.size(); ++index) {
    if (index == drawn_at_most) {
      say(one,
          fmt::format("The first {} of {} drills are drawn; the phases of all stand below.",
                      drawn_at_most, report.drills.size()),
          Tone::faint);
      break;
    }
    one.blocks.emplace_back(SubHeading{report.drills[index].id});
    one.blocks.emplace_back(recovery_picture(report.drills[index]));
  }
  return one;
}

ViewSection phases_section(const Report& report) {
  ViewSection one = section("phases", "Phases of recovery");
  const ReportDrill* first = nullptr;
  for (const ReportDrill& drill : report.drills) {
    first = first == nullptr && !drill.run.phases.empty() ? &drill : first;
  }
  if (first == nullptr) {
    say(one, "No phase was measured.", Tone::doubtful);
    return one;
  }
  ViewTable table{"Phases, " + label_word(report) +
                      "; each is named after what ends it, 0 s where nothing of the kind took "
                      "place",
                  {{"Drill"}},
                  {}};
  for (const RunPhase& phase : first->run.phases) {
    std::string name = phase.name;
    std::replace(name.begin(), name.end(), '_', ' ');
    table.columns.push_back({std::move(name), true});
  }
  for (const ReportDrill& drill : report.drills) {
    std::vector<ViewCell> row{{drill.id}};
    for (const RunPhase& phase : drill.run.phases) {
      row.push_back({span_text(phase.length)});
    }
    row.resize(table.columns.size(), ViewCell{"-"});
    table.rows.push_back(std::move(row));
  }
  one.blocks.emplace_back(std::move(table));
  return one;
}

ViewSection simulated_section(const Report& report) {
  ViewSection one = section("simulated", "Simulated alone");
  say(one,
      "SIMULATED: nothing of this was drilled, and none of it is evidence that anything works.",
      Tone::doubtful);
  for (const SimulatedPart& part : report.simulated) {
    ViewTable table{fmt::format("{}: {} replications, seed {}", part.scenario,
                                grouped(static_cast<std::int64_t>(part.replications)), part.seed),
                    {{"Promise"},
                     {"Target", true},
                     {"Predicted to hold in", true},
                     {"Median", true},
                     {"90 % of predictions", true}},
                    {}};
    for (const PredictedObjective& objective : part.objectives) {
      table.rows.push_back(
          {{objective.title.empty() ? objective.name : objective.title},
           {human_duration(objective.target_s)},
           {percent(objective.met_fraction)},
           {human_duration(quantile(objective.law, 0.5))},
           {interval_text(quantile(objective.law, 0.05), quantile(objective.law, 0.95))}});
    }
    one.blocks.emplace_back(std::move(table));
    ViewTable phases{"Phases, SIMULATED", {{"Until"}, {"Median", true}, {"95 % within", true}}, {}};
    for (const PredictedPhase& phase : part.phases) {
      std::string name = phase.name;
      std::replace(name.begin(), name.end(), '_', ' ');
      phases.rows.push_back({{name},
                             {human_duration(quantile(phase.law, 0.5))},
                             {human_duration(quantile(phase.law, 0.95))}});
    }
    one.blocks.emplace_back(std::move(phases));
  }
  return one;
}

}  // namespace firedrill
