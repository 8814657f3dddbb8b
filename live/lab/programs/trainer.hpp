// One worker of the lab's training job, started on each node by Slurm. Together the workers go on
// from the newest checkpoint, train in step, and the first one saves: into the folder that the
// cluster shares, and from there, in the background, into the object store.
// Example: srun firedrill lab-program train --config training.json --peers gpu-1,gpu-2 --rank 0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "live/lab/programs/s3_client.hpp"

namespace firedrill {

struct TrainerOptions {
  std::string run = "train";
  std::vector<std::string> addresses;  // of all workers, in the order of their ranks
  int rank = 0;
  int port = 7400;
  std::string attempt;  // the same for all workers of one start, another for each start
  std::string folder;   // shared by the cluster
  S3Account store;
  std::string bucket;
  std::int64_t steps = 0;    // to do in all, since the run's beginning
  Duration step_time{};      // that a step takes at least
  int checkpoint_every = 8;  // steps
  bool takes_over = false;   // from a region that may still be training
};

enum class TrainingEnd {
  finished = 0,
  broken = 1,  // a worker or the shared folder is gone: to be started again
  fenced = 4,  // another start has taken over: not to be started again
};

// Prints what it does as lines of JSON; the first worker also appends a line for each step (epoch,
// step, loss, workers, time) to FOLDER/RUN.progress.jsonl.
[[nodiscard]] TrainingEnd run_trainer(const TrainerOptions& options);

}  // namespace firedrill
