// Sends probes at fixed instants whatever becomes of those before (open loop): a slow or dead
// target cannot slow its observer down, so no outage looks shorter than it was (coordinated
// omission; G. Tene, "How NOT to Measure Latency", 2013). Every instant gets exactly one result, in
// order; a probe for which no worker is free, or that would begin later than its patience, was not
// sent.
// Example: ProbeRunner runner{{"orders@eu", 200ms, 800ms}, make_client, take_result, run_zero};
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "live/probes/probe_client.hpp"

namespace firedrill {

using SteadyTime = std::chrono::steady_clock::time_point;

struct ProbeRunnerOptions {
  std::string name;
  Duration period{};
  Duration patience{};
  // Moves the thread that calls it to the vantage point (see enter_network()); none: here.
  std::function<void()> vantage{};
};

class ProbeRunner {
 public:
  using TakeResult = std::function<void(const ProbeResult&)>;

  // Begins at once, at the next whole period from `zero` on, the zero of the run. `take` is called
  // from one thread at a time, in the order of the instants. Throws std::system_error if the
  // vantage point cannot be entered.
  ProbeRunner(ProbeRunnerOptions options, MakeProbeClient make, TakeResult take, SteadyTime zero);
  ProbeRunner(const ProbeRunner&) = delete;
  ProbeRunner& operator=(const ProbeRunner&) = delete;
  ~ProbeRunner();  // as stop()

  // Sends no more, and returns when all that were sent have their results.
  void stop();

  // The largest lateness so far, of those that were sent.
  [[nodiscard]] Duration lateness() const { return Duration{lateness_.load()}; }

 private:
  struct Job {
    std::uint64_t sequence = 0;
    Duration intended{};
  };

  void pace();
  void work(std::promise<std::exception_ptr>& ready);
  void deliver(ProbeResult result);
  [[nodiscard]] ProbeResult carry_out(ProbeClient& client, const Job& job);
  [[nodiscard]] Duration now() const { return std::chrono::steady_clock::now() - zero_; }
  void end_workers();

  ProbeRunnerOptions options_;
  MakeProbeClient make_;
  TakeResult take_;
  SteadyTime zero_;
  std::atomic<std::int64_t> lateness_{0};

  std::mutex jobs_mutex_;
  std::condition_variable has_job_, is_over_;
  std::deque<Job> jobs_;
  unsigned free_ = 0;  // workers that wait for a job, less the jobs that wait for one
  bool is_stopping_ = false;

  std::mutex results_mutex_;
  std::map<std::uint64_t, ProbeResult> early_;  // whose turn has not come
  std::uint64_t next_ = 0;

  std::vector<std::thread> workers_;
  std::thread pacer_;
};

// Moves the calling thread into the network namespace behind `handle`: of the namespace's file, or
// of a process that is in it (pidfd). Throws std::system_error.
void enter_network(int handle);

}  // namespace firedrill
