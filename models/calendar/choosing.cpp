#include "models/calendar/choosing.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace firedrill {
namespace {

// How often each scenario was drilled in the year before the placements, or is planned already.
class Familiarity {
 public:
  Familiarity(const DrillProgramme& programme, Day first) {
    for (const DrillRecord& record : programme.records) {
      if (record.counts() && record.day < first && record.day >= add_months(first, -12)) {
        ++times(record.scenario);
      }
    }
  }
  int& times(const std::string& scenario) { return times_[scenario]; }

 private:
  std::map<std::string, int> times_;
};

// The geometric mean of the rates that are known; 1 if none is.
double typical_rate(const Exercise& exercise) {
  double sum = 0.0;
  int known = 0;
  for (const DrillCandidate& candidate : exercise.candidates) {
    if (candidate.rate && *candidate.rate > 0.0) {
      sum += std::log(*candidate.rate);
      ++known;
    }
  }
  return known == 0 ? 1.0 : std::exp(sum / known);
}

double worth(const DrillCandidate& candidate, const Rehearsal& rehearsal, double unknown_rate,
             int times) {
  const double p = rehearsal.met_fraction;
  return candidate.rate.value_or(unknown_rate) * (1.0 - p) * (1.0 + 4.0 * p * (1.0 - p)) /
         std::ldexp(1.0, 2 * times);
}

std::string per_year(double rate) {
  return rate >= 1.0 ? fmt::format("{:.3g} a year", rate)
                     : fmt::format("once in {:.2g} years", 1.0 / rate);
}

std::string reason(const DrillCandidate& candidate, const Rehearsal& rehearsal, int times) {
  std::string why = candidate.rate && *candidate.rate > 0.0
                        ? "expected " + per_year(*candidate.rate)
                        : "how often it happens is not known";
  const double broken = 1.0 - rehearsal.met_fraction;
  why += fmt::format("; {:.3g} % of recoveries break the promise of {}", 100.0 * broken,
                     rehearsal.promise);
  if (rehearsal.met_fraction > 0.2 && rehearsal.met_fraction < 0.8) {
    why += ", so that the outcome is open";
  }
  return why + (times == 0 ? "; not drilled in the year before"
                           : fmt::format("; drilled or planned {} before within a year",
                                         times == 1 ? "once" : fmt::format("{} times", times)));
}

// The re-test that a drill of `exercise` on `day` can settle: the one due soonest.
std::optional<std::pair<std::uint32_t, std::uint32_t>> retest_for(
    const DrillProgramme& programme, const Exercise& exercise, Day day,
    const std::vector<bool>& is_settled) {
  std::optional<std::pair<std::uint32_t, std::uint32_t>> found;
  for (std::uint32_t index = 0; index < programme.retests.size(); ++index) {
    const Retest& retest = programme.retests[index];
    if (is_settled[index] || day < retest.since || day > retest.by) {
      continue;
    }
    for (std::uint32_t candidate = 0; candidate < exercise.candidates.size(); ++candidate) {
      const bool is_sooner = !found || retest.by < programme.retests[found->first].by;
      if (exercise.candidates[candidate].name == retest.scenario && is_sooner) {
        found.emplace(index, candidate);
      }
    }
  }
  return found;
}

}  // namespace

std::vector<ScenarioChoice> choose_scenarios(
    const DrillProgramme& programme, const std::vector<Placement>& placements,
    const std::vector<std::vector<Rehearsal>>& rehearsals) {
  std::vector<ScenarioChoice> choices(placements.size());
  std::vector<std::uint32_t> by_day;
  for (std::uint32_t index = 0; index < placements.size(); ++index) {
    if (placements[index].day) {
      by_day.push_back(index);
    }
  }
  std::sort(by_day.begin(), by_day.end(), [&](std::uint32_t one, std::uint32_t other) {
    return *placements[one].day < *placements[other].day;
  });
  if (by_day.empty()) {
    return choices;
  }
  Familiarity familiarity{programme, *placements[by_day.front()].day};
  std::vector<bool> is_settled;
  for (const Retest& retest : programme.retests) {
    is_settled.push_back(has_passed(programme, retest));
  }
  for (const std::uint32_t index : by_day) {
    const Placement& placement = placements[index];
    const Exercise& exercise = programme.exercises[placement.occurrence.exercise];
    const auto& known = rehearsals[placement.occurrence.exercise];
    ScenarioChoice& choice = choices[index];
    if (exercise.candidates.empty()) {
      choice.why = "no scenario is played";
      continue;
    }
    if (const auto retest = retest_for(programme, exercise, *placement.day, is_settled)) {
      choice.retest = retest->first;
      choice.candidate = retest->second;
      is_settled[retest->first] = true;
      const Retest& due = programme.retests[retest->first];
      choice.why =
          fmt::format("re-test of {} ({}), due {}", due.action, due.title, text_of(due.by));
    } else {
      const double unknown_rate = typical_rate(exercise);
      const auto worth_of = [&](std::uint32_t candidate) {
        return worth(exercise.candidates[candidate], known[candidate], unknown_rate,
                     familiarity.times(exercise.candidates[candidate].name));
      };
      std::uint32_t best = 0;
      for (std::uint32_t other = 1; other < exercise.candidates.size(); ++other) {
        best = worth_of(other) > worth_of(best) ? other : best;
      }
      choice.candidate = best;
      choice.why = reason(exercise.candidates[best], known[best],
                          familiarity.times(exercise.candidates[best].name));
    }
    ++familiarity.times(exercise.candidates[*choice.candidate].name);
  }
  return choices;
}

}  // namespace firedrill
