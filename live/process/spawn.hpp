// Starts a program: in the namespaces and control groups of a lab's node, with another user's
// rights, its output to files or pipes. What goes wrong before the program runs (no such program,
// no such user) is told here, not in some log.
// Example: const Child child = spawn({.arguments = {"ping", "10.77.2.10"}, .namespaces_of = node});
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "live/process/descriptor.hpp"

namespace firedrill {

struct Launch {
  std::vector<std::string> arguments;      // arguments[0] is looked up in PATH
  std::vector<std::string> environment{};  // all of it, "NAME=value"
  std::string user{};                      // "": whose rights we have
  std::string directory = "/";
  int namespaces_of = -1;              // handle of a process whose namespaces to enter; -1: ours
  std::vector<std::string> cgroups{};  // folders of the control groups to join
  int input = -1;                      // descriptors; -1: nothing to read, nowhere to write
  int output = -1;
  int error = -1;
  bool has_own_session = true;    // cannot be signalled from the terminal, nor signal it
  bool ends_with_parent = false;  // is killed when the thread that started it ends
};

struct Child {
  pid_t pid = -1;         // as we see it
  FileDescriptor handle;  // readable once it has ended (pidfd)
};

// Throws std::system_error if the program could not be started; then nothing runs.
[[nodiscard]] Child spawn(const Launch& launch);

// PATH, HOME, LANG and LC_ALL as every program of the lab gets them.
[[nodiscard]] std::vector<std::string> plain_environment();

// Enters the namespaces of the process behind `handle` (network, host name, mounts, System V IPC;
// of processes for later children). Throws std::system_error.
void enter_namespaces(int handle);

// A handle (pidfd) of the process `pid`. Throws std::system_error.
[[nodiscard]] FileDescriptor process_handle(pid_t pid);

// Whether the process behind `handle` has ended.
[[nodiscard]] bool has_ended(int handle);

// Where `program` is in the PATH of plain_environment(); "" if nowhere.
[[nodiscard]] std::string find_program(const std::string& program);

}  // namespace firedrill
