// Paths of a process whose state can be copied, for sim/splitting.hpp: a model of states, a queue.
// The process knows  bool is_over() const,  double importance() const,  void step(Draws&).
// Example: ProcessWalker walker{TandemQueue{}, StreamKey{seed, "tandem"}};
#pragma once

#include <algorithm>
#include <cstdint>

#include "models/chance/random.hpp"
#include "sim/splitting.hpp"

namespace firedrill {

template <class Process>
class ProcessWalker {
 public:
  using Entry = Process;

  ProcessWalker(Process start, StreamKey key) : start_{std::move(start)}, key_{key} {}

  [[nodiscard]] const Process& start() const { return start_; }

  Advance<Process> advance(const Process& from, double level, std::uint64_t luck) const {
    Advance<Process> advance;
    Process process = from;
    advance.highest = process.importance();
    Draws draws{key_, luck};
    while (advance.highest < level && !process.is_over()) {
      process.step(draws);
      advance.highest = std::max(advance.highest, process.importance());
    }
    if (advance.highest >= level) {
      advance.entered = std::move(process);
    }
    return advance;
  }

  // As restart.hpp has it.
  template <class Observe>
  void follow(const Process& from, std::uint64_t luck, const Observe& observe) const {
    Process process = from;
    Draws draws{key_, luck};
    const auto here = [&process]() -> const Process& { return process; };
    while (observe(process.importance(), here) && !process.is_over()) {
      process.step(draws);
    }
  }

  // One of `count`, each equally likely.
  [[nodiscard]] std::uint64_t choose(std::uint64_t luck, std::uint64_t count) const {
    Draws draws{key_, luck};
    return static_cast<std::uint64_t>(draws.uniform() * static_cast<double>(count));
  }

 private:
  Process start_;
  StreamKey key_;
};

}  // namespace firedrill
