// TCP for the lab's own programs: every call has a deadline, since in a lab what is asked may be
// cut off at any moment. Failures are std::system_error (ETIMEDOUT when the deadline has passed).
// Example: const FileDescriptor server = connect_to({"10.77.1.20", 8080}, after(seconds{2}));
#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "live/process/descriptor.hpp"
#include "models/base/units.hpp"

namespace firedrill {

using Deadline = std::chrono::steady_clock::time_point;

[[nodiscard]] Deadline after(Duration patience);

struct Endpoint {
  std::string address;  // IPv4 in numbers
  int port = 0;
};

// "10.77.1.20:8080" as an endpoint; throws std::invalid_argument.
[[nodiscard]] Endpoint parse_endpoint(std::string_view text);

// Neither waits in a call: what cannot be done at once is waited for with a deadline.
[[nodiscard]] FileDescriptor connect_to(const Endpoint& where, Deadline deadline);
[[nodiscard]] FileDescriptor listen_on(const Endpoint& where);
// The next connection; waits until `deadline`.
[[nodiscard]] FileDescriptor accept_from(int listener, Deadline deadline);

// At least one byte into `buffer`; 0 when the other side has closed.
[[nodiscard]] std::size_t read_some(int socket, std::span<char> buffer, Deadline deadline);
// Exactly `buffer.size()` bytes; ECONNRESET when fewer come.
void read_all(int socket, std::span<char> buffer, Deadline deadline);
void write_all(int socket, std::string_view data, Deadline deadline);

}  // namespace firedrill
