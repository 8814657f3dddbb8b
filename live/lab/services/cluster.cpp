#include "live/lab/services/cluster.hpp"

#include <fmt/format.h>

#include "live/lab/services/cluster_config.hpp"

namespace firedrill {
namespace {

std::string joined(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ","));
}

LabNode controller_of(const LabLayout& lab, std::string_view region) {
  return lab.nodes_of("ctl", region).front();
}

// Each of Slurm's programs has its credentials made and checked by munged. One a cluster is enough:
// its socket lies in the file system that the lab's nodes share.
LabService credentials(const LabLayout& lab, const LabNode& controller) {
  const std::string folder = cluster_folders(lab, controller.region).slurm + "/munge";
  LabService service;
  service.name = "munge";
  service.node = controller.id();
  service.files = cluster_files(lab, controller);
  service.start = {{"/usr/sbin/munged", "--foreground", "--force", "--num-threads=2",
                    "--key-file=" + folder + "/key", "--socket=" + folder + "/socket",
                    "--pid-file=" + folder + "/pid", "--seed-file=" + folder + "/seed"},
                   {},
                   "root",
                   folder};
  service.readiness =
      ready_when({{"munge", "--no-input", "--socket=" + folder + "/socket", "--output=/dev/null"},
                  {},
                  "root",
                  "/"},
                 std::chrono::seconds{10});
  service.stop_patience = std::chrono::seconds{1};
  return service;
}

LabService controller_service(const LabLayout& lab, const LabNode& controller) {
  LabService service;
  service.name = "slurmctld";
  service.node = controller.id();
  service.needs = {controller.id() + "/munge"};
  service.files = cluster_files(lab, controller);
  service.start = {{"/usr/sbin/slurmctld", "-D"},
                   {slurm_environment(lab, controller.region)},
                   "root",
                   cluster_folders(lab, controller.region).slurm};
  service.readiness =
      ready_when({{"scontrol", "ping"}, {slurm_environment(lab, controller.region)}, "root", "/"},
                 std::chrono::seconds{20});
  service.stop_patience = std::chrono::seconds{2};
  return service;
}

// Compute nodes do not come back by themselves: replacing them is what drills are about.
LabService worker_node(const LabLayout& lab, const LabNode& node) {
  const LabNode controller = controller_of(lab, node.region);
  const ClusterFolders folders = cluster_folders(lab, node.region);
  LabService service;
  service.name = "slurmd";
  service.node = node.id();
  service.needs = {controller.id() + "/slurmctld"};
  service.files = {folder_of(folders.slurm + "/spool/" + node.name, "root")};
  service.start = {{"/usr/sbin/slurmd", "-D", "-b", "-N", node.name},
                   {slurm_environment(lab, node.region)},
                   "root",
                   folders.slurm};
  service.restarts = false;
  service.stop_patience = std::chrono::seconds{1};
  if (is_elastic(lab, node)) {
    std::vector<std::string> powered = {lab.program, "lab-program", "power-switch",
                                        folders.switch_of(node), "--"};
    powered.insert(powered.end(), service.start.arguments.begin(), service.start.arguments.end());
    service.start.arguments = std::move(powered);
    service.restarts = true;
    return service;
  }
  service.readiness =
      ready_when(shell(fmt::format("sinfo -h -N -n {} -t idle,alloc,mix,comp -o %N | grep -qx {}",
                                   node.name, node.name)),
                 std::chrono::seconds{20});
  service.readiness.probe.environment = {slurm_environment(lab, node.region)};
  service.readiness.interval = std::chrono::milliseconds{300};
  return service;
}

NodeCommand controller_command(const LabLayout& lab, std::string_view region,
                               std::vector<std::string> arguments) {
  return {controller_of(lab, region).id(),
          {std::move(arguments), {slurm_environment(lab, region)}, "root", "/"}};
}

NodeCommand set_state(const LabLayout& lab, std::string_view region, const std::string& nodes,
                      const std::string& state) {
  return controller_command(
      lab, region,
      {"scontrol", "update", "nodename=" + nodes, "state=" + state, "reason=firedrill"});
}

}  // namespace

bool is_elastic(const LabLayout& lab, const LabNode& node) {
  return node.kind() == "gpu" && std::stoi(node.name.substr(node.kind().size() + 1)) >
                                     lab.region(node.region).standing_workers;
}

std::string shared_folder(const LabLayout& lab, std::string_view region) {
  return fmt::format("{}/shared/{}", lab.root, region);
}

std::string slurm_environment(const LabLayout& lab, std::string_view region) {
  return "SLURM_CONF=" + cluster_folders(lab, region).config();
}

std::vector<LabService> cluster_services(const LabLayout& lab) {
  std::vector<LabService> services;
  for (const LabNode& controller : lab.nodes_of("ctl")) {
    services.push_back(credentials(lab, controller));
    services.push_back(controller_service(lab, controller));
    for (const LabNode& node : lab.nodes_of("gpu", controller.region)) {
      services.push_back(worker_node(lab, node));
    }
  }
  return services;
}

NodeCommand submit_training(const LabLayout& lab, std::string_view region,
                            const TrainingSubmission& run) {
  const ClusterFolders folders = cluster_folders(lab, region);
  const auto step = std::chrono::duration_cast<std::chrono::milliseconds>(run.step_time).count();
  std::vector<std::string> line = {"sbatch", "--parsable", "--requeue", "--exclusive",
                                   "--open-mode=append"};
  const auto add = [&](const std::vector<std::string>& more) {
    line.insert(line.end(), more.begin(), more.end());
  };
  add({"--job-name=" + run.name, fmt::format("--nodes={}-{}", run.least_nodes, run.most_nodes),
       fmt::format("--gres=gaudi:{}", accelerators_per_node),
       fmt::format("--output={}/{}.out", folders.shared, run.name), "--chdir=" + folders.shared});
  add({folders.slurm + "/train.sh", "--name", run.name, "--steps", std::to_string(run.steps),
       "--step-milliseconds", std::to_string(step), "--checkpoint-every",
       std::to_string(run.checkpoint_every)});
  if (run.takes_over) {
    line.emplace_back("--takes-over");
  }
  return controller_command(lab, region, line);
}

NodeCommand power_up_nodes(const LabLayout& lab, std::string_view region,
                           const std::vector<std::string>& nodes) {
  return set_state(lab, region, joined(nodes), "power_up");
}

NodeCommand power_down_nodes(const LabLayout& lab, std::string_view region,
                             const std::vector<std::string>& nodes) {
  return set_state(lab, region, joined(nodes), "power_down_force");
}

NodeCommand give_up_node(const LabLayout& lab, const LabNode& node) {
  return set_state(lab, node.region, node.name, "down");
}

NodeCommand readmit_node(const LabLayout& lab, const LabNode& node) {
  return set_state(lab, node.region, node.name, "resume");
}

NodeCommand release_training(const LabLayout& lab, std::string_view region,
                             const std::string& job) {
  return controller_command(lab, region, {"scontrol", "update", "jobid=" + job, "StartTime=now"});
}

}  // namespace firedrill
