#include "live/drill/codes_drill.hpp"

#include <array>

namespace firedrill {
namespace {

constexpr std::array drill_entries = std::to_array<CodeEntry>({
    {"FD6001", "Not a ledger",
     "A ledger of acknowledged writes begins with a line that says what it is. Name a file that "
     "firedrill drill has written.\nExample: probes/write.jsonl instead of probes/write.ledger."},
    {"FD6002", "A ledger that cannot be believed",
     "A crash can tear the end of a ledger, which is harmless. Here a record in the middle is "
     "wrong, or records contradict each other: an answer without its intent, an id twice. Its "
     "writes count as unverified.\nExample: one bit of the file has flipped on the disk."},
    {"FD6101", "A chain of events that is broken",
     "Every line of events.jsonl carries the SHA-256 of the line before. This one does not follow: "
     "a line was changed, removed or added. From here on the run is no evidence.\n"
     "Example: somebody corrected a time in an editor."},
    {"FD6201", "A value that nobody gives",
     "A binding may contain ${lab}, ${root} and ${firedrill} where its target is a lab. This one "
     "asks for something else. Write it out.\nExample: \"${labb}\"."},
    {"FD6202", "A fault that means nothing on this target",
     "Neither the binding nor the inventory says what this fault of the scenario is here, and "
     "nothing is guessed. Add it under \"faults\" in the binding, with what injects and reverts "
     "it.\nExample: a data corruption, which only somebody who knows the data can plan."},
    {"FD6203", "Something the drill needs is not bound",
     "A step of the runbook has no command, a promise has no probe or nothing reads its data back, "
     "or nobody raises an alert. Bind it, or drill a scenario without it.\n"
     "Example: {\"promote\": {\"database\": \"replica\"}} without \"promote/replica\"."},
});

}  // namespace

std::span<const CodeEntry> drill_codes() { return drill_entries; }

}  // namespace firedrill
