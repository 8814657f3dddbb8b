// How scripts get to a host: one function, so that drills, tests and dry runs differ only in who
// answers. A script is POSIX sh and needs nothing but standard Linux tools on the host.
// Example: const ShellAnswer answer = shell.run("us-east-1/db-1", "cat /proc/uptime", 5s);
#pragma once

#include <atomic>
#include <string>

#include "models/base/units.hpp"

namespace firedrill {

struct ShellAnswer {
  int status = -1;         // exit status; 128 + n if signal n ended it; -1: it could not be run
  bool timed_out = false;  // no answer within the patience: it may still be running
  std::string output;      // standard output
  std::string error;       // standard error, or why it could not be run
  [[nodiscard]] bool succeeded() const { return status == 0 && !timed_out; }
};

class HostShell {
 public:
  HostShell() = default;
  HostShell(const HostShell&) = delete;
  HostShell& operator=(const HostShell&) = delete;
  virtual ~HostShell() = default;

  // Runs `script` by sh, as root, on the host of that name and waits for its end, for `patience` at
  // most. May be called from several threads at once. A host that nobody knows gives status -1.
  virtual ShellAnswer run(const std::string& host, const std::string& script,
                          Duration patience) = 0;

  // As run(), but gives up, and ends what it has started on this machine, once `is_over` is true;
  // a shell that cannot do so waits for the end.
  virtual ShellAnswer run_unless(const std::atomic<bool>& /*is_over*/, const std::string& host,
                                 const std::string& script, Duration patience) {
    return run(host, script, patience);
  }
};

}  // namespace firedrill
