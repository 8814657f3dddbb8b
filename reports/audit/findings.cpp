// What a report finds: what was missed, late, left behind or done by hand, in the order of the
// drills; what has become of the corrective actions; and what limits the figures.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "reports/audit/make_report.hpp"
#include "reports/audit/view_parts.hpp"
#include "reports/format.hpp"

namespace firedrill {
namespace {

constexpr std::size_t named_at_most = 4;  // in one finding

std::string first_of(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t index = 0; index < std::min(names.size(), named_at_most); ++index) {
    text += (index == 0 ? "" : ", ") + names[index];
  }
  return names.size() > named_at_most
             ? fmt::format("{} and {} more", text, names.size() - named_at_most)
             : text;
}

// One thing that was seen: the same `topic` in several drills is one finding, whose words are those
// of the drill with the greatest `badness`.
struct Sighting {
  std::string topic;
  double badness = 0.0;
  const char* severity = "medium";
  std::string text;
  std::string cause{};
  Label label = Label::measured;
};

class Finder {
 public:
  explicit Finder(const Report& report) : report_{report} {}

  std::vector<ReportFinding> find();

 private:
  void add(const ReportDrill* drill, Sighting sighting);
  void link(ReportFinding& finding) const;
  void find_missed(const ReportDrill& drill);
  void find_loss(const ReportDrill& drill);
  void find_late(const ReportDrill& drill);
  void find_model(const ReportDrill& drill);
  void find_left_behind(const ReportDrill& drill);
  void find_backups();
  void find_left_out();

