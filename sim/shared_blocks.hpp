// One long computation by many workers, on any number of machines, or by one that was interrupted:
// phases, each of which may follow from what the ones before came to, cut into blocks that are kept
// in a folder that all can reach. The bytes of a unit depend on nothing but its phase and number,
// so who computed which, how often, and in what order changes nothing.
// Example: auto blocks = SharedBlocks::open({.folder = "run", .worker = 1, .workers = 2}, header);
//          blocks->all_of({.units = 40, .compute = repetitions, .is_last = true}, take)
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/base/result.hpp"
#include "sim/block_folder.hpp"

namespace firedrill {

struct SharedRun {
  std::string folder{};                   // "": nothing is kept, and this process does all
  std::uint64_t worker = 0, workers = 1;  // worker < workers
  // Of the last phase it computes its own share only. Otherwise it goes on until all is there, and
  // takes over the blocks of workers that have ended without them.
  bool only_own_share = false;
  std::string job{};  // what these workers were started as: only one of them answers; "": this one
  std::string version{};  // of the program; another's blocks are refused
};

using BlockProgress = std::function<void(double)>;  // told a share done; may throw to end it

struct BlockPhase {
  std::uint64_t units = 0;
  std::uint64_t least = 1;  // units a block at least: enough to keep threads busy
  // The bytes of units first, first + 1, ..., one after the other, or why there are none.
  std::function<Result<std::string>(std::uint64_t first, std::uint64_t count,
                                    const BlockProgress& progress)>
      compute{};
  BlockProgress progress{};  // of the phase
  bool is_last = false;      // nothing follows, and one worker of a job answers
};

struct SharedOutcome {
  std::uint64_t blocks = 0;  // of all phases so far
  std::uint64_t found = 0;   // that were there at the beginning
  struct TakenOver {
    std::uint64_t worker = 0, blocks = 0;
  };
  std::vector<TakenOver> taken_over{};  // workers that were lost, and what this one did for them
  // Whether the answer is this worker's to give; not after a share, nor if another of its job does.
  bool answers = false;
};

template <class Value>
struct SharedResult {
  SharedOutcome outcome{};
  std::optional<Value> value{};  // all of it, if this worker answers
};

class SharedBlocks {
 public:
  // `header`: one line that tells the computation from all others. Diagnostics and exceptions as
  // BlockFolder::open().
  [[nodiscard]] static Result<SharedBlocks> open(const SharedRun& run, const std::string& header);

  using Take =
      std::function<void(std::uint64_t first, std::uint64_t count, std::string_view bytes)>;

  // Has the next phase computed, here and elsewhere, and gives `take` all of its units, in order
  // and block by block; true then. False after the last phase, if the answer is not this worker's.
  // Diagnostics of compute and BlockFolder; exceptions as there, and of compute and progress.
  [[nodiscard]] Result<bool> all_of(const BlockPhase& phase, const Take& take);

  // The bytes of all units of a phase that is not the last.
  [[nodiscard]] Result<std::string> bytes_of(const BlockPhase& phase);

  [[nodiscard]] const SharedOutcome& outcome() const { return outcome_; }

 private:
  explicit SharedBlocks(SharedRun run) : run_{std::move(run)} {}
  [[nodiscard]] Result<bool> alone(const BlockPhase& phase, const Take& take);

  SharedRun run_;
  std::optional<BlockFolder> folder_;                  // none: nothing is kept
  std::uint64_t phases_ = 0;                           // that have begun
  int idle_looks_ = 0;                                 // at what others do, in all phases
  std::map<std::uint64_t, std::uint64_t> taken_over_;  // worker to blocks
  SharedOutcome outcome_;
};

// Units a block for `units` in all, at least `least`: a thousand blocks or so of a long run.
[[nodiscard]] std::uint64_t block_size(std::uint64_t units, std::uint64_t least);

}  // namespace firedrill
