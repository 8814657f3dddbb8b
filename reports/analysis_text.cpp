#include "reports/analysis_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

#include "reports/analysis_names.hpp"
#include "reports/format.hpp"
#include "reports/links_text.hpp"
#include "scenarios/timeline_names.hpp"

namespace firedrill {
namespace {

constexpr std::size_t most_cuts_shown = 12;  // of one kind, for one service; the JSON has all

struct Mark {
  const char* sign;
  Ink ink;
};

Mark mark_of(Effect effect) {
  constexpr std::array<Mark, 4> marks{
      {{"·", Ink::faint}, {"↻", Ink::plain}, {"?", Ink::doubtful}, {"✗", Ink::bad}}};
  return marks[static_cast<std::size_t>(effect)];
}

constexpr const char* effect_legend =
    "  ·  stays up\n"
    "  ↻  down until failover\n"
    "  ?  the same, but only while the lost region's control plane still works\n"
    "  ✗  nothing takes over\n";

std::string title_part(const Plan& plan, const PageOptions& options) {
  return painted("ANALYSED", Ink::strong, options) + "  " +
         clipped(title_of(plan), width_of(options) - 10) + "\n" +
         wrapped(fmt::format("{}, {}, {} of plan {}; its structure alone, nothing simulated",
                             counted(plan.regions.size(), "region"),
                             counted(plan.components.size(), "component"),
                             counted(plan.services.size(), "service"), plan.name),
                 width_of(options), 10);
}

// How many services an effect of the loss of `region` concerns.
std::size_t count(const LossEffects& loss, Effect effect) {
  return static_cast<std::size_t>(std::count(loss.effects.begin(), loss.effects.end(), effect));
}

std::string headline(const Plan& plan, const PlanAnalysis& analysis) {
  const std::vector<Element> single = single_points_of_failure(analysis);
  std::string text = single.empty()
                         ? "No loss of one component or region is beyond the plan's reserve."
                         : fmt::format("{}: {}.",
                                       counted(single.size(), "single point of failure",
                                               "single points of failure"),
                                       joined_names(plan, single, ", "));
  for (const LossEffects& loss : analysis.losses) {
    const std::size_t doubtful = count(loss, Effect::needs_control_plane);
    const bool is_several = doubtful > 1;
    if (doubtful > 0) {
      text += fmt::format(" Without {}, {} {} back only if its control plane outlives it.",
                          name_of(plan, loss.lost), counted(doubtful, "service"),
                          is_several ? "come" : "comes");
    }
  }
  return text;
}

std::string losses_part(const Plan& plan, const PlanAnalysis& analysis,
                        const PageOptions& options) {
  std::string page = heading("ONE LOSS", "what it does to each service", options);
  std::vector<Align> columns{Align::left, Align::right};
  std::vector<Cell> head{{}, {"takes down", Ink::faint}};
  for (std::size_t index = 0; index < plan.services.size(); ++index) {
    page += "  " +
            clipped(fmt::format("{}  {}", index + 1, title_of(plan.services[index])),
                    width_of(options) - 2) +
            (analysis.services[index].is_up_at_first ? "" : " (down with nothing lost)") + "\n";
    columns.push_back(Align::right);
    head.push_back({std::to_string(index + 1), Ink::faint});
  }
  Table table{std::move(columns)};
  table.add(std::move(head));
  std::size_t harmless = 0;
  for (const LossEffects& loss : analysis.losses) {
    if (loss.lost.kind == ElementKind::component && worst_effect(loss) == Effect::none) {
      ++harmless;
      continue;
    }
    std::vector<Cell> row{{name_of(plan, loss.lost)},
                          {loss.takes_down.empty() ? "" : std::to_string(loss.takes_down.size())}};
    for (const Effect effect : loss.effects) {
      row.push_back({mark_of(effect).sign, mark_of(effect).ink});
    }
    table.add(std::move(row));
  }
  page += "\n" + table.render(options);
  if (harmless > 0) {
    page += wrapped(fmt::format("{} harm no service alone", counted(harmless, "other component")),
                    width_of(options), 2);
  }
  return page + "\n" + painted(effect_legend, Ink::faint, options);
}

std::string cuts_of(const Plan& plan, const std::vector<std::vector<Element>>& cuts,
                    const std::vector<std::vector<Element>>& made_up_by_code, const char* kind,
                    const PageOptions& options) {
  constexpr std::size_t indent = 4;
  std::string page;
  for (std::size_t index = 0; index < std::min(cuts.size(), most_cuts_shown); ++index) {
    std::string text = joined_names(plan, cuts[index], " + ");
    if (std::find(made_up_by_code.begin(), made_up_by_code.end(), cuts[index]) !=
        made_up_by_code.end()) {
      text += " ◇";
    }
    page += wrapped(text.empty() ? "(down with nothing lost)" : text, width_of(options), indent);
  }
  if (cuts.empty()) {
    page += wrapped(fmt::format("no {} of up to {}", kind, most_losses), width_of(options), indent);
  } else if (cuts.size() > most_cuts_shown) {
    page += wrapped(fmt::format("… and {} more; --json lists all", cuts.size() - most_cuts_shown),
                    width_of(options), indent);
  }
  return page;
}

std::string cut_sets_part(const Plan& plan, const PlanAnalysis& analysis,
                          const PageOptions& options) {
  std::string page =
      heading("MINIMAL CUT SETS",
              fmt::format("up to {} losses that no reserve makes up for", most_losses), options);
  bool has_code = false;
  for (const ServiceStructure& service : analysis.services) {
    page += "  " + clipped(title_of(plan.services[service.service.index]), width_of(options) - 2) +
            "\n";
    page +=
        cuts_of(plan, service.cuts_by_component, service.made_up_by_code, "components", options);
    page += cuts_of(plan, service.cuts_by_region, service.made_up_by_code,
                    "regions and control planes", options);
    has_code = has_code || !service.made_up_by_code.empty();
  }
  if (has_code) {
    page += painted(wrapped("◇  code can create what is missing, and data be restored into it: see "
                            "below for how long that takes",
                            width_of(options), 2),
                    Ink::faint, options);
  }
  return page;
}

std::string cycles_part(const Plan& plan, const PlanAnalysis& analysis,
                        const PageOptions& options) {
  if (analysis.cycles.empty()) {
    return "";
  }
  std::string page =
      heading("CIRCULAR RECOVERY", "each needs the next, and the last needs the first", options);
  for (const RecoveryCycle& cycle : analysis.cycles) {
    std::string text;
    for (const RecoveryLink& link : cycle.links) {
      text += name_of(plan, link) + " → ";
    }
    page += wrapped(text + name_of(plan, cycle.links.front()), width_of(options), 2);
  }
  return page;
}

}  // namespace

std::string analysis_page(const Plan& plan, const PlanAnalysis& analysis,
                          const PageOptions& options) {
  return title_part(plan, options) + "\n" +
         painted(wrapped(headline(plan, analysis), width_of(options)), Ink::strong, options) +
         losses_part(plan, analysis, options) + cut_sets_part(plan, analysis, options) +
         recovery_part(plan, analysis, options) + recreation_part(plan, analysis, options) +
         cycles_part(plan, analysis, options) + replication_part(plan, analysis, options) +
         links_part(plan, analysis.links, options) + availability_part(plan, analysis, options);
}

}  // namespace firedrill
