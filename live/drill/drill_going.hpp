// What exists while a drill goes on, shared by the sources of Drill and by nobody else. The order
// of the members matters: the world ends before the hands, and the hands before the probes.
// Example: Drill::Going going{*this, recorder, write_run, look};
#pragma once

#include <chrono>
#include <optional>

#include "live/drill/abort_watch.hpp"
#include "live/drill/drill.hpp"

namespace firedrill {

struct Drill::Going {
  Going(Drill& drill, RunRecorder& its_recorder, const WriteRun& its_write, const Look& its_look)
      : recorder{its_recorder},
        write{its_write},
        look{its_look},
        zero{std::chrono::steady_clock::now() - its_recorder.now()},
        probes{drill.setup_.binding, drill.setup_.vantage, drill.setup_.shell, recorder, zero},
        hands{BoundHands::Parts{drill.setup_.binding, drill.setup_.shell, *drill.injector_,
                                drill.setup_.people, probes, recorder, drill.setup_.vantage,
                                drill.faults_, drill.setup_.charter.deadline},
              drill.scenario_},
        world{drill.scenario_,
              hands,
              {.seed = drill.setup_.seed, .zero = zero},
              drill.watcher(*this)} {}

  RunRecorder& recorder;
  const WriteRun& write;
  const Look& look;
  Run run{};
  DrillView view{};
  bool is_over = false;
  Duration steady_since{};  // before the fault
  std::chrono::steady_clock::time_point zero;
  ProbeSet probes;
  BoundHands hands;
  LiveWorld world;
  std::optional<AbortWatch> abort{};  // while it is held
};

}  // namespace firedrill
