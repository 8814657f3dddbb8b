// Carries out the drills of a campaign one after the other, each as a process of its own, so that a
// crash of one ends neither the campaign nor what was recorded. What is done is read off the
// folders: a drill whose run is sealed and not void is done, whatever happened in between; any
// other is begun anew beside what it left, three times at most.
// Example: CampaignRunner runner{campaign, "drills/lab", std::nullopt}; runner.run();
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/drill_folders.hpp"
#include "reports/campaign_text.hpp"
#include "scenarios/campaign.hpp"

namespace firedrill {

// Why the drills ended: all done or given up; the time is over; a drill was interrupted; one was
// given up just now, so something may be wrong with the target; the command line or a file is
// wrong, and every other drill would fail likewise.
enum class CampaignEnd { complete, out_of_time, interrupted, given_up, broken };

class CampaignRunner {
 public:
  // `folder` belongs to this campaign alone (std::runtime_error if it holds another); run() makes
  // it. `budget`: of this sitting, none: as long as it takes. `more`: arguments of every drill of
  // this sitting, beside the campaign's own.
  CampaignRunner(const Campaign& campaign, std::string folder, std::optional<Duration> budget,
                 std::vector<std::string> more);

  CampaignEnd run();
  [[nodiscard]] CampaignProgress progress();

  // The drills that are done, in their order.
  [[nodiscard]] std::vector<LoadedDrill> done();

  // The command line of one drill.
  [[nodiscard]] std::vector<std::string> command_of(const CampaignDrill& drill,
                                                    const std::string& folder) const;

 private:
  struct State {
    std::string folder;  // of the run that counts; "" if there is none
    int attempts = 0;    // that left a folder
  };
  [[nodiscard]] std::string recorded_digest() const;  // "": no drill was begun yet
  [[nodiscard]] State state_of(const CampaignDrill& drill);
  // The sealed run in `folder` that tells something of the model: none that is void; "" if there
  // is none. One that does not verify counts as done: the report says what is wrong with it.
  [[nodiscard]] std::string useful_run(const std::string& folder);
  [[nodiscard]] std::string attempt_folder(const CampaignDrill& drill, int attempt) const;
  [[nodiscard]] bool has_time_left() const;

  const Campaign& campaign_;
  std::string folder_;
  std::optional<Duration> budget_;
  std::vector<std::string> more_;
  std::vector<CampaignDrill> drills_;
  std::chrono::steady_clock::time_point begin_;
  std::vector<double> lengths_s_;                      // of the drills of this sitting
  std::map<std::string, Result<RecordedDrill>> read_;  // sealed, so each is read once
};

}  // namespace firedrill
