// What every way to a host is tried on: a lab of one node with nothing but sshd in it, and a
// network namespace. They come up with the first test that asks for them and go with the program.
// Needs root, and says so.
// Example: ProcessShell shell = shell_under_test("ssh"); shell.run(small_host, "true", 5s);
#pragma once

#include <string>

#include "live/faults/inventory_shell.hpp"

namespace firedrill {

inline constexpr const char* small_host = "here/db-1";

// The one host of the inventory is `small_host`; `kind`: "local", "namespace", "lab", "ssh".
[[nodiscard]] ProcessShell shell_under_test(const std::string& kind);

// Pulls the node's plug, or puts it back and waits until sshd answers.
void switch_node(bool is_on);

}  // namespace firedrill
