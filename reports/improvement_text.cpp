#include "reports/improvement_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "reports/format.hpp"
#include "reports/json_text.hpp"
#include "reports/svg.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

std::string cost_text(double cost) { return grouped(std::llround(cost)); }

std::string names_of(const ImprovementStudy& study, const ImprovedPlan& plan) {
  std::string names;
  for (const std::size_t change : plan.changes) {
    names += (names.empty() ? "" : " + ") + study.changes[change].name;
  }
  return names.empty() ? "as it is" : names;
}

std::string headline(const ImprovementStudy& study) {
  std::string now =
      fmt::format("As it is, {} of recoveries keep {}.", percent(study.as_is.kept),
                  study.promises.size() == 1 ? study.promises.front() : "every promise considered");
  if (study.cheapest) {
    const ImprovedPlan& plan = study.front[*study.cheapest];
    return fmt::format(
        "{} The cheapest way found to keep them as often as the plan needs: {}, for {} {}.", now,
        names_of(study, plan), cost_text(plan.cost), study.unit);
  }
  if (study.front.empty()) {
    return now;
  }
  const ImprovedPlan& best = study.front.back();
  return fmt::format(
      "{} No set of these changes keeps them as often as the plan needs; the most is {}, "
      "with {}, for {} {}.",
      now, percent(best.kept), names_of(study, best), cost_text(best.cost), study.unit);
}

std::string front_part(const ImprovementStudy& study, const PageOptions& options) {
  Table table{{Align::right, Align::right, Align::left, Align::left, Align::left}, 4};
  table.add({faint(study.unit), faint("all kept"), faint("[95 %]"), {}, faint("changes")});
  for (const ImprovedPlan& plan : study.front) {
    const bool holds = plan.verdict == Verdict::met;
    table.add({{cost_text(plan.cost)},
               {percent(plan.kept)},
               {fmt::format("[{}, {}]", percent_number(plan.interval.low),
                            percent_number(plan.interval.high)),
                Ink::faint},
               {holds                                   ? "✓"
                : plan.verdict == Verdict::inconclusive ? "?"
                                                        : "✗",
                holds ? Ink::good : Ink::bad},
               {names_of(study, plan)}});
  }
  return heading("THE FRONT", "no set found keeps more for less; judged on luck of its own",
                 options) +
         table.render(options);
}

// Promise by promise, as it is and at the end of the front that matters.
std::string promises_part(const ImprovementStudy& study, const PageOptions& options) {
  if (study.front.empty()) {
    return "";
  }
  const ImprovedPlan& plan = study.cheapest ? study.front[*study.cheapest] : study.front.back();
  Table table{{Align::left, Align::right, Align::right, Align::right}};
  table.add({{}, faint("needs"), faint("as it is"), faint(study.cheapest ? "cheapest" : "most")});
  for (std::size_t promise = 0; promise < study.promises.size(); ++promise) {
    const bool holds = plan.met[promise] >= study.required[promise];
    table.add({{study.promises[promise]},
               {chosen_percent(study.required[promise])},
               {percent(study.as_is.met[promise])},
               {percent(plan.met[promise]), holds ? Ink::good : Ink::bad}});
  }
  return heading("PROMISE BY PROMISE", names_of(study, plan), options) + table.render(options);
}

std::string costs_part(const ImprovementStudy& study, const PageOptions& options) {
  Table table{{Align::left, Align::right, Align::left}, 2};
  for (const auto& change : study.changes) {
    table.add({{change.name},
               {cost_text(change.cost)},
               {change.basis, change.is_assumed ? Ink::doubtful : Ink::faint}});
  }
  return heading("WHAT CHANGES COST", study.unit, options) + table.render(options);
}

}  // namespace

std::string improvement_page(const ImprovementStudy& study, const PageOptions& options) {
  const std::size_t width = width_of(options);
  std::string page = painted("SIMULATED", Ink::strong, options) + "  " +
                     clipped(study.title.empty() ? study.scenario : study.title, width - 11) + "\n";
  page += wrapped(fmt::format("{} of {} sets of {} tried with {}, seed {}; {}",
                              grouped(static_cast<std::int64_t>(study.sets_tried)),
                              grouped(std::llround(study.sets_possible)),
                              counted(study.changes.size(), "change"),
                              counted(study.replications, "recovery", "recoveries"), study.seed,
                              study.scenario),
                  width, 11);
  page += "\n" + painted(wrapped(headline(study), width), Ink::strong, options);
  return page + front_part(study, options) + promises_part(study, options) +
         costs_part(study, options);
}

