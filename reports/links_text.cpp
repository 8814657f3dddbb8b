#include "reports/links_text.hpp"

#include <fmt/core.h>

#include <array>

#include "reports/format.hpp"
#include "scenarios/timeline_names.hpp"

namespace firedrill {
namespace {

std::string with_unit(double value, const std::array<const char*, 5>& units) {
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < units.size()) {
    value /= 1e3;
    ++unit;
  }
  return fmt::format("{:.3g} {}", value, units[unit]);
}

std::string words_of(const Plan& plan, const LinkNeed& need) {
  switch (need.bottleneck) {
    case Bottleneck::service:
      return "what " + plan.components[need.replica.index].name + " may take";
    case Bottleneck::connections:
      return "loss and round trip, too few connections";
    case Bottleneck::link:
      return "the link";
    case Bottleneck::cadence:
      return "written too seldom for any rate";
  }
  return {};
}

std::string cadence_lines(const Plan& plan, const LinkNeeds& needs, const PageOptions& options) {
  std::string lines;
  for (const LinkNeed& need : needs.needs) {
    std::string cadences;
    for (const CadenceNeed& cadence : needs.cadences) {
      if (cadence.objective == need.objective && cadence.data == need.data) {
        cadences += fmt::format("{}{} every {}", cadences.empty() ? "" : ", ",
                                human_bit_rate(cadence.needs),
                                human_duration(to_seconds(cadence.interval)));
      }
    }
    if (cadences.empty()) {
      continue;
    }
    const Objective& objective = plan.objectives[need.objective];
    const auto& saved = std::get<CheckpointStream>(plan.data[need.data.index].protection);
    lines += wrapped(
        fmt::format("{}: {} of {}, now every {}, lose at most {} in {} of faults at {}.",
                    objective.name, human_bytes(static_cast<double>(saved.size.count)),
                    plan.data[need.data.index].name, human_duration(to_seconds(saved.interval)),
                    human_duration(to_seconds(objective.target)),
                    chosen_percent(objective.required_fraction), cadences),
        width_of(options), 2);
  }
  return lines;
}

}  // namespace

std::string human_bit_rate(Rate rate) {
  return with_unit(rate.bytes_per_second * 8.0, {"bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"});
}

std::string human_bytes(double bytes) { return with_unit(bytes, {"B", "kB", "MB", "GB", "TB"}); }

std::string links_part(const Plan& plan, const LinkNeeds& needs, const PageOptions& options) {
  if (needs.loads.empty()) {
    return "";
  }
  std::string page =
      heading("LINKS", "what the network lets through of what is replicated", options);
  Table loads{{Align::left, Align::right, Align::right, Align::right, Align::right}};
  loads.add({{},
             faint("lets through"),
             faint("streams may take"),
             faint("written"),
             faint("a cut may last")});
  for (const LinkLoad& load : needs.loads) {
    const bool is_full = load.may_take.bytes_per_second > load.all.bytes_per_second;
    loads.add({{plan.regions[load.from.index].name + " → " + plan.regions[load.to.index].name},
               {human_bit_rate(load.all)},
               {human_bit_rate(load.may_take), is_full ? Ink::bad : Ink::plain},
               {human_bit_rate(load.written)},
               {load.log_lasts ? human_duration(to_seconds(*load.log_lasts)) : "–"}});
  }
  page += loads.render(options) + "\n";
  Table table{{Align::left, Align::left, Align::right, Align::right, Align::left}};
  table.add({faint("promise"), faint("data"), faint("has"), faint("needs"), faint("held back by")});
  for (const LinkNeed& need : needs.needs) {
    table.add(
        {{plan.objectives[need.objective].name},
         {plan.data[need.data.index].name},
         {human_bit_rate(need.takes)},
         {need.needs ? human_bit_rate(*need.needs) : "–", need.is_kept ? Ink::plain : Ink::bad},
         {words_of(plan, need), need.is_kept ? Ink::faint : Ink::plain}});
  }
  page += table.render(options);
  return page + cadence_lines(plan, needs, options);
}

}  // namespace firedrill
