// One daemon of the lab as data: where it runs, what it needs on disk, how it is started, how one
// knows that it is ready, and how it is stopped. Rooms that know a product (PostgreSQL, Swift, DNS,
// ...) only produce such values; the supervisor alone starts and stops processes. So every command
// that the lab will run can be printed before it runs, and tested without running it.
// Example: LabService{"postgres", "us-east-1/db-1", {"postgres", "-D", "..."}, ...}
#pragma once

#include <string>
#include <vector>

#include "models/base/units.hpp"

namespace firedrill {

// What a service or a preparation runs: an argument vector, never a shell line unless it names sh.
struct CommandLine {
  std::vector<std::string> arguments;    // arguments[0] is looked up in PATH
  std::vector<std::string> environment;  // "NAME=value", beside a small fixed one
  std::string user = "root";             // whose rights it has
  std::string directory = "/";
};

// A file or folder that must stand before the service starts. Missing parent folders are root's,
// and all may look into them (mode 0755). A file that stands is replaced, a folder is kept.
struct LabFile {
  std::string path;  // absolute, below the lab's root
  std::string content;
  std::string owner = "root";
  unsigned mode = 0644;
  bool is_directory = false;
  bool is_kept = false;  // left alone where it stands: it holds a secret that may have been rotated
};

// Ready when `probe` exits with 0, asked every `interval` until `patience` has passed.
struct Readiness {
  CommandLine probe;
  Duration interval{};
  Duration patience{};
};

struct LabService {
  std::string name;                // unique within its node: "postgres"
  std::string node;                // "us-east-1/db-1": region and node
  std::vector<std::string> needs;  // services that must be ready before, as "node/name"
  std::vector<LabFile> files;
  std::vector<CommandLine> preparations;  // in order, in the node, before `start`; each can be run
                                          // again where it has been run before
  CommandLine start;                      // stays in the foreground
  Readiness readiness;
  int stop_signal = 15;
  Duration stop_patience{};  // then SIGKILL
  bool restarts = true;      // when it ends although nobody stopped it
  bool is_cold = false;      // `lab up` leaves it alone: it is started by name when it is needed
  bool ends = false;         // a task: done when `start` exits with 0, and then it is ready
  std::vector<int> ports;    // TCP ports that it listens on, and UDP for names
  std::string pid_file;      // where its process says its number; "": its arguments tell it apart
};

}  // namespace firedrill
