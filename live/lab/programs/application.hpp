// The lab's application: what users of the cluster talk to, small but real. A record is
// acknowledged when the database has committed it; a document, when its bytes are in the object
// store and its digest is in the database. Reading a document checks the digest.
//   GET /health                200 when it can write and reach its store, else 503 and why
//   PUT|GET /records/ID        201; 503 failed, 504 nobody knows; 404
//   PUT|GET /documents/NAME    likewise; 502 when the bytes are not those that were acknowledged
//   GET /metrics               for Prometheus: requests, replication lag
#pragma once

#include <string>
#include <vector>

#include "live/lab/programs/socket.hpp"

namespace firedrill {

struct ApplicationOptions {
  Endpoint listen;
  std::string region;
  std::vector<Endpoint> databases;  // those of its own region first
  int local_databases = 0;          // how many those are
  std::string password_file;
  std::string store_url;
  std::string store_key_file;
};

// Serves for ever; throws std::system_error if it cannot listen.
[[noreturn]] void run_application(const ApplicationOptions& options);

}  // namespace firedrill
