// The configuration files of one Slurm cluster, the scripts with which its controller powers nodes
// up and down, and the training job's batch script.
// Example: files = cluster_files(lab, lab.node("us-west-2/ctl-1"));
#pragma once

#include "live/lab/services/cluster.hpp"

namespace firedrill {

// Where the parts of one cluster lie.
struct ClusterFolders {
  std::string slurm;     // ROOT/nodes/REGION/ctl-1/slurm: configuration and state
  std::string switches;  // one file for each elastic node that is to be on
  std::string shared;    // what all its nodes see: checkpoints, outputs of jobs

  [[nodiscard]] std::string config() const { return slurm + "/slurm.conf"; }
  [[nodiscard]] std::string munge_socket() const { return slurm + "/munge/socket"; }
  [[nodiscard]] std::string training_config() const { return slurm + "/training.json"; }
  [[nodiscard]] std::string switch_of(const LabNode& node) const {
    return switches + "/" + node.name;
  }
};

[[nodiscard]] ClusterFolders cluster_folders(const LabLayout& lab, std::string_view region);
[[nodiscard]] std::vector<LabFile> cluster_files(const LabLayout& lab, const LabNode& controller);

}  // namespace firedrill
