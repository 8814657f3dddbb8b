// A campaign: many drills of several scenarios, in an order that chance chose once and for all, so
// that it can be taken up again after a crash at the drill it stopped at ("firedrill/campaign/1",
// docs/FORMATS.md).
// Example: const Result<Campaign> campaign = load_campaign("scenarios/campaigns/lab.json");
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/base/result.hpp"
#include "models/base/units.hpp"

namespace firedrill {

struct CampaignScenario {
  std::string path;                    // seen from the working directory
  std::string name;                    // of the scenario
  std::vector<std::string> arguments;  // of its drills alone, after the campaign's
  std::uint32_t repetitions = 1;
  double weight = 1.0;  // how much it matters, beside the others
};

struct Campaign {
  std::string name, title, digest;
  std::uint64_t seed = 1;
  std::optional<Duration> time_budget;  // of one sitting
  std::string program;                  // that drills in place of firedrill; "": firedrill itself
  std::vector<std::string> arguments;   // of every drill, e.g. --target lab.json
  std::vector<CampaignScenario> scenarios;
};

// One drill of it. `seed` is the drill's own.
struct CampaignDrill {
  std::uint32_t number = 0;  // from 1, in the order in which they are run
  std::uint32_t scenario = 0;
  std::uint32_t repetition = 0;  // of the scenario, from 1
  std::uint64_t seed = 0;
};

// FD1xxx, FD2xxx; FD3002, a scenario named twice; FD3013, another kind of file.
[[nodiscard]] Result<Campaign> load_campaign(const std::string& path);

// All drills in their order: the same for the same file.
[[nodiscard]] std::vector<CampaignDrill> drills_of(const Campaign& campaign);

// "007-failover-2": the folder of a drill.
[[nodiscard]] std::string folder_of(const CampaignDrill& drill, const Campaign& campaign);

}  // namespace firedrill
