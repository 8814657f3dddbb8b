// Where alerts and notifications of a lab end: nothing leaves it. What comes is appended to a
// file, a line each with the time of its arrival, and can be asked for.
//   POST /alerts          Alertmanager's webhook;  GET: what is raised now, and by how many
// observers
//   POST /notifications   a message to people;     GET: all that have come
// Example: curl http://10.77.3.80:9080/alerts
#pragma once

#include <string>

#include "live/lab/programs/socket.hpp"

namespace firedrill {

struct SinkOptions {
  Endpoint listen;
  int quorum = 2;
  std::string record;  // file that arrivals are appended to
};

// Serves for ever; throws std::system_error if it cannot listen.
[[noreturn]] void run_sink(const SinkOptions& options);

}  // namespace firedrill
