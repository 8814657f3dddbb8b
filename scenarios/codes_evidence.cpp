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
    {"FD7101", "A file of a pack that is not as the manifest says",
     "The manifest of an evidence pack names every file with its SHA-256. This one was changed, "
     "removed or added since. Bring back the original, or make the report anew.\n"
     "Example: a figure changed in report.html."},
    {"FD7102", "A manifest that does not hold",
     "manifest.json is missing, is not written the one way that firedrill writes it, or its Merkle "
     "root is not that of its files; FILES.sha256 says the same for sha256sum.\n"
     "Example: a file taken out of the manifest, and the root left as it was."},
    {"FD7103", "Another root than the one that was anchored",
     "The root given with --root was written down elsewhere when the pack was made. This is "
     "another "
     "pack, an earlier one, or one that was made anew.\n"
     "Example: last quarter's pack under this quarter's name."},
    {"FD7104", "A pack whose seal does not hold",
     "SHA256SUMS holds the digests of manifest.json, FILES.sha256, attestation.json and of the "
     "time "
     "stamps; signatures are over it. One of them was changed, added or removed since, or the pack "
     "was never sealed. `firedrill seal` writes it anew, after which all sign again.\n"
     "Example: a time stamp added after the signatures."},
    {"FD7105", "A signature that does not hold",
     "The file is no signature of SHA256SUMS by an Ed25519 key in the name space firedrill-pack, "
     "is "
     "by a key that nobody in the file of allowed signers has, or stands under another's name.\n"
     "Example: a signature copied from another pack."},
    {"FD7106", "Somebody who must have signed has not",
     "With --signers N, N of those in the file of allowed signers must have signed; with "
     "--envelope-key, that key. `firedrill seal PACK --sign KEY --as NAME` signs.\n"
     "Example: the second person's signature was removed."},
    {"FD7107", "A time stamp of something else",
     "A token of a time-stamping authority (RFC 3161) holds the digest of what it stamps. This "
     "one's "
     "is not that of manifest.json, or none of the authorities given with --authority signed it.\n"
     "Example: a token for the manifest before the report was made anew."},
    {"FD7108", "A run that does not follow from its events",
     "The timeline in events.jsonl, what read back each kind of data and the answers of the probes "
     "give every figure of run.json. Here one differs: somebody has written the run, not "
     "recorded it.\n"
     "Example: a recovery time of 50 min where the events say 70 min, all seals made anew."},
    {"FD7109", "A report that does not follow from its runs",
     "Made anew from the runs and inputs of the pack, the report differs from the one in it. Every "
     "form is computed; none is edited.\n"
     "Example: a verdict changed from missed to met, all seals made anew."},
    {"FD7110", "No key that firedrill can use",
     "Signatures are made and checked with Ed25519 keys alone.\n"
     "Example: an RSA key; `ssh-keygen -t ed25519` makes one that fits."},
});

}  // namespace

std::span<const CodeEntry> evidence_codes() { return evidence_entries; }

}  // namespace firedrill
