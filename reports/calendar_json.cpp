#include "reports/calendar_json.hpp"

#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

Json rehearsal_json(const Rehearsal& rehearsal) {
  Json steps = Json::array();
  for (const StepPrediction& step : rehearsal.steps) {
    steps.push_back({{"name", step.name},
                     {"mean_s", json_number(step.mean_s)},
                     {"failure_fraction", step.failure_fraction}});
  }
  return {{"scenario", {{"name", rehearsal.name}, {"digest", rehearsal.digest}}},
          {"seed", rehearsal.seed},
          {"replications", rehearsal.replications},
          {"promise", rehearsal.promise},
          {"met_fraction", rehearsal.met_fraction},
          {"met_fraction_ci95", {rehearsal.met_low, rehearsal.met_high}},
          {"recovery_s",
           {{"p50", json_number(rehearsal.median_s)},
            {"p95", json_number(rehearsal.p95_s)},
            {"p99", json_number(rehearsal.p99_s)}}},
          {"faults", rehearsal.faults},
          {"services", rehearsal.services},
          {"steps", steps},
          {"command", rehearsal_command(rehearsal)}};
}

Json drill_json(const CalendarView& view, const PlannedDrill& drill) {
  const Exercise& exercise = view.exercise_of(drill);
  const Rehearsal* const rehearsal = view.rehearsal_of(drill);
  Json people = Json::array();
  for (const PeopleNeeded& needed : exercise.people) {
    people.push_back(
        {{"role", view.plan.roles[needed.role.index].name}, {"people", needed.people}});
  }
  return {{"day", text_of(drill.day)},
          {"begins", begins_text(view.programme)},
          {"drill", exercise.cadence},
          {"title", drill_title(view, drill)},
          {"period",
           {{"from", text_of(drill.occurrence.first)}, {"until", text_of(drill.occurrence.last)}}},
          {"target", exercise.target},
          {"why", drill.choice.why},
          {"retest", drill.choice.retest ? Json(view.programme.retests[*drill.choice.retest].action)
                                         : Json(nullptr)},
          {"is_extra", drill.is_extra},
          {"people", people},
          {"expected_s", json_number(drill.expected_s)},
          {"within_95_s", json_number(drill.longest_s)},
          {"blast_radius", exercise.blast_radius},
          {"abort_after_s", json_number(drill.abort_after_s)},
          {"abort_when", exercise.abort_when},
          {"rehearsal", rehearsal == nullptr ? Json(nullptr) : rehearsal_json(*rehearsal)}};
}

Json missing_json(const CalendarView& view) {
  Json missing = Json::array();
  for (const Placement& placement : view.calendar.not_placed) {
    missing.push_back({{"what", view.programme.exercises[placement.occurrence.exercise].title},
                       {"from", text_of(placement.occurrence.first)},
                       {"until", text_of(placement.occurrence.last)},
                       {"why", obstacles_text(placement)}});
  }
  for (const UnsettledRetest& unsettled : view.calendar.unsettled) {
    const Retest& retest = view.programme.retests[unsettled.retest];
    missing.push_back({{"what", "re-test of " + retest.action},
                       {"from", text_of(retest.since)},
                       {"until", text_of(retest.by)},
                       {"why", unsettled.why}});
  }
  return missing;
}

}  // namespace

std::string calendar_json(const CalendarView& view) {
  Json drills = Json::array();
  for (const PlannedDrill& drill : view.calendar.drills) {
    drills.push_back(drill_json(view, drill));
  }
  Json meetings = Json::array();
  for (const MeetingDate& date : view.calendar.meetings) {
    meetings.push_back(
        {{"day", text_of(date.day)},
         {"title", view.programme.meetings[date.meeting].title},
         {"moved_from", date.moved_from ? Json(text_of(*date.moved_from)) : Json(nullptr)}});
  }
  Json late = Json::array();
  for (const Overdue& one : view.calendar.late) {
    late.push_back({{"what", one.what},
                    {"due", text_of(one.due)},
                    {"last_held", one.last ? Json(text_of(*one.last)) : Json(nullptr)}});
  }
  return json_text(
      {{"format", "firedrill/drill-calendar/1"},
       {"label", "PLANNED"},
       {"programme", {{"name", view.programme.name}, {"digest", view.programme.digest}}},
       {"plan", {{"name", view.plan.name}, {"digest", view.plan.digest}}},
       {"year", view.calendar.year},
       {"today", text_of(view.calendar.today)},
       {"drills", drills},
       {"meetings", meetings},
       {"not_laid", missing_json(view)},
       {"overdue", late}});
}

}  // namespace firedrill
