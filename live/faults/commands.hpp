// What a fault does, as data: the scripts that break something on a host and mend it again. Nothing
// runs when such a value is made, so a dry run prints exactly what a drill would execute.
// Example: part.inject == "tc qdisc add dev 'eth0' root tbf rate 50000000bit ...";
//          part.revert == "tc qdisc del dev 'eth0' root 2>/dev/null || :";
#pragma once

#include <string>
#include <vector>

#include "live/charter/charter.hpp"

namespace firedrill {

// What one fault does on one host. All scripts are POSIX sh and run there as root.
struct FaultPart {
  std::string kind;    // as in a charter: "partition"
  std::string host;    // of the inventory: where the scripts run
  std::string title;   // "bandwidth of eth0 limited to 50 Mbit/s"
  std::string needs;   // prints one line for each thing the host lacks; nothing: it can be done
  std::string inject;  // fails (status above 0) unless the fault is there when it ends
  std::string revert;  // idempotent; right after any part of `inject`, and after none
  std::string state;   // prints what `inject` changes: the same before it and after `revert`
  std::string verify;  // prints measured strengths, "name value unit" a line, while it is there
};

// One fault with all its parts, in the order of their injection; healed in the reverse order.
struct FaultCommands {
  std::string name;  // unique in a drill: "loss of us-east-1"
  std::vector<FaultPart> parts;
  Hurt hurts{};  // what a charter permits or does not
};

}  // namespace firedrill
