#include "reports/audit/report_json.hpp"

#include "reports/audit/dossier_json.hpp"
#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

Json seconds(Duration duration) {
  return duration == never ? Json(nullptr) : json_number(to_seconds(duration));
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

template <class Part, class Write>
Json list(const std::vector<Part>& parts, const Write& write) {
  Json items = Json::array();
  for (const Part& part : parts) {
    items.push_back(write(part));
  }
  return items;
}

Json promise_json(const RunObjective& one, const RunComparison& comparison) {
  Json json{{"name", one.name},
            {"title", one.title},
            {"kind", one.kind == ObjectiveKind::rto ? "rto" : "rpo"},
            {"target_s", seconds(one.target)},
            {"measured", one.is_measured},
            {"value_s", one.is_measured ? seconds(one.value) : Json(nullptr)},
            {"interval_s",
             one.is_measured ? Json::array({seconds(one.low), seconds(one.high)}) : Json(nullptr)},
            {"verdict", name_of(one.verdict)},
            {"predicted", nullptr}};
  for (const ComparedObjective& beside : comparison.objectives) {
    if (beside.name == one.name && beside.figure) {
      const ComparedFigure& figure = *beside.figure;
      json["predicted"] = {{"median_s", json_number(figure.median)},
                           {"interval_s", Json::array({json_number(figure.interval.low),
                                                       json_number(figure.interval.high)})},
                           {"met_fraction", json_number(beside.predicted_met_fraction)},
                           {"inside", name_of(figure.is_inside)}};
    }
  }
  return json;
}

Json step_json(const ReportStep& step) {
  return {{"name", step.name},
          {"reached", step.was_reached},
          {"automatic", step.is_automatic},
          {"by_hand", step.by_hand},
          {"succeeded", step.succeeded},
          {"started_s", json_number(step.started_s)},
          {"length_s", json_number(step.length_s)},
          {"waited_s", json_number(step.waited_s)}};
}

Json duty_json(const ReportDuty& duty) {
  return {{"subject", duty.subject},
          {"to", text_or_null(duty.detail)},
          {"message", duty.is_message},
          {"clock", duty.clock},
          {"due_s", json_number(duty.due_s)},
          {"done_s", json_number(duty.done_s)},
          {"sent_s", json_number(duty.sent_s)},
          {"on_time", duty.is_on_time ? Json(*duty.is_on_time) : Json(nullptr)},
          {"acknowledged_s", json_number(duty.acknowledged_s)},
          {"acknowledged_by", text_or_null(duty.acknowledged_by)}};
}

Json ledger_json(const RunLedger& ledger) {
  return {{"data", ledger.data},
          {"commit_mode", ledger.commit_mode},
          {"acknowledged", ledger.acknowledged},
          {"survived", ledger.survived},
          {"lost", ledger.lost},
          {"lost_bytes", ledger.lost_bytes.count},
          {"holes", ledger.holes},
          {"phantoms", ledger.phantoms},
          {"unverified", ledger.unverified},
          {"loss_window_s", ledger.loss_window ? seconds(*ledger.loss_window) : Json(nullptr)}};
}

Json fault_json(const RunFault& fault) {
  return {{"name", fault.name},
          {"kind", fault.kind},
          {"targets", fault.targets},
          {"how", fault.how},
          {"outcome", name_of(fault.outcome)}};
}

Json drill_json(const ReportDrill& drill) {
  const Run& run = drill.run;
  Json json{{"id", drill.id},
            {"label", label_of(run.target_kind)},
            {"state", name_of(run.state)},
            {"verdict", name_of(drill.verdict)},
            {"reason", drill.reason},
            {"counts", drill.counts},
            {"started_at", run.started_at},
            {"ended_at", run.ended_at},
            {"firedrill", run.version},
            {"scenario",
             {{"name", run.scenario.name},
              {"title", run.scenario_title},
              {"digest", run.scenario.digest}}},
            {"plan", {{"name", run.plan.name}, {"digest", run.plan.digest}}},
            {"target",
             {{"kind", name_of(run.target_kind)},
              {"name", run.target.name},
              {"digest", run.target.digest}}},
            {"seed", run.seed}};
  json["evidence"] = {
      {"run_digest", drill.run_digest},
      {"events", run.events},
      {"chain", run.chain},
      {"files", run.evidence.size() + 1},
      {"sealed_prediction", run.prediction ? Json(run.prediction->digest) : Json(nullptr)}};
  json["faults"] = list(run.faults, fault_json);
  json["alert_s"] = json_number(drill.alert_s);
  json["response_began_s"] = json_number(drill.declared_s);
  json["promises"] = list(
      run.objectives, [&](const RunObjective& one) { return promise_json(one, drill.comparison); });
  json["phases"] = list(run.phases, [](const RunPhase& phase) {
    return Json{{"name", phase.name}, {"length_s", seconds(phase.length)}};
  });
  json["steps"] = list(drill.steps, step_json);
  json["steps_reached"] = drill.reached;
  json["steps_automatic"] = drill.automatic;
  json["duties"] = list(drill.duties, duty_json);
  json["ledgers"] = list(run.ledgers, ledger_json);
  json["undo"] = {{"entries", run.undo.entries},
                  {"reverted", run.undo.reverted},
                  {"residue", run.undo.residue}};
  json["diverged"] = run.diverged;
  return json;
}

Json criterion_json(const CriterionResult& one) {
  Json json{{"plan", one.plan},
            {"name", one.name},
            {"statement", one.statement},
            {"kind", one.is_indicator ? "indicator" : "criterion"},
            {"label", name_of(one.label)},
            {"counted", one.counted},
            {"verdict", name_of(one.proof)}};
  if (one.at_most_s) {
    json["at_most_s"] = *one.at_most_s;
    json["n"] = one.mean.count;
    json["censored"] = one.mean.censored;
    json["mean_s"] = one.mean.count > 0 ? json_number(one.mean.mean) : Json(nullptr);
    json["interval_s"] = one.mean.count > 1
                             ? Json::array({one.mean.interval.low, one.mean.interval.high})
                             : Json(nullptr);
    return json;
  }
  const ShareCount& count = one.share.count;
  json["at_least"] = *one.at_least;
  json["n"] = count.trials;
  json["kept"] = count.kept;
  json["open"] = count.open;
  json["share"] = count.trials > 0 ? Json(one.share.share) : Json(nullptr);
  json["interval"] = count.trials > 0
                         ? Json::array({one.share.interval.low, one.share.interval.high})
                         : Json(nullptr);
  json["needed"] = one.needed == 0 ? Json(nullptr) : Json(one.needed);
  return json;
}

Json action_json(const ReportAction& one) {
  const CorrectiveAction& action = one.action;
  return {{"id", action.id},
          {"title", action.title},
          {"finding", action.finding},
          {"cause", text_or_null(action.cause)},
          {"owner", action.owner},
          {"opened", text_of(action.opened)},
          {"due", text_of(action.due)},
          {"state", action.state == ActionState::open   ? "open"
                    : action.state == ActionState::done ? "done"
                                                        : "accepted"},
          {"overdue", one.is_overdue},
          {"retest", action.retest ? Json{{"scenario", action.retest->scenario},
                                          {"by", text_of(action.retest->by)}}
                                   : Json(nullptr)},
          {"effectiveness", one.effectiveness},
          {"shown_by", text_or_null(one.retested_by)},
          {"accepted_by", text_or_null(action.accepted_by)},
          {"accepted_until",
           action.accepted_until ? Json(text_of(*action.accepted_until)) : Json(nullptr)}};
}

Json finding_json(const ReportFinding& one) {
  return {{"id", one.id},          {"severity", one.severity},
          {"text", one.text},      {"label", name_of(one.label)},
          {"drills", one.drills},  {"cause", text_or_null(one.cause)},
          {"actions", one.actions}};
}

Json model_json(const ModelRecord& model) {
  const Coverage& held = model.recovery.coverage;
  Json json{
      {"drills", model.drills}, {"verdict", name_of(model.verdict)}, {"reason", model.reason}};
  json["held"] = held.held;
  json["predicted"] = held.count;
  json["coverage"] =
      held.count > 0 ? Json::array({held.interval.low, held.interval.high}) : Json(nullptr);
  json["mean_width_s"] = held.count > 0 ? json_number(held.mean_width) : Json(nullptr);
  json["bias"] = model.recovery.bias ? json_number(model.recovery.bias->factor) : Json(nullptr);
  return json;
}

Json ledger_line_json(const LedgerLine& one) {
  return {{"plan", one.plan},
          {"message", one.subject},
          {"to", text_or_null(one.detail)},
          {"clock", one.clock},
          {"due_s", json_number(one.due_s)},
          {"owed", one.owed},
          {"on_time", one.on_time},
          {"unsent", one.unsent},
          {"acknowledged", one.acknowledged},
          {"acknowledged_by", one.acknowledged_by},
          {"median_s", json_number(one.median_s)},
          {"worst_s", json_number(one.worst_s)},
          {"worst_drill", one.worst_drill}};
}

Json calendar_json(const ReportCalendar& calendar) {
  Json json{{"programme", calendar.programme},
            {"digest", calendar.digest},
            {"plan", calendar.plan},
            {"year", calendar.year},
            {"due", calendar.held.count.trials},
            {"held", calendar.held.count.kept},
            {"unplanned", calendar.unplanned}};
  json["drills"] = list(calendar.occasions, [](const ReportOccasion& one) {
    return Json{{"day", text_of(one.planned.day)},
                {"from", text_of(one.planned.from)},
                {"until", text_of(one.planned.until)},
                {"drill", one.planned.cadence},
                {"title", one.planned.title},
                {"scenario", text_or_null(one.planned.scenario)},
                {"retest", text_or_null(one.planned.retest)},
                {"state", name_of(one.state)},
                {"held_as", text_or_null(one.drill)}};
  });
  return json;
}

Json simulated_json(const SimulatedPart& part) {
  return {{"scenario", part.scenario},
          {"digest", part.digest},
          {"seed", part.seed},
          {"replications", part.replications},
          {"promises", list(part.objectives,
                            [](const PredictedObjective& one) {
                              return Json{{"name", one.name},
                                          {"target_s", one.target_s},
                                          {"met_fraction", one.met_fraction},
                                          {"median_s", json_number(quantile(one.law, 0.5))},
                                          {"interval_s",
                                           Json::array({json_number(quantile(one.law, 0.05)),
                                                        json_number(quantile(one.law, 0.95))})}};
                            })},
          {"phases", list(part.phases, [](const PredictedPhase& one) {
             return Json{{"name", one.name},
                         {"median_s", json_number(quantile(one.law, 0.5))},
                         {"p95_s", json_number(quantile(one.law, 0.95))}};
           })}};
}

}  // namespace

