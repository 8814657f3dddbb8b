#include "live/lab/abilities.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <sched.h>
#include <sys/wait.h>

#include <algorithm>
#include <functional>
#include <set>

#include "live/lab/node.hpp"
#include "live/network/netlink.hpp"
#include "live/network/tun.hpp"
#include "live/process/cgroup.hpp"
#include "live/process/spawn.hpp"

namespace firedrill {
namespace {

// Tries `work` in a child in new namespaces `flags`; "" if it went well, else what went wrong.
std::string try_in_child(unsigned long flags, const std::function<void()>& work) {
  constexpr int refused = 100;  // statuses from here on: errno + 100
  pid_t pid = -1;
  try {
    pid = clone_process(flags);
  } catch (const std::system_error& error) {
    return error.code().message();
  }
  if (pid == 0) {
    try {
      work();
    } catch (const std::system_error& error) {
      ::_exit(std::min(refused + error.code().value(), 255));
    }
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
    return "";
  }
  return WIFEXITED(status) ? std::generic_category().message(WEXITSTATUS(status) - refused)
                           : "was ended by a signal";
}

Ability tried(std::string name, bool is_needed, unsigned long flags,
              const std::function<void()>& work, const std::string& good, std::string without) {
  const std::string trouble = try_in_child(flags, work);
  return {std::move(name), trouble.empty(), is_needed, trouble.empty() ? good : trouble,
          std::move(without)};
}

void nothing() {}

Ability control_groups() {
  std::string second;
  std::string first;
  bool has_second = false;
  const ControlGroups groups = ControlGroups::detect();
  for (const ControlGroups::Hierarchy& one : groups.hierarchies()) {
    if (one.version == 2) {
      has_second = true;
      second = "version 2" + (one.controllers.empty() ? "" : " (" + one.controllers + ")");
    } else {
      first += (first.empty() ? "version 1 of " : ", ") + one.controllers;
    }
  }
  std::string found = second + (second.empty() || first.empty() ? "" : "; ") + first;
  return {"control groups", has_second, false,
          found.empty() ? "none that can be written" : std::move(found),
          "a node is killed process by process, and cannot be frozen or limited as a whole"};
}

void use_realtime() {
  sched_param parameter{};
  parameter.sched_priority = 1;
  checked(::sched_setscheduler(0, SCHED_FIFO, &parameter), "SCHED_FIFO");
}

void use_netem() {
  if (!Netlink{}.takes_netem()) {
    errno = ENOENT;
    throw_errno("netem");
  }
}

}  // namespace

std::vector<Ability> find_abilities() {
  std::vector<Ability> found;
  const bool is_root = ::geteuid() == 0;
  found.push_back(
      {"root", is_root, true, is_root ? "runs as root" : "runs as another user",
       "no lab: its services run as users of their own (postgres, swift), and its nodes "
       "are namespaces of the machine's own"});
  found.push_back(tried("namespaces", true,
                        CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC,
                        nothing, "made network, mount, process, host name and IPC namespaces",
                        "no lab: a node is a set of namespaces"));
  found.push_back(tried(
      "process handles", true, CLONE_NEWNET,
      [] { const NetworkVisit visit{process_handle(::getpid()).number()}; },
      "entered a namespace by a pidfd", "no lab: nodes are entered by them (Linux 5.8)"));
  found.push_back(tried(
      "TUN devices", true, CLONE_NEWNET,
      [] { const FileDescriptor tun = open_tun(process_handle(::getpid()).number(), "wan0"); },
      "made one with segmentation offload", "no lab: the WAN router carries packets over them"));
  found.push_back(tried(
      "bridges and cables", true, CLONE_NEWNET,
      [] {
        Netlink netlink;
        netlink.add_bridge("lan");
        netlink.add_cable("a", "b", ::getpid());
      },
      "made a bridge and a veth pair", "no lab: a region is a bridge with a cable to every node"));
  found.push_back(control_groups());
  found.push_back(
      tried("real-time priority", false, 0, use_realtime, "SCHED_FIFO is permitted",
            "the WAN router is late when the machine is busy: `lab wan` shows how late"));
  found.push_back(tried(
      "IPv6", false, CLONE_NEWNET, [] { Netlink{}.add_address("lo", "fd77::1", 128); },
      "took an address", "nodes have IPv4 addresses only"));
  found.push_back(tried("netem", false, CLONE_NEWNET, use_netem, "the kernel can delay packets",
                        "nothing is lost: delays between regions are the lab's own router's"));
  found.push_back(tried("user namespaces", false, CLONE_NEWUSER, nothing, "made one",
                        "nothing is lost: nodes run with the machine's own users"));
  return found;
}

std::vector<std::string> find_missing(const std::vector<LabService>& services) {
  std::vector<std::string> missing;
  std::set<std::string> seen;
  const auto look = [&](const CommandLine& command) {
    if (command.arguments.empty()) {
      return;
    }
    const std::string program = "program " + command.arguments.front();
    if (seen.insert(program).second && find_program(command.arguments.front()).empty()) {
      missing.push_back(program);
    }
    const std::string user = "user " + command.user;
    if (seen.insert(user).second && ::getpwnam(command.user.c_str()) == nullptr) {
      missing.push_back(user);
    }
  };
  for (const LabService& service : services) {
    look(service.start);
    look(service.readiness.probe);
    std::for_each(service.preparations.begin(), service.preparations.end(), look);
  }
  return missing;
}

}  // namespace firedrill
