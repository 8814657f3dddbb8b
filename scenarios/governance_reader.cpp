// The pages of a plan that bind people: notifications, messages, responses, procedures, drills and
// targets. Quantities here are the plan's own words: plain, never parameters.
// Example: {"severity": "Low", "internal": ["Engineering Team"], "external": [], "within": "24 h"}
#include <algorithm>
#include <array>

#include "scenarios/message.hpp"
#include "scenarios/notes.hpp"
#include "scenarios/plan_reader.hpp"

namespace firedrill {
namespace {

constexpr std::int64_t most_samples = 1'000'000;

NotificationRule read_notification(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  NotificationRule rule;
  rule.severity = object.string("severity");
  rule.internal = object.strings("internal");
  rule.external = object.strings("external");
  rule.within = object.duration("within");
  object.finish();
  return rule;
}

MessageTemplate read_template(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  MessageTemplate message;
  message.name = object.string("name");
  message.subject = object.string("subject");
  message.body = object.string("body");
  message.repeat_every = object.optional_duration("repeat_every");
  message.review_within = object.optional_duration("review_within");
  message.fields = fields_of({message.subject, message.body});
  object.finish();
  return message;
}

Response read_response(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  Response response;
  response.name = object.string("name");
  response.title = object.string("title");
  response.impact = object.string("impact");
  response.detection = object.string("detection");
  response.detection_within = object.optional_duration("detection_within");
  response.required_fraction = reading.laws.probability(object, "required_fraction");
  object.each("phases", [&](const Node& item) {
    ObjectReader member{item, reading.context};
    allow_notes(member);
    ResponsePhase phase;
    phase.name = member.string("name");
    phase.from = member.optional_duration("from");
    phase.until = member.optional_duration("until");
    phase.action = member.string("action");
    if (phase.from && phase.until && *phase.from > *phase.until) {
      reading.context.error(*member.optional("until"), "FD2006", "{} is before the phase begins");
    }
    member.finish();
    response.phases.push_back(std::move(phase));
  });
  object.finish();
  return response;
}

FailoverProcess read_failover(const Node& node, Reading& reading) {
  static constexpr std::array<std::string_view, 4> words{"stop", "go_on", "escalate",
                                                         "escalate_and_go_on"};
  ObjectReader object{node, reading.context};
  allow_notes(object);
  FailoverProcess process;
  process.file = object.string("file");
  process.metric = object.string("metric");
  process.threshold_setting = object.string("threshold_setting");
  process.samples_below = static_cast<int>(object.integer("samples_below", 1, most_samples));
  process.runbook = object.string("runbook");
  process.steps = object.strings("steps");
  const std::size_t policy = object.word("on_failure", words);
  process.goes_on_after_failure = policy == 1 || policy == 3;
  process.escalates_failure = policy == 2 || policy == 3;
  object.finish();
  return process;
}

ProcedureStep read_procedure_step(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  ProcedureStep step;
  step.name = object.string("name");
  step.command = object.string("command");
  step.needs = reading.optional_region(object, "needs");
  step.source_age = object.optional_duration("source_age");
  step.can_fail = object.optional_boolean("can_fail").value_or(true);
  object.finish();
  return step;
}

ManualProcedure read_procedure(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  ManualProcedure procedure;
  procedure.name = object.string("name");
  procedure.title = object.string("title");
  procedure.file = object.string("file");
  procedure.every = object.optional_duration("every");
  procedure.cron = object.optional_string("cron").value_or("");
  procedure.runs_on = object.optional_string("runs_on").value_or("");
  object.each("steps", [&](const Node& item) {
    procedure.steps.push_back(read_procedure_step(item, reading));
  });
  object.finish();
  return procedure;
}

Recreation read_recreation(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  Recreation recreation;
  recreation.name = object.string("name");
  recreation.file = object.string("file");
  recreation.source = object.string("source");
  if (const Node* const settings = object.required("settings")) {
    ObjectReader values{*settings, reading.context};
    for (const auto& [key, value] : settings->members) {
      const bool is_switch = value.kind == NodeKind::boolean;
      recreation.settings.emplace_back(
          key, is_switch ? (values.boolean(key) ? "true" : "false") : values.string(key));
    }
  }
  object.finish();
  return recreation;
}

DrillCadence read_drill(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  DrillCadence drill;
  drill.name = object.string("name");
  drill.every = object.duration("every");
  drill.exercise = object.string("exercise");
  object.finish();
  return drill;
}

Target read_target(const Node& node, Reading& reading) {
  static constexpr std::array<std::string_view, 8> measures{"rto",
                                                            "rpo",
                                                            "backup_integrity",
                                                            "automation",
                                                            "mttr",
                                                            "recovery_success",
                                                            "backup_success",
                                                            "drill_success"};
  static constexpr std::array<std::string_view, 2> bounds{"at_least", "at_most"};
  ObjectReader object{node, reading.context};
  allow_notes(object);
  Target target;
  target.name = object.string("name");
  target.measures = measures[object.word("measures", measures)];
  target.statement = object.string("statement");
  const auto bound = choose(object, bounds, "bound");
  if (bound && bound->index == 0) {
    target.at_least = object.probability("at_least");
  } else if (bound) {
    target.at_most = object.duration("at_most");
  }
  object.finish();
  return target;
}

Review read_review(const Node& node, Reading& reading) {
  static constexpr std::array<std::string_view, 2> times{"every", "after_each_incident"};
  ObjectReader object{node, reading.context};
  allow_notes(object);
  Review review;
  const auto time = choose(object, times, "time of review");
  if (time && time->index == 0) {
    review.every = object.duration("every");
  } else if (time && !object.boolean("after_each_incident")) {
    reading.context.error(*time->node, "FD2006", "{} says nothing about when to review",
                          "write true, or \"every\" with a duration");
  }
  review.statement = object.string("statement");
  object.finish();
  return review;
}

Regulation read_regulation(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  static constexpr std::array<std::string_view, 2> awareness_words{"alert", "assessment"};
  Regulation regulation{object.string("name"), object.string("statement"), {}};
  object.each_optional("notices", [&](const Node& item) {
    ObjectReader member{item, reading.context};
    allow_notes(member);
    RegulatoryNotice notice;
    notice.to = member.string("to");
    notice.within = member.optional_duration("within");
    notice.aware_with = static_cast<Awareness>(member.word("aware_with", awareness_words));
    member.finish();
    regulation.notices.push_back(std::move(notice));
  });
  object.finish();
  return regulation;
}

// Every item of the list `key`, each read by `read`.
template <class T>
std::vector<T> read_list(ObjectReader& object, std::string_view key,
                         T (*read)(const Node&, Reading&), Reading& reading) {
  std::vector<T> list;
  object.each_optional(key, [&](const Node& item) { list.push_back(read(item, reading)); });
  return list;
}

TrainingDuty read_training_duty(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  TrainingDuty training;
  training.role = reading.role(object, "role");
  training.every = object.duration("every");
  training.covers = object.string("covers");
  object.finish();
  return training;
}

Access read_access(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  Access access;
  access.document = object.string("document");
  object.each("roles", [&](const Node& item) {
    if (const auto index = reading.names.roles.find(item, reading.context)) {
      access.roles.push_back(RoleId{*index});
    }
  });
  object.finish();
  return access;
}

}  // namespace

Governance read_governance(const Node& node, Reading& reading) {
  ObjectReader object{node, reading.context};
  allow_notes(object);
  Governance governance;
  governance.notifications = read_list(object, "notifications", read_notification, reading);
  governance.templates = read_list(object, "templates", read_template, reading);
  governance.responses = read_list(object, "responses", read_response, reading);
  governance.drills = read_list(object, "drills", read_drill, reading);
  governance.criteria = read_list(object, "criteria", read_target, reading);
  governance.indicators = read_list(object, "indicators", read_target, reading);
  governance.reviews = read_list(object, "reviews", read_review, reading);
  governance.regulations = read_list(object, "regulations", read_regulation, reading);
  governance.procedures = read_list(object, "procedures", read_procedure, reading);
  if (const Node* const failover = object.optional("failover")) {
    governance.failover = read_failover(*failover, reading);
  }
  if (const Node* const recreation = object.optional("recreation")) {
    governance.recreation = read_recreation(*recreation, reading);
  }
  object.each_optional("training", [&](const Node& item) {
    governance.training.push_back(read_training_duty(item, reading));
  });
  object.each_optional(
      "access", [&](const Node& item) { governance.access.push_back(read_access(item, reading)); });
  governance.documentation = object.optional_strings("documentation");
  object.finish();
  return governance;
}

}  // namespace firedrill
