// A whole drill on one target: checks that it is steady, seals the prediction, lets the conductor
// break, wait and recover, undoes everything, checks again, and keeps run.json true all the while.
// Example:
//   Drill drill{setup, recorder};
//   if (drill.problems().empty()) { const Run& run = drill.run(sealed); }
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "live/drill/bound_hands.hpp"
#include "live/drill/live_world.hpp"
#include "models/recovery/run.hpp"
#include "scenarios/measure.hpp"

namespace firedrill {

// What a drill is made of; all outlive it.
struct DrillSetup {
  const Scenario& scenario;
  const TargetBinding& binding;
  const TargetInventory& inventory;
  const Charter& charter;
  HostShell& shell;
  PeopleOnCall& people;
  FindVantage vantage;
  TargetKind target_kind = TargetKind::inventory;
  std::string target_name, target_digest;
  std::uint64_t seed = 1;
  bool responds = true;       // firedrill carries out the runbook; else somebody else does
  Duration steady_for{};      // how long all probes of services must succeed before
  Duration lateness_bound{};  // later than this, and the run is void
  // How late the router of a lab's long lines was at worst; none where there is no such thing.
  std::function<std::optional<Duration>()> wan_lateness{};
};

// One thing that would be done: printed by a dry run.
struct PlannedCommand {
  std::string when;  // "fault loss-of-us-east-1", "step promote_replica", "afterwards"
  std::string host;  // "" where firedrill runs
  std::string script;
  std::string reverts;  // what undoes it; "" for what is no fault
};

// What an onlooker sees.
struct DrillView {
  std::string phase;  // "steady state", "running", "undoing", ...
  Duration now{}, deadline{};
  std::vector<std::string> broken;   // faults that are there
  std::vector<std::string> running;  // steps that have been asked for and not answered
  std::vector<ProbeGlance> probes;
};

class Drill {
 public:
  // Puts run.json into its place.
  using WriteRun = std::function<void(const Run&)>;
  using Look = std::function<void(const DrillView&)>;

  explicit Drill(const DrillSetup& setup);
  ~Drill();

  // Why this drill cannot be held; empty if it can. Touches nothing but to ask hosts what they
  // lack.
  [[nodiscard]] const Diagnostics& refusals() const { return refusals_; }
  [[nodiscard]] std::vector<std::string> problems();
  [[nodiscard]] std::vector<PlannedCommand> planned() const;

  // Holds it. `predict` is called once the target is steady, and says what it has written where.
  [[nodiscard]] Run run(RunRecorder& recorder, const std::string& id, const std::string& version,
                        const std::function<RunPrediction(RunRecorder&)>& predict,
                        const WriteRun& write, const Look& look);

  // Ends it as soon as possible, everything undone. From any thread.
  void stop(RunState state, const std::string& reason);

 private:
  struct Going;  // what exists while it goes on

  void plan_faults();
  [[nodiscard]] bool is_under_test(const std::string& service) const;
  [[nodiscard]] double failed_share_before(const Going& going, Duration fault) const;
  [[nodiscard]] RunSteadyState check_steady(Going& going, bool is_before);
  void begin(Going& going);
  [[nodiscard]] bool take(Going& going);
  void prepare(Going& going);
  void hold(Going& going);
  void undo(Going& going);
  void heal(Going& going);
  void finish(Going& going);
  void write(Going& going);
  void check_abort_probes();
  void watch_abort(Going& going);
  void watch_locks(const std::atomic<bool>& is_over);
  [[nodiscard]] LiveWatcher watcher(Going& going);

  DrillSetup setup_;
  Scenario scenario_;  // without runbook where somebody else responds
  Diagnostics refusals_;
  std::vector<FaultCommands> faults_;
  std::unique_ptr<Injector> injector_;
  std::string drill_name_;
  std::mutex mutex_;  // of what follows
  LiveWorld* world_ = nullptr;
  std::atomic<bool> is_stopped_{false};  // the same as stopped_, for whoever only looks
  std::optional<std::pair<RunState, std::string>> stopped_;
};

}  // namespace firedrill
