// firedrill plan: a year of drills laid out from the plan's cadence, each rehearsed by simulation.

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <limits>
#include <set>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "app/pack_files.hpp"
#include "app/progress.hpp"
#include "app/run_arguments.hpp"
#include "reports/calendar_html.hpp"
#include "reports/calendar_ics.hpp"
#include "reports/calendar_json.hpp"
#include "reports/calendar_text.hpp"
#include "scenarios/drill_programme.hpp"
#include "scenarios/timeline_names.hpp"
#include "sim/monte_carlo.hpp"

namespace firedrill {
namespace {

constexpr const char* plan_examples =
    R"(  firedrill plan scenarios/drills/gaudi3-scale.json --year 2027
  firedrill plan scenarios/drills/gaudi3-scale.json --year 2027 --out calendar
  firedrill plan scenarios/drills/gaudi3-scale.json --check  # fails if a drill is overdue)";

struct PlanArguments : LuckArguments {
  std::string programme;
  int year = 0;  // 0: this one
  std::string today;
  std::string folder;
  std::uint64_t replications = 2'000;
  bool is_check = false;
};

Day today_of(const PlanArguments& arguments) {
  const auto given = day_of(arguments.today);
  return given.value_or(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
}

// The longest of all promised services' recoveries, at the quantile `index` of those reported.
double recovery_at(const Prediction& prediction, std::size_t index) {
  double longest = 0.0;
  for (const ObjectivePrediction& objective : prediction.objectives) {
    if (objective.kind == ObjectiveKind::rto) {
      longest = std::max(longest, objective.quantiles[index].value);
    }
  }
  return longest;
}

Rehearsal rehearsal_of(const std::string& path, const Scenario& scenario,
                       const Prediction& prediction) {
  Rehearsal rehearsal;
  rehearsal.scenario = path;
  rehearsal.name = scenario.name;
  rehearsal.title = title_of(scenario);
  rehearsal.digest = scenario.digest;
  rehearsal.seed = prediction.seed;
  rehearsal.replications = prediction.replications;
  for (const ObjectivePrediction& objective : prediction.objectives) {
    if (rehearsal.promise.empty() || objective.met_fraction < rehearsal.met_fraction) {
      rehearsal.promise = objective.title.empty() ? objective.name : objective.title;
      rehearsal.met_fraction = objective.met_fraction;
      rehearsal.met_low = objective.met_low;
      rehearsal.met_high = objective.met_high;
    }
  }
  rehearsal.median_s = recovery_at(prediction, 0);
  rehearsal.p95_s = recovery_at(prediction, 2);
  rehearsal.p99_s = recovery_at(prediction, 3);
  for (const Fault& fault : scenario.faults) {
    rehearsal.faults.push_back(fault.name);
  }
  std::set<std::uint32_t> missed;
  for (const Event& event : prediction.stories.front().timeline.events()) {
    if (event.verb == Verb::await_failure && event.outcome == Outcome::succeeded &&
        missed.insert(event.subject).second) {
      const Objective& objective = scenario.objectives[event.subject];
      rehearsal.services.push_back(title_of(scenario.plan.services[objective.service->index]));
    }
  }
  for (const StepPrediction& step : prediction.steps) {
    const auto& steps = scenario.runbook.steps;
    if (std::any_of(steps.begin(), steps.end(),
                    [&](const Step& one) { return one.name == step.name; })) {
      rehearsal.steps.push_back(step);
    }
  }
  return rehearsal;
}

std::vector<std::vector<Rehearsal>> rehearse(const DrillProgrammeFile& file,
                                             const PlanArguments& arguments) {
  std::vector<std::vector<Rehearsal>> rehearsals;
  std::size_t all = 0;
  for (const auto& scenarios : file.scenarios) {
    all += scenarios.size();
  }
  Progress progress{"rehearsing"};
  const auto report = progress.callback();
  std::size_t done = 0;
  for (std::size_t exercise = 0; exercise < file.scenarios.size(); ++exercise) {
    auto& of_exercise = rehearsals.emplace_back();
    for (std::size_t candidate = 0; candidate < file.scenarios[exercise].size(); ++candidate) {
      const Scenario& scenario = file.scenarios[exercise][candidate];
      const auto share = [&](double part) {
        report((static_cast<double>(done) + part) / static_cast<double>(all));
      };
      const SimulationOptions options{arguments.seed, arguments.replications, 0, arguments.threads,
                                      share};
      const Prediction prediction = summarise(scenario, simulate(scenario, options));
      of_exercise.push_back(rehearsal_of(
          file.programme.exercises[exercise].candidates[candidate].scenario, scenario, prediction));
      ++done;
    }
  }
  return rehearsals;
}

// Overdue drills alone: no rehearsal is needed to see them.
ExitCode check(const DrillProgrammeFile& file, const PlanArguments& arguments) {
  DrillCalendar calendar;
  calendar.today = today_of(arguments);
  calendar.year = static_cast<int>(std::chrono::year_month_day{calendar.today}.year());
  calendar.late = overdue(file.programme, calendar.today);
  const CalendarView view{calendar, file.programme, file.plan, {}};
  print(arguments.wants_json ? calendar_json(view) : overdue_page(view, page_options()));
  return calendar.late.empty() ? ExitCode::met : ExitCode::missed;
}

ExitCode plan_command(const PlanArguments& arguments) {
  const auto file = load_drill_programme(arguments.programme);
  if (!file) {
    return report_errors(file.error());
  }
  if (arguments.is_check) {
    return check(*file, arguments);
  }
  if (!arguments.folder.empty()) {
    write_pack(arguments.folder, {});  // the folder alone: it says when who and what is weakest
    prepare_folder(arguments.folder);
  }
  const Day today = today_of(arguments);
  const int year = arguments.year != 0
                       ? arguments.year
                       : static_cast<int>(std::chrono::year_month_day{today}.year());
  const auto rehearsals = rehearse(*file, arguments);
  const DrillCalendar calendar =
      make_calendar(file->programme, file->plan, rehearsals, {year, today});
  const CalendarView view{calendar, file->programme, file->plan, rehearsals};
  print(arguments.wants_json ? calendar_json(view) : calendar_page(view, page_options()));
  if (!arguments.folder.empty()) {
    write_pack(arguments.folder, {{"calendar.txt", calendar_page(view, {})},
                                  {"calendar.md", calendar_markdown(view)},
                                  {"calendar.html", calendar_html(view)},
                                  {"calendar.json", calendar_json(view)},
                                  {"calendar.ics", calendar_ics(view)}});
  }
  return is_in_order(calendar) ? ExitCode::met : ExitCode::missed;
}

CLI::Validator day_validator() {
  return CLI::Validator{[](const std::string& text) {
                          return day_of(text) ? std::string{}
                                              : "\"" + text + "\" is no day like 2027-03-15";
                        },
                        "DAY"};
}

class PlanDrills : public CommandWith<PlanArguments> {
 public:
  explicit PlanDrills(CLI::App& program)
      : CommandWith{program,
                    {"plan", "Lays the plan's drills into a year, each rehearsed by simulation",
                     plan_examples}} {
    line_
        .add_option("PROGRAMME", arguments_.programme,
                    "a file of format firedrill/drill-programme/1")
        ->required()
        ->option_text(" ");
    line_.add_option("--year", arguments_.year, "which year (this one)")
        ->check(whole_number(1970, 9999))
        ->option_text("YEAR");
    line_.add_option("--today", arguments_.today, "what counts as today (the clock's)")
        ->check(day_validator())
        ->option_text("DAY");
    line_.add_flag("--check", arguments_.is_check,
                   "only say what is overdue; exit status 4 if anything is");
    line_
        .add_option("--out", arguments_.folder,
                    "also write the calendar as text, Markdown, HTML, JSON and iCalendar here")
        ->option_text("FOLDER");
    line_
        .add_option("--replications", arguments_.replications, "of each rehearsal (default 2,000)")
        ->check(whole_number(100, 1'000'000))
        ->option_text("N");
    add_luck_options(line_, arguments_);
  }
  [[nodiscard]] ExitCode run() const override { return plan_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_plan(CLI::App& program) {
  return std::make_unique<PlanDrills>(program);
}

}  // namespace firedrill
