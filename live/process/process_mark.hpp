// A process by more than its number, which the system gives to others later: with its start and
// the machine's. What stands in a lock can so be told to stop, and nobody else instead.
// Example: const auto mark = mark_in(line); if (const auto process = find_marked(*mark)) ...
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

#include "live/process/descriptor.hpp"

namespace firedrill {

struct ProcessMark {
  std::string boot;  // id of the machine's present run
  pid_t process = -1;
  std::uint64_t started = 0;  // since the machine was started [clock ticks]
  std::string machine;        // its name, for people
};

// Of this very process.
[[nodiscard]] ProcessMark own_mark();

// "BOOT PROCESS STARTED MACHINE", and back; none for any other text.
[[nodiscard]] std::string text_of(const ProcessMark& mark);
[[nodiscard]] std::optional<ProcessMark> mark_in(const std::string& text);

// Whether it ran, or runs, on this machine as it has been up since.
[[nodiscard]] bool is_of_this_machine(const ProcessMark& mark);

// A handle (pidfd) of it; empty if it has ended or is another machine's.
[[nodiscard]] FileDescriptor find_marked(const ProcessMark& mark);

// Asks the drill behind `handle` to stop: SIGTERM with a value that says who asks, so that it is
// no person's interrupt. False if it has ended meanwhile.
bool ask_to_stop(int handle);

// The value that comes with the signal.
constexpr int stop_value = 0x46445354;

}  // namespace firedrill
