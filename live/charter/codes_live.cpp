#include "live/charter/codes_live.hpp"

#include <array>

namespace firedrill {
namespace {

constexpr std::array live_entries = std::to_array<CodeEntry>({
    {"FD5001", "A name that a shell could read as something else",
     "Names and words of commands become part of what runs as root on a host. They consist of "
     "letters, digits and a few signs; everything else is refused, not escaped.\n"
     "Example: {\"name\": \"db-1; reboot\"}."},
    {"FD5002", "A path with a detour",
     "Paths are absolute and lead straight to what they name: no \"..\", no \"//\", no signs that "
     "a "
     "shell reads.\nExample: {\"journal\": \"/var/lib/../../etc\"}."},
    {"FD5003", "Not the address of one host",
     "An address names one host, in numbers: no networks, no names, not everybody.\n"
     "Example: {\"address\": \"10.0.0.0/8\"}."},
    {"FD5005", "A host that is not listed",
     "Who switches a host off, or has the other end of its cable, is a host of the same target.\n"
     "Example: {\"power\": {\"from\": \"rack-3\"}} without a host \"rack-3\"."},
    {"FD5006", "This is production",
     "Names and labels with \"prod\", \"production\", \"prd\" or \"live\" as a part are refused: "
     "drills act on labs and staging only.\nExample: {\"labels\": {\"tier\": \"prod\"}}."},
    {"FD5007", "A symbolic link",
     "Files that decide what runs as root, and the folders of the undo journal, are reached "
     "without "
     "symbolic links: whoever can change a link could change the answer. Name what the link leads "
     "to.\nExample: charter.json -> /tmp/charter.json."},
    {"FD5008", "No hosts, or too many",
     "A target has 1 to 10,000 hosts.\nExample: {\"hosts\": []}."},
    {"FD5009", "Everybody may write this file",
     "A charter or target that anybody on the machine can change permits nothing.\n"
     "Example: a file of mode 0666; chmod o-w mends it."},
    {"FD5101", "Not the name of one thing",
     "A charter names its targets in full, so that whoever approves it sees them all: no "
     "wildcards, "
     "no patterns.\nExample: {\"targets\": [\"us-east-1/*\"]}."},
    {"FD5102", "A charter that permits nothing",
     "A charter has at least one target and one kind of fault.\nExample: {\"faults\": []}."},
    {"FD5103", "An abort condition that cannot be asked",
     "Prometheus is asked at an address of http or https, with an expression on one line.\n"
     "Example: {\"prometheus\": {\"address\": \"10.0.0.9\", \"expression\": \"\"}}."},
    {"FD5104", "Not a moment",
     "The end of a charter is written in UTC, to the second.\n"
     "Example: write \"2027-01-31T18:00:00Z\" instead of \"end of January\"."},
    {"FD5105", "The charter has expired",
     "What was permitted once is not permitted for ever. Have it approved anew.\n"
     "Example: {\"expires\": \"2020-01-01T00:00:00Z\"}."},
    {"FD5106", "Not a deadline",
     "Everything that a drill breaks is healed by its deadline, whoever is still alive: above "
     "zero, "
     "at most 24 h.\nExample: {\"deadline\": \"3 d\"}."},
    {"FD5107", "A target that the hosts do not have",
     "The charter permits a host that is not there; perhaps it was written for others.\n"
     "Example: \"us-east-1/db-3\" where there are only db-1 and db-2."},
    {"FD5108", "Approved for other hosts",
     "Outside a lab a charter is approved for one very target, by the digest of its file. If that "
     "has changed, the charter has to be looked at again.\n"
     "Example: a host was added since the approval."},
    {"FD5109", "The name was not typed",
     "Outside a lab somebody types the target's name, so that nobody breaks the wrong one.\n"
     "Example: --confirm staging-eu."},
    {"FD5110", "A kind of fault that is not permitted",
     "The charter lists the kinds of faults that may be injected.\n"
     "Example: \"node_loss\" under a charter for \"process_kill\"."},
    {"FD5111", "A host that may not be hurt",
     "The charter lists the hosts that may feel a fault. A partition hurts both of its sides.\n"
     "Example: a partition from a database that is not among the targets."},
    {"FD5112", "Too much at once",
     "The blast radius bounds how many hosts, regions and faults there are at the same time.\n"
     "Example: a second host while \"hosts\" is 1."},
    {"FD5113", "An abort condition that nobody watches",
     "The charter ends a drill when a probe fails that the binding does not have, or names a probe "
     "where no probes are sent. It would never end. Bind the probe, or leave the condition out.\n"
     "Example: {\"probe\": \"sql-wirte\"}."},
    {"FD5201", "No such host, service or disk",
     "The fault names what the target does not have.\nExample: the service \"postgras\"."},
    {"FD5202", "The target does not say enough",
     "Some faults need to know more of a host: its interface, how it is switched off, where its "
     "certificate lies.\nExample: a node_loss of a host without \"power\"."},
    {"FD5203", "A strength that makes no sense",
     "Nothing would happen, or nothing could.\nExample: a loss of 0, a latency of -5 ms."},
    {"FD5301", "No counterpart",
     "Another tool's experiment asks for what firedrill does not do. It is refused by name rather "
     "than left out, because an experiment that does less than it says proves less than it seems "
     "to.\nExample: an action by a Python module."},
    {"FD5401", "A plan that no lab can be made of",
     "A lab has three regions, of the roles primary, secondary and tertiary, and addresses for a "
     "hundred workers in each.\nExample: a plan of two regions."},
    {"FD5402", "Nothing of that name in the lab",
     "`firedrill lab status` shows the nodes and services that there are.\n"
     "Example: us-east-1/db-11."},
    {"FD5403", "What it should be done to is down",
     "A node that is down runs nothing. `firedrill lab up` brings back what is missing.\n"
     "Example: a shell in a node that was switched off."},
    {"FD5404", "The kernel refuses",
     "The lab's supervisor asked the kernel for something and did not get it; the message is the "
     "kernel's. `firedrill lab abilities` shows what this machine can do.\n"
     "Example: no memory for another namespace."},
});

}  // namespace

std::span<const CodeEntry> live_codes() { return live_entries; }

}  // namespace firedrill
