#include "sim/shared_blocks.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "models/base/check.hpp"

namespace firedrill {
namespace {

constexpr std::chrono::milliseconds pause{20};  // between looks at what others have done
constexpr int looks_for_late_workers = 500;     // ten seconds: mpirun starts all in less
constexpr unsigned block_bits = 40;             // of a block's number; its phase stands above

// One phase: what is there of it, and whose the rest is.
class PhaseWorker {
 public:
  PhaseWorker(const BlockPhase& phase, std::uint64_t number, const SharedRun& run,
              BlockFolder& folder)
      : phase_{phase},
        first_key_{number << block_bits},
        run_{run},
        folder_{folder},
        size_{block_size(phase.units, phase.least)},
        blocks_{(phase.units + size_ - 1) / size_} {}

  [[nodiscard]] std::uint64_t blocks() const { return blocks_; }

  [[nodiscard]] Diagnostics own_share() {
    for (std::uint64_t block = begin_of(run_.worker); block < begin_of(run_.worker + 1); ++block) {
      if (auto problems = has(block) ? Diagnostics{} : compute_block(block); !problems.empty()) {
        return problems;
      }
    }
    return {};
  }

  // Until all blocks are there, waits for the living and does what the lost have not. Tasks of an
  // array wait for nobody: each does what is missing of what all need.
  [[nodiscard]] Diagnostics the_rest(int& idle_looks,
                                     std::map<std::uint64_t, std::uint64_t>& taken_over) {
    while (true) {
      if (auto problems = folder_.look(); !problems.empty()) {
        return problems;
      }
      const std::vector<std::uint64_t> missing = missing_blocks();
      if (missing.empty()) {
        return {};
      }
      if (const auto block = one_to_do(missing, idle_looks)) {
        if (auto problems = compute_block(*block); !problems.empty()) {
          return problems;
        }
        const std::uint64_t owner = owner_of(*block);
        taken_over[owner] += owner == run_.worker || run_.only_own_share ? 0 : 1;
      } else {
        ++idle_looks;
        if (phase_.progress) {
          phase_.progress(share_done());
        }
        std::this_thread::sleep_for(pause);
      }
    }
  }

  void give(const SharedBlocks::Take& take) const {
    for (std::uint64_t block = 0; block < blocks_; ++block) {
      take(block * size_, length_of(block), folder_.bytes_of(first_key_ + block));
    }
  }

 private:
  [[nodiscard]] bool has(std::uint64_t block) const { return folder_.has(first_key_ + block); }
  [[nodiscard]] std::uint64_t length_of(std::uint64_t block) const {
    return std::min(size_, phase_.units - block * size_);
  }
  [[nodiscard]] std::uint64_t begin_of(std::uint64_t worker) const {
    return blocks_ * worker / run_.workers;
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
    for (std::uint64_t block = 0; block < blocks_; ++block) {
      if (!has(block)) {
        missing.push_back(block);
      }
    }
    return missing;
  }

  // Survivors begin at different ones and seldom do the same; if they do, no harm is done.
  [[nodiscard]] std::optional<std::uint64_t> one_to_do(const std::vector<std::uint64_t>& missing,
                                                       int idle_looks) const {
    std::map<std::uint64_t, bool> lost;
    const std::size_t first = missing.size() * run_.worker / run_.workers;
    for (std::size_t index = 0; index < missing.size(); ++index) {
      const std::uint64_t block = missing[(first + index) % missing.size()];
      const std::uint64_t owner = owner_of(block);
      if (!lost.contains(owner)) {
        const auto is_held = folder_.is_held(owner);
        lost[owner] = owner == run_.worker || run_.only_own_share ||
                      (is_held ? !*is_held : idle_looks > looks_for_late_workers);
      }
      if (lost[owner]) {
        return block;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] double share_done() const {
    return 1.0 - static_cast<double>(missing_blocks().size()) / static_cast<double>(blocks_);
  }

  [[nodiscard]] Diagnostics compute_block(std::uint64_t block) {
    const double before = share_done();
    const Result<std::string> bytes =
        phase_.compute(block * size_, length_of(block), [&](double share) {
          if (phase_.progress) {
            phase_.progress(before + share / static_cast<double>(blocks_));
          }
        });
    if (!bytes) {
      return bytes.error();
    }
    folder_.keep(first_key_ + block, *bytes);
    return {};
  }

  const BlockPhase& phase_;
  std::uint64_t first_key_;
  const SharedRun& run_;
  BlockFolder& folder_;
  std::uint64_t size_, blocks_;
};

}  // namespace

std::uint64_t block_size(std::uint64_t units, std::uint64_t least) {
  constexpr std::uint64_t most_blocks = 1'024;
  const std::uint64_t step = std::min<std::uint64_t>(least, 256);
  const std::uint64_t wanted = (units + most_blocks - 1) / most_blocks;
  return std::max(least, (wanted + step - 1) / step * step);
}

Result<SharedBlocks> SharedBlocks::open(const SharedRun& run, const std::string& header) {
  firedrill_assert(run.worker < run.workers);
  SharedBlocks blocks{run};
  if (!run.folder.empty()) {
    Result<BlockFolder> folder = BlockFolder::open(run.folder, run.worker, header);
    if (!folder) {
      return folder.error();
    }
    blocks.folder_.emplace(std::move(folder).value());
    blocks.outcome_.found = blocks.folder_->size();
  }
  return blocks;
}

Result<bool> SharedBlocks::alone(const BlockPhase& phase, const Take& take) {
  if (phase.units > 0) {
    const auto unheard = [](double /*share*/) {};
    const Result<std::string> bytes =
        phase.compute(0, phase.units, phase.progress ? phase.progress : BlockProgress{unheard});
    if (!bytes) {
      return bytes.error();
    }
    take(0, phase.units, *bytes);
  }
  outcome_.answers = phase.is_last;
  return true;
}

Result<bool> SharedBlocks::all_of(const BlockPhase& phase, const Take& take) {
  if (!folder_) {
    return alone(phase, take);
  }
  PhaseWorker worker{phase, phases_++, run_, *folder_};
  outcome_.blocks += worker.blocks();
  if (auto problems = worker.own_share(); !problems.empty()) {
    return problems;
  }
  if (phase.is_last && run_.only_own_share) {
    return false;
  }
  if (auto problems = worker.the_rest(idle_looks_, taken_over_); !problems.empty()) {
    return problems;
  }
  outcome_.taken_over.clear();
  for (const auto& [owner, blocks] : taken_over_) {
    if (blocks > 0) {
      outcome_.taken_over.push_back({owner, blocks});
    }
  }
  outcome_.answers = phase.is_last && (run_.job.empty() || folder_->claim("answered-" + run_.job));
  if (phase.is_last && !outcome_.answers) {
    return false;
  }
  worker.give(take);
  return true;
}

Result<std::string> SharedBlocks::bytes_of(const BlockPhase& phase) {
  firedrill_assert(!phase.is_last);
  std::string all;
  const Result<bool> taken =
      all_of(phase, [&all](std::uint64_t, std::uint64_t, std::string_view bytes) { all += bytes; });
  return taken ? Result<std::string>{std::move(all)} : Result<std::string>{taken.error()};
}

}  // namespace firedrill
