// Runs scripts by starting a program for each: sh on this machine, nsenter into a network
// namespace, ssh to another machine. Each runs in a session of its own, so that an interrupt typed
// at the terminal ends firedrill and not half an injection.
// Example: ProcessShell shell{[](const std::string&) { return WayIn{{"sh", "-c"}}; }};
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "live/undo/host_shell.hpp"

namespace firedrill {

// A program and its first arguments that take a script as their last one; none for a host that
// nobody knows.
struct WayIn {
  std::vector<std::string> words{};
  bool is_elsewhere = false;  // another machine: ending the program here does not end the script
};
using ShellWay = std::function<WayIn(const std::string& host)>;

class ProcessShell final : public HostShell {
 public:
  explicit ProcessShell(ShellWay way) : way_{std::move(way)} {}

  // Output beyond 16 MiB of either stream is left out. A script whose time is up is killed, with
  // what it has started in its own process group; on another machine by `timeout` there.
  ShellAnswer run(const std::string& host, const std::string& script, Duration patience) override;
  ShellAnswer run_unless(const std::atomic<bool>& is_over, const std::string& host,
                         const std::string& script, Duration patience) override;

 private:
  ShellWay way_;
};

}  // namespace firedrill
