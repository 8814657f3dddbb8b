#include "reports/year_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/format.hpp"
#include "reports/study_parts.hpp"
#include "reports/verdict_marks.hpp"

namespace firedrill {
namespace {

std::string value_text(const TargetPrediction& target, double value) {
  return target.is_time ? human_duration(value) : percent(value);
}

std::string targets_part(std::string_view title, std::string_view note,
                         const std::vector<TargetPrediction>& targets, const PageOptions& options) {
  if (targets.empty()) {
    return {};
  }
  Table table{{Align::left, Align::right, Align::right, Align::right, Align::right, Align::right,
               Align::left, Align::left}};
  table.add({{},
             faint("target"),
             faint("5 % below"),
             faint("median"),
             faint("95 % below"),
             faint("years met"),
             faint("[95 %]"),
             {}});
  for (const TargetPrediction& one : targets) {
    const std::string target = (one.is_time ? "≤ " : "≥ ") + value_text(one, one.target);
    if (one.years == 0) {
      table.add({{one.name}, {target}, {}, faint("nothing to measure"), {}, {}, {}, {}});
      continue;
    }
    const double met = static_cast<double>(one.years_met) / static_cast<double>(one.years);
    table.add({{one.name},
               {target},
               {value_text(one, one.p5)},
               {value_text(one, one.p50), Ink::strong},
               {value_text(one, one.p95)},
               {percent(met)},
               {fmt::format("[{}, {}]", percent_number(one.met.low), percent_number(one.met.high)),
                Ink::faint},
               {mark_of(one.verdict), ink_of(one.verdict)}});
  }
  return heading(title, note, options) + table.render(options);
}

std::string incidents_part(const YearPrediction& prediction, const PageOptions& options) {
  double all = 0.0;
  for (const IncidentPrediction& cause : prediction.causes) {
    all += cause.lost_hours.mean;
  }
  constexpr std::size_t width = 16;
  Table table{{Align::left, Align::right, Align::right, Align::left, Align::right, Align::right}};
  table.add({{},
             faint("a year"),
             faint("hours down"),
             {},
             faint("came back"),
             faint("lost too much data")});
  for (const IncidentPrediction& cause : prediction.causes) {
    const double share = all > 0.0 ? std::clamp(cause.lost_hours.mean / all, 0.0, 1.0) : 0.0;
    table.add({{cause.name},
               {count_text(cause.incidents.mean)},
               {count_text(cause.lost_hours.mean)},
               {padded(bar(share, width), width)},
               {percent(cause.recovered)},
               {percent(cause.losses)}});
  }
  return heading("What causes cost", "hours without " + prediction.service + ", a year", options) +
         table.render(options);
}

std::string headline_of(const YearPrediction& prediction) {
  double incidents = 0.0;
  for (const IncidentPrediction& cause : prediction.causes) {
    incidents += cause.incidents.mean;
  }
  return fmt::format(
      "{} incidents a year; {} of years have none. {} is up {} of the time [{}, {}], {} of it in "
      "one "
      "year of twenty; {} hours a year without it. {} of backups could be restored.",
      count_text(incidents), percent(prediction.years_without_incident), prediction.service,
      percent(prediction.availability.mean), percent_number(prediction.availability.interval.low),
      percent_number(std::min(1.0, prediction.availability.interval.high)),
      percent(prediction.availability_p5), count_text(prediction.lost_hours.mean),
      percent(prediction.restorable.mean));
}

}  // namespace

std::string year_page(const YearPrediction& prediction, const std::vector<Assumption>& assumptions,
                      const PageOptions& options) {
  const std::string& title = prediction.title.empty() ? prediction.name : prediction.title;
  std::string page = painted("SIMULATED", Ink::strong, options) + "  " +
                     clipped(title, width_of(options) - 11) + "\n";
  page += wrapped(fmt::format("{}, seed {}; nothing real was touched",
                              counted(prediction.years, "year", "years"), prediction.seed),
                  width_of(options), 11);
  page += "\n" + wrapped(headline_of(prediction), width_of(options));
  const std::string needs =
      fmt::format("met when {} of years meet it", percent(prediction.required_years));
  return page + targets_part("Success criteria", needs, prediction.criteria, options) +
         targets_part("Indicators", needs, prediction.indicators, options) +
         incidents_part(prediction, options) + assumptions_part(assumptions, options);
}

}  // namespace firedrill
