#include "sim/shared_blocks.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>
#include <utility>

#include "models/base/check.hpp"
#include "sim/block_folder.hpp"

namespace firedrill {
namespace {

constexpr std::chrono::milliseconds pause{20};  // between looks at what others have done
constexpr int looks_for_late_workers = 500;     // ten seconds: mpirun starts all in less

class Worker {
 public:
  Worker(const BlockWork& work, const SharedRun& run, BlockFolder folder)
      : work_{work}, run_{run}, folder_{std::move(folder)} {
    outcome_.blocks = work.blocks;
    outcome_.found = count();
  }

  void own_share() {
    for (std::uint64_t block = begin_of(run_.worker); block < begin_of(run_.worker + 1); ++block) {
      if (!folder_.has(block)) {
        compute_block(block);
      }
    }
  }

  // Until all blocks are there, waits for the living and does what the lost have not.
  [[nodiscard]] Diagnostics the_rest() {
    std::map<std::uint64_t, std::uint64_t> taken_over;
    for (int looks = 0;; ++looks) {
      if (auto problems = folder_.look(); !problems.empty()) {
        return problems;
      }
      const std::vector<std::uint64_t> missing = missing_blocks();
      if (missing.empty()) {
        break;
      }
      if (const auto block = one_of_the_lost(missing, looks)) {
        compute_block(*block);
        ++taken_over[owner_of(*block)];
      } else {
        if (work_.progress) {
          work_.progress(share_done());
        }
        std::this_thread::sleep_for(pause);
      }
    }
    for (const auto& [worker, blocks] : taken_over) {
      outcome_.taken_over.push_back({worker, blocks});
    }
    return {};
  }

  // Whether the answer of this job is this worker's to give.
  [[nodiscard]] bool answers() const {
    return run_.job.empty() || folder_.claim("answered-" + run_.job);
  }

  void give(const std::function<void(std::uint64_t, std::string_view)>& take) const {
    for (std::uint64_t block = 0; block < work_.blocks; ++block) {
      take(block, folder_.bytes_of(block));
    }
  }

  [[nodiscard]] SharedOutcome& outcome() { return outcome_; }

 private:
  [[nodiscard]] std::uint64_t begin_of(std::uint64_t worker) const {
    return outcome_.blocks * worker / run_.workers;
  }
  [[nodiscard]] std::uint64_t owner_of(std::uint64_t block) const {
    std::uint64_t worker = 0;
    while (begin_of(worker + 1) <= block) {
      ++worker;
    }
    return worker;
  }

  [[nodiscard]] std::vector<std::uint64_t> missing_blocks() const {
    std::vector<std::uint64_t> missing;
    for (std::uint64_t block = 0; block < outcome_.blocks; ++block) {
      if (!folder_.has(block)) {
        missing.push_back(block);
      }
    }
    return missing;
  }
  [[nodiscard]] std::uint64_t count() const { return outcome_.blocks - missing_blocks().size(); }

  // Survivors begin at different ones and seldom do the same; if they do, no harm is done.
  [[nodiscard]] std::optional<std::uint64_t> one_of_the_lost(
      const std::vector<std::uint64_t>& missing, int looks) const {
    std::map<std::uint64_t, bool> lost;
    const std::size_t first = missing.size() * run_.worker / run_.workers;
    for (std::size_t index = 0; index < missing.size(); ++index) {
      const std::uint64_t block = missing[(first + index) % missing.size()];
      const std::uint64_t owner = owner_of(block);
      if (!lost.contains(owner)) {
        const auto is_held = folder_.is_held(owner);
        lost[owner] =
            owner == run_.worker || (is_held ? !*is_held : looks > looks_for_late_workers);
      }
      if (lost[owner]) {
        return block;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] double share_done() const {
    return static_cast<double>(count()) / static_cast<double>(work_.blocks);
  }

  void compute_block(std::uint64_t block) {
    const double before = share_done();
    folder_.keep(block, work_.compute(block, [&](double share) {
      if (work_.progress) {
        work_.progress(before + share / static_cast<double>(work_.blocks));
      }
    }));
  }

  const BlockWork& work_;
  const SharedRun& run_;
  BlockFolder folder_;
  SharedOutcome outcome_;
};

}  // namespace

std::uint64_t block_size(std::uint64_t units, std::uint64_t least) {
  constexpr std::uint64_t most_blocks = 1'024;
  const std::uint64_t step = std::min<std::uint64_t>(least, 256);
  const std::uint64_t wanted = (units + most_blocks - 1) / most_blocks;
  return std::max(least, (wanted + step - 1) / step * step);
}

Result<SharedOutcome> share_blocks(
    const BlockWork& work, const SharedRun& run,
    const std::function<void(std::uint64_t block, std::string_view bytes)>& take) {
  firedrill_assert(run.worker < run.workers);
  Result<BlockFolder> folder = BlockFolder::open(run.folder, run.worker, work.header);
  if (!folder) {
    return folder.error();
  }
  Worker worker{work, run, std::move(folder).value()};
  worker.own_share();
  if (!run.only_own_share) {
    if (auto problems = worker.the_rest(); !problems.empty()) {
      return problems;
    }
    worker.outcome().answers = worker.answers();
  }
  if (worker.outcome().answers) {
    worker.give(take);
  }
  return std::move(worker.outcome());
}

}  // namespace firedrill
