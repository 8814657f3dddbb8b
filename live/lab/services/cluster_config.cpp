#include "live/lab/services/cluster_config.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "live/lab/services/application.hpp"
#include "live/lab/services/object_store.hpp"

namespace firedrill {
namespace {

// A node that is gone is noticed within ten seconds, a job that lost it is queued again at once.
// PrivateData=cloud shows nodes that are powered down, too. cred_expire: a requeued job waits that long for the last try's credential, and five is the least.
constexpr std::string_view behaviour = R"(AuthType=auth/munge
CryptoType=crypto/munge
SlurmUser=root
SlurmdUser=root
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
PrivateData=cloud
SlurmctldDebug=info
SlurmdDebug=error
SlurmctldPort=6817
SlurmdPort=6818
SlurmdTimeout=3
SlurmctldTimeout=10
InactiveLimit=0
KillWait=2
MinJobAge=300
MessageTimeout=2
TCPTimeout=1
BatchStartTimeout=10
CompleteWait=0
JobRequeue=1
Waittime=0
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,bf_interval=2,batch_sched_delay=0,sched_min_interval=0,default_queue_depth=100
SlurmctldParameters=power_save_interval=1,power_save_min_interval=0,cloud_dns,idle_on_node_suspend
SlurmdParameters=config_overrides
ResumeTimeout=30
SuspendTimeout=5
ResumeRate=0
SuspendRate=0
SuspendTime=3600
SuspendExcParts=standing
TreeWidth=16
GresTypes=gaudi
)";

std::string slurm_config(const LabLayout& lab, const LabNode& controller) {
  const ClusterFolders folders = cluster_folders(lab, controller.region);
  std::string text =
      fmt::format(R"(ClusterName={name}
SlurmctldHost={host}({address})
AuthInfo=socket={socket},cred_expire=5
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool/%n
SlurmctldPidFile={folder}/run/slurmctld.pid
SlurmdPidFile={folder}/run/slurmd-%n.pid
ResumeProgram={folder}/power-up
SuspendProgram={folder}/power-down
)",
                  fmt::arg("name", controller.region), fmt::arg("host", controller.name),
                  fmt::arg("address", controller.address),
                  fmt::arg("socket", folders.munge_socket()), fmt::arg("folder", folders.slurm));
  text += behaviour;
  text += fmt::format("NodeName=DEFAULT CPUs=96 RealMemory=400000 Gres=gaudi:{}\n",
                      accelerators_per_node);
  std::string standing;
  std::string all;
  for (const LabNode& node : lab.nodes_of("gpu", controller.region)) {
    const bool elastic = is_elastic(lab, node);
    text += fmt::format("NodeName={} NodeAddr={}{}\n", node.name, node.address,
                        elastic ? " State=CLOUD" : "");
    all += (all.empty() ? "" : ",") + node.name;
    if (!elastic) {
      standing += (standing.empty() ? "" : ",") + node.name;
    }
  }
  text += fmt::format("PartitionName=standing Nodes={} Default=NO MaxTime=INFINITE State=UP\n",
                      standing);
  text += fmt::format("PartitionName=train Nodes={} Default=YES MaxTime=INFINITE State=UP\n", all);
  return text;
}

// Slurm calls both with its own short form of a list of nodes ("gpu-[5-8]"), and no environment.
std::string power_script(const ClusterFolders& folders, std::string_view action) {
  return fmt::format(R"(#!/bin/sh
export SLURM_CONF={}
for node in $(scontrol show hostnames "$1"); do {} "{}/$node"; done
)",
                     folders.config(), action, folders.switches);
}

std::string training_config(const LabLayout& lab, const LabNode& controller) {
  const ClusterFolders folders = cluster_folders(lab, controller.region);
  nlohmann::ordered_json addresses;
  for (const LabNode& node : lab.nodes_of("gpu", controller.region)) {
    addresses[node.name] = node.address;
  }
  return nlohmann::ordered_json{{"region", controller.region},
                                {"addresses", addresses},
                                {"port", 7400},
                                {"checkpoints", folders.shared + "/checkpoints"},
                                {"store", store_endpoint(lab, controller.region).url},
                                {"store_key_file", store_key_file(lab)},
                                {"bucket", "checkpoints"}}
             .dump(2) +
         "\n";
}

std::string batch_script(const LabLayout& lab, const ClusterFolders& folders) {
  return fmt::format(R"(#!/bin/bash
# Arguments: options of the training program. A step for each node, since one step over all of them
# would wait a minute for a node that is lost before the job could be queued again. When one worker
# ends badly all do, and the job is queued again; not when another start has taken over (4).
nodes=($(scontrol show hostnames "$SLURM_JOB_NODELIST"))
peers=$(IFS=,; echo "${{nodes[*]}}")
for rank in "${{!nodes[@]}}"; do
  srun --nodes=1 --ntasks=1 --nodelist="${{nodes[$rank]}}" {} lab-program train --config {} \
    --peers "$peers" --rank "$rank" "$@" &
done
status=0
for node in "${{nodes[@]}}"; do
  wait -n || {{ status=$?; break; }}
done
[ $status -eq 0 ] || kill $(jobs -p) 2>/dev/null
case $status in 0 | 4) exit $status ;; esac
restarts=${{SLURM_RESTART_COUNT:-0}}
# The controller may have queued it again already, because a node is lost.
case $(scontrol show job --oneliner "$SLURM_JOB_ID") in
  *JobState=RUNNING\ *Restarts=$restarts\ *)
    [ "$restarts" -ge 50 ] || scontrol requeue "$SLURM_JOB_ID" ;;
esac
exit $status
)",
                     lab.program, folders.training_config());
}

}  // namespace

ClusterFolders cluster_folders(const LabLayout& lab, std::string_view region) {
  const LabNode controller = lab.nodes_of("ctl", region).front();
  const std::string slurm = service_folder(lab, controller, "slurm");
  return {slurm, slurm + "/switches", shared_folder(lab, region)};
}

std::vector<LabFile> cluster_files(const LabLayout& lab, const LabNode& controller) {
  const ClusterFolders folders = cluster_folders(lab, controller.region);
  std::vector<LabFile> files;
  for (const std::string_view name : {"", "/munge", "/state", "/spool", "/run", "/switches"}) {
    files.push_back(folder_of(folders.slurm + std::string{name}, "root"));
  }
  files.push_back(folder_of(folders.shared, "root"));
  files.push_back(folder_of(folders.shared + "/checkpoints", "root"));
  const auto add = [&](std::string_view name, std::string content, unsigned mode = 0644) {
    files.push_back({fmt::format("{}/{}", folders.slurm, name), std::move(content), "root", mode});
  };
  add("slurm.conf", slurm_config(lab, controller));
  add("gres.conf", fmt::format("Name=gaudi Count={}\n", accelerators_per_node));
  add("munge/key", lab.secrets.cluster_key, 0400);
  add("power-up", power_script(folders, "touch"), 0755);
  add("power-down", power_script(folders, "rm -f"), 0755);
  add("training.json", training_config(lab, controller));
  add("train.sh", batch_script(lab, folders), 0755);
  return files;
}

}  // namespace firedrill