std::string improvement_json(const ImprovementStudy& study) {
  const auto plan_json = [&](const ImprovedPlan& plan) -> Json {
    Json names = Json::array();
    for (const std::size_t change : plan.changes) {
      names.push_back(study.changes[change].name);
    }
    return {{"changes", names},
            {"cost", plan.cost},
            {"replications", plan.replications},
            {"kept", plan.kept},
            {"ci95", Json::array({plan.interval.low, plan.interval.high})},
            {"met_fractions", plan.met},
            {"verdict", name_of(plan.verdict)}};
  };
  Json front = Json::array(), changes = Json::array();
  for (const ImprovedPlan& plan : study.front) {
    front.push_back(plan_json(plan));
  }
  for (const auto& change : study.changes) {
    changes.push_back({{"name", change.name}, {"cost", change.cost}, {"basis", change.basis}});
  }
  return json_text(
      {{"format", "firedrill/improvement/1"},
       {"label", "SIMULATED"},
       {"scenario", study.scenario},
       {"scenario_digest", study.digest},
       {"costs", study.costs},
       {"unit", study.unit},
       {"seed", study.seed},
       {"sets_possible", study.sets_possible},
       {"sets_tried", study.sets_tried},
       {"replications", study.replications},
       {"promises", study.promises},
       {"required_fractions", study.required},
       {"changes", changes},
       {"as_is", plan_json(study.as_is)},
       {"front", front},
       {"cheapest", study.cheapest ? plan_json(study.front[*study.cheapest]) : Json(nullptr)}});
}

std::string front_picture(const ImprovementStudy& study) {
  constexpr double left = 70.0, right = 40.0, top = 70.0, bottom = 400.0;
  constexpr int width = 900;
  double dearest = 1.0;
  for (const ImprovedPlan& plan : study.front) {
    dearest = std::max(dearest, plan.cost);
  }
  const auto x = [&](double cost) {
    return left + cost / dearest * (width - left - right - 180.0);
  };
  const auto y = [&](double share) { return bottom - share * (bottom - top); };
  const int height = static_cast<int>(bottom) + 70 + 18 * static_cast<int>(study.front.size());
  SvgPicture picture{width, height, study.scenario + ": cost against promises kept"};
  picture.text({16, 28}, "What keeping the promises costs", {.size = 15, .is_bold = true});
  picture.text({16, 48},
               fmt::format("SIMULATED  {}, seed {}: share of recoveries that keep all of {}",
                           study.scenario, study.seed, counted(study.promises.size(), "promise")),
               {.fill = "#404040"});
  for (int tick = 0; tick <= 10; tick += 2) {
    const double share = tick / 10.0;
    picture.line({left, y(share)}, {width - right, y(share)}, "#d8d8d8");
    picture.text({left - 8, y(share) + 4}, chosen_percent(share),
                 {.size = 11, .anchor = SvgAnchor::end});
  }
  picture.line({left, bottom}, {width - right, bottom});
  for (int tick = 0; tick <= 4; ++tick) {
    const double cost = dearest * tick / 4.0;
    picture.line({x(cost), bottom}, {x(cost), bottom + 5});
    picture.text({x(cost), bottom + 20}, cost_text(cost),
                 {.size = 11, .anchor = SvgAnchor::middle});
  }
  picture.text({width - right, bottom + 20}, study.unit, {.size = 11, .anchor = SvgAnchor::end});
  for (std::size_t index = 0; index < study.front.size(); ++index) {
    const ImprovedPlan& plan = study.front[index];
    if (index > 0) {  // the share that the cheaper one keeps lasts until this one is paid for
      const ImprovedPlan& before = study.front[index - 1];
      picture.line({x(before.cost), y(before.kept)}, {x(plan.cost), y(before.kept)}, "#0b5394",
                   1.5);
      picture.line({x(plan.cost), y(before.kept)}, {x(plan.cost), y(plan.kept)}, "#0b5394", 1.5);
    }
    picture.line({x(plan.cost), y(plan.interval.low)}, {x(plan.cost), y(plan.interval.high)},
                 "#0b5394", 2.0);
    const bool holds = plan.verdict == Verdict::met;
    picture.circle({x(plan.cost), y(plan.kept)}, holds ? 7.0 : 5.0, holds ? "#0b5394" : "white");
    picture.text({x(plan.cost) + 9, y(plan.kept) - 7}, fmt::format("{}", index + 1),
                 {.size = 11, .is_bold = true});
    picture.text({16, bottom + 52 + 18.0 * static_cast<double>(index)},
                 fmt::format("{}  {} {}, {}{}: {}", index + 1, cost_text(plan.cost), study.unit,
                             percent(plan.kept), holds ? ", every promise holds" : "",
                             names_of(study, plan)),
                 {.size = 11});
  }
  return picture.finished();
}

}  // namespace firedrill
