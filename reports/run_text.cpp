#include "reports/run_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/format.hpp"
#include "reports/verdict_marks.hpp"

namespace firedrill {
namespace {

std::string span_of(Duration duration) {
  return duration == never ? "never" : human_duration(to_seconds(duration));
}

std::string state_line(const Run& run) {
  const std::string why = run.reason.empty() ? "" : ": " + run.reason;
  return std::string{name_of(run.state)} + why;
}

std::string objectives_part(const Run& run, const PageOptions& options) {
  std::string page =
      heading("PROMISES", "what was measured, and what the probes leave open", options);
  Table table{{Align::left, Align::right, Align::right, Align::right, Align::left}};
  table.add({{""}, faint("target"), faint("measured"), faint("between"), {""}});
  for (const RunObjective& one : run.objectives) {
    const bool is_least = one.kind == ObjectiveKind::rpo && one.high == never;
    const std::string interval = !one.is_measured ? ""
                                 : is_least
                                     ? "at least"
                                     : fmt::format("[{}, {}]", span_of(one.low), span_of(one.high));
    table.add(
        {{one.title.empty() ? one.name : one.title},
         {span_of(one.target)},
         {one.is_measured ? span_of(one.value) : "?"},
         {interval},
         {fmt::format("{} {}", mark_of(one.verdict), name_of(one.verdict)), ink_of(one.verdict)}});
  }
  page += table.render(options);
  for (const RunObjective& one : run.objectives) {
    if (one.verdict == Verdict::inconclusive && !one.reason.empty()) {
      page += wrapped(one.name + ": " + one.reason, width_of(options), 2);
    }
  }
  return page;
}

std::string phases_part(const Run& run, const PageOptions& options) {
  Duration longest{1};
  for (const RunPhase& phase : run.phases) {
    longest = std::max(longest, phase.length);
  }
  std::string page = heading("WHAT RECOVERY WAS MADE OF", "until", options);
  Table table{{Align::left, Align::right, Align::left}};
  for (const RunPhase& phase : run.phases) {
    const double share = to_seconds(phase.length) / to_seconds(longest);
    table.add({{phase.name}, {span_of(phase.length)}, {bar(share, 40)}});
  }
  return page + table.render(options);
}

std::string probes_part(const Run& run, const PageOptions& options) {
  std::string page = heading("PROBES", "at fixed instants, from outside", options);
  Table table{{Align::left, Align::left, Align::right, Align::right, Align::right, Align::right}};
  table.add({{""},
             faint("kind"),
             faint("sent"),
             faint("failed"),
             faint("down for"),
             faint("late at most")});
  for (const RunProbe& probe : run.probes) {
    table.add({{probe.name},
               {probe.kind},
               {grouped(static_cast<std::int64_t>(probe.sent))},
               {grouped(static_cast<std::int64_t>(probe.failed))},
               {span_of(probe.unavailable)},
               {fmt::format("{:.1f} ms", 1e3 * to_seconds(probe.lateness))}});
  }
  return page + table.render(options);
}

std::string ledgers_part(const Run& run, const PageOptions& options) {
  std::string page;
  for (const RunLedger& ledger : run.ledgers) {
    page += heading("ACKNOWLEDGED WRITES", ledger.data, options);
    const std::string window = !ledger.loss_window ? std::string{"unknown"}
                               : ledger.window_is_open
                                   ? "at least " + span_of(*ledger.loss_window) +
                                         ", since no write before the fault is known to survive"
                                   : span_of(*ledger.loss_window);
    page += wrapped(
        fmt::format(
            "{} acknowledged, {} of them survived, {} lost ({} bytes, {} of them holes), {} "
            "could not be verified; loss window {}. {} phantoms, {} duplicates; of {} "
            "without an answer {} survived. An acknowledgement promised: {}.",
            ledger.acknowledged, ledger.survived, ledger.lost, ledger.lost_bytes.count,
            ledger.holes, ledger.unverified, window, ledger.phantoms, ledger.duplicates,
            ledger.unknown, ledger.unknown_survived, ledger.commit_mode),
        width_of(options), 2);
  }
  return page;
}

std::string undo_part(const Run& run, const PageOptions& options) {
  std::string page = heading("UNDONE", "", options);
  page += fmt::format("  {} of {} entries of the undo journal reverted\n", run.undo.reverted,
                      run.undo.entries);
  for (const std::string& residue : run.undo.residue) {
    page += "  " + painted("left behind: " + residue, Ink::bad, options) + "\n";
  }
  const auto steady = [&](const char* when, const std::optional<RunSteadyState>& state) {
    page += fmt::format("  steady {}: {}\n", when,
                        !state           ? "not checked"
                        : state->is_held ? "yes"
                                         : "no");
    for (const std::string& deviation : state ? state->deviations : std::vector<std::string>{}) {
      page += wrapped(deviation, width_of(options), 4);
    }
  };
  steady("before", run.steady_before);
  steady("afterwards", run.steady_after);
  return page;
}

}  // namespace

std::string run_page(const Run& run, const PageOptions& options) {
  std::string page =
      fmt::format("{}   {}\n           {} on {}; {}\n",
                  painted(std::string{label_of(run.target_kind)}, Ink::strong, options),
                  run.scenario_title.empty() ? run.scenario.name : run.scenario_title,
                  run.scenario.name, run.target.name, state_line(run));
  if (!is_measured(run.target_kind)) {
    page += "           a stand-in made it: nothing was drilled, and it is no evidence\n";
  }
  page += "           one drill is one draw: it shows that this happened, not how often it will\n";
  page += objectives_part(run, options) + phases_part(run, options) + probes_part(run, options) +
          ledgers_part(run, options) + undo_part(run, options);
  return page;
}

}  // namespace firedrill
