// A year of drills as `firedrill plan` has laid it out, as far as a report needs it: which drills
// were to be held when, of which scenario. A report holds what was drilled against it and says what
// was left out.
// Example: planned.drills[0].until  // the last day on which it would still have been in time
#pragma once

#include <string>
#include <vector>

#include "models/calendar/civil.hpp"

namespace firedrill {

struct PlannedYear {
  struct Drill {
    Day day, from, until;          // when it is laid; its period, both ends included
    std::string cadence, title;    // name of the plan's drill; the plan's words
    std::string scenario, retest;  // name, "" where none is played; the action, "" if it is none
  };
  std::string programme, programme_digest, plan;
  int year = 0;
  std::vector<Drill> drills;  // as in the file: by day
};

}  // namespace firedrill
