#include "reports/calibration_text.hpp"

#include <fmt/core.h>

#include <utility>
#include <vector>

#include "reports/format.hpp"

namespace firedrill {
namespace {

Cell name_cell(const CalibratedParameter& parameter) { return {parameter.id}; }

std::string times_between(const Interval& interval) {
  return fmt::format("[{}, {}]", human_duration(interval.low), human_duration(interval.high));
}

std::string seen(std::uint64_t samples, std::uint64_t censored) {
  return censored == 0 ? fmt::format("{}", samples)
                       : fmt::format("{}, {} cut short", samples, censored);
}

std::string lengths_part(const Calibration& calibration, const PageOptions& options) {
  Table table{{Align::left, Align::left, Align::right, Align::left, Align::right, Align::right,
               Align::right},
              1};
  table.add({{},
             faint("before"),
             faint("median"),
             faint("[95 %]"),
             faint("log_sd"),
             faint("measured"),
             faint("still belief")});
  bool has_rows = false;
  for (const CalibratedParameter& parameter : calibration.parameters) {
    if (!parameter.length) {
      continue;
    }
    const LengthPosterior& found = *parameter.length;
    has_rows = true;
    table.add({name_cell(parameter),
               faint(parameter.value_before),
               {human_duration(found.median.value), Ink::strong},
               {times_between(found.median.interval), Ink::faint},
               {fmt::format("{:.2f}", found.log_sd.value)},
               {seen(found.observed + found.censored, found.censored)},
               {percent(found.prior_weight)}});
  }
  return has_rows
             ? heading("LENGTHS AND LAGS", "the median, and how far single ones spread", options) +
                   table.render(options)
             : "";
}

std::string failures_part(const Calibration& calibration, const PageOptions& options) {
  Table table{{Align::left, Align::right, Align::right, Align::left, Align::right, Align::right}};
  table.add({{},
             faint("before"),
             faint("fails in"),
             faint("[95 %]"),
             faint("tries"),
             faint("still belief")});
  bool has_rows = false;
  for (const CalibratedParameter& parameter : calibration.parameters) {
    if (!parameter.failure) {
      continue;
    }
    const FailurePosterior& found = *parameter.failure;
    has_rows = true;
    table.add({name_cell(parameter),
               faint(parameter.value_before),
               {percent(found.probability.value), Ink::strong},
               {fmt::format("[{:.1f}, {:.1f}]", 100.0 * found.probability.interval.low,
                            100.0 * found.probability.interval.high),
                Ink::faint},
               {fmt::format("{} of {} failed", found.failures, found.trials)},
               {percent(found.prior_weight)}});
  }
  return has_rows ? heading("FAILURES", "how often a try fails", options) + table.render(options)
                  : "";
}

std::string left_out_part(const Calibration& calibration, const PageOptions& options) {
  if (calibration.left_out.empty()) {
    return "";
  }
  Table table{{Align::left, Align::left}, 1};
  for (const NotCalibrated& one : calibration.left_out) {
    table.add({{one.name}, faint(one.reason)});
  }
  return heading("NOT LEARNED", "", options) + table.render(options);
}

}  // namespace

std::string calibration_page(const Calibration& calibration, const PageOptions& options) {
  std::string page =
      painted(origin_of(calibration.runs.size(), calibration.stand_ins), Ink::strong, options) +
      fmt::format("  What {} of a plan's parameters\n",
                  counted(calibration.runs.size(), "drill says", "drills say"));
  page += lengths_part(calibration, options) + failures_part(calibration, options) +
          left_out_part(calibration, options);
  return page + "\n" +
         painted(wrapped("The drills named in the new file have been learned from: they cannot "
                         "judge a model that uses it.",
                         width_of(options), 2),
                 Ink::faint, options);
}

}  // namespace firedrill