  const Report& report_;
  std::vector<ReportFinding> findings_;
  std::map<std::string, std::pair<std::size_t, double>> topics_;  // its finding, and the badness
};

void Finder::add(const ReportDrill* drill, Sighting sighting) {
  if (drill != nullptr && report_.plans.size() > 1) {  // what two plans show are two findings
    sighting.topic = drill->run.plan.name + ": " + sighting.topic;
    sighting.text = drill->run.plan.name + ": " + sighting.text;
  }
  const auto [place, is_new] =
      topics_.try_emplace(sighting.topic, findings_.size(), sighting.badness);
  if (is_new) {
    findings_.emplace_back();
    findings_.back().id = fmt::format("F-{:03}", findings_.size());
    findings_.back().severity = sighting.severity;
    findings_.back().label = sighting.label;
  }
  ReportFinding& one = findings_[place->second.first];
  if (drill != nullptr) {
    one.drills.push_back(drill->id);
  }
  if (one.cause.empty()) {
    one.cause =
        sighting.cause.empty() && drill != nullptr ? drill->dossier.root_cause : sighting.cause;
  }
  if (is_new || sighting.badness > place->second.second) {
    place->second.second = sighting.badness;
    one.text = std::move(sighting.text);
    one.worst = drill == nullptr ? "" : drill->id;
  }
}

// Actions that name the finding or one of its drills.
void Finder::link(ReportFinding& finding) const {
  for (const ReportAction& action : report_.actions) {
    const std::string& about = action.action.finding;
    const auto names = [&](const std::string& word) {
      return about.find(word) != std::string::npos;
    };
    if (names(finding.id) || std::any_of(finding.drills.begin(), finding.drills.end(), names)) {
      finding.actions.push_back(action.action.id);
    }
  }
}

void Finder::find_missed(const ReportDrill& drill) {
  const RunObjective* first = nullptr;
  for (const RunObjective& one : drill.run.objectives) {
    first = first == nullptr && one.kind == ObjectiveKind::rto ? &one : first;
    if (one.verdict != Verdict::missed) {
      continue;
    }
    const bool is_rto = one.kind == ObjectiveKind::rto;
    const std::string& name = one.title.empty() ? one.name : one.title;
    const std::string was = one.value == never ? "not back when the drill ended"
                            : is_rto           ? "back after " + span_text(one.value)
                                               : span_text(one.value) + " of data lost";
    add(&drill,
        {.topic = "promise " + one.name,
         .badness = one.value == never ? 1e18 : to_seconds(one.value),
         .severity = &one == first || !is_rto ? "high" : "medium",
         .text = fmt::format("{}: {}; promised: {} at most", name, was, span_text(one.target))});
  }
}

void Finder::find_loss(const ReportDrill& drill) {
  if (drill.run.diverged) {
    add(&drill, {.topic = "diverged",
                 .severity = "high",
                 .text = "an unfenced old primary took writes beside the new one (split brain)"});
  }
  for (const RunLedger& ledger : drill.run.ledgers) {
    if (ledger.lost > 0) {
      add(&drill,
          {.topic = "lost " + ledger.data,
           .badness = static_cast<double>(ledger.lost),
           .severity = "high",
           .text = fmt::format("{}: {} acknowledged writes of {} were lost, {} of them "
                               "before one that survived",
                               ledger.data, ledger.lost, ledger.acknowledged, ledger.holes)});
    }
    if (ledger.unverified > 0) {
      add(&drill, {.topic = "unverified " + ledger.data,
                   .badness = static_cast<double>(ledger.unverified),
                   .text = fmt::format("{}: what became of {} writes could not be verified",
                                       ledger.data, ledger.unverified)});
    }
  }
}

void Finder::find_late(const ReportDrill& drill) {
  std::vector<std::string> late;
  std::size_t owed = 0;
  for (const ReportDuty& duty : drill.duties) {
    owed += duty.is_on_time ? 1 : 0;
    if (duty.is_on_time && !*duty.is_on_time) {
      late.push_back(duty.detail.empty() ? duty.subject : duty.subject + ", " + duty.detail);
    }
  }
  if (!late.empty()) {
    add(&drill, {.topic = "late",
                 .badness = static_cast<double>(late.size()),
                 .text = fmt::format("{} of {} times that the plan sets were not kept: {}",
                                     late.size(), owed, first_of(late))});
  }
  std::vector<std::string> by_hand;
  for (const ReportStep& step : drill.steps) {
    if (step.was_reached && !step.is_automatic) {
      by_hand.push_back(step.name + (step.succeeded ? "" : " (without success)"));
    }
  }
  if (!by_hand.empty()) {
    add(&drill, {.topic = "by hand",
                 .badness = static_cast<double>(by_hand.size()),
                 .severity = "low",
                 .text = fmt::format("{} of {} steps did not run by themselves: {}", by_hand.size(),
                                     drill.reached, first_of(by_hand))});
  }
}

void Finder::find_model(const ReportDrill& drill) {
  const ComparedObjective* const first = first_recovery(drill.comparison);
  if (first != nullptr && first->figure && first->figure->is_inside == Verdict::missed) {
    const ComparedFigure& figure = *first->figure;
    add(&drill, {.topic = "model",
                 .badness = std::abs(figure.even_rank - 0.5),
                 .severity = "low",
                 .text = fmt::format(
                     "the model was wrong: it predicted {} to {} (90 %), and {} was "
                     "measured",
                     human_duration(figure.interval.low), human_duration(figure.interval.high),
                     human_duration(figure.measured))});
  }
}

void Finder::find_left_behind(const ReportDrill& drill) {
  if (drill.run.state == RunState::voided || drill.run.state == RunState::running) {
    add(&drill,
        {.topic = "void", .text = "the drill is void and tested nothing: " + drill.run.reason});
  } else if (drill.run.state != RunState::completed) {
    add(&drill,
        {.topic = "broken off",
         .text = fmt::format("the drill was {}: {}", name_of(drill.run.state), drill.run.reason)});
  }
  if (!drill.run.undo.residue.empty()) {
    add(&drill, {.topic = "residue",
                 .badness = static_cast<double>(drill.run.undo.residue.size()),
                 .severity = "high",
                 .text = "left behind on the target: " + first_of(drill.run.undo.residue)});
  }
  for (const DeclaredFinding& said : drill.dossier.findings) {
    add(&drill, {.topic = "declared " + said.text,
                 .severity = said.severity == "high"  ? "high"
                             : said.severity == "low" ? "low"
                                                      : "medium",
                 .text = said.text,
                 .cause = said.cause,
                 .label = Label::declared});
  }
}

void Finder::find_backups() {
  for (const BackupValidation& one : report_.dossier.backups) {
    if (!one.passed() || !one.is_isolated) {
      const std::string why = !one.is_intact     ? "is not intact"
                              : !one.is_complete ? "is not complete"
                                                 : "was not restored to an isolated place";
      add(nullptr, {.topic = "backup " + one.data + " " + one.copy,
                    .severity = one.passed() ? "medium" : "high",
                    .text = fmt::format("{}: the copy {} {}", one.data, one.copy, why),
                    .label = Label::declared});
    }
  }
  for (const CriterionResult& one : report_.criteria) {
    if (one.proof == Proof::refuted) {
      add(nullptr, {.topic = "criterion " + one.plan + "/" + one.name,
                    .severity = "high",
                    .text = fmt::format("{}{} is refuted: {}",
                                        report_.plans.size() > 1 ? one.plan + ": " : "", one.name,
                                        one.statement),
                    .label = one.label});
    }
  }
}

void Finder::find_left_out() {
  for (const ReportCalendar& calendar : report_.calendars) {
    for (const ReportOccasion& one : calendar.occasions) {
      if (one.state == OccasionState::left_out) {
        add(nullptr,
            {.topic = "left out " + calendar.plan + text_of(one.planned.day) + one.planned.scenario,
             .text = fmt::format("a drill of the calendar was not held: {} ({}), laid on "
                                 "{} and due by {}",
                                 one.planned.title, one.planned.scenario, text_of(one.planned.day),
                                 text_of(one.planned.until))});
      }
    }
  }
}

std::vector<ReportFinding> Finder::find() {
  for (const ReportDrill& drill : report_.drills) {
    if (is_measured(drill.run.target_kind) != report_.origin.is_measured()) {
      continue;  // a stand-in's, beside drills of something real
    }
    find_missed(drill);
    find_loss(drill);
    find_late(drill);
    find_model(drill);
    find_left_behind(drill);
  }
  find_backups();
  find_left_out();
  for (ReportFinding& finding : findings_) {
    link(finding);
  }
  return std::move(findings_);
}

// What the drills after it say of an action that is to be tested again.
void test_again(ReportAction& action, const Report& report) {
  const auto& retest = *action.action.retest;
  for (const ReportDrill& drill : report.drills) {
    const bool is_after = day_of_instant(drill.run.started_at) > action.action.opened;
    if (drill.counts && is_after && drill.run.scenario.name == retest.scenario) {
      action.retested_by = drill.id;  // the last one counts
      action.effectiveness = drill.verdict == Verdict::met      ? "effective"
                             : drill.verdict == Verdict::missed ? "not effective"
                                                                : "inconclusive";
    }
  }
  if (action.retested_by.empty()) {
    action.effectiveness = day_of_instant(report.as_of) > retest.by ? "not tested again in time"
                                                                    : "not tested again yet";
  }
}

}  // namespace

