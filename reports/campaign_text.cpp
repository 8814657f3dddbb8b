#include "reports/campaign_text.hpp"

#include <fmt/core.h>

#include "reports/format.hpp"
#include "reports/json_text.hpp"

namespace firedrill {

std::string campaign_head(const Campaign& campaign, const CampaignProgress& progress,
                          const PageOptions& options) {
  const std::string& title = campaign.title.empty() ? campaign.name : campaign.title;
  std::string head =
      painted("MEASURED", Ink::strong, options) + "  " + clipped(title, width_of(options) - 10) +
      "\n" +
      wrapped(fmt::format("{} of {} done{}", progress.done, counted(progress.planned, "drill"),
                          progress.given_up > 0
                              ? fmt::format(", {} given up after failing again and again",
                                            progress.given_up)
                              : ""),
              width_of(options), 2);
  if (progress.done + progress.given_up < progress.planned) {
    head += wrapped("The same command goes on where it stopped.", width_of(options), 2);
  }
  return head + "\n";
}

std::string next_drills_part(std::span<const DrillSuggestion> suggestions,
                             const PageOptions& options) {
  if (suggestions.empty()) {
    return "";
  }
  Table table{{Align::left, Align::right, Align::left, Align::right}};
  table.add({{}, faint("drills so far"), faint("most uncertain"), faint("will be kept")});
  for (const DrillSuggestion& one : suggestions) {
    table.add({{one.scenario, &one == &suggestions.front() ? Ink::strong : Ink::plain},
               {fmt::format("{}", one.drills)},
               {one.promise.empty() ? "everything" : one.promise},
               {one.promise.empty() ? "-" : percent(one.belief)}});
  }
  return heading("NEXT DRILL", "the most uncertain that matters most first", options) +
         table.render(options);
}

std::string campaign_json(const Campaign& campaign, const CampaignProgress& progress,
                          std::span<const DrillSuggestion> suggestions) {
  auto next = nlohmann::ordered_json::array();
  for (const DrillSuggestion& one : suggestions) {
    next.push_back({{"scenario", one.scenario},
                    {"worth", one.worth},
                    {"drills", one.drills},
                    {"promise", one.promise.empty() ? nlohmann::ordered_json(nullptr)
                                                    : nlohmann::ordered_json(one.promise)},
                    {"belief", one.belief}});
  }
  return json_text({{"format", "firedrill/campaign-report/1"},
                    {"label", "MEASURED"},
                    {"campaign", {{"name", campaign.name}, {"digest", campaign.digest}}},
                    {"planned", progress.planned},
                    {"done", progress.done},
                    {"given_up", progress.given_up},
                    {"next", next}});
}

}  // namespace firedrill
