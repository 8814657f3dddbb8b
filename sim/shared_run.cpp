#include "sim/shared_run.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>
#include <utility>

#include "models/base/check.hpp"
#include "sim/block_folder.hpp"
#include "sim/sample_bytes.hpp"

namespace firedrill {
namespace {

constexpr std::chrono::milliseconds pause{20};  // between looks at what others have done
constexpr int looks_for_late_workers = 500;     // ten seconds: mpirun starts all in less

class Worker {
 public:
  Worker(const Scenario& scenario, const SimulationOptions& options, const SharedRun& run,
         BlockFolder folder)
      : scenario_{scenario},
        options_{options},
        run_{run},
        folder_{std::move(folder)},
        size_{block_size(options.replications)} {
    outcome_.blocks = (options.replications + size_ - 1) / size_;
    outcome_.found = count();
  }

  void own_share() {
    for (std::uint64_t block = begin_of(run_.worker); block < begin_of(run_.worker + 1); ++block) {
      if (!folder_.has(block)) {
        simulate_block(block);
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
        simulate_block(*block);
        ++taken_over[owner_of(*block)];
      } else {
        if (options_.progress) {
          options_.progress(share_done(0.0));
        }
        std::this_thread::sleep_for(pause);
      }
    }
    for (const auto& [worker, blocks] : taken_over) {
      outcome_.taken_over.push_back({worker, blocks});
    }
    return {};
  }

  [[nodiscard]] bool answers(const std::string& job) const {
    return job.empty() || folder_.claim("answered-" + job);
  }

  [[nodiscard]] Samples gather() const {
    Samples samples = empty_samples(scenario_, options_);
    for (std::uint64_t block = 0; block < outcome_.blocks; ++block) {
      const bool is_whole =
          take_samples(folder_.bytes_of(block), static_cast<std::size_t>(block * size_),
                       static_cast<std::size_t>(length_of(block)), samples);
      firedrill_assert(is_whole);  // its digest was right, and its header
    }
    return samples;
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
  [[nodiscard]] std::uint64_t length_of(std::uint64_t block) const {
    return std::min(size_, options_.replications - block * size_);
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

  [[nodiscard]] double share_done(double of_block) const {
    return (static_cast<double>(count()) + of_block) / static_cast<double>(outcome_.blocks);
  }

  void simulate_block(std::uint64_t block) {
    SimulationOptions options = options_;
    options.first_replication = options_.first_replication + block * size_;
    options.replications = length_of(block);
    if (options_.progress) {
      const double before = share_done(0.0);
      options.progress = [&](double share) {
        options_.progress(before + share / static_cast<double>(outcome_.blocks));
      };
    }
    std::string bytes;
    put_samples(bytes, simulate(scenario_, options));
    folder_.keep(block, bytes);
  }

  const Scenario& scenario_;
  const SimulationOptions& options_;
  const SharedRun& run_;
  BlockFolder folder_;
  std::uint64_t size_;
  SharedOutcome outcome_;
};

}  // namespace

std::uint64_t block_size(std::uint64_t replications) {
  constexpr std::uint64_t most_blocks = 1'024, least = 1'024, step = 256;
  const std::uint64_t wanted = (replications + most_blocks - 1) / most_blocks;
  return std::max(least, (wanted + step - 1) / step * step);
}

Result<SharedOutcome> simulate_shared(const Scenario& scenario, const SimulationOptions& options,
                                      const SharedRun& run, const std::string& job) {
  firedrill_assert(run.worker < run.workers);
  const std::string header = fmt::format(
      R"({{"format": "firedrill/blocks/1", "version": "{}", "scenario": "{}", "seed": {}, )"
      R"("first": {}, "replications": {}, "block": {}}})",
      run.version, scenario.digest, options.seed, options.first_replication, options.replications,
      block_size(options.replications));
  Result<BlockFolder> folder = BlockFolder::open(run.folder, run.worker, header);
  if (!folder) {
    return folder.error();
  }
  Worker worker{scenario, options, run, std::move(folder).value()};
  worker.own_share();
  if (run.only_own_share) {
    return std::move(worker.outcome());
  }
  if (auto problems = worker.the_rest(); !problems.empty()) {
    return problems;
  }
  if (worker.answers(job)) {
    worker.outcome().samples = worker.gather();
  }
  return std::move(worker.outcome());
}

}  // namespace firedrill
