#include "reports/training_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/format.hpp"
#include "reports/study_parts.hpp"

namespace firedrill {
namespace {

constexpr std::size_t bar_width = 30;

// Replications from which on the 5 % and 95 % quantiles are not simply the extremes.
constexpr std::uint64_t fewest_for_spread = 40;

// What each use of time means, in the order of time_uses.
constexpr std::array<std::string_view, time_uses.size()> meanings{
    "training that was kept",         "training done again after a restart",
    "standing still for checkpoints", "hung until the failure was noticed",
    "waiting for enough nodes",       "loading, connecting, compiling"};

std::string percents(const MeanEstimate& estimate) {
  return fmt::format("{} [{}, {}]", percent(estimate.mean),
                     percent_number(std::max(0.0, estimate.interval.low)),
                     percent_number(std::min(1.0, estimate.interval.high)));
}

std::string times_part(const TrainingPrediction& prediction, const PageOptions& options) {
  Table table{{Align::left, Align::right, Align::left, Align::left}, 3};
  for (std::size_t use = 0; use < time_uses.size(); ++use) {
    const double share = std::clamp(prediction.times[use].mean, 0.0, 1.0);
    table.add({{std::string{time_uses[use]}},
               {percent(share)},
               {padded(bar(share, bar_width), bar_width)},
               {std::string{meanings[use]}, Ink::faint}});
  }
  return heading("Where the time goes",
                 fmt::format("of {}", human_duration(to_seconds(prediction.horizon))), options) +
         table.render(options);
}

std::string causes_part(const TrainingPrediction& prediction, const PageOptions& options) {
  if (prediction.causes.empty()) {
    return {};
  }
  Table table{{Align::left, Align::right, Align::right, Align::left}};
  table.add({{}, faint("sources"), faint("failures"), faint("[95 %]")});
  for (const CausePrediction& cause : prediction.causes) {
    const Interval& interval = cause.failures.interval;
    table.add({{cause.name},
               {grouped(cause.sources)},
               {count_text(cause.failures.mean)},
               {fmt::format("[{}, {}]", count_text(std::max(0.0, interval.low)),
                            count_text(interval.high)),
                Ink::faint}});
  }
  return heading("What fails", "in one such period, wherever in the fleet", options) +
         table.render(options);
}

std::string limit_line(std::string_view what, const std::optional<LimitPrediction>& within,
                       const PageOptions& options) {
  if (!within) {
    return {};
  }
  const std::string limit = human_duration(to_seconds(within->limit));
  if (within->trials == 0) {
    return wrapped(fmt::format("{} within {}: there was none", what, limit), width_of(options), 2);
  }
  const double fraction = static_cast<double>(within->count) / static_cast<double>(within->trials);
  return wrapped(
      fmt::format("{} within {}: {} of {} [{}, {}]", what, limit, percent(fraction),
                  grouped(static_cast<std::int64_t>(within->trials)),
                  percent_number(within->interval.low), percent_number(within->interval.high)),
      width_of(options), 2);
}

std::string limits_part(const TrainingPrediction& prediction, const PageOptions& options) {
  if (!prediction.detection && !prediction.recovery) {
    return {};
  }
  return heading("Promises on single failures", "95 % intervals", options) +
         limit_line("detected", prediction.detection, options) +
         limit_line("training again", prediction.recovery, options);
}

std::string curve_table(const CheckpointAdvice& advice, const PageOptions& options) {
  Table table{{Align::right, Align::right, Align::right, Align::left}};
  table.add({faint("every"), faint("goodput"), faint("behind the best"), faint("[95 %]")});
  for (const CheckpointAdvice::Point& point : advice.simulated) {
    const Interval& behind = point.behind_best.interval;
    const bool is_best = point.behind_best.mean == 0.0 && behind.high == behind.low;
    table.add(
        {{human_duration(to_seconds(point.interval))},
         {fmt::format("{:.2f} %", 100.0 * point.goodput.mean)},
         {is_best ? "best" : fmt::format("{:.3f} points", 100.0 * point.behind_best.mean)},
         {is_best ? "" : fmt::format("[{:.3f}, {:.3f}]", 100.0 * behind.low, 100.0 * behind.high),
          Ink::faint}});
  }
  return table.render(options);
}

std::string advice_part(const TrainingPrediction& prediction, const PageOptions& options) {
  const CheckpointAdvice& advice = prediction.advice;
  const auto span = [](Duration duration) { return human_duration(to_seconds(duration)); };
  std::string text = fmt::format(
      "Saved every {}; a checkpoint takes {}; the job fails every {} on "
      "average.",
      span(advice.chosen), span(advice.write), span(advice.mtbf));
  if (advice.young && advice.daly) {
    text += fmt::format(" Best by formula: Young {}, Daly {}.", span(*advice.young),
                        span(*advice.daly));
  }
  if (advice.optimum) {
    const Interval& interval = advice.optimum->interval;
    text += fmt::format(" Best in simulation: {} [{}, {}].", human_duration(advice.optimum->mean),
                        human_duration(interval.low), human_duration(interval.high));
  } else if (!advice.simulated.empty()) {
    text += " The simulated curve is too flat, or too noisy, to say where its top is.";
  }
  std::string part =
      heading("How often to save", "", options) + wrapped(text, width_of(options), 2);
  return advice.simulated.empty() ? part : part + curve_table(advice, options);
}

}  // namespace

std::string training_page(const TrainingPrediction& prediction,
                          const std::vector<Assumption>& assumptions, const PageOptions& options) {
  const std::string& title = prediction.title.empty() ? prediction.name : prediction.title;
  std::string page = painted("SIMULATED", Ink::strong, options) + "  " +
                     clipped(title, width_of(options) - 11) + "\n";
  page +=
      wrapped(fmt::format("{} of {} on {} nodes ({} accelerators), seed {}",
                          counted(prediction.replications, "run", "runs"),
                          human_duration(to_seconds(prediction.horizon)), grouped(prediction.nodes),
                          grouped(prediction.accelerators), prediction.seed),
              width_of(options), 11);
  std::string headline =
      fmt::format("{} of the time is effective training; goodput {}.",
                  percents(prediction.effective_ratio), percents(prediction.goodput));
  if (prediction.replications >= fewest_for_spread) {
    headline += fmt::format(" Nine runs of ten: {} to {}.", percent(prediction.effective_spread[0]),
                            percent(prediction.effective_spread[2]));
  }
  headline += prediction.mean_between ? fmt::format(" Interrupted every {} on average.",
                                                    human_duration(prediction.mean_between->mean))
                                      : fmt::format(" Interrupted {} times a run on average.",
                                                    count_text(prediction.interruptions.mean));
  page += "\n" + wrapped(headline, width_of(options));
  return page + times_part(prediction, options) + causes_part(prediction, options) +
         limits_part(prediction, options) + advice_part(prediction, options) +
         assumptions_part(assumptions, options);
}

}  // namespace firedrill
