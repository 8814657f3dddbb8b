#include "reports/rare_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "reports/format.hpp"
#include "reports/gantt.hpp"
#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t shown_ways = 5, drawn_ways = 3;

// "1.14e-9": what is too small for percent.
std::string small(double value) { return fmt::format("{:.3g}", value); }

std::string probability_part(const RarePrediction& rare, const PageOptions& options) {
  const Interval& interval = rare.probability.interval;
  std::string text = painted(
      wrapped(fmt::format("{}: probability {} [{}, {}].", rare.event, small(rare.probability.mean),
                          small(std::max(0.0, interval.low)), small(interval.high)),
              width_of(options)),
      Ink::strong, options);
  if (rare.exact) {
    const bool is_hit = interval.low <= *rare.exact && *rare.exact <= interval.high;
    text += painted(wrapped(fmt::format("Exact, from the Markov engine: {}, {} the interval.",
                                        small(*rare.exact), is_hit ? "within" : "outside"),
                            width_of(options)),
                    is_hit ? Ink::good : Ink::bad, options);
  }
  if (rare.plain_replications > static_cast<double>(rare.paths)) {
    text += wrapped(
        fmt::format("As sharp an answer would have taken {} plain replications, {} times as many "
                    "as the paths simulated here.",
                    small(rare.plain_replications),
                    small(rare.plain_replications / static_cast<double>(rare.paths))),
        width_of(options));
  }
  return text;
}

struct MethodText {
  const char* name;     // in JSON and on the command line
  const char* title;    // "40 independent repetitions of ..."
  const char* efforts;  // what the levels' numbers are
};

MethodText text_of(RareMethod method) {
  switch (method) {
    case RareMethod::fixed_effort:
      break;
    case RareMethod::restart:
      return {"restart", "splitting by RESTART", "paths for each that came to the level before"};
    case RareMethod::adaptive:
      return {"adaptive", "adaptive multilevel splitting",
              "paths that set out again, in one repetition"};
  }
  return {"fixed", "multilevel splitting", "paths a repetition"};
}

std::string levels_part(const RarePrediction& rare, const PageOptions& options) {
  Table table{{Align::right, Align::right}};
  table.add({faint("level"), faint(text_of(rare.method).efforts)});
  for (const auto& level : rare.levels) {
    table.add({{fmt::format("{:.3f}", level.importance)},
               {grouped(static_cast<std::int64_t>(level.effort))}});
  }
  return heading("LEVELS", "how close a path has come, 0 to 1; the last is the event", options) +
         table.render(options);
}

std::string ways_part(const RarePrediction& rare, const Scenario* scenario,
                      const PageOptions& options) {
  Table table{{Align::right, Align::left}, 1};
  const std::size_t shown = std::min(shown_ways, rare.ways.size());
  for (std::size_t index = 0; index < shown; ++index) {
    table.add({{percent(rare.ways[index].share)}, {rare.ways[index].name}});
  }
  std::string text = heading("WAYS TO IT", "the likeliest first", options) + table.render(options);
  for (std::size_t index = 0; scenario != nullptr && index < std::min(drawn_ways, shown); ++index) {
    const RareWay& way = rare.ways[index];
    if (way.story) {
      text += heading("SUCH A RECOVERY", way.name, options) +
              gantt(way.story->timeline, *scenario, options);
    }
  }
  return scenario == nullptr ? text : text + "\n" + gantt_legend(options);
}

}  // namespace

std::string rare_page(const RarePrediction& rare, const Scenario* scenario,
                      const PageOptions& options) {
  const std::size_t width = width_of(options);
  std::string page = painted("SIMULATED", Ink::strong, options) + "  " +
                     clipped(rare.title.empty() ? rare.name : rare.title, width - 11) + "\n";
  page += wrapped(fmt::format("{} of {}, {}, of {}, seed {}",
                              counted(rare.repetitions, "independent repetition"),
                              text_of(rare.method).title, counted(rare.paths, "path"), rare.name,
                              rare.seed),
                  width, 11) +
          "\n";
  if (rare.levels.empty()) {
    return page + wrapped(rare.event +
                              ": not once, not even by a pilot of a million paths from "
                              "wherever they came closest. It is rarer than this can see, "
                              "or cannot happen.",
                          width);
  }
  return page + probability_part(rare, options) + levels_part(rare, options) +
         ways_part(rare, scenario, options);
}

std::string rare_json(const RarePrediction& rare) {
  Json levels = Json::array(), ways = Json::array();
  for (const auto& level : rare.levels) {
    levels.push_back({{"importance", level.importance}, {"effort", level.effort}});
  }
  for (const RareWay& way : rare.ways) {
    ways.push_back({{"way", way.name}, {"share", json_number(way.share)}});
  }
  const auto& probability = rare.probability;
  return json_text(
      {{"format", "firedrill/rare/1"},
       {"label", "SIMULATED"},
       {"name", rare.name},
       {"digest", rare.digest},
       {"event", rare.event},
       {"seed", rare.seed},
       {"method", text_of(rare.method).name},
       {"repetitions", rare.repetitions},
       {"paths", rare.paths},
       {"probability", rare.levels.empty() ? Json(nullptr) : Json(probability.mean)},
       {"ci95", rare.levels.empty() ? Json(nullptr)
                                    : Json::array({std::max(0.0, probability.interval.low),
                                                   probability.interval.high})},
       {"exact", json_number(rare.exact)},
       {"plain_replications", rare.plain_replications},
       {"levels", levels},
       {"ways", ways}});
}

}  // namespace firedrill
