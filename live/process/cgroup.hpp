// Control groups of a lab, version 1 and 2 alike: one folder of the same name in every hierarchy
// that is of use. With version 2 a whole node is frozen or killed at once; where only version 1 is
// mounted, or none, the caller does it process by process.
// Example: const ControlGroups groups = ControlGroups::detect(); groups.create("firedrill-a/web");
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace firedrill {

class ControlGroups {
 public:
  struct Hierarchy {
    std::string folder;  // where it is mounted: "/sys/fs/cgroup/unified"
    int version = 2;
    std::string controllers;  // "memory", "cpu,cpuacct"; of version 2: those that can be used
  };

  // The hierarchies in which this process may make groups: version 2, and of version 1 those of
  // memory, cpu, cpuacct and blkio.
  [[nodiscard]] static ControlGroups detect();

  [[nodiscard]] const std::vector<Hierarchy>& hierarchies() const { return hierarchies_; }

  // Makes the group `name` ("firedrill-main/us-east-1.web") in every hierarchy, with its parents;
  // fine if it is there. Returns its folders. Throws std::filesystem::filesystem_error.
  [[nodiscard]] std::vector<std::string> create(std::string_view name) const;  // NOLINT: makes
  [[nodiscard]] std::vector<std::string> folders_of(std::string_view name) const;

  // Moves the process into the group. Throws std::system_error.
  void add(std::string_view name, pid_t pid) const;

  // Moves the calling process out of the groups of version 1 that forbid real-time priority (cpu,
  // where the kernel has RT_GROUP_SCHED: a new group has no real-time at all).
  void leave_for_realtime() const;

  // Every process in the group and below it, as numbered in our process namespace.
  [[nodiscard]] std::vector<pid_t> members(std::string_view name) const;

  // Ends every process in the group and below it at once; frozen ones too.
  void kill(std::string_view name) const;

  // Removes the group and all below it, once its processes are gone; waits up to a second for that.
  // True if nothing of it is left.
  bool remove(std::string_view name) const;

 private:
  std::vector<Hierarchy> hierarchies_;
};

}  // namespace firedrill
