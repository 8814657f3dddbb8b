// A lab from outside: where it lies, how it begins and ends, and how it is spoken to. All that a
// lab leaves on the machine beside its processes is one folder and one control group of its name,
// so that ending it needs no record of what happened before, and is the same after any crash.
// Example: const LabPlace place = place_of_lab("main"); start_lab(place, order); end_lab(place);
#pragma once

#include <optional>
#include <string>

#include "live/lab/supervisor.hpp"
#include "live/process/control_socket.hpp"

namespace firedrill {

struct LabPlace {
  std::string name;    // letters, digits and hyphens, at most 24
  std::string root;    // its folder
  std::string cgroup;  // its control group
};

// Labs lie below /var/lib/firedrill/lab. Nothing if `name` cannot be a lab's.
[[nodiscard]] std::optional<LabPlace> place_of_lab(const std::string& name);

// Only one command at a time begins or ends a lab; others wait here for it, at most a minute.
class LabLock {
 public:
  explicit LabLock(const LabPlace& place);  // makes the folder of labs; throws std::system_error
  LabLock(const LabLock&) = delete;
  LabLock& operator=(const LabLock&) = delete;
  ~LabLock();  // removes that folder if no lab is in it

 private:
  FileDescriptor folder_;
};

// Whether its supervisor is there and answers.
[[nodiscard]] bool is_running(const LabPlace& place);

// What its plan asked for when it was started; that of the lab's own plan where nothing says.
[[nodiscard]] LabShape shape_on_record(const LabPlace& place);

// Starts the supervisor of `order`; it goes on by itself. What an earlier lab of that name left
// must be gone (end_lab). Throws std::system_error.
void start_lab(const LabPlace& place, LabOrder order);

// The supervisor's answer to `request` (docs/FORMATS.md). Throws std::system_error if there is
// none.
[[nodiscard]] ControlAnswer ask_lab(const LabPlace& place, const std::string& request);

struct LabEnd {
  bool was_there = false;    // anything at all
  bool was_running = false;  // its supervisor
  bool is_clean = true;      // nothing of it is left
  std::string left;          // what is, where not
};

// Ends the lab and removes its folder and control group; fine if there is none, or half of one.
LabEnd end_lab(const LabPlace& place);

// A node to run something in: its handle and control groups. Throws std::runtime_error with the
// supervisor's word if there is no such node, or it is down.
struct EnteredNode {
  FileDescriptor handle;
  std::string address;  // IPv4
  std::vector<std::string> cgroups;
};
[[nodiscard]] EnteredNode enter_node(const LabPlace& place, const std::string& node);

}  // namespace firedrill
