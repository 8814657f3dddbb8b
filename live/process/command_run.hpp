// One program that runs to its end: its output is kept up to a limit, and it is killed with all
// that it started in its session when its time is up. Many can run side by side in one event loop;
// one alone is waited for with run_command().
// Example: const CommandResult result = run_command(launch, {.patience = 10s});
#pragma once

#include <functional>
#include <string>

#include "live/process/event_loop.hpp"
#include "live/process/spawn.hpp"
#include "models/base/units.hpp"

namespace firedrill {

enum class CommandEnd {
  exited,       // by itself: see status
  timed_out,    // it was killed, and nobody knows how far it came
  unreachable,  // nobody knows whether it ran: the host gave no answer
};

struct CommandResult {
  CommandEnd end = CommandEnd::exited;
  int status = 0;  // of `exited`; 128 + signal if one ended it, 127 if there is no such program
  std::string output;
  std::string error;
  bool is_cut_short = false;  // there was more of either than the limit
  Duration took{};
  [[nodiscard]] bool is_good() const { return end == CommandEnd::exited && status == 0; }
};

struct CommandLimits {
  Duration patience = std::chrono::seconds{60};
  std::size_t output = 1 << 20;  // bytes that are kept, of output and of error each
};

// Ends what it started when it is destroyed before its time.
class CommandRun {
 public:
  // Starts `launch`, whose output and error this keeps, with `input` to read unless that is empty.
  // `done` is called from `loop`, once; not before the constructor returns.
  CommandRun(EventLoop& loop, Launch launch, const std::string& input, const CommandLimits& limits,
             std::function<void(CommandResult)> done);
  CommandRun(const CommandRun&) = delete;
  CommandRun& operator=(const CommandRun&) = delete;
  ~CommandRun();

 private:
  void start(Launch launch, const std::string& input);
  void read(FileDescriptor& from, std::string& into);
  void give_up();
  void exited(int status);
  void finish();

  EventLoop& loop_;
  CommandLimits limits_;
  std::function<void(CommandResult)> done_;
  CommandResult result_;
  EventLoop::Moment begin_;
  Child child_;
  FileDescriptor output_;
  FileDescriptor error_;
  EventLoop::TimerId timer_;
  bool is_over_ = false;
};

// Runs `launch` and waits for its end.
[[nodiscard]] CommandResult run_command(Launch launch, const std::string& input = {},
                                        const CommandLimits& limits = {});

}  // namespace firedrill
