#include "reports/prediction_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "reports/backlog_text.hpp"
#include "reports/duties_text.hpp"
#include "reports/format.hpp"
#include "reports/gantt.hpp"
#include "reports/restorations_text.hpp"
#include "reports/verdict_marks.hpp"
#include "scenarios/timeline_names.hpp"

namespace firedrill {
namespace {

constexpr std::size_t shown_assumptions = 10;
// Narrower pages leave the intervals to the JSON, and the verdicts to their marks.
constexpr int least_wide_page = 100;

// `name` in the words of `dictionary`, or as it is.
template <std::size_t Size>
std::string in_words(const std::array<std::pair<const char*, const char*>, Size>& dictionary,
                     const std::string& name) {
  const auto* found = std::find_if(dictionary.begin(), dictionary.end(),
                                   [&](const auto& entry) { return entry.first == name; });
  return found == dictionary.end() ? name : found->second;
}

// The service that phases, steps and stories are about: that of the first RTO objective.
std::string followed_service(const Prediction& prediction) {
  const auto& objectives = prediction.objectives;
  const auto found = std::find_if(objectives.begin(), objectives.end(),
                                  [](const auto& one) { return one.kind == ObjectiveKind::rto; });
  return found == objectives.end() ? "" : title_of(*found);
}

std::string count_sentence(const Prediction& prediction) {
  const auto count = [&](Verdict verdict) {
    const auto& objectives = prediction.objectives;
    return static_cast<std::size_t>(
        std::count_if(objectives.begin(), objectives.end(),
                      [&](const auto& one) { return one.verdict == verdict; }));
  };
  const std::size_t all = prediction.objectives.size();
  const std::size_t missed = count(Verdict::missed);
  const std::size_t open = count(Verdict::inconclusive);
  if (missed == 0 && open == 0) {
    return all == 1 ? "The promise holds." : fmt::format("All {} promises hold.", all);
  }
  std::string text = missed > 0
                         ? fmt::format("{} of {} do not hold", missed, counted(all, "promise"))
                         : fmt::format("{} of {} hold", all - open, counted(all, "promise"));
  if (open > 0) {
    text += fmt::format("; {} cannot be told yet from {}", open,
                        counted(prediction.replications, "recovery", "recoveries"));
  }
  return text + ".";
}

// What matters most: the first promise with the worst verdict, recovery times before data losses.
std::string worst_sentence(const Prediction& prediction) {
  const auto gravity = [](const ObjectivePrediction& one) {
    const int verdict = one.verdict == Verdict::missed         ? 0
                        : one.verdict == Verdict::inconclusive ? 1
                                                               : 2;
    return std::pair{verdict, one.kind == ObjectiveKind::rpo};
  };
  const auto& objectives = prediction.objectives;
  const auto worst =
      std::min_element(objectives.begin(), objectives.end(),
                       [&](const auto& a, const auto& b) { return gravity(a) < gravity(b); });
  if (worst == objectives.end()) {
    return "";
  }
  const std::string target = human_duration(worst->target_s);
  const std::string promise = worst->kind == ObjectiveKind::rto
                                  ? fmt::format("back within {}", target)
                                  : fmt::format("at most {} lost", target);
  return fmt::format(" {}: {} in {} of recoveries; the plan needs {}.", title_of(*worst), promise,
                     percent(worst->met_fraction), chosen_percent(worst->required_fraction));
}

// Nothing survives that is infinitely old.
std::string came_to(const ObjectivePrediction& one, double seconds) {
  const bool is_all_lost = one.kind == ObjectiveKind::rpo && std::isinf(seconds);
  return is_all_lost ? "all lost" : human_duration(seconds);
}

void add_promise(const ObjectivePrediction& one, const std::string& title, bool is_wide,
                 Table& table) {
  const Ink ink = ink_of(one.verdict);
  std::vector<Cell> row{
      {title},
      {human_duration(one.target_s)},
      {percent(one.met_fraction), ink},
      faint(fmt::format("[{}, {}]", percent_number(one.met_low), percent_number(one.met_high))),
      {chosen_percent(one.required_fraction)},
      {came_to(one, one.quantiles[0].value)},
      {came_to(one, one.quantiles[2].value)},
      {mark_of(one.verdict), ink}};
  if (is_wide) {
    row.back().text += fmt::format(" {}", name_of(one.verdict));
  } else {
    row.erase(row.begin() + 3);
  }
  table.add(std::move(row));
}

Table promises_table(bool is_wide) {
  std::vector<Align> columns{Align::left,  Align::right, Align::right, Align::left,
                             Align::right, Align::right, Align::right, Align::left};
  std::vector<Cell> head{{},
                         faint("target"),
                         faint("holds in"),
                         faint("[95 %]"),
                         faint("needs"),
                         faint("median"),
                         faint("95 % within"),
                         {}};
  if (!is_wide) {
    columns.erase(columns.begin() + 3);
    head.erase(head.begin() + 3);
  }
  Table table{std::move(columns)};
  table.add(std::move(head));
  return table;
}

std::string promises_part(const Prediction& prediction, ObjectiveKind kind,
                          const PageOptions& options) {
  const bool is_wide = options.width >= least_wide_page;
  std::vector<const ObjectivePrediction*> objectives;
  std::vector<std::string> titles;
  for (const ObjectivePrediction& one : prediction.objectives) {
    if (one.kind == kind) {
      objectives.push_back(&one);
      titles.push_back(title_of(one));
    }
  }
  if (objectives.empty()) {
    return "";
  }
  Table table = promises_table(is_wide);
  const std::vector<RowTitle> rows = row_titles(titles);
  for (std::size_t index = 0; index < rows.size(); ++index) {
    if (!rows[index].heading.empty()) {
      table.add_line({rows[index].heading});
    }
    add_promise(*objectives[index], rows[index].text, is_wide, table);
  }
  const bool is_rto = kind == ObjectiveKind::rto;
  return heading(is_rto ? "RECOVERY TIME" : "DATA LOSS",
                 is_rto ? "from the outage to the first success that lasts"
                        : "age of the newest state that survives",
                 options) +
         table.render(options);
}

std::string phases_part(const Prediction& prediction, const PageOptions& options) {
  constexpr std::array<std::pair<const char*, const char*>, 9> words{
      {{"impact", "users notice"},
       {"detected", "the alert"},
       {"decided", "somebody has decided"},
       {"fenced", "the old primary is stopped"},
       {"promoted", "a replica takes writes"},
       {"routed", "the DNS is switched"},
       {"first_success", "the first lasting success"},
       {"stable", "it has lasted long enough"},
       {"full_capacity", "full capacity is back"}}};
  double longest = 0.0;
  for (const PhasePrediction& phase : prediction.phases) {
    longest = std::max(longest, phase.mean_s);
  }
  if (longest == 0.0) {
    return "";
  }
  const std::size_t columns = std::clamp<std::size_t>(width_of(options) - 57, 10, 40);
  Table table{{Align::left, Align::right, Align::right, Align::left}};
  table.add({faint("until"), faint("mean"), faint("95 % within"), {}});
  for (const PhasePrediction& phase : prediction.phases) {
    if (phase.mean_s > 0.0) {
      table.add({{in_words(words, phase.name)},
                 {human_duration(phase.mean_s)},
                 faint(human_duration(phase.p95_s)),
                 {bar(phase.mean_s / longest, columns)}});
    }
  }
  return heading("WHAT RECOVERY IS MADE OF", followed_service(prediction), options) +
         table.render(options);
}

// Which steps wait for people who are busy with others.
std::string waiting_line(const Prediction& prediction, const PageOptions& options) {
  std::string steps;
  for (const StepPrediction& step : prediction.steps) {
    if (step.waited_mean_s >= 1.0) {
      steps += fmt::format("{}{} {}", steps.empty() ? "" : ", ", step.name,
                           human_duration(step.waited_mean_s));
    }
  }
  return steps.empty()
             ? ""
             : wrapped(
                   "Waiting on average for somebody who is busy with another step: " + steps + ".",
                   static_cast<std::size_t>(options.width), 2);
}

// Whom the hour hurts: what begins at night or at the weekend against what does not.
std::string hours_line(const Prediction& prediction, const PageOptions& options) {
  if (!prediction.hours || prediction.hours->outside.fraction == 0.0) {
    return "";
  }
  const auto& [role, objective, inside, outside] = *prediction.hours;
  std::string text =
      fmt::format("{} begin outside the working hours of {}: of those {} keep the promise of {}",
                  percent(outside.fraction), role, percent(outside.met_fraction), objective);
  if (inside.fraction > 0.0) {
    text += fmt::format(", of the others {}", percent(inside.met_fraction));
  }
  return wrapped(text + ".", static_cast<std::size_t>(options.width), 2);
}

std::string steps_part(const Prediction& prediction, const PageOptions& options) {
  constexpr std::array<std::pair<const char*, const char*>, 3> words{
      {{"(detection)", "detection and decision"},
       {"(clients)", "clients that find the way back"},
       {"(outage ends)", "waiting for the outage to end"}}};
  std::vector<StepPrediction> steps = prediction.steps;
  std::stable_sort(steps.begin(), steps.end(), [](const auto& a, const auto& b) {
    return a.critical_share > b.critical_share;
  });
  const double most = steps.empty() ? 0.0 : steps.front().critical_share;
  if (most == 0.0) {
    return "";
  }
  const std::size_t columns = std::clamp<std::size_t>(width_of(options) - 74, 6, 30);
  Table table{{Align::left, Align::right, Align::left, Align::right, Align::right}};
  table.add({{}, faint("share"), {}, faint("mean length"), faint("first try fails")});
  for (const StepPrediction& step : steps) {
    table.add({{in_words(words, step.name)},
               {percent(step.critical_share)},
               {padded(bar(step.critical_share / most, columns), columns)},
               {human_duration(step.mean_s)},
               {step.failure_fraction > 0.0 ? percent(step.failure_fraction) : ""}});
  }
  return heading("WHAT TO IMPROVE FIRST",
                 "share of the critical path to " + followed_service(prediction), options) +
         table.render(options) + waiting_line(prediction, options) +
         hours_line(prediction, options);
}

std::string throughput_part(const Prediction& prediction, const PageOptions& options) {
  if (prediction.throughput.empty()) {
    return "";
  }
  const auto whole = [](double value) { return grouped(std::llround(value)); };
  Table table{{Align::left, Align::right, Align::right, Align::right}};
  table.add({{}, faint("5 % below"), faint("median"), faint("95 % below")});
  for (const ThroughputPrediction& one : prediction.throughput) {
    table.add({{one.phase}, {whole(one.p5)}, {whole(one.p50)}, {whole(one.p95)}});
  }
  const ThroughputPrediction& first = prediction.throughput.front();
  const auto time = [](double seconds) {
    return std::isfinite(seconds) ? human_duration(seconds) : std::string{"all"};
  };
  const LostWorkPrediction& lost = *prediction.lost_work;
  table.add({{"work lost"}, {time(lost.p5)}, {time(lost.p50)}, {time(lost.p95)}});
  return heading("THROUGHPUT", fmt::format("{}, {}", first.subject, first.unit), options) +
         table.render(options) +
         painted("  work lost: trained after the checkpoint that the job goes back to\n",
                 Ink::faint, options);
}

// A value as written in a file, in fewer signs: {"uniform": ["5 s", "60 s"]} is uniform(5 s, 60 s).
std::string law_text(const nlohmann::ordered_json& value) {
  if (!value.is_structured()) {
    return value.is_string() ? value.get<std::string>() : value.dump();
  }
  std::string text;
  for (const auto& [key, member] : value.items()) {
    text += text.empty() ? "" : ", ";
    const std::string inner = law_text(member);
    text += value.is_array()         ? inner
            : member.is_structured() ? fmt::format("{}({})", key, inner)
                                     : fmt::format("{} {}", key, inner);
  }
  return text;
}

std::string value_text(const std::string& value) {
  const auto parsed = nlohmann::ordered_json::parse(value, nullptr, false);
  return parsed.is_discarded() ? value : law_text(parsed);
}

std::string assumptions_part(const Prediction& prediction, const PageOptions& options) {
  const auto& assumptions = prediction.assumptions;
  if (assumptions.empty()) {
    return "";
  }
  const std::size_t shown = options.all_assumptions
                                ? assumptions.size()
                                : std::min(shown_assumptions, assumptions.size());
  const bool is_ranked = assumptions.front().influence.has_value();
  const auto assumed = std::count_if(assumptions.begin(), assumptions.end(),
                                     [](const auto& one) { return one.is_assumed; });
  Table table{{Align::right, Align::left, Align::left}, 1};
  table.add({faint("points"), {}, faint("of")});
  for (std::size_t index = 0; index < shown; ++index) {
    const AssumptionPrediction& one = assumptions[index];
    const std::string points =
        one.influence ? fmt::format("{:.1f}", 100.0 * std::abs(*one.influence)) : "-";
    table.add({{points}, {one.name + " = " + value_text(one.value)}, {one.moves}});
    const bool says_so = !one.is_assumed || one.source.starts_with("assumed");
    table.add_line({std::string(8, ' ') + (says_so ? "" : "assumed: ") + one.source,
                    one.is_assumed ? Ink::doubtful : Ink::faint});
  }
  std::string text = heading("WHAT THIS RESTS ON",
                             fmt::format("{} of {}, {} of which are assumed, not published", shown,
                                         counted(assumptions.size(), "assumption"), assumed),
                             options);
  text += painted(
      wrapped(is_ranked ? "Points: how far multiplying or dividing by 1.25 moves the share of "
                          "recoveries that keep the promise named, in hundredths."
                        : "In the order of reading; their influence was not examined.",
              width_of(options), 2),
      Ink::faint, options);
  return text + table.render(options);
}

std::string stories_part(const Prediction& prediction, const Scenario& scenario,
                         const PageOptions& options) {
  std::string text;
  for (const Story& story : prediction.stories) {
    text += heading("RECOVERY", fmt::format("{}, replication {}", story.label, story.replication),
                    options);
    text += gantt(story.timeline, scenario, options);
  }
  return text.empty() ? text : text + "\n" + gantt_legend(options);
}

std::string going_on_part(const Prediction& prediction, const PageOptions& options) {
  std::string text = heading("GO ON", "FILE is the scenario file", options);
  for (const Story& story : prediction.stories) {
    text += fmt::format("  firedrill simulate FILE --replication {} --seed {}\n", story.replication,
                        prediction.seed);
    text += painted(fmt::format("      the {} recovery, event by event\n", story.label), Ink::faint,
                    options);
  }
  const std::string pointer =
      prediction.assumptions.empty() ? "/pointer" : prediction.assumptions.front().pointer;
  text += fmt::format("  firedrill whatif FILE --set {}=VALUE\n", pointer);
  return text + painted("      what a change does, under the same luck\n", Ink::faint, options);
}

}  // namespace

std::string prediction_page(const Prediction& prediction, const Scenario& scenario,
                            const PageOptions& options) {
  const std::string& title =
      prediction.scenario_title.empty() ? prediction.scenario_name : prediction.scenario_title;
  std::string page = painted("SIMULATED", Ink::strong, options) + "  " +
                     clipped(title, width_of(options) - 11) + "\n";
  page += wrapped(fmt::format("{} of {}, plan {}, seed {}; nothing real was touched",
                              counted(prediction.replications, "recovery", "recoveries"),
                              prediction.scenario_name, prediction.plan_name, prediction.seed),
                  width_of(options), 11);
  page += "\n" + painted(wrapped(count_sentence(prediction) + worst_sentence(prediction),
                                 width_of(options)),
                         Ink::strong, options);
  page += promises_part(prediction, ObjectiveKind::rto, options);
  page += promises_part(prediction, ObjectiveKind::rpo, options);
  if (prediction.diverged_fraction > 0.0) {
    page += "\n" + wrapped(fmt::format("In {} of recoveries an unfenced old primary takes writes "
                                       "beside the new one (split brain).",
                                       percent(prediction.diverged_fraction)),
                           width_of(options), 2);
  }
  page += duties_part(prediction, options);
  page += phases_part(prediction, options);
  page += steps_part(prediction, options);
  page += backlog_part(prediction.backlog, scenario, options);
  page += throughput_part(prediction, options);
  page += restorations_part(prediction, options);
  page += assumptions_part(prediction, options);
  page += stories_part(prediction, scenario, options);
  return page + going_on_part(prediction, options);
}

}  // namespace firedrill
