// One drill as a report shows it: from its record, its sealed prediction and what people state.

#include <algorithm>
#include <limits>
#include <utility>

#include "reports/audit/make_report.hpp"
#include "scenarios/compare_run.hpp"
#include "scenarios/measure.hpp"
#include "scenarios/recorded_timeline.hpp"

namespace firedrill {
namespace {

double seconds_or_infinity(Duration duration) {
  return duration == never ? std::numeric_limits<double>::infinity() : to_seconds(duration);
}

std::vector<ReportDuty> duties_of_run(const Run& run, const Scenario& scenario,
                                      const DrillDossier& dossier) {
  const auto timeline = timeline_of(run.timeline, scenario);
  if (!timeline || scenario.duties.empty()) {
    return {};
  }
  Measurement measured;
  Measurer{scenario}.measure(*timeline, measured);
  std::vector<ReportDuty> duties;
  for (std::size_t index = 0; index < scenario.duties.size(); ++index) {
    const Duty& duty = scenario.duties[index];
    const std::optional<Duration>& done = measured.duties[index];
    if (!done) {
      continue;  // nobody owed it
    }
    ReportDuty one;
    one.subject = duty.subject;
    one.detail = duty.detail;
    one.is_message = is_message(duty.kind);
    one.clock = name_of(duty.clock);
    one.done_s = seconds_or_infinity(*done);
    if (duty.within) {
      one.due_s = to_seconds(*duty.within);
      one.is_on_time = *done <= *duty.within;
    }
    if (one.is_message) {
      const Duration sent = measured.first_sent[index];
      one.sent_s = seconds_or_infinity(sent == never ? never : sent - run.injected);
      for (const Acknowledgement& answer : dossier.acknowledgements) {
        if (answer.audience == duty.detail && !one.acknowledged_s && sent != never) {
          one.acknowledged_s = to_seconds(answer.after);
          one.acknowledged_by = answer.by;
        }
      }
    }
    duties.push_back(std::move(one));
  }
  return duties;
}

ReportStep step_of(const RunStep& step, const Run& run) {
  ReportStep one;
  one.name = step.name;
  one.was_reached = step.started.has_value();
  one.succeeded = step.succeeded;
  one.by_hand = std::any_of(run.timeline.begin(), run.timeline.end(), [&](const RunEvent& event) {
    return event.by_hand && event.step == step.name;
  });
  one.is_automatic = one.was_reached && step.succeeded && !step.automatic_failed && !one.by_hand;
  if (step.started) {
    one.started_s = to_seconds(*step.started - run.injected);
    one.waited_s = to_seconds(step.waited);
    if (step.ended) {
      one.length_s = to_seconds(*step.ended - *step.started);
    }
  }
  return one;
}

// A drill keeps its promises only if it ran to its end and left the target as it was.
void judge_drill(ReportDrill& drill) {
  const Run& run = drill.run;
  drill.counts = run.state != RunState::voided && run.state != RunState::running;
  const auto has = [&](Verdict verdict) {
    return std::any_of(run.objectives.begin(), run.objectives.end(),
                       [&](const RunObjective& one) { return one.verdict == verdict; });
  };
  const auto says = [&](Verdict verdict, std::string reason) {
    drill.verdict = verdict;
    drill.reason = std::move(reason);
  };
  if (!drill.counts) {
    return says(Verdict::inconclusive, "it is void: " + run.reason);
  }
  if (run.state != RunState::completed) {
    return says(Verdict::missed, std::string{name_of(run.state)} + ": " + run.reason);
  }
  if (has(Verdict::missed)) {
    return says(Verdict::missed, "a promise was missed");
  }
  if (!run.undo.residue.empty()) {
    return says(Verdict::missed, "not everything was undone");
  }
  if (run.steady_after && !run.steady_after->is_held) {
    return says(Verdict::missed, "the target was not as before afterwards");
  }
  if (run.objectives.empty() || has(Verdict::inconclusive)) {
    return says(Verdict::inconclusive, "a promise could not be judged");
  }
  says(Verdict::met, "every promise was kept");
}

// When the first alert came, and when somebody or something set about recovering [s].
void read_beginnings(ReportDrill& drill) {
  const Run& run = drill.run;
  for (const RunEvent& event : run.timeline) {
    if (event.verb == Verb::await_alert && event.outcome == Outcome::succeeded &&
        event.answered >= run.injected && !drill.alert_s) {
      drill.alert_s = to_seconds(event.answered - run.injected);
    }
  }
  for (const ReportStep& step : drill.steps) {
    if (step.started_s && *step.started_s >= 0.0) {
      drill.declared_s = std::min(drill.declared_s.value_or(*step.started_s), *step.started_s);
    }
  }
}

}  // namespace

ReportDrill report_drill(const RecordedDrill& recorded, const Scenario* scenario,
                         const Dossier& dossier) {
  ReportDrill drill;
  drill.id = recorded.run.id;
  drill.folder = recorded.folder;
  drill.run = recorded.run;
  drill.run_digest = recorded.digest;
  drill.comparison = compare_run(recorded.run, recorded.prediction);
  drill.horizon_s = recorded.prediction.horizon_s;
  if (const DrillDossier* const said = dossier.of_run(drill.id)) {
    drill.dossier = *said;
  }
  if (scenario != nullptr) {
    drill.duties = duties_of_run(drill.run, *scenario, drill.dossier);
  }
  for (const RunStep& step : drill.run.steps) {
    drill.steps.push_back(step_of(step, drill.run));
    drill.reached += drill.steps.back().was_reached ? 1 : 0;
    drill.automatic += drill.steps.back().is_automatic ? 1 : 0;
  }
  read_beginnings(drill);
  judge_drill(drill);
  return drill;
}

}  // namespace firedrill
