// Hands that do what a target's binding says: run commands on hosts, inject faults through the undo
// journal, wait for alerts, ask people, read back what was written. Every command that ran stands
// in the run's events with its exit status. Messages go to a file and nowhere else; each begins
// with EXERCISE.
// Example: BoundHands hands{parts, scenario}; LiveWorld world{scenario, hands, options};
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "live/drill/binding.hpp"
#include "live/drill/live_hands.hpp"
#include "live/drill/people.hpp"
#include "live/drill/probe_set.hpp"
#include "live/drill/run_recorder.hpp"
#include "live/faults/injector.hpp"
#include "live/undo/host_shell.hpp"

namespace firedrill {

class BoundHands final : public LiveHands {
 public:
  // All outlive the hands. `faults`: as Scenario::faults; without parts where the fault breaks
  // nothing here.
  struct Parts {
    const TargetBinding& binding;
    HostShell& shell;
    Injector& injector;
    PeopleOnCall& people;
    ProbeSet& probes;
    RunRecorder& recorder;
    const FindVantage& vantage;
    const std::vector<FaultCommands>& faults;
    Duration longest_fault{};  // where a scenario's fault has no end: the drill's deadline
  };

  BoundHands(const Parts& parts, const Scenario& scenario) : parts_{parts}, scenario_{scenario} {}

  WorkResult carry_out(const Action& action, const WorkRequest& request) override;
  WorkResult inject(FaultId fault, Duration length) override;
  WorkResult heal(FaultId fault) override;
  WorkResult await_alert(const std::atomic<bool>& is_over) override;
  WorkResult ask_person(const Action& question, const std::atomic<bool>& is_over) override;
  WorkResult read(const Action& observation) override;

  // Runs `commands` in their order until one fails, or `is_stopped`; what each said is recorded.
  WorkResult run_all(const std::string& purpose, const std::vector<BoundCommand>& commands,
                     Duration patience, const std::atomic<bool>* is_stopped = nullptr);

  // What became of the writes of `data`, once the fault's time is known; also for the summary. What
  // a recovered service lacked counts as lost, even where it came back with the lost region.
  WorkResult read_back(const std::string& data);
  [[nodiscard]] std::vector<RunLedger> ledgers() const;
  // What the first fault's beginning was: losses are counted from there.
  void set_fault_time(Duration fault) { fault_ = fault; }

 private:
  // What one reading gave: ids where anything could be said, else why not.
  struct LookedBack {
    std::string problem{}, commit_mode{};
    std::optional<ReadBackIds> ids{};
  };
  [[nodiscard]] WorkResult look_back(const std::string& data, const BoundReadBack& back);
  LookedBack look_at(const SqlTarget& target, const BoundReadBack& back, const Ledger& ledger);
  LookedBack look_at(const std::vector<S3Target>& stores, const BoundReadBack& back,
                     const Ledger& ledger);
  void keep(const std::string& data, RunLedger reading);
  WorkResult send(const std::string& what, const std::string& to);
  bool is_diverged(const BoundReadBack& back);
  void look_for(const BoundAlert& alert, const std::atomic<bool>& is_over);

  Parts parts_;
  const Scenario& scenario_;
  std::atomic<Duration> fault_{never};
  mutable std::mutex mutex_;
  std::map<std::string, RunLedger> ledgers_;  // by data; the reading that lost most, else the last
  std::atomic<bool> is_raised_{false};        // an alert
  std::vector<std::jthread> alert_watchers_;  // the last member: they use all others
};

}  // namespace firedrill
