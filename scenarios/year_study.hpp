// A study of a year under a plan: which incidents happen how often, each with the scenario that
// models its recovery, and which drills are held on the plan's calendar, as read from a file.
// Example: const auto study = load_year_study("scenarios/years/gaudi3-scale.json");
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/base/result.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

struct IncidentCause {
  std::string name;
  Scenario scenario;
  double rate = 0.0;  // incidents a year
  // How many times as often they may really happen, one draw a year; none: the rate is known.
  std::optional<Distribution> rate_uncertainty;
};

// A drill of the plan's schedule: it succeeds when every recovery time it tries keeps its promise.
struct YearlyDrill {
  std::string name;
  Duration every{};
  Scenario scenario;
};

struct YearStudy {
  std::string name;
  std::string title;
  std::string digest;
  Plan plan;  // the one that all scenarios share
  std::vector<IncidentCause> causes;
  std::vector<YearlyDrill> drills;
  Duration given_up_after{};  // what has not recovered by then has been replaced by something else
  double required_years = 0.0;  // share of years that must meet a target
  std::vector<Assumption> assumptions;
};

// All errors at once; FD3020: scenarios of different plans, or a drill the plan does not hold.
[[nodiscard]] Result<YearStudy> load_year_study(const std::string& path);

}  // namespace firedrill