std::string report_json(const Report& report) {
  Json json{{"format", "firedrill/report/1"},
            {"label", name_of(report.label())},
            {"heading", heading_of(report)},
            {"origin",
             {{"lab", report.origin.labs},
              {"inventory", report.origin.targets},
              {"stand_in", report.origin.stand_ins}}},
            {"id", report.id},
            {"revision", report.dossier.revision},
            {"supersedes", text_or_null(report.dossier.supersedes)},
            {"kind", name_of(report.kind)},
            {"title", report.title},
            {"from", text_or_null(report.from)},
            {"until", text_or_null(report.until)},
            {"as_of", report.as_of},
            {"firedrill", report.tool.version},
            {"commit", text_or_null(report.tool.commit)},
            {"redacted", report.is_redacted},
            {"redacted_from", text_or_null(report.redacted_from)}};
  json["plan"] = {{"name", report.plan},
                  {"title", report.plan_title},
                  {"digest", text_or_null(report.plan_digest)}};
  json["plans"] = list(report.plans, [](const ReportPlan& one) {
    return Json{{"name", one.name},
                {"title", text_or_null(one.title)},
                {"digests", one.digests},
                {"drills", one.drills}};
  });
  json["calendars"] = list(report.calendars, calendar_json);
  json["verdict"] = name_of(report.verdict);
  json["may_be_signed"] = report.may_be_signed();
  json["missing"] = list(report.missing, [](const MissingField& one) {
    return Json{{"field", one.field}, {"where", one.where}, {"why", text_or_null(one.why)}};
  });
  json["criteria"] = list(report.criteria, criterion_json);
  json["model"] = model_json(report.model);
  json["drills"] = list(report.drills, drill_json);
  json["simulated"] = list(report.simulated, simulated_json);
  json["messages"] = list(report.ledger, ledger_line_json);
  json["findings"] = list(report.findings, finding_json);
  json["actions"] = list(report.actions, action_json);
  json["demands"] = list(report.demands, [](const MappedDemand& one) {
    return Json{{"standard", one.standard},      {"id", one.id},
                {"demand", one.demand},          {"supported_by", one.supports},
                {"supported", one.is_supported}, {"exception", text_or_null(one.exception)}};
  });
  json["limitations"] = list(report.limitations, [](const Limitation& one) {
    return Json{{"text", one.text}, {"label", name_of(one.label)}};
  });
  json["declared"] = dossier_json(report.dossier);
  return json_text(json);
}

}  // namespace firedrill
