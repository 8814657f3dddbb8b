// Which nodes of a fleet are up and which of them the job holds. A node is up while no cause of
// failure holds it down; a node that goes down leaves the job. The job takes idle nodes in the
// order of their numbers. Constant time a node and event, two bytes and a bit a node.
// Example: nodes.fill(8); if (nodes.take_down({first, count}, now) > 0) { /* the job stops */ }
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/base/units.hpp"

namespace firedrill {

// Neighbouring nodes.
struct NodeRange {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

class FleetNodes {
 public:
  explicit FleetNodes(std::uint32_t nodes);

  // All up and idle; the record of time begins anew.
  void begin();
  void begin_record(Duration now);

  // One more cause holds these nodes down; how many the job loses by that.
  std::uint32_t take_down(NodeRange range, Duration now);

  // One cause less holds them down.
  void bring_back(NodeRange range, Duration now);

  // The job takes idle nodes until it has `wanted` or there are no more.
  void fill(std::uint32_t wanted);

  [[nodiscard]] std::uint32_t held() const { return held_; }  // by the job; all of them up
  [[nodiscard]] std::uint32_t idle() const { return nodes() - down_ - held_; }
  [[nodiscard]] std::uint32_t nodes() const { return static_cast<std::uint32_t>(causes_.size()); }

  // Entry k: how long exactly k nodes were down since begin_record(), up to the last record().
  [[nodiscard]] std::span<const Duration> time_with_down() const { return time_with_down_; }
  void record(Duration now);

 private:
  enum class Holder : std::uint8_t { nobody, job };
  void make_idle(std::uint32_t node);
  void remove_idle(std::uint32_t node);

  std::vector<std::uint8_t> causes_;  // of each node, that hold it down
  std::vector<Holder> holders_;
  std::vector<std::uint64_t> idle_words_;  // a bit a node: up and not held
  std::vector<std::uint64_t> idle_pages_;  // a bit a word with such a node: found at once
  std::uint32_t down_ = 0;
  std::uint32_t held_ = 0;
  std::vector<Duration> time_with_down_;
  Duration recorded_{};
};

}  // namespace firedrill
