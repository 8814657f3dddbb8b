#include "reports/comparison_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "reports/format.hpp"
#include "reports/verdict_marks.hpp"

namespace firedrill {
namespace {

std::string span_text(const Interval& interval) {
  return fmt::format("{} to {}", human_duration(interval.low), human_duration(interval.high));
}

// "P97"; "P0 to P31" where many predictions are equal.
std::string rank_text(const Interval& rank) {
  const auto point = [](double share) { return std::lround(100.0 * share); };
  return point(rank.low) == point(rank.high)
             ? fmt::format("P{}", point(rank.low))
             : fmt::format("P{}-{}", point(rank.low), point(rank.high));
}

std::string measured_text(const ComparedFigure& figure) {
  return (figure.is_censored ? "over " : "") + human_duration(figure.measured);
}

// Whether it lies in the predicted 90 % interval.
Cell within_cell(Verdict within) {
  switch (within) {
    case Verdict::met:
      return {"inside", Ink::plain};
    case Verdict::missed:
      return {"outside", Ink::doubtful};
    default:
      return {"cannot tell", Ink::faint};
  }
}

std::vector<Cell> figure_cells(const std::string& name, const ComparedFigure& figure) {
  return {{name},
          {measured_text(figure), Ink::strong},
          {human_duration(figure.median)},
          {span_text(figure.interval), Ink::faint},
          {rank_text(figure.rank)},
          within_cell(figure.is_inside)};
}

std::vector<Cell> head_cells() {
  return {{},
          faint("measured"),
          faint("predicted"),
          faint("90 % of predictions"),
          faint("rank"),
          faint("of the 90 %")};
}

Table figure_table() {
  Table table{{Align::left, Align::right, Align::right, Align::left, Align::right, Align::left}};
  table.add(head_cells());
  return table;
}

std::string promises_part(const RunComparison& comparison, const PageOptions& options) {
  Table table{{Align::left, Align::right, Align::right, Align::left, Align::right, Align::right,
               Align::right, Align::left}};
  table.add({{},
             faint("measured"),
             faint("predicted"),
             faint("90 % of predictions"),
             faint("rank"),
             faint("target"),
             faint("foreseen"),
             faint("kept?")});
  for (const ComparedObjective& one : comparison.objectives) {
    const std::string& name = one.title.empty() ? one.name : one.title;
    std::vector<Cell> row{{name}};
    if (one.figure) {
      const std::vector<Cell> cells = figure_cells(name, *one.figure);
      row.insert(row.end(), cells.begin() + 1, cells.end() - 1);
    } else {
      row.insert(row.end(), {faint("not measured"), {}, {}, {}});
    }
    row.push_back({human_duration(one.target_s)});
    row.push_back({percent(one.predicted_met_fraction), Ink::faint});
    row.push_back(
        {mark_of(one.verdict) + " " + std::string{name_of(one.verdict)}, ink_of(one.verdict)});
    table.add(std::move(row));
  }
  return heading("PROMISES", "measured, and as it was predicted before the drill", options) +
         table.render(options);
}

std::string phases_part(const RunComparison& comparison, const PageOptions& options) {
  Table table = figure_table();
  bool has_rows = false;
  for (const ComparedPhase& phase : comparison.phases) {
    if (phase.figure.measured > 0.0 || phase.figure.interval.high > 0.0) {
      table.add(figure_cells(phase.name, phase.figure));
      has_rows = true;
    }
  }
  return has_rows
             ? heading("PHASES", "each named after what ends it", options) + table.render(options)
             : "";
}

std::string only_there(const ComparedStep& step) {
  if (step.seen_in == SeenIn::run) {
    return step.reached_fraction > 0.0 ? "" : "in the drill only: no prediction reached it";
  }
  return fmt::format("in {} of the predictions, not in the drill", percent(step.reached_fraction));
}

std::string steps_part(const RunComparison& comparison, const PageOptions& options) {
  Table table = figure_table();
  bool has_rows = false;
  std::string elsewhere;
  for (const ComparedStep& step : comparison.steps) {
    if (step.seen_in == SeenIn::neither) {
      continue;
    }
    if (step.length) {
      const char* const mark = !step.has_succeeded ? " ×" : step.has_failed ? " (retried)" : "";
      table.add(figure_cells(step.name + mark, *step.length));
      has_rows = true;
    } else {
      const std::string took =
          step.measured_length ? human_duration(*step.measured_length) + ", " : "";
      elsewhere += wrapped(step.name + ": " + took + only_there(step), width_of(options), 2);
    }
  }
  std::string part;
  if (has_rows) {
    part =
        heading("STEPS", "how long each took, without waiting for somebody to be free", options) +
        table.render(options);
  }
  return elsewhere.empty() ? part : part + heading("IN ONE WORLD ONLY", "", options) + elsewhere;
}

std::string probes_part(const RunComparison& comparison, const PageOptions& options) {
  if (comparison.probes.size() < 2) {
    return "";
  }
  Table table = figure_table();
  for (const ComparedProbe& probe : comparison.probes) {
    table.add(figure_cells(probe.name + ", " + probe.vantage, probe.figure));
  }
  return heading("PROBES", "when each saw the service back", options) + table.render(options);
}

std::string kept_sentence(const RunComparison& comparison) {
  std::size_t met = 0, missed = 0;
  for (const ComparedObjective& one : comparison.objectives) {
    met += one.verdict == Verdict::met ? 1 : 0;
    missed += one.verdict == Verdict::missed ? 1 : 0;
  }
  return fmt::format("Promises: {} of {} kept, {} missed.", met, comparison.objectives.size(),
                     missed);
}

std::string model_sentence(const ModelRecord& record) {
  return fmt::format("Model: {}; {}.",
                     record.verdict == Verdict::met      ? "right so far"
                     : record.verdict == Verdict::missed ? "wrong"
                                                         : "inconclusive",
                     record.reason);
}

std::string histogram_text(const RankHistogram& ranks) {
  static constexpr std::array<const char*, 9> blocks{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const std::uint64_t most =
      std::max<std::uint64_t>(1, *std::max_element(ranks.begin(), ranks.end()));
  std::string text;
  for (const std::uint64_t count : ranks) {
    text += blocks[static_cast<std::size_t>((count * 8 + most - 1) / most)];
  }
  return text;
}

std::vector<Cell> record_cells(const FigureRecord& record) {
  const Coverage& coverage = record.coverage;
  const std::string bias = record.bias
                               ? fmt::format("{:.2f} [{:.2f}, {:.2f}]", record.bias->factor,
                                             record.bias->interval.low, record.bias->interval.high)
                               : "";
  const bool is_off =
      record.bias && (record.bias->interval.low > 1.0 || record.bias->interval.high < 1.0);
  return {{record.name},
          {fmt::format("{} of {}", coverage.held, coverage.count)},
          {fmt::format("[{}, {}]", percent_number(coverage.interval.low),
                       percent_number(coverage.interval.high)),
           Ink::faint},
          {human_duration(coverage.mean_width)},
          {histogram_text(record.ranks)},
          {bias, is_off ? Ink::doubtful : Ink::plain}};
}

std::string records_part(const char* title, const char* remark,
                         const std::vector<FigureRecord>& records, const PageOptions& options) {
  Table table{{Align::left, Align::right, Align::left, Align::right, Align::left, Align::left}};
  table.add({{},
             faint("held"),
             faint("[95 %]"),
             faint("mean width"),
             faint("ranks"),
             faint("measured / predicted")});
  for (const FigureRecord& record : records) {
    table.add(record_cells(record));
  }
  return records.empty() ? "" : heading(title, remark, options) + table.render(options);
}

std::string skill_text(const std::optional<Skill>& skill) {
  return skill ? fmt::format("{} % [{}, {}]", std::lround(100.0 * skill->value),
                             std::lround(100.0 * skill->interval.low),
                             std::lround(100.0 * skill->interval.high))
               : "too few";
}

std::string scores_part(const ModelRecord& record, const PageOptions& options) {
  Table table{{Align::left, Align::right, Align::right, Align::right, Align::right}};
  table.add({{},
             faint("median error"),
             faint("CRPS"),
             faint("better than its own past"),
             faint("than others' past")});
  for (const ScenarioRecord& one : record.scenarios) {
    table.add({{one.scenario},
               {one.median_error ? percent(*one.median_error) : "-"},
               {human_duration(one.mean_score_s)},
               {skill_text(one.against_earlier)},
               {skill_text(one.against_pooled)}});
  }
  return heading("SCORES", "of the recovery time, scenario by scenario; CRPS: smaller is better",
                 options) +
         table.render(options);
}

// A bound on how often chance alone says so.
std::string by_chance(double probability) {
  constexpr double rarest = 1e-4;
  return probability < rarest ? "less than one in 10,000 histories"
                              : "at most " + percent(probability) + " of histories";
}

std::string drift_sentence(const DriftFinding& one) {
  const char* const way = one.share_above > 0.75   ? "longer than predicted"
                          : one.share_above < 0.25 ? "shorter than predicted"
                                                   : "spread otherwise than predicted";
  return fmt::format("{} {}: {} since {} (95 %: {} to {}), {} ago; by chance in {}.",
                     one.is_cause ? "Cause:" : "Follows:", one.name, way, one.since, one.earliest,
                     one.latest, counted(one.drills, "drill"), by_chance(one.false_alarm));
}

std::string drift_part(const ModelRecord& record, const PageOptions& options) {
  std::string part = heading("DRIFT", "", options);
  if (record.drift.findings.empty()) {
    return part + wrapped(fmt::format("None of {} has stopped fitting (false alarms: at most {} of "
                                      "histories, however long).",
                                      counted(record.drift.series, "series", "series"),
                                      percent(record.drift.level)),
                          width_of(options), 2);
  }
  for (const DriftFinding& one : record.drift.findings) {
    part += wrapped(drift_sentence(one), width_of(options), 2);
  }
  return part;
}

}  // namespace

std::string comparison_page(const RunComparison& comparison, const ModelRecord& record,
                            const PageOptions& options) {
  const std::string& title =
      comparison.scenario_title.empty() ? comparison.scenario.name : comparison.scenario_title;
  const bool is_real = is_measured(comparison.target_kind);
  const std::string label =
      is_real ? "MEASURED against SIMULATED" : "SIMULATED by a stand-in, against SIMULATED";
  std::string page = painted(label, Ink::strong, options) + "  " +
                     clipped(title, width_of(options) - label.size() - 2) + "\n";
  page += wrapped(
      fmt::format("run {}, {} on {}; predicted before it began by {}, seed {}", comparison.id,
                  name_of(comparison.state), comparison.target.name,
                  counted(comparison.replications, "recovery", "recoveries"), comparison.seed),
      width_of(options), 2);
  page += "\n" + painted(kept_sentence(comparison), Ink::strong, options) + "\n" +
          painted(wrapped(model_sentence(record), width_of(options)), Ink::strong, options);
  return page + promises_part(comparison, options) + phases_part(comparison, options) +
         steps_part(comparison, options) + probes_part(comparison, options);
}

std::string model_record_page(const ModelRecord& record, const PageOptions& options) {
  if (record.drills == 0) {
    return "";
  }
  std::string page = painted(origin_of(record.drills, record.stand_ins) + " against SIMULATED",
                             Ink::strong, options) +
                     "  The record of the model\n\n";
  page += painted(wrapped(fmt::format("{} that nobody could know when they were "
                                      "predicted. {}",
                                      counted(record.drills, "drill"), model_sentence(record)),
                          width_of(options)),
                  Ink::strong, options);
  std::vector<FigureRecord> recoveries;
  for (const ScenarioRecord& one : record.scenarios) {
    recoveries.push_back(one.recovery);
  }
  if (recoveries.size() > 1) {
    recoveries.push_back(record.recovery);
    recoveries.back().name = "all scenarios";
  }
  page +=
      records_part("RECOVERY TIME", "what the predicted 90 % intervals held", recoveries, options);
  page += scores_part(record, options);
  page += records_part("STEPS", "how long each took", record.steps, options);
  page += records_part("PHASES", "", record.phases, options);
  return page + drift_part(record, options);
}

}  // namespace firedrill
