// The sections on what surrounds a recovery: lost data, copies, steps, criteria, model, messages.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/audit/pictures.hpp"
#include "reports/audit/view_parts.hpp"
#include "reports/format.hpp"

namespace firedrill {
namespace {

constexpr std::size_t stepwise_at_most = 12;  // drills whose steps are listed one by one

std::string share_text(const ShareProof& proof) {
  if (proof.count.trials == 0) {
    return "";
  }
  return fmt::format("{} of {} ({})", proof.count.kept, proof.count.trials, percent(proof.share));
}

ViewTable criteria_table(const Report& report, const std::string& plan, bool is_indicator) {
  const std::string whose = report.plans.size() > 1 ? plan : "the plan";
  ViewTable table{(is_indicator ? "KPIs of " : "Success criteria of ") + whose,
                  {{"Criterion"},
                   {"The plan's words"},
                   {"Counted"},
                   {"n", true},
                   {"Kept", true},
                   {"95 % interval", true},
                   {"Target", true},
                   {"Label"},
                   {"Verdict"},
                   {"Trials that prove it", true}},
                  {}};
  for (const CriterionResult& one : report.criteria) {
    if (one.is_indicator != is_indicator || one.plan != plan) {
      continue;
    }
    std::vector<ViewCell> row{{one.name}, {one.statement}, {one.counted}};
    if (one.at_most_s) {
      const bool is_any = one.mean.count > 0;
      row.push_back({std::to_string(one.mean.count)});
      row.push_back(
          text_cell(is_any ? fmt::format("{}mean {}", one.mean.censored > 0 ? "at least, " : "",
                                         human_duration(one.mean.mean))
                           : ""));
      row.push_back(text_cell(
          one.mean.count > 1 ? interval_text(one.mean.interval.low, one.mean.interval.high) : ""));
      row.push_back({"at most " + human_duration(*one.at_most_s)});
    } else {
      row.push_back({std::to_string(one.share.count.trials)});
      row.push_back(text_cell(share_text(one.share)));
      row.push_back(
          text_cell(one.share.count.trials > 0
                        ? fmt::format("[{}, {}] %", percent_number(one.share.interval.low),
                                      percent_number(one.share.interval.high))
                        : ""));
      row.push_back({chosen_percent(*one.at_least)});
    }
    row.push_back({std::string{name_of(one.label)}, Tone::faint});
    row.push_back({std::string{name_of(one.proof)}, tone_of(one.proof)});
    row.push_back(text_cell(one.at_most_s     ? ""
                            : one.needed == 0 ? "none ever do"
                                              : grouped(static_cast<std::int64_t>(one.needed))));
    table.rows.push_back(std::move(row));
  }
  return table;
}

// The promises on data loss that are worth a line each.
ViewTable losses_of(const Report& report) {
  ViewTable table{"Age of the newest state that survived, " + label_word(report),
                  {{"Drill"},
                   {"Data"},
                   {"Promised", true},
                   {"Lost", true},
                   {"What is left open", true},
                   {"Result"},
                   {"Why"}},
                  {}};
  for (const ReportDrill& drill : report.drills) {
    for (const RunObjective& loss : drill.run.objectives) {
      const bool is_short = report.drills.size() > stepwise_at_most && loss.verdict == Verdict::met;
      if (loss.kind == ObjectiveKind::rpo && !is_short) {
        table.rows.push_back({{drill.id},
                              {title_text(loss)},
                              {span_text(loss.target)},
                              {loss.is_measured ? span_text(loss.value) : "not measured"},
                              text_cell(loss.is_measured ? "[" + span_text(loss.low) + ", " +
                                                               span_text(loss.high) + "]"
                                                         : ""),
                              cell_of(loss.verdict),
                              text_cell(loss.reason)});
      }
    }
  }
  return table;
}

ViewTable ledgers_of(const Report& report) {
  ViewTable table{
      "Acknowledged writes, read back after promotion and fencing, " + label_word(report),
      {{"Drill"},
       {"Data"},
       {"Commit mode"},
       {"Acknowledged", true},
       {"Survived", true},
       {"Lost", true},
       {"Bytes lost", true},
       {"Holes", true},
       {"Phantoms", true},
       {"Not verified", true},
       {"Loss window", true}},
      {}};
  for (const ReportDrill& drill : report.drills) {
    for (const RunLedger& ledger : drill.run.ledgers) {
      table.rows.push_back(
          {{drill.id},
           {ledger.data},
           text_cell(ledger.commit_mode),
           {std::to_string(ledger.acknowledged)},
           {std::to_string(ledger.survived)},
           {std::to_string(ledger.lost), ledger.lost > 0 ? Tone::bad : Tone::plain},
           {std::to_string(ledger.lost_bytes.count)},
           {std::to_string(ledger.holes)},
           {std::to_string(ledger.phantoms)},
           {std::to_string(ledger.unverified)},
           text_cell(ledger.loss_window ? span_text(*ledger.loss_window) : "not read back")});
    }
  }
  return table;
}

// Of predictions that reach beyond what is simulated no width is known.
std::string width_text(double mean_width) {
  return std::isfinite(mean_width) ? human_duration(mean_width) : "no end";
}

std::string subject_in(const Report& report, const LedgerLine& line) {
  return report.plans.size() > 1 ? line.plan + ": " + line.subject : line.subject;
}

}  // namespace

ViewSection loss_section(const Report& report) {
  ViewSection one = section("loss", "Data loss");
  ViewTable promises = losses_of(report);
  ViewTable ledgers = ledgers_of(report);
  if (report.drills.size() > stepwise_at_most) {
    say(one, "Losses within their promise are counted under the criteria; the others are listed.",
        Tone::faint);
  }
  if (promises.rows.empty()) {
    say(one, report.drills.empty() ? "Nothing was measured." : "No loss is to be listed.");
  } else {
    one.blocks.emplace_back(std::move(promises));
  }
  if (ledgers.rows.empty()) {
    say(one, "No drill kept a ledger of acknowledged writes.", Tone::doubtful);
  } else {
    one.blocks.emplace_back(std::move(ledgers));
  }
  return one;
}

ViewSection backups_section(const Report& report) {
  ViewSection one = section("backups", "Backup validation");
  const auto& all = report.dossier.backups;
  if (all.empty()) {
    say(one, "No copy is said to have been restored. Missing is not passing.", Tone::doubtful);
  } else {
    ViewTable table{"Copies that were restored, DECLARED",
                    {{"On"},
                     {"Data"},
                     {"Copy"},
                     {"Restored to"},
                     {"Isolated"},
                     {"Complete"},
                     {"Intact"},
                     {"By"},
                     {"Drill"}},
                    {}};
    const auto yes = [](bool holds) {
      return holds ? ViewCell{"yes", Tone::good} : ViewCell{"no", Tone::bad};
    };
    for (const BackupValidation& copy : all) {
      table.rows.push_back({{text_of(copy.on)},
                            {copy.data},
                            {copy.copy},
                            {copy.restored_to},
                            yes(copy.is_isolated),
                            yes(copy.is_complete),
                            yes(copy.is_intact),
                            {copy.by},
                            text_cell(copy.run)});
    }
    one.blocks.emplace_back(std::move(table));
  }
  if (const auto& jobs = report.dossier.backup_jobs) {
    say(one, fmt::format("DECLARED: {} of {} scheduled backups succeeded (source: {}).",
                         grouped(static_cast<std::int64_t>(jobs->succeeded)),
                         grouped(static_cast<std::int64_t>(jobs->scheduled)), jobs->source));
  } else {
    say(one, "How many scheduled backups succeeded is not stated.", Tone::doubtful);
  }
  return one;
}

ViewSection steps_section(const Report& report) {
  ViewSection one = section("steps", "Automatic and manual steps");
  if (report.drills.empty()) {
    say(one, "No step was carried out.", Tone::doubtful);
    return one;
  }
  ViewTable table{"Steps of each drill, " + label_word(report),
                  {{"Drill"},
                   {"Reached", true},
                   {"Automatic", true},
                   {"Share", true},
                   {"By hand, failed or mended"}},
                  {}};
  for (const ReportDrill& drill : report.drills) {
    std::vector<std::string> others;
    for (const ReportStep& step : drill.steps) {
      if (step.was_reached && !step.is_automatic) {
        others.push_back(step.name + (step.by_hand ? " (by hand)" : "") +
                         (step.succeeded ? "" : " (did not succeed)"));
      }
    }
    table.rows.push_back(
        {{drill.id},
         {std::to_string(drill.reached)},
         {std::to_string(drill.automatic)},
         text_cell(drill.reached > 0 ? percent(static_cast<double>(drill.automatic) /
                                               static_cast<double>(drill.reached))
                                     : ""),
         text_cell(joined(others))});
  }
  one.blocks.emplace_back(std::move(table));
  if (report.drills.size() == 1) {
    ViewTable each{"Each step, " + label_word(report) + ", from the injection",
                   {{"Step"},
                    {"Began", true},
                    {"Took", true},
                    {"Waited for people", true},
                    {"How"},
                    {"Outcome"}},
                   {}};
    for (const ReportStep& step : report.drills.front().steps) {
      each.rows.push_back({{step.name},
                           duration_cell(step.started_s),
                           duration_cell(step.length_s),
                           duration_cell(step.waited_s),
                           {!step.was_reached   ? "not reached"
                            : step.is_automatic ? "automatic"
                            : step.by_hand      ? "by hand"
                                                : "not by itself"},
                           step.succeeded ? ViewCell{"succeeded", Tone::good}
                                          : ViewCell{step.was_reached ? "failed" : "-"}});
    }
    one.blocks.emplace_back(std::move(each));
  }
  return one;
}

ViewSection criteria_section(const Report& report) {
  ViewSection one = section("criteria", "Success criteria and KPIs");
  if (report.criteria.empty()) {
    say(one, report.plans.size() > 1 ? "The plans set none." : "The plan sets none.",
        Tone::doubtful);
    return one;
  }
  say(one,
      "Proven: the whole 95 % interval keeps the target, or nothing failed in enough trials. "
      "Refuted: none of it does. Consistent: neither. Too few: fewer trials than could prove it "
      "without one failure.");
  for (const ReportPlan& plan : report.plans) {
    if (report.plans.size() > 1) {
      one.blocks.emplace_back(
          SubHeading{plan.name + ": " + counted(plan.drills, "drill") + " of this plan alone"});
    }
    if (std::none_of(report.criteria.begin(), report.criteria.end(),
                     [&](const CriterionResult& any) { return any.plan == plan.name; })) {
      say(one, "This plan sets none.", Tone::doubtful);
      continue;
    }
    one.blocks.emplace_back(criteria_picture(report, plan.name));
    one.blocks.emplace_back(criteria_table(report, plan.name, false));
    one.blocks.emplace_back(criteria_table(report, plan.name, true));
  }
  return one;
}

ViewSection model_section(const Report& report) {
  ViewSection one = section("model", "How well the model predicted");
  const ModelRecord& model = report.model;
  if (model.drills == 0) {
    say(one, "No recovery time was both predicted and measured.", Tone::doubtful);
    return one;
  }
  const Coverage& held = model.recovery.coverage;
  say(one,
      fmt::format("{} of {} first recovery times lay in the 90 % interval predicted for them "
                  "(95 % interval of the true coverage: {} to {} %). Verdict on the model: {}. "
                  "{}",
                  held.held, held.count, percent_number(held.interval.low),
                  percent_number(held.interval.high), name_of(model.verdict), model.reason),
      tone_of(model.verdict));
  if (model.recovery.bias) {
    say(one, fmt::format("Recoveries took {:.2f} times the predicted median (95 %: {:.2f} to "
                         "{:.2f}).",
                         model.recovery.bias->factor, model.recovery.bias->interval.low,
                         model.recovery.bias->interval.high));
  }
  ViewTable table{"Coverage of the 90 % intervals",
                  {{"Figure"}, {"Within", true}, {"Of", true}, {"Mean width", true}},
                  {}};
  for (const std::vector<FigureRecord>* const figures :
       {&model.objectives, &model.phases, &model.steps}) {
    for (const FigureRecord& figure : *figures) {
      table.rows.push_back({{figure.name},
                            {std::to_string(figure.coverage.held)},
                            {std::to_string(figure.coverage.count)},
                            {width_text(figure.coverage.mean_width)}});
    }
  }
  one.blocks.emplace_back(std::move(table));
  for (const DriftFinding& drift : model.drift.findings) {
    say(one,
        fmt::format("{} {} has stopped fitting since {} ({}).", name_of(drift.kind), drift.name,
                    drift.since, drift.is_cause ? "a cause" : "an effect"),
        Tone::bad);
  }
  return one;
}

ViewSection notifications_section(const Report& report) {
  ViewSection one = section("notifications", "Notification ledger");
  if (report.ledger.empty()) {
    say(one, "No message was owed, or the plan does not say who is told.", Tone::doubtful);
    return one;
  }
  say(one,
      "Each message of a drill begins with EXERCISE and goes to a sink unless armed. Times "
      "count from the clock that is named; of updates the longest silence counts.");
  ViewTable table{"Messages owed and sent, " + label_word(report) + "; acknowledged, DECLARED",
                  {{"Message"},
                   {"To"},
                   {"Counts from"},
                   {"Due", true},
                   {"On time", true},
                   {"Unsent", true},
                   {"Median", true},
                   {"Worst", true},
                   {"In drill"},
                   {"Acknowledged", true}},
                  {}};
  for (const LedgerLine& line : report.ledger) {
    const bool is_late = line.due_s && line.on_time < line.owed;
    table.rows.push_back(
        {{subject_in(report, line)},
         text_cell(line.detail),
         {line.clock},
         text_cell(line.due_s ? human_duration(*line.due_s) : "no clock"),
         {line.due_s ? fmt::format("{} of {}", line.on_time, line.owed) : "-",
          is_late ? Tone::bad : Tone::plain},
         {std::to_string(line.unsent), line.unsent > 0 ? Tone::bad : Tone::plain},
         {human_duration(line.median_s)},
         {human_duration(line.worst_s)},
         {line.worst_drill},
         {fmt::format("{} of {}{}", line.acknowledged, line.owed,
                      line.acknowledged_by.empty() ? "" : ": " + joined(line.acknowledged_by))}});
  }
  one.blocks.emplace_back(std::move(table));
  return one;
}

}  // namespace firedrill
