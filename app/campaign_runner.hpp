// Carries out the drills of a campaign one after the other, each as a process of its own, so that a
// crash of one ends neither the campaign nor what was recorded. What is done is read off the
// folders: a drill whose run is sealed is done, whatever happened in between; one that was cut off
// is begun anew beside what it left. Example: CampaignRunner runner{campaign, "campaigns/lab"};
// runner.run();
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "reports/campaign_text.hpp"
#include "scenarios/campaign.hpp"

namespace firedrill {

// Why the drills ended: all done or given up; the time is over; a drill was interrupted; the
// command line or a file is wrong, and every other drill would fail likewise.
enum class CampaignEnd { complete, out_of_time, interrupted, broken };

class CampaignRunner {
 public:
  // `folder` is made if it is missing; it belongs to this campaign alone (std::runtime_error if it
  // holds another). `budget`: of this sitting, none: as long as it takes.
  CampaignRunner(const Campaign& campaign, std::string folder, std::optional<Duration> budget);

  CampaignEnd run();
  [[nodiscard]] CampaignProgress progress() const;

  // The folders of the drills that are done, in their order.
  [[nodiscard]] std::vector<std::string> done() const;

  // The command line of one drill.
  [[nodiscard]] std::vector<std::string> command_of(const CampaignDrill& drill,
                                                    const std::string& folder) const;

 private:
  struct State {
    std::string folder;  // of the sealed run; "" if there is none
    int attempts = 0;    // that left a folder
  };
  [[nodiscard]] State state_of(const CampaignDrill& drill) const;
  [[nodiscard]] std::string attempt_folder(const CampaignDrill& drill, int attempt) const;
  [[nodiscard]] bool has_time_left() const;

  const Campaign& campaign_;
  std::string folder_;
  std::optional<Duration> budget_;
  std::vector<CampaignDrill> drills_;
  std::chrono::steady_clock::time_point begin_;
  std::vector<double> lengths_s_;  // of the drills of this sitting
};

}  // namespace firedrill
