// The workers of a training run as a ring over TCP: each hears from the one before it and speaks to
// the one after it. Enough for both things they do: pass one message from the first to all, and
// bring everybody's part to everybody.
// Example: WorkerRing ring{{"10.77.1.101", "10.77.1.102"}, rank, 7400, "train/2"};
//          const auto parts = ring.gather(mine);  // parts[0] is that of the first worker
#pragma once

#include <string>
#include <vector>

#include "live/lab/programs/socket.hpp"

namespace firedrill {

class WorkerRing {
 public:
  // Waits until both neighbours are there, who must belong to the same `run`. Throws
  // std::system_error or std::runtime_error; so do the others, when a neighbour is gone or silent
  // for twenty seconds: long enough for the scheduler to notice first.
  WorkerRing(const std::vector<std::string>& addresses, int rank, int port, const std::string& run);

  // The first worker's `message`, at every worker.
  [[nodiscard]] std::string broadcast(std::string message);
  // Every worker's `part`, in the order of the workers.
  [[nodiscard]] std::vector<std::string> gather(std::string part);

  [[nodiscard]] int size() const { return size_; }
  [[nodiscard]] int rank() const { return rank_; }

 private:
  void send(const std::string& message);
  [[nodiscard]] std::string receive();

  int size_;
  int rank_;
  FileDescriptor previous_;  // none where there is but one worker
  FileDescriptor next_;
};

}  // namespace firedrill
