// Replications spread over threads, one worker a thread. Which worker runs a replication is chance;
// workers keep results by replication, or add up what does not depend on the order, in finish().
// Example: run_in_parallel({.count = 100}, [&] { return Worker{study}; });
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace firedrill {

struct ParallelRuns {
  std::uint64_t count = 0;
  unsigned threads = 0;  // 0: as many as there are processors
  // Called with the share done by the thread that called run_in_parallel; may throw to end it.
  std::function<void(double)> progress{};
};

// `make()` gives a worker to each thread: worker(replication) for each it takes, then
// worker.finish(), which no two threads are in at once. An exception in any ends all.
template <class Make>
void run_in_parallel(const ParallelRuns& runs, const Make& make) {
  std::atomic<std::uint64_t> next{0};
  std::atomic<std::uint64_t> done{0};
  std::mutex mutex;  // guards `failure`, and what finish() adds to
  std::exception_ptr failure;
  const auto work = [&](bool reports_progress) {
    try {
      auto worker = make();
      for (std::uint64_t replication = next++; replication < runs.count; replication = next++) {
        worker(replication);
        const std::uint64_t so_far = ++done;
        if (reports_progress && runs.progress) {
          runs.progress(static_cast<double>(so_far) / static_cast<double>(runs.count));
        }
      }
      const std::lock_guard lock{mutex};
      worker.finish();
    } catch (...) {
      next = runs.count;  // the others stop at their next replication
      const std::lock_guard lock{mutex};
      failure = std::current_exception();
    }
  };
  const unsigned wanted =
      runs.threads > 0 ? runs.threads : std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::thread> helpers;
  for (std::uint64_t index = 1; index < std::min<std::uint64_t>(wanted, runs.count); ++index) {
    helpers.emplace_back(work, false);
  }
  work(true);
  for (std::thread& helper : helpers) {
    helper.join();
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
}

}  // namespace firedrill
