// Compute in a lab: a Slurm cluster a region, whose nodes count as eight Gaudi3 each, and the
// training job on it. In the second region four nodes stand and four more are powered up when the
// controller asks for them. What a responder needs (submit, power up, replace a lost node) are
// commands as values.
// Example: run(submit_training(lab, "us-west-2", {.least_nodes = 4, .most_nodes = 8}))
#pragma once

#include "live/lab/services/common.hpp"

namespace firedrill {

inline constexpr int accelerators_per_node = 8;

[[nodiscard]] std::vector<LabService> cluster_services(const LabLayout& lab);

// Whether the node is off until its cluster's controller powers it up.
[[nodiscard]] bool is_elastic(const LabLayout& lab, const LabNode& node);

struct TrainingSubmission {
  std::string name = "train";
  int least_nodes = 4;
  int most_nodes = 8;
  int steps = 1'000'000;
  Duration step_time = std::chrono::milliseconds{250};  // what one step takes at least
  int checkpoint_every = 8;                             // steps
  bool takes_over = false;                              // from a region that may still be training
};

// Folder of a cluster's shared file system: ROOT/shared/REGION.
[[nodiscard]] std::string shared_folder(const LabLayout& lab, std::string_view region);

// Environment that Slurm's commands need in the controller's node.
[[nodiscard]] std::string slurm_environment(const LabLayout& lab, std::string_view region);

// Queues `run`; prints the job's number. It goes on from the newest checkpoint that its region can
// see, on as many nodes as there are, and is queued again when it loses one.
[[nodiscard]] NodeCommand submit_training(const LabLayout& lab, std::string_view region,
                                          const TrainingSubmission& run);

// Powers nodes up (their short names): idle within seconds, which a job that waits for them would
// notice half a minute later. `power_down_nodes` is the reverse.
[[nodiscard]] NodeCommand power_up_nodes(const LabLayout& lab, std::string_view region,
                                         const std::vector<std::string>& nodes);
[[nodiscard]] NodeCommand power_down_nodes(const LabLayout& lab, std::string_view region,
                                           const std::vector<std::string>& nodes);

// Tells the controller that `node` is lost, instead of waiting until it notices: what ran there is
// queued again. `release_training` then starts job `job` at once, which would wait some seconds for
// the credentials of its last try to run out. `readmit_node` takes the node in again.
[[nodiscard]] NodeCommand give_up_node(const LabLayout& lab, const LabNode& node);
[[nodiscard]] NodeCommand release_training(const LabLayout& lab, std::string_view region,
                                           const std::string& job);
[[nodiscard]] NodeCommand readmit_node(const LabLayout& lab, const LabNode& node);

}  // namespace firedrill
