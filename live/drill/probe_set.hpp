// All probes of a drill: makes them as the binding says, sends their results to whoever watches,
// writes every one down (probes/NAME.jsonl) and keeps the ledgers of those that write.
// Example: ProbeSet probes{binding, vantages, recorder, zero}; probes.start(take);
// Stopped before the ledgers are read.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "live/drill/binding.hpp"
#include "live/drill/run_recorder.hpp"
#include "live/ledger/ledger_writer.hpp"
#include "live/probes/command_probe.hpp"
#include "live/probes/probe_runner.hpp"
#include "live/probes/streak.hpp"
#include "live/undo/host_shell.hpp"
#include "models/recovery/run.hpp"

namespace firedrill {

// How to move a thread to the network of a host; throws for one that nobody can look from.
using FindVantage = std::function<std::function<void()>(const std::string& host)>;

// How it stands with one probe right now, for whoever looks on.
struct ProbeGlance {
  std::string name, service;
  std::uint64_t sent = 0, failed = 0;
  bool succeeds = false;   // the last one did
  Duration since{};        // when that became so
  Duration answer_time{};  // of the last
};

class ProbeSet {
 public:
  using Take = std::function<void(std::size_t probe, const ProbeResult&)>;

  ProbeSet(const TargetBinding& binding, const FindVantage& vantage, HostShell& shell,
           RunRecorder& recorder, std::chrono::steady_clock::time_point zero);
  ~ProbeSet();

  // Begins to probe; `take` from any thread, in the order of each probe.
  void start(const Take& take);
  void stop();

  [[nodiscard]] std::vector<ProbeGlance> glance() const;
  [[nodiscard]] Duration lateness() const;

  // What each saw, as it stands in a run: the outage after `fault`, ended by a streak of
  // `sustained` of its service's objective. After stop().
  [[nodiscard]] std::vector<RunProbe> summaries(
      Duration fault, const std::function<Duration(const std::string& service)>& sustained) const;

  // The share of probes of the services meant that failed between `from` and `until`.
  [[nodiscard]] double failed_share(
      Duration from, Duration until,
      const std::function<bool(const std::string& service)>& is_meant) const;

  // The ledger's file of a probe that writes; "" of any other.
  [[nodiscard]] std::string ledger_of(const std::string& probe) const;
  // What it wrote as: the id of the writer of SQL rows.
  [[nodiscard]] std::uint64_t writer_of(const std::string& probe) const;
  [[nodiscard]] bool flush_ledgers();

 private:
  struct Running;
  [[nodiscard]] MakeProbeClient client_of(Running& running);

  HostShell& shell_;
  RunRecorder& recorder_;
  std::chrono::steady_clock::time_point zero_;
  FindVantage vantage_;
  std::vector<std::unique_ptr<Running>> probes_;
};

}  // namespace firedrill
