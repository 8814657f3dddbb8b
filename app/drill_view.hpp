// A drill as one watches it: on a terminal a block that is drawn anew a few times a second (phase,
// probes, what is broken, time to the deadline), elsewhere a plain line when something changes.
// Example: DrillScreen screen{is_terminal}; drill.run(..., [&](const DrillView& view) {
//   screen.show(view); });
#pragma once

#include <string>

#include "live/drill/drill.hpp"

namespace firedrill {

class DrillScreen {
 public:
  explicit DrillScreen(bool is_terminal) : is_terminal_{is_terminal} {}
  ~DrillScreen();
  DrillScreen(const DrillScreen&) = delete;
  DrillScreen& operator=(const DrillScreen&) = delete;

  void show(const DrillView& view);

 private:
  void draw(const DrillView& view);
  void tell(const DrillView& view);

  bool is_terminal_;
  std::size_t lines_ = 0;  // that the block takes
  std::string last_phase_;
  std::string last_broken_;
  std::vector<bool> last_succeeds_;
  Duration drawn_{};
};

// A running drill for Prometheus, in OpenMetrics 1.0: phase, probes, faults, deadline.
[[nodiscard]] std::string open_metrics(const DrillView& view);

}  // namespace firedrill
