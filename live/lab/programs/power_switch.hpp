// The power switch of a compute node that is not always on: runs a program as long as a file is
// there, as a machine runs as long as it has power. Waits for the file without asking again and
// again (inotify), and ends what runs when it is taken away.
// Example: run_power_switch({"switches/gpu-5", {"/usr/sbin/slurmd", "-D", "-b", "-N", "gpu-5"}});
#pragma once

#include <string>
#include <vector>

namespace firedrill {

struct PowerSwitch {
  std::string file;
  std::vector<std::string> program;  // argument vector
};

// Runs until a signal ends it, and then kills what it has started. A program that ends by itself is
// not started again before the file has gone and come: a machine that has broken. Throws
// std::system_error.
[[noreturn]] void run_power_switch(const PowerSwitch& options);

}  // namespace firedrill
