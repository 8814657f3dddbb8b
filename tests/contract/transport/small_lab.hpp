// A lab of one node, with nothing but sshd in it: what the namespace and ssh transports reach. It
// comes up with the first test that asks for it and goes with the program. Needs root, and says so.
// Example: const auto transport = make_transport(*small_lab().host("ssh"), ...);
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "live/transport/transport.hpp"

namespace firedrill {

// The kinds of transport under test: "local", "namespace", "ssh".
[[nodiscard]] std::unique_ptr<Transport> transport_under_test(const std::string& kind);

// Pulls the node's plug, or puts it back and waits until sshd answers.
void switch_node(bool is_on);

}  // namespace firedrill
