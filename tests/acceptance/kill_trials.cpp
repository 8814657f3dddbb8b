// kill_trials NUMBER...: runs these trials one after the other and prints a line for each, as
// tests/acceptance/kill-trials collects them. The first are killed at the boundaries between steps,
// the others at random instants, every second of those with its connection.

#include <fmt/core.h>

#include <cstdlib>

#include "tests/unit/live/kill_trial.hpp"

using namespace firedrill;

namespace {

constexpr int boundaries = 14;  // seven scripts, each with a beginning and an end

KillPlan plan_of(int number) {
  if (number < boundaries) {
    return {.number = number, .boundary = number};
  }
  return {.number = number, .at = kill_instant(number), .cuts_connection = number % 2 == 1};
}

}  // namespace

int main(int argc, char** argv) {
  int bad = 0;
  for (int index = 1; index < argc; ++index) {
    const int number = std::atoi(argv[index]);
    const KillPlan plan = plan_of(number);
    const KillResult result = kill_trial(plan);
    std::string remains = result.remains;
    for (char& sign : remains) {
      sign = sign == '\n' || sign == '\t' ? ' ' : sign;
    }
    fmt::print(
        "{}\t{}\t{:.3f}\t{}\t{}\t{}\t{:.2f}\t{}\n", number, plan.boundary ? "boundary" : "instant",
        plan.boundary ? *plan.boundary : to_seconds(plan.at), plan.cuts_connection ? "cut" : "kept",
        result.was_killed ? "killed" : "ended", result.was_broken ? "broken" : "whole",
        result.healed_after, remains.empty() ? "-" : remains);
    std::fflush(stdout);
    bad += result.is_good() ? 0 : 1;
  }
  return bad == 0 ? 0 : 1;
}
