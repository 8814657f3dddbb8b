// Checkpoints that no worker of the past can spoil. Each start of a run claims an epoch above all
// others it sees, and writes only below its name and its region's; who sees a higher one stops. So
// a worker that was cut off and believes that it is still training can neither overwrite what its
// successor has saved nor be taken for newer.
// Example: const auto claim = checkpoints.claim(false); checkpoints.save(state) == Saving::saved
#pragma once

#include <optional>

#include "live/lab/programs/checkpoint.hpp"
#include "live/lab/programs/checkpoint_place.hpp"

namespace firedrill {

enum class Saving { saved, fenced, failed };

class FencedCheckpoints {
 public:
  // `folder` is shared by the cluster and decides; `bucket` is shared by the regions and lags. Both
  // outlive this.
  FencedCheckpoints(FolderPlace& folder, CheckpointPlace& bucket, std::string region)
      : folder_{folder}, bucket_{bucket}, region_{std::move(region)} {}

  struct Claim {
    std::int64_t epoch = 0;
    std::optional<Checkpoint> newest;  // of the highest epoch that has one that can be read
    bool is_in_bucket = false;         // else other regions do not know of it yet
  };
  // Takes the next epoch; with `takes_over` the next thousand, which is above all that a region
  // that cannot be seen may have claimed meanwhile. None if the folder cannot be written.
  [[nodiscard]] std::optional<Claim> claim(bool takes_over);

  // In the folder. `fenced` if another start has claimed a higher epoch, here or, as far as it can
  // be seen, in another region: then nothing was written.
  [[nodiscard]] Saving save(const TrainingState& state);

  // In the bucket, likewise. May be called beside save() from one other thread.
  [[nodiscard]] Saving upload(const TrainingState& state);

 private:
  [[nodiscard]] std::string name_of(std::int64_t epoch, std::string_view what) const;
  [[nodiscard]] Saving save_in(CheckpointPlace& place, const TrainingState& state) const;

  FolderPlace& folder_;
  CheckpointPlace& bucket_;
  std::string region_;
  std::int64_t epoch_ = 0;
};

}  // namespace firedrill
