// Runs scripts by starting a program for each: sh on this machine, nsenter into a network
// namespace, ssh to another machine. Each runs in a session of its own, so that an interrupt typed
// at the terminal ends firedrill and not half an injection.
// Example: ProcessShell shell{[](const std::string&) { return std::vector{"sh"s, "-c"s}; }};
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "live/undo/host_shell.hpp"

namespace firedrill {

// The program and its first arguments that take a script as their last one; empty for a host that
// nobody knows.
using ShellWay = std::function<std::vector<std::string>(const std::string& host)>;

class ProcessShell final : public HostShell {
 public:
  explicit ProcessShell(ShellWay way) : way_{std::move(way)} {}

  // Output beyond 16 MiB of either stream is left out.
  ShellAnswer run(const std::string& host, const std::string& script, Duration patience) override;
  ShellAnswer run_unless(const std::atomic<bool>& is_over, const std::string& host,
                         const std::string& script, Duration patience) override;

 private:
  ShellWay way_;
};

}  // namespace firedrill
