#include "reports/audit/report_json.hpp"

#include <utility>

#include "reports/audit/dossier_json.hpp"
#include "reports/audit/report_json_drills.hpp"
#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

template <class Part, class Write>
Json list(const std::vector<Part>& parts, const Write& write) {
  Json items = Json::array();
  for (const Part& part : parts) {
    items.push_back(write(part));
  }
  return items;
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
          {"cause", json_words(action.cause)},
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
          {"shown_by", json_words(one.retested_by)},
          {"accepted_by", json_words(action.accepted_by)},
          {"accepted_until",
           action.accepted_until ? Json(text_of(*action.accepted_until)) : Json(nullptr)}};
}

Json finding_json(const ReportFinding& one) {
  return {{"id", one.id},          {"severity", one.severity},
          {"text", one.text},      {"label", name_of(one.label)},
          {"drills", one.drills},  {"cause", json_words(one.cause)},
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
          {"to", json_words(one.detail)},
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
                {"scenario", json_words(one.planned.scenario)},
                {"retest", json_words(one.planned.retest)},
                {"state", name_of(one.state)},
                {"held_as", json_words(one.drill)}};
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
            {"supersedes", json_words(report.dossier.supersedes)},
            {"kind", name_of(report.kind)},
            {"title", report.title},
            {"from", json_words(report.from)},
            {"until", json_words(report.until)},
            {"as_of", report.as_of},
            {"firedrill", report.tool.version},
            {"commit", json_words(report.tool.commit)},
            {"redacted", report.is_redacted},
            {"redacted_from", json_words(report.redacted_from)}};
  json["plan"] = {{"name", report.plan},
                  {"title", report.plan_title},
                  {"digest", json_words(report.plan_digest)}};
  json["plans"] = list(report.plans, [](const ReportPlan& one) {
    return Json{{"name", one.name},
                {"title", json_words(one.title)},
                {"digests", one.digests},
                {"drills", one.drills}};
  });
  json["calendars"] = list(report.calendars, calendar_json);
  json["verdict"] = name_of(report.verdict);
  json["may_be_signed"] = report.may_be_signed();
  json["missing"] = list(report.missing, [](const MissingField& one) {
    return Json{{"field", one.field}, {"where", one.where}, {"why", json_words(one.why)}};
  });
  json["criteria"] = list(report.criteria, criterion_json);
  json["model"] = model_json(report.model);
  DrillsJson drills = drills_json(report.drills);
  json["tables"] = std::move(drills.tables);
  json["drills"] = std::move(drills.drills);
  json["simulated"] = list(report.simulated, simulated_json);
  json["messages"] = list(report.ledger, ledger_line_json);
  json["findings"] = list(report.findings, finding_json);
  json["actions"] = list(report.actions, action_json);
  json["demands"] = list(report.demands, [](const MappedDemand& one) {
    return Json{{"standard", one.standard},      {"id", one.id},
                {"demand", one.demand},          {"supported_by", one.supports},
                {"supported", one.is_supported}, {"exception", json_words(one.exception)}};
  });
  json["limitations"] = list(report.limitations, [](const Limitation& one) {
    return Json{{"text", one.text}, {"label", name_of(one.label)}};
  });
  json["declared"] = dossier_json(report.dossier);
  return json_text(json);
}

}  // namespace firedrill
