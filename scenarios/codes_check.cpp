#include "scenarios/codes_check.hpp"

#include <array>

namespace firedrill {
namespace {

constexpr std::array check_entries = std::to_array<CodeEntry>({
    {"FD4001", "Copies are rarer than the promised loss",
     "A copy holds the state at its start and exists once it is complete, so the age of the newest "
     "one runs from the length of a copy to that plus an interval. If it is older than the RPO "
     "more often than the objective allows, the promise fails though every copy succeeds. Copy "
     "more often, or promise less.\nExample: hourly snapshots that take 18 min, and an RPO of 1 "
     "h."},
    {"FD4002", "The same data is promised two different losses",
     "Two objectives cover one kind of data with different targets. Both are judged; say which one "
     "is meant.\nExample: 15 min for all of tier 1, and 1 h for configuration, which is in tier "
     "1."},
    {"FD4003", "A response phase ends after the recovery time it serves",
     "Recovery time runs from the fault: the detection that is allowed and the phase must fit "
     "together. Which phase serves a service is told by its words (traffic, failover, capacity, "
     "rebuild and their like). Shorten the phase by the time that detection may take.\n"
     "Example: 5 min to detect, DNS updates until 60 min, and an RTO of 1 h."},
    {"FD4004", "A restore begins from a state older than the loss allowed",
     "A documented procedure restores a state that may be older than the RPO of the data it is "
     "about (which is told by a word their names share). Restore to a point in time, or promote "
     "the replica.\nExample: a database restored from a daily snapshot, and an RPO of 15 min."},
    {"FD4005", "A test that cannot fail",
     "The status of a scheduled test is lost: the last command of a pipeline decides for all of "
     "it, a script without `set -e` goes on after an error, an `echo` at its end succeeds. Begin "
     "scripts with `set -euo pipefail`.\nExample: pg_restore --list backup.sql | wc -l."},
    {"FD4006", "A promotion without a fence",
     "Nothing makes sure that the old primary takes no more writes when its replica is promoted. "
     "A region that was only cut off, or comes back, then takes writes beside the new primary, and "
     "the data diverges. Fence first (a write lease that expires, access that is revoked), and do "
     "not go on if that fails.\nExample: {\"promote\": ...} in a step after no {\"fence\": ...}."},
    {"FD4007", "A failover that does not promote the database",
     "Clients are sent to a region whose database is a replica that no automatic step promotes. "
     "Reads may work there; writes fail until a person notices. Promote before the traffic moves.\n"
     "Example: a runbook with \"update_dns\" and without \"promote\"."},
    {"FD4008", "A recovery that needs what was lost",
     "A step, a copy, a monitor or a documented command needs the region whose loss it is for. "
     "It gets no answer in the disaster it is written for; use what has no region, or another "
     "one.\nExample: editing DNS records through a control plane in the lost region."},
    {"FD4009", "Replication that cannot keep up",
     "More is written on average than is carried. What waits, and with it the loss, grows for as "
     "long as that lasts.\nExample: 500 GB of checkpoints an hour over 1 Gbit/s (450 GB an hour)."},
    {"FD4010", "A standby too small for the service",
     "With the region of the fault lost, no other can have as many nodes as a service needs, "
     "however long it scales.\nExample: {\"nodes\": 8} where the standby's \"nodes_maximum\" is "
     "4."},
    {"FD4011", "Recovered hardware enters service untested",
     "A setting skips the test of new nodes although the plan says that some of them fail it. "
     "About one accelerator node in ten is found defective before it enters service (Xiong et "
     "al., SuperBench, 2024); without the test, training finds it.\nExample: skip_gpu_tests."},
    {"FD4012", "A recovery due before its fault is detected",
     "The time that detection is allowed to take uses up the whole RTO.\n"
     "Example: \"detection_within\": \"2 h\" and a target of \"1 h\"."},
    {"FD4013", "News due before it can be sent",
     "The deadline for telling people passes while the fault need not be detected yet, or while "
     "steps that must end first may still run. Send news at the start, beside the other steps.\n"
     "Example: a deadline of 15 min behind steps that may take 5 + 15 + 5 + 5 = 30 min."},
    {"FD4014", "Drills too few to prove a success rate",
     "n drills without a failure prove a success rate of p at 95 % confidence only if p^n <= 0.05 "
     "(Clopper and Pearson, 1934). Fewer can refute the rate, not prove it. Every drill of the "
     "plan is counted, whatever it exercises.\nExample: 95 % takes 59 drills, 99 % takes 299."},
    {"FD4015", "An objective covers data that is not protected",
     "The data is deliberately not protected, but an objective promises how little of it is lost.\n"
     "Example: {\"not_protected\": ...} of data that an rpo names."},
    {"FD4016", "Recovery reads a bucket that nobody tests",
     "Infrastructure is created anew from a bucket that no documented procedure reads, while they "
     "read others. Either a name is wrong, or the backups that matter are never tested.\n"
     "Example: \"backup_bucket\": \"dr-backups\", and tests of s3://backups/."},
    {"FD4017", "An alert slower than the promised detection",
     "The quickest of the monitors that a response counts on (those its text names by their title, "
     "or all) cannot alert in time: the alerting rule's `for`, rounded up to evaluations, "
     "Alertmanager's group_wait, delivery; or a prober's failures in a row.\n"
     "Example: an alert that holds for 10 min, and a detection promised within 2 min."},
    {"FD4018", "Checkpoints too large or too rare for the promised loss",
     "A checkpoint counts only when all of it has arrived. The age of the newest complete one runs "
     "from the length of a transfer to that plus an interval, even if the link carries nothing "
     "else.\nExample: one every 30 min that takes 14 min to copy, and an RPO of 15 min."},
    {"FD4019", "The fastest possible recovery is too late",
     "The shortest detection and the shortest lengths of all steps on the way to a service add up "
     "to more than its RTO, so that no recovery by this runbook can keep it.\n"
     "Example: a rebuild of at least 3 h after a step of at least 2 h, and an RTO of 4 h."},
    {"FD4020", "A test that looks at names only",
     "A scheduled test lists a backup instead of restoring it, so that a criterion about integrity "
     "rests on names. Restore it and compare what it holds.\n"
     "Example: tar -t, pg_restore --list or aws s3 ls as a validation."},
    {"FD4021", "Recovery on other hardware",
     "Infrastructure is created anew on instances whose accelerators are not those that the "
     "cluster is said to run on; compiled models and drivers do not run there.\n"
     "Example: dl2q instances (Qualcomm AI 100) for a cluster of Gaudi nodes."},
    {"FD4022", "The runbook is not the process of the plan",
     "The plan lists the steps of its failover and names this runbook, which lacks one of them or "
     "has them in another order.\nExample: a step that was renamed in one of the two files."},
    {"FD4023", "Fewer steps are automatic than promised",
     "More of the runbook's steps are performed by people than the success criterion allows.\n"
     "Example: 3 of 9 steps by hand, and a criterion of 90 % automatic."},
    {"FD4024", "Copies are deleted before the next exists",
     "Copies are kept for less than the interval between them, so that for a while there is none.\n"
     "Example: \"interval\": \"1 week\" and \"retention\": \"3 days\"."},
    {"FD4025", "A message with a blank that nobody can fill",
     "A template asks for something that no recovery knows: incident, services, times, cause and "
     "steps are known. Whoever sends it would have to find it out in the middle of the incident. "
     "What is known beforehand belongs into \"fields\" of the plan's \"communication\".\n"
     "Example: {{ user_count }} in the recovery confirmation."},
    {"FD4026", "Somebody must act without training",
     "The plan says which roles are trained, and a role that the runbook calls is not among them. "
     "Auditors ask for the record, and a first time is slow.\n"
     "Example: an escalation to \"devops\" beside training for \"engineering\" only."},
    {"FD4027", "Somebody must act without access to the plan",
     "The plan says who may read its documents, and a role that the runbook calls may read none.\n"
     "Example: an escalation to \"devops\" beside an access list of \"engineering\" only."},
    {"FD4028", "Copies are gone before anybody needs them",
     "What goes wrong unseen is in every copy made since. If that lasts for longer than copies are "
     "kept, none is left from before, and the data cannot be brought back.\n"
     "Example: snapshots kept for 7 days, and intruders who stay unseen for 11 days in the "
     "median."},
});

}  // namespace

std::span<const CodeEntry> check_codes() { return check_entries; }

}  // namespace firedrill
