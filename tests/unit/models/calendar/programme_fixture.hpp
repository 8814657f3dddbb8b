// Small programmes whose calendars can be worked out by hand: drills on every day of the week,
// one role, nothing closed unless a test closes it.
// Example: auto made = weekday_programme(); made.exercises.push_back(exercise("restore", month));
#pragma once

#include <chrono>
#include <string>

#include "models/calendar/drill_calendar.hpp"

namespace firedrill {

inline Day day(int year, unsigned month, unsigned day_of_month) {
  return Day{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day_of_month}};
}

inline constexpr Duration one_month = std::chrono::days{30};
inline constexpr Duration one_quarter = std::chrono::days{90};
inline constexpr Duration one_year_cadence = std::chrono::days{365};

// Drills on every day of the week, from 2027 on.
inline DrillProgramme any_day_programme() {
  DrillProgramme programme;
  programme.name = "made";
  programme.since = day(2027, 1, 1);
  programme.weekdays.fill(true);
  programme.begins = std::chrono::hours{16};
  return programme;
}

inline Exercise exercise(std::string cadence, Duration every) {
  Exercise made;
  made.title = cadence + " drill";
  made.cadence = std::move(cadence);
  made.every = every;
  made.target = "lab";
  made.blast_radius = "nothing";
  return made;
}

inline Rehearsal rehearsal(const std::string& name, double met) {
  Rehearsal made;
  made.name = made.title = name;
  made.scenario = name + ".json";
  made.promise = "the service";
  made.met_fraction = met;
  made.replications = 100;
  made.median_s = 1'800.0;
  made.p95_s = 3'600.0;
  made.p99_s = 7'200.0;
  return made;
}

}  // namespace firedrill
