#include "reports/restorations_text.hpp"

#include <fmt/core.h>

#include <cmath>

#include "reports/format.hpp"
#include "scenarios/timeline_names.hpp"

namespace firedrill {
namespace {

std::string span_text(double seconds) {
  return std::isfinite(seconds) ? human_duration(seconds) : std::string{"all of it"};
}

}  // namespace

std::string restorations_part(const Prediction& prediction, const PageOptions& options) {
  if (prediction.restorations.empty()) {
    return "";
  }
  Table table{{Align::left, Align::right, Align::right, Align::right, Align::right, Align::right}};
  table.add(
      {{}, faint("wrong"), faint("copies"), faint("copies"), faint("thrown"), faint("thrown")});
  table.add(
      {{}, faint("to the end"), faint("tried P50"), faint("P95"), faint("away P50"), faint("P95")});
  for (const RestorationPrediction& one : prediction.restorations) {
    table.add({{one.data},
               {percent(one.wrong_fraction), one.wrong_fraction > 0.0 ? Ink::bad : Ink::plain},
               {fmt::format("{:.0f}", one.copies[0])},
               {fmt::format("{:.0f}", one.copies[1])},
               {span_text(one.discarded[0].value)},
               {span_text(one.discarded[2].value)}});
  }
  return heading("DATA BROUGHT BACK", "and what was written since it went wrong", options) +
         table.render(options);
}

std::string restored_part(const Timeline& timeline, const Scenario& scenario,
                          const PageOptions& options) {
  Table table{{Align::left, Align::right, Align::right, Align::left}};
  table.add({{}, faint("copies tried"), faint("work thrown away"), {}});
  const Event* copies = nullptr;
  for (const Event& event : timeline.events()) {
    if (event.verb == Verb::read_copies) {
      copies = &event;
    } else if (event.verb == Verb::read_discarded && copies != nullptr) {
      const bool is_right = copies->outcome == Outcome::succeeded;
      table.add({{title_of(scenario.plan.data[event.subject])},
                 {std::to_string(copies->value)},
                 {span_text(to_seconds(event.duration_value()))},
                 {is_right ? "✓ right again" : "✗ still wrong", is_right ? Ink::good : Ink::bad}});
    }
  }
  return copies == nullptr ? ""
                           : heading("DATA BROUGHT BACK",
                                     "work: all that was written since it went wrong", options) +
                                 table.render(options);
}

}  // namespace firedrill
