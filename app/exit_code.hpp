// What the exit status of firedrill means; the same for every command.
// Scripts and CI decide on these, so a number never changes its meaning.
// Example: return to_status(ExitCode::missed);
#pragma once

namespace firedrill {

enum class ExitCode {
  met = 0,           // every objective is met, or the command did what was asked
  broken = 1,        // firedrill itself failed
  usage = 2,         // the command line is wrong
  invalid_file = 3,  // a file is wrong
  missed = 4,        // an objective is missed
  inconclusive = 5,  // none is missed, but not all are met
  stopped = 6,       // a safety limit ended it, or forbade it
  unverified = 7,    // evidence is not what was recorded
  interrupted = 130,
};

[[nodiscard]] constexpr int to_status(ExitCode code) { return static_cast<int>(code); }

}  // namespace firedrill
