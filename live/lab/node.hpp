// One machine of the lab: a process that does nothing but hold namespaces of its own (network, host
// name, processes, mounts, System V IPC) and reap what its programs leave behind. Ending it ends
// all that runs there, as pulling the plug would. Over /etc it has the files of its own folder's
// etc, and /root, /tmp, /run and /dev/shm of its own.
// Example: NodeProcess node; node.start({"us-east-1/db-1", "db-1", folder, group, false}, groups);
#pragma once

#include <sys/types.h>

#include <string>

#include "live/process/cgroup.hpp"
#include "live/process/descriptor.hpp"

namespace firedrill {

struct NodeSpec {
  std::string name;       // "us-east-1/db-1"
  std::string host_name;  // "db-1"
  std::string folder;     // absolute; holds etc and tmp
  std::string cgroup;     // its control group
  bool forwards = false;  // passes packets on between its interfaces
};

class NodeProcess {
 public:
  // Returns when the machine stands: its namespaces made, nothing wired, nothing running. Throws
  // std::system_error or std::runtime_error with what the child said.
  void start(const NodeSpec& spec, const ControlGroups& groups);

  // Ends everything in it at once. The caller reaps it.
  void kill();

  // To be called when the process has been reaped.
  void ended() {
    pid_ = -1;
    handle_.reset();
  }

  [[nodiscard]] bool is_running() const { return pid_ > 0; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] int handle() const { return handle_.number(); }

 private:
  pid_t pid_ = -1;
  FileDescriptor handle_;
};

// fork() into new namespaces `flags` (CLONE_NEW...): 0 in the child. Throws std::system_error.
[[nodiscard]] pid_t clone_process(unsigned long flags);

}  // namespace firedrill
