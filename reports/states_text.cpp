#include "reports/states_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/format.hpp"
#include "reports/study_parts.hpp"

namespace firedrill {
namespace {

// Shares of time are often so close to 0 or 1 that a percentage hides them.
std::string share_text(double share) { return fmt::format("{:.7f}", share); }

std::string interval_text(const Interval& interval) {
  return fmt::format("[{}, {}]", share_text(std::max(0.0, interval.low)),
                     share_text(std::min(1.0, interval.high)));
}

std::string exact_text(const std::optional<double>& exact) {
  return exact ? share_text(*exact) : "";
}

// Times to rare states are longer than what days tell.
std::string long_duration(double seconds) {
  constexpr double year = 365.0 * 86'400.0;
  return seconds < 2.0 * year ? human_duration(seconds)
                              : grouped(std::llround(seconds / year)) + " years";
}

std::string headline(const StatesPrediction& prediction) {
  const Interval& down = prediction.downtime.simulated.interval;
  std::string text = fmt::format("Up {} of the time; down {} [{}, {}] in {}.",
                                 share_text(prediction.availability.simulated.mean),
                                 human_duration(prediction.downtime.simulated.mean),
                                 human_duration(std::max(0.0, down.low)), human_duration(down.high),
                                 human_duration(to_seconds(prediction.horizon)));
  if (prediction.downtime.exact) {
    text += fmt::format(" Exactly: up {}, down {}.", share_text(*prediction.availability.exact),
                        human_duration(*prediction.downtime.exact));
  }
  if (prediction.long_run_availability) {
    text += fmt::format(" In the long run: up {}.", share_text(*prediction.long_run_availability));
  }
  return text;
}

std::string shares_part(const StatesPrediction& prediction, const PageOptions& options) {
  Table table{{Align::left, Align::left, Align::right, Align::left, Align::right, Align::right}};
  table.add({{}, {}, faint("share"), faint("[95 %]"), faint("exact"), faint("long run")});
  for (const StatesPrediction::State& state : prediction.states) {
    table.add({{state.name},
               {state.is_up ? "up" : "down", state.is_up ? Ink::good : Ink::bad},
               {share_text(state.share.simulated.mean)},
               {interval_text(state.share.simulated.interval), Ink::faint},
               {exact_text(state.share.exact)},
               {exact_text(state.long_run_share)}});
  }
  return heading("Where the time goes",
                 fmt::format("of {}", human_duration(to_seconds(prediction.horizon))), options) +
         table.render(options);
}

std::string watched_text(const WatchedPrediction& watched, const StatesPrediction& prediction) {
  const double fraction =
      static_cast<double>(watched.entered) / static_cast<double>(prediction.replications);
  std::string text = fmt::format("{}: within {} in {} of {} runs, {} {}", watched.state,
                                 human_duration(to_seconds(prediction.horizon)),
                                 grouped(static_cast<std::int64_t>(watched.entered)),
                                 grouped(static_cast<std::int64_t>(prediction.replications)),
                                 share_text(fraction), interval_text(watched.interval));
  if (watched.exact_fraction) {
    text += fmt::format(" (exactly {:.7g})", *watched.exact_fraction);
  }
  if (watched.mean_time) {
    text += fmt::format("; after {} on average [{}, {}]", long_duration(watched.mean_time->mean),
                        long_duration(watched.mean_time->interval.low),
                        long_duration(watched.mean_time->interval.high));
  }
  if (watched.exact_time) {
    text += fmt::format(" (exactly {})", long_duration(*watched.exact_time));
  }
  return text + ".";
}

std::string watched_part(const StatesPrediction& prediction, const PageOptions& options) {
  if (prediction.watched.empty()) {
    return {};
  }
  std::string part = heading("How likely, how soon", "95 % intervals", options);
  for (const WatchedPrediction& watched : prediction.watched) {
    part += wrapped(watched_text(watched, prediction), width_of(options), 2);
  }
  return part;
}

}  // namespace

std::string states_page(const StatesPrediction& prediction,
                        const std::vector<Assumption>& assumptions, const PageOptions& options) {
  const std::string& title = prediction.title.empty() ? prediction.name : prediction.title;
  std::string page = painted("SIMULATED", Ink::strong, options) + "  " +
                     clipped(title, width_of(options) - 11) + "\n";
  page += wrapped(
      fmt::format("{} of {} through {}, seed {}", counted(prediction.replications, "run", "runs"),
                  human_duration(to_seconds(prediction.horizon)),
                  counted(prediction.states.size(), "state", "states"), prediction.seed),
      width_of(options), 11);
  page += "\n" + wrapped(headline(prediction), width_of(options));
  return page + shares_part(prediction, options) + watched_part(prediction, options) +
         assumptions_part(assumptions, options);
}

}  // namespace firedrill
