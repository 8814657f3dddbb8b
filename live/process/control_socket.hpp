// Requests and answers between processes of one machine: a Unix socket that keeps messages whole
// (SEQPACKET), a request, an answer, and with it perhaps a descriptor. The path is all that a
// client needs, from whichever network namespace it comes.
// Example: const ControlAnswer answer = ask_control(lab + "/control", R"({"status": true})", 5s);
#pragma once

#include <string>

#include "live/process/descriptor.hpp"
#include "models/base/units.hpp"

namespace firedrill {

struct ControlAnswer {
  std::string text;
  FileDescriptor descriptor;  // what was sent along, if anything was
};

// Listens at `path` (at most 107 characters), which only its owner may use; what was there goes.
// Neither accepting nor reading blocks. Throws std::system_error.
[[nodiscard]] FileDescriptor listen_control(const std::string& path);

// The next client of `listening`, or none.
[[nodiscard]] FileDescriptor accept_control(int listening);

// The next message; "" at the end, or if there is none.
[[nodiscard]] std::string receive_control(int client);

// Sends `text`, with a copy of `descriptor` unless it is -1. A client that has gone is no error.
void send_control(int client, const std::string& text, int descriptor = -1);

// Asks whoever listens at `path`. Throws std::system_error: ECONNREFUSED or ENOENT if nobody does,
// ETIMEDOUT if there is no answer within `patience`.
[[nodiscard]] ControlAnswer ask_control(const std::string& path, const std::string& request,
                                        Duration patience);

}  // namespace firedrill
