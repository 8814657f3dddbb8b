// What a probe does once: one request to the target, within its patience. Each worker of a runner
// has a client of its own, so that none shares a connection with another.
// Example: const ProbeAnswer answer = client->attempt({.sequence = 7, .patience = 800ms});
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "live/probes/probe_result.hpp"

namespace firedrill {

struct ProbeAttempt {
  std::uint64_t sequence = 0;
  Duration intended{};  // from the zero of the run
  Duration patience{};
  std::function<Duration()> now;  // the run's clock
};

struct ProbeAnswer {
  ProbeStatus status = ProbeStatus::failed;
  std::string detail{};
};

class ProbeClient {
 public:
  ProbeClient() = default;
  ProbeClient(const ProbeClient&) = delete;
  ProbeClient& operator=(const ProbeClient&) = delete;
  virtual ~ProbeClient() = default;

  // Called by one thread only, always the same, which stands at the probe's vantage point.
  [[nodiscard]] virtual ProbeAnswer attempt(const ProbeAttempt& attempt) = 0;
};

// Makes a client, in the thread that will use it.
using MakeProbeClient = std::function<std::unique_ptr<ProbeClient>()>;

}  // namespace firedrill
