#include "scenarios/codes_evidence.hpp"

#include <array>

namespace firedrill {
namespace {

constexpr std::array evidence_entries = std::to_array<CodeEntry>({
    {"FD7001", "A drill that was never sealed",
     "When a drill ends, firedrill writes SHA256SUMS with the digest of run.json, which has "
     "those of all other files. Without it, or with lines missing from it, nothing says that the "
     "run is what "
     "was recorded: the drill is still running, was cut off, or somebody has removed the file.\n"
     "Example: a folder with run.json alone."},
    {"FD7002", "Evidence that was changed",
     "The SHA-256 of a file differs from the one that was recorded, or the file is gone. Whatever "
     "it says is not what the drill left. Bring back the original; there is no way to mend it.\n"
     "Example: one digit of a recovery time changed in run.json."},
    {"FD7003", "A prediction that was not sealed before the first fault",
     "A prediction judges a model only if nobody could know the outcome when it was made. Its "
     "digest has to stand in events.jsonl before any injection.\n"
     "Example: prediction.json made anew after the drill, with today's parameters."},
    {"FD7004", "A broken chain of events",
     "Every line of events.jsonl holds the SHA-256 of the line before it, and run.json that of the "
     "last line it speaks for. A line was changed, removed or added.\n"
     "Example: the line of an injection deleted."},
    {"FD7005", "A prediction of something else",
     "The sealed prediction has another scenario or seed than the drill: it was not made for "
     "exactly what was then run.\n"
     "Example: prediction.json of regional-outage in a run of failback."},
    {"FD7006", "A model judged by what it was fitted on",
     "A model that has learned from a run fits that run, right or wrong. Only drills that it has "
     "not seen tell how well it predicts.\n"
     "Example: parameters calibrated on run 17, and run 17 scored with them."},
});

}  // namespace

std::span<const CodeEntry> evidence_codes() { return evidence_entries; }

}  // namespace firedrill
