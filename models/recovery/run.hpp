// One drill as it was recorded: what was under test, what was predicted before it, what was done to
// the target and undone, and what was measured. Names instead of indexes, so that a run can be read
// without the files it was made from. Written as "firedrill/run/1" by reports/run_json.hpp, read by
// scenarios/run_reader.hpp. Times are from the zero of the run on one monotonic clock, the
// controller's; `never` stands for "not before the run ended".
// Example: const Result<Run> run = load_run("runs/a/run.json"); run->objectives[0].verdict
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/base/units.hpp"
#include "models/plan/plan.hpp"
#include "models/recovery/measurement.hpp"
#include "models/recovery/prediction.hpp"
#include "models/recovery/timeline.hpp"

namespace firedrill {

// running: still going on, or firedrill died; aborted: a safety limit ended it; interrupted: a
// person did; voided: what was recorded cannot be trusted (a clock too late, no steady state).
enum class RunState { running, completed, aborted, interrupted, voided };
[[nodiscard]] std::string_view name_of(RunState state);  // "void"

// What a drill was held on. A stand-in plays a drill in simulation and touches nothing: its figures
// are SIMULATED, and show of nothing that it works.
enum class TargetKind { lab, inventory, stand_in };
[[nodiscard]] std::string_view name_of(TargetKind kind);  // "stand_in"
[[nodiscard]] inline bool is_measured(TargetKind kind) { return kind != TargetKind::stand_in; }
// "MEASURED", or "SIMULATED" of what a stand-in made.
[[nodiscard]] inline std::string_view label_of(TargetKind kind) {
  return is_measured(kind) ? "MEASURED" : "SIMULATED";
}

// A file by what it says: its name as the run names it and the SHA-256 of what it held.
struct RunInput {
  std::string name;
  std::string digest;
};

// The prediction that was made before anything was broken. `seal` is the number of the event in
// events.jsonl that recorded its digest: smaller than that of every injection.
struct RunPrediction {
  std::string file;    // beside run.json
  std::string digest;  // SHA-256 of that file's bytes
  std::uint64_t seed = 0;
  std::uint64_t replications = 0;
  std::uint64_t seal = 0;
};

// One fault as it was carried out. `how` is what was done, in words that say what it is not: a
// killed process is no loss of power.
struct RunFault {
  std::string name;
  std::string kind;                  // "region_outage"
  std::vector<std::string> targets;  // as the target names them
  std::string how;
  Outcome outcome = Outcome::unknown;
  std::optional<Duration> injected;  // none: not reached
  std::optional<Duration> healed;    // none: not yet
};

// One request of the drill and its answer, as an event of a timeline, by names.
struct RunEvent {
  Duration asked{}, answered{};
  Verb verb = Verb::wait;
  Outcome outcome = Outcome::unknown;
  std::optional<std::string> step, subject;
  std::uint8_t attempt = 0;
  bool by_hand = false;
  // What an observation found, in the unit of the verb: see Action; `never` or all_tokens: nothing.
  std::int64_t value = 0;
};

// A promise held against what was measured. The value lies in [low, high] by what the probes could
// see; the verdict is met when all of that is within the target, missed when none of it is.
struct RunObjective {
  std::string name, title;
  ObjectiveKind kind = ObjectiveKind::rto;
  std::string subject;  // the service, or the data kinds joined by ", "
  Duration target{};
  bool is_measured = false;  // else the next three say nothing
  Duration value = never, low{}, high = never;
  Verdict verdict = Verdict::inconclusive;
  std::string reason;  // why the verdict is what it is
};

struct RunPhase {
  std::string name;
  Duration length{};
};

struct RunStep {
  std::string name;
  std::optional<Duration> started, ended;  // none: not reached
  Duration waited{}, critical{};           // for somebody to be free; on the critical path
  bool automatic_failed = false;
  bool succeeded = false;
};

// What one open-loop probe saw. `lateness` is how long after the instant it was meant for the
// latest was sent; `unavailable` runs from the intended time of the first failed probe after the
// first fault to the first success of a streak that lasted.
struct RunProbe {
  std::string name, kind, vantage;  // "orders-write", "sql_write", "eu-west-1"
  std::string service;              // that it speaks for; "" for none
  Duration period{};
  std::uint64_t sent = 0, failed = 0, not_sent = 0;
  Duration lateness{};
  std::optional<Duration> first_failure, first_success;
  Duration unavailable{};          // `never`: it did not come back
  std::uint64_t goodput_lost = 0;  // requests inside the window that did not succeed
};

// What became of the writes that were acknowledged; see live/ledger. `loss_window` runs from the
// newest instant up to which every acknowledged write survives to the fault; none: not read back.
// It is open where no write before the fault is known to survive: then more may be lost than the
// ledger can say.
struct RunLedger {
  std::string name, data, commit_mode;
  std::uint64_t intents = 0, acknowledged = 0, refused = 0, unknown = 0;
  std::uint64_t survived = 0, lost = 0, holes = 0, phantoms = 0, duplicates = 0;
  std::uint64_t unknown_survived = 0, unverified = 0;
  Bytes lost_bytes{};
  std::optional<Duration> loss_window;
  bool window_is_open = false;
};

// Whether the target was as it should be, before or after.
struct RunSteadyState {
  bool is_held = false;
  std::vector<std::string> deviations;
};

// Where it was measured. `lateness` is that of the event loop, `wan_lateness` that of the router
// which stands in for long lines.
struct RunEnvironment {
  std::string kernel, machine;
  unsigned processors = 0;
  double load_before = 0.0, load_after = 0.0;  // of one minute
  Duration lateness{}, lateness_bound{};
  std::optional<Duration> wan_lateness;
};

// What was undone, and what was found left behind.
struct RunUndo {
  std::uint64_t entries = 0, reverted = 0;
  std::vector<std::string> residue;
};

// A file beside run.json.
struct RunEvidence {
  std::string file, digest;
  std::int64_t bytes = 0;
};

struct Run {
  std::string id, version;  // of firedrill
  RunState state = RunState::running;
  std::string reason;                // why it did not complete; "" if it did
  std::string started_at, ended_at;  // UTC, "2026-11-28T22:17:02.000000Z"; "" while it runs
  std::string scenario_title;
  RunInput scenario, plan, target;
  TargetKind target_kind = TargetKind::inventory;
  std::uint64_t seed = 0;
  std::optional<RunPrediction> prediction;  // none: not sealed yet
  std::vector<RunFault> faults;
  std::vector<RunEvent> timeline;
  Duration injected{}, begun{};  // as in Measurement
  std::vector<RunObjective> objectives;
  std::vector<RunPhase> phases;
  std::vector<RunStep> steps;
  bool diverged = false;
  std::vector<RunProbe> probes;
  std::vector<RunLedger> ledgers;
  std::optional<RunSteadyState> steady_before, steady_after;
  RunEnvironment environment;
  RunUndo undo;
  std::uint64_t events = 0;  // lines of events.jsonl that this file speaks for
  std::string chain;         // SHA-256 of the last of these lines
  std::vector<RunEvidence> evidence;
};

// The verdict on a value of which only [low, high] is known.
[[nodiscard]] Verdict judge_run(const RunObjective& objective);

}  // namespace firedrill
