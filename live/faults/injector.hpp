// Breaks real things and mends them: whatever is injected has been written to an undo journal on
// the host before, with what reverts it and by when, and a watchdog there that needs nobody else.
// Example:
//   Injector injector{inventory, charter, shell, {"drill-7", 20min}};
//   const Result<FaultCommands> fault = injector.plan("cut", Partition{...});  // prints, dry
//   if (injector.begin().empty()) { injector.inject(*fault, 10min); ... injector.undo_all(); }
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <vector>

#include "live/charter/charter.hpp"
#include "live/charter/inventory.hpp"
#include "live/faults/commands.hpp"
#include "live/faults/live_fault.hpp"
#include "live/undo/host_shell.hpp"
#include "live/undo/undo_journal.hpp"
#include "models/base/result.hpp"

namespace firedrill {

// Which drill this is, and when at the latest everything is mended, whoever is still alive.
struct DrillIdentity {
  std::string name;     // letters, digits and -; unique among all drills of the targets
  Duration deadline{};  // from begin() on; at most what the charter allows
};

// One script that ran, as evidence. Times are of the steady clock of the one who asked.
struct ScriptRun {
  std::string host;
  std::string purpose;  // "lock", "inject", "verify", "revert", "state", ...
  std::string script;
  ShellAnswer answer;
  std::chrono::steady_clock::time_point asked;
  std::chrono::steady_clock::time_point answered;
};

// Something that is not as it was before.
struct Residue {
  std::string fault;  // "" of a host as a whole
  std::string host;
  std::string before;  // as its state script printed it
  std::string after;
};

// What became of an injection or of a healing. `problem` is empty if it did what it should.
struct FaultOutcome {
  std::string fault;
  std::string problem;
  std::vector<ScriptRun> runs;
  std::vector<Residue> residue;  // of a healing
  [[nodiscard]] bool succeeded() const { return problem.empty() && residue.empty(); }
};

class Injector {
 public:
  // All references must outlive the injector.
  Injector(const TargetInventory& inventory, const Charter& charter, HostShell& shell,
           DrillIdentity identity);

  // The scripts of `fault`. Errors: FD5xxx for what charter or inventory do not permit. Runs
  // nothing.
  [[nodiscard]] Result<FaultCommands> plan(const std::string& name, const LiveFault& fault) const;

  // What the hosts of `commands` lack for it, a line each; empty if it can be done. Changes
  // nothing.
  [[nodiscard]] std::vector<std::string> missing(const FaultCommands& commands);

  // Takes the lock of every host that `faults` need and of the inventory's first, by which all
  // drills of a target exclude each other, notes their state and starts their watchdogs.
  // On any problem (a drill is there, no space, no such tool) all is given back and said.
  [[nodiscard]] std::vector<std::string> begin(const std::vector<FaultCommands>& faults);

  // Injects all parts and returns when they are there. It heals by itself after `length`, and in
  // any case at the drill's deadline. If a part fails, those before it are healed at once.
  FaultOutcome inject(const FaultCommands& commands, Duration length);

  // Measured strengths of a fault that is there, one run of `verify` a part.
  [[nodiscard]] std::vector<ScriptRun> verify(const FaultCommands& commands);

  // Heals a fault now. Healing one that is not there, or no longer, does nothing and succeeds.
  FaultOutcome heal(const FaultCommands& commands);

  // Heals whatever this drill has injected, compares the hosts with what they were, ends the
  // watchdogs and gives back the locks of all hosts that are as they were. One outcome a host,
  // whose name stands in `fault`.
  std::vector<FaultOutcome> undo_all();

  // Hosts that say they are no longer in this drill's hands: somebody has healed them. One that
  // does not answer is not among them.
  [[nodiscard]] std::vector<std::string> lost_locks();

  // Every script that ran so far, in the order of asking.
  [[nodiscard]] std::vector<ScriptRun> evidence() const;

 private:
  ShellAnswer run(const std::string& host, const std::string& purpose, const std::string& script,
                  std::vector<ScriptRun>* runs = nullptr);
  std::vector<FaultOutcome> undo_hosts(const std::vector<std::string>& hosts);
  [[nodiscard]] JournalPlace place_of(const std::string& host) const;
  [[nodiscard]] static std::string entry_of(const FaultCommands& commands, std::size_t part);

  const TargetInventory& inventory_;
  const Charter& charter_;
  HostShell& shell_;
  DrillIdentity identity_;
  std::string holder_;       // this process
  mutable std::mutex lock_;  // of what follows
  std::vector<std::string> hosts_;
  std::vector<FaultCommands> injected_;
  std::vector<ScriptRun> evidence_;
};

}  // namespace firedrill
