// One long computation by many workers, on any number of machines, or by one that was interrupted:
// blocks, kept in a folder that all can reach. A block's bytes depend on nothing but its number, so
// who computed which, how often, and in what order changes nothing.
// Example: share_blocks(work, {.folder = "run", .worker = 1, .workers = 2}, job, take)
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "models/base/result.hpp"

namespace firedrill {

struct SharedRun {
  std::string folder;
  std::uint64_t worker = 0, workers = 1;  // worker < workers
  // Computes its own share only. Otherwise it goes on until all is there, and takes over the
  // blocks of workers that have ended without them.
  bool only_own_share = false;
  std::string job;  // what these workers were started as: only one of them answers; "": this one
  std::string version;  // of the program; another's blocks are refused
};

// What is computed.
struct BlockWork {
  std::string header;  // one line that tells it from all other work
  std::uint64_t blocks = 0;
  // The bytes of a block. It tells `progress` the share of the block that is done.
  std::function<std::string(std::uint64_t block, const std::function<void(double)>& progress)>
      compute;
  std::function<void(double)> progress{};  // told the share of the whole; may throw to end it
};

struct SharedOutcome {
  std::uint64_t blocks = 0;  // of the whole run
  std::uint64_t found = 0;   // that were there at the beginning
  struct TakenOver {
    std::uint64_t worker = 0, blocks = 0;
  };
  std::vector<TakenOver> taken_over;  // workers that were lost, and what this one did for them
  // Whether this worker has taken all blocks; not after a share, nor if another of its job did.
  bool answers = false;
};

// `take` is given the bytes of every block, in order, once all are there, if this worker answers.
// Diagnostics as BlockFolder::open(); exceptions as there, and of compute and progress.
[[nodiscard]] Result<SharedOutcome> share_blocks(
    const BlockWork& work, const SharedRun& run,
    const std::function<void(std::uint64_t block, std::string_view bytes)>& take);

// Units a block for `units` in all, at least `least`: a thousand blocks or so of a long run.
[[nodiscard]] std::uint64_t block_size(std::uint64_t units, std::uint64_t least);

}  // namespace firedrill
