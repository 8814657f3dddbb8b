#include "scenarios/codes_check.hpp"

#include <array>

namespace firedrill {

std::span<const CodeEntry> check_codes() {
  static constexpr std::array entries{
      CodeEntry{"FD4001", "Copies are rarer than the promised loss",
                "A copy holds the state at its start and exists once it is complete. Just before "
                "the next one is complete, the newest is one interval old plus the time a copy "
                "takes. If the interval alone reaches the RPO, the promise cannot hold even when "
                "every copy succeeds. Copy more often, or promise less."},
      CodeEntry{"FD4002", "The same data is promised two different losses",
                "Two objectives cover one kind of data with different targets, for instance a tier "
                "and a list of objectives. Both are judged; say which one is meant."},
      CodeEntry{"FD4003", "A response phase ends after the recovery time it serves",
                "Recovery time runs from the fault, so that detection and the phase must fit "
                "together. A phase that may end 60 min after detection cannot serve an RTO of one "
                "hour. Shorten the phase by the time that detection may take."},
      CodeEntry{"FD4004", "A restore begins from a state older than the loss allowed",
                "The documented procedure restores a snapshot that may be older than the RPO "
                "allows. Restore to a point in time, or promote the replica."},
      CodeEntry{
          "FD4005", "A test that cannot fail",
          "The status of a scheduled test's command is discarded: the last command of a pipe "
          "decides for all, a script without `set -e` goes on, an `echo` at the end succeeds. "
          "Such a test reports success whatever it finds."},
      CodeEntry{
          "FD4006", "A failover without fencing",
          "A replica is promoted while nothing makes sure that the old primary takes no more "
          "writes. When its region comes back, or was only cut off, both take writes and the "
          "data diverges. Fence first: a write lease that expires, or access that is revoked."},
      CodeEntry{"FD4007", "A failover that never promotes its database",
                "Traffic moves to a region whose database is a replica, and no step promotes it. "
                "The service answers there, but takes no writes until somebody notices."},
      CodeEntry{"FD4008", "A recovery that needs what was lost",
                "A step, a copy or a documented command needs the region whose loss it is for: its "
                "control plane, a DNS control plane that stands there, copies kept beside the "
                "original. Such a step gets no answer in the disaster it is written for."},
      CodeEntry{"FD4009", "Replication that cannot keep up",
                "More is written than the link carries, so that the backlog, and with it the loss, "
                "grows without bound for as long as the job runs."},
      CodeEntry{"FD4010", "A standby too small for the service",
                "Without the lost region no cluster can have as many nodes as the service needs, "
                "however long it scales."},
      CodeEntry{
          "FD4011", "Recovered hardware enters service untested",
          "A setting of the recreation skips acceptance tests. About one new accelerator node "
          "in ten is found defective by proactive validation (SuperBench, 2024); skipping the "
          "test moves that discovery into training."},
      CodeEntry{
          "FD4014", "Drills too few to prove a success rate",
          "n drills without a failure prove, at 95 % confidence, a rate of at least p only if "
          "p^n <= 0.05: 59 for 95 %, 299 for 99 %. Fewer can refute the rate or be consistent "
          "with it, but not prove it."},
      CodeEntry{"FD4015", "An objective covers data that is not protected",
                "The data is deliberately not protected, but an objective promises that little of "
                "it is lost."},
      CodeEntry{"FD4017", "An alert slower than the promised detection",
                "The alerting rule waits longer before it fires than the plan allows detection to "
                "take. Alerts that only warn may be slow; those that start a recovery may not."},
      CodeEntry{"FD4018", "Checkpoints too large or too rare for the promised loss",
                "A checkpoint counts only when all of it has arrived. Just before one is complete, "
                "the newest complete one is as old as an interval and a transfer together."},
      CodeEntry{"FD4024", "Copies are dropped before the next one is complete",
                "The retention is shorter than the time between two complete copies, so that there "
                "are moments without any. Keep copies at least for two intervals."}};
  return entries;
}

}  // namespace firedrill
