// A probe that is a command, run wherever a vantage point can be reached (over ssh, in a namespace)
// and whatever it may ask: a training job's last step, a job queue. The command succeeds, or, where
// progress is asked for, the last number it prints has grown: within `still`, since a step may take
// longer than a period.
// Example: CommandProbe{run, {.still = 2s}, watch} with a command that prints "step 1205"
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "live/probes/probe_client.hpp"

namespace firedrill {

struct CommandAnswer {
  bool succeeded = false;
  std::string output{};
};

// Runs the probe's command with that patience.
using RunCommand = std::function<CommandAnswer(Duration)>;

// The last number in `text`, signs and fractions left aside; none if it has no digit.
[[nodiscard]] std::optional<std::int64_t> last_number(const std::string& text);

// How far the thing that is watched has come; shared by all workers of a probe.
class ProgressWatch {
 public:
  // Whether `value`, seen at `now`, is more than before, or more came at most `still` ago.
  [[nodiscard]] bool has_gone_on(std::int64_t value, Duration now, Duration still);
  [[nodiscard]] std::optional<std::int64_t> last() const;

 private:
  mutable std::mutex mutex_;
  std::optional<std::int64_t> value_;
  Duration grown_{};
};

class CommandProbe final : public ProbeClient {
 public:
  // Without a watch success is all that is asked for.
  CommandProbe(RunCommand run, ProgressWatch* watch, Duration still)
      : run_{std::move(run)}, watch_{watch}, still_{still} {}
  [[nodiscard]] ProbeAnswer attempt(const ProbeAttempt& attempt) override;

 private:
  RunCommand run_;
  ProgressWatch* watch_;
  Duration still_;
};

}  // namespace firedrill
