// What became of the drills that the calendar had laid out: each drill that was held settles one
// occasion of its plan and scenario in whose period it began, the one that ends first.

#include <algorithm>
#include <array>
#include <set>

#include "reports/audit/make_report.hpp"

namespace firedrill {
namespace {

// The drill that settles `planned`, among those that settle nothing yet; null if none does.
const ReportDrill* drill_for(const PlannedYear::Drill& planned, const std::string& plan,
                             const Report& report, const std::set<std::string>& used) {
  for (const ReportDrill& drill : report.drills) {
    const Day began = day_of_instant(drill.run.started_at);
    const bool is_its = drill.counts && drill.run.plan.name == plan &&
                        drill.run.scenario.name == planned.scenario && planned.from <= began &&
                        began <= planned.until;
    if (is_its && !used.contains(drill.id)) {
      return &drill;
    }
  }
  return nullptr;
}

// The newest day of which the report knows: of a drill, or of a signature under it.
Day newest_day(const Report& report) {
  Day newest = day_of_instant(report.as_of);
  for (const SignOff& sign : report.dossier.sign_offs) {
    newest = std::max(newest, sign.on);
  }
  return newest;
}

void settle(ReportCalendar& calendar, const Report& report) {
  std::vector<ReportOccasion*> order;
  for (ReportOccasion& one : calendar.occasions) {
    order.push_back(&one);
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const ReportOccasion* one, const ReportOccasion* other) {
                     return one->planned.until < other->planned.until;
                   });
  const Day now = newest_day(report);
  std::set<std::string> used;
  ShareCount count;
  for (ReportOccasion* const one : order) {
    if (one->planned.scenario.empty()) {
      one->state = OccasionState::not_played;
      continue;
    }
    const ReportDrill* const drill = drill_for(one->planned, calendar.plan, report, used);
    if (drill != nullptr) {
      one->state = OccasionState::held;
      one->drill = drill->id;
      used.insert(drill->id);
    } else {
      one->state = one->planned.until < now ? OccasionState::left_out : OccasionState::not_due;
    }
    count.trials += one->state == OccasionState::not_due ? 0 : 1;
    count.kept += drill != nullptr ? 1 : 0;
  }
  calendar.held = prove_share(count, 1.0);
  for (const ReportDrill& drill : report.drills) {
    if (drill.counts && drill.run.plan.name == calendar.plan && !used.contains(drill.id)) {
      calendar.unplanned.push_back(drill.id);
    }
  }
}

}  // namespace

std::string_view name_of(OccasionState state) {
  constexpr std::array<std::string_view, 4> names{"held", "left out", "not due yet",
                                                  "not a drill of firedrill"};
  return names[static_cast<std::size_t>(state)];
}

std::vector<ReportCalendar> follow_calendars(const std::vector<PlannedYear>& planned,
                                             const Report& report) {
  const std::optional<Day> from = day_of(report.from), until = day_of(report.until);
  std::vector<ReportCalendar> calendars;
  for (const PlannedYear& year : planned) {
    ReportCalendar calendar{
        year.programme, year.programme_digest, year.plan, year.year, {}, {}, {}};
    for (const PlannedYear::Drill& drill : year.drills) {
      if (from && until && *from <= drill.day && drill.day <= *until) {
        calendar.occasions.push_back({drill, OccasionState::not_due, ""});
      }
    }
    settle(calendar, report);
    calendars.push_back(std::move(calendar));
  }
  return calendars;
}

}  // namespace firedrill