std::vector<ReportFinding> find_findings(const Report& report) { return Finder{report}.find(); }

std::vector<ReportAction> follow_actions(const std::vector<CorrectiveAction>& actions,
                                         const Report& report) {
  std::vector<ReportAction> followed;
  for (const CorrectiveAction& action : actions) {
    ReportAction one;
    one.action = action;
    const Day now = day_of_instant(report.as_of);
    one.is_overdue = action.state == ActionState::open && action.due < now;
    if (action.state == ActionState::accepted) {
      one.effectiveness = "the risk is accepted";
    } else if (action.retest) {
      test_again(one, report);
    } else {
      one.effectiveness = "no re-test asked for";
    }
    followed.push_back(std::move(one));
  }
  return followed;
}

namespace {

// What the report cannot say because of what it is made from.
void limit_scope(const Report& report, std::vector<Limitation>& all) {
  const ReportOrigin& origin = report.origin;
  if (origin.stand_ins > 0) {
    all.push_back({counted(origin.stand_ins, "drill") +
                       " made by a stand-in: SIMULATED, and no evidence that anything works.",
                   Label::simulated});
  }
  if (origin.labs > 0) {
    all.push_back(
        {counted(origin.labs, "drill") + " held in a lab that stands in for the real target."});
  }
  const bool is_period = report.kind == ReportKind::quarter || report.kind == ReportKind::year;
  if (is_period && report.calendars.empty()) {
    all.push_back({"No calendar was given: whether drills were left out is not known."});
  }
  if (report.plans.size() > 1) {
    all.push_back(
        {fmt::format("The drills follow {} plans; what is computed for one counts its own drills "
                     "alone, but for the record of the model.",
                     report.plans.size())});
  }
}

}  // namespace

std::vector<Limitation> find_limitations(const Report& report) {
  std::vector<Limitation> all;
  const auto add = [&](std::string text, Label label = Label::measured) {
    all.push_back({std::move(text), label});
  };
  if (report.drills.empty()) {
    add("Nothing was drilled: all figures are SIMULATED, and a simulation never counts as evidence "
        "that something works.",
        Label::simulated);
    return all;
  }
  const auto drills = static_cast<std::uint64_t>(report.drills.size());
  add(
      fmt::format("{} one draw each: without a single failure, 59 trials prove 95 %, 299 prove "
                  "99 %, 2,995 prove 99.9 %.",
                  drills == 1 ? "This is one drill," : counted(drills, "drill") + ","));
  std::uint64_t voids = 0, unverified = 0, lines = 0;
  double lateness = 0.0;
  for (const ReportDrill& drill : report.drills) {
    const bool is_real = is_measured(drill.run.target_kind);
    voids += drill.counts || !is_real ? 0 : 1;
    lines += drill.run.environment.wan_lateness ? 1 : 0;
    lateness = std::max(lateness, to_seconds(drill.run.environment.lateness));
    for (const RunLedger& ledger : drill.run.ledgers) {
      unverified += ledger.unverified;
    }
  }
  if (voids > 0) {
    add(counted(voids, "drill") + " void; no criterion counts them.");
  }
  limit_scope(report, all);
  if (lines > 0) {
    add("Long lines between regions were stood in for by a router.");
  }
  if (unverified > 0) {
    add(counted(unverified, "write") + " could not be verified, and do not count as safe.");
  }
  add(fmt::format("All times of a drill come from one monotonic clock; it was late by {} at most.",
                  human_duration(lateness)));
  add("What a drill did stands with each fault: a killed process is no loss of power, because the "
      "page cache survives it.");
  for (const std::string& text : report.dossier.limitations) {
    add(text, Label::declared);
  }
  return all;
}

}  // namespace firedrill
