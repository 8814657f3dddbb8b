#include "sim/codes_run.hpp"

#include <array>

namespace firedrill {
namespace {

constexpr std::array run_entries = std::to_array<CodeEntry>({
    {"FD8001", "The checkpoint is of another run",
     "A folder of --checkpoint holds the recoveries of one scenario, seed, number of replications "
     "and version of firedrill. What differs stands in the first line of its parts.\nExample: "
     "--seed 2 with the folder of a run with --seed 1."},
    {"FD8002", "The checkpoint is in use",
     "Another process writes the same part of the folder: a second run was started beside the "
     "first.\nExample: the same command twice at once, without mpirun."},
});

}  // namespace

std::span<const CodeEntry> run_codes() { return run_entries; }

}  // namespace firedrill
