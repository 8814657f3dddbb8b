// What a campaign says while it goes on and when it ends: a line a drill, how far it is, the record
// of the model, and which drill to do next.
// Example: print(next_drills_part(next_drills(candidates, comparisons), page_options()));
#pragma once

#include <span>
#include <string>

#include "reports/page.hpp"
#include "scenarios/campaign.hpp"
#include "scenarios/next_drill.hpp"

namespace firedrill {

// How far a campaign is.
struct CampaignProgress {
  std::uint64_t planned = 0, done = 0;
  std::uint64_t given_up = 0;  // failed again and again
};

// The head of the page.
[[nodiscard]] std::string campaign_head(const Campaign& campaign, const CampaignProgress& progress,
                                        const PageOptions& options);

// Which scenario to drill next, and why.
[[nodiscard]] std::string next_drills_part(std::span<const DrillSuggestion> suggestions,
                                           const PageOptions& options);

// "firedrill/campaign-report/1": the progress and the suggestions; the record of the model is in
// comparison.json.
[[nodiscard]] std::string campaign_json(const Campaign& campaign, const CampaignProgress& progress,
                                        std::span<const DrillSuggestion> suggestions);

}  // namespace firedrill
