// One direction of the WAN between two regions: what it does to packets, without any socket, so
// that it can be tested on a clock of the test's own. A virtual clock says when the wire is free
// again (rate), every segment of it is lost or not (loss), waits in the queue or finds it full, and
// then travels (delay, jitter); nothing overtakes.
// Example: WanLink link{StreamKey{7, "wan a>b"}}; link.settings.delay = 31ms; link.offer(frame,
// now);
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "live/network/packet.hpp"
#include "models/base/units.hpp"
#include "models/chance/random.hpp"

namespace firedrill {

// Trivially copyable: kept in memory that outlives a router that dies.
struct LinkSettings {
  Duration delay{};                          // of propagation, one way
  Duration jitter{};                         // up to this much more, uniform; order is kept
  Rate rate{};                               // of the wire; 0: without limit
  double loss = 0.0;                         // of one segment, each for itself
  Duration queue = std::chrono::seconds{1};  // how long a segment may wait for the wire
  bool is_up = true;                         // false: takes nothing, and what travels is lost
};

// Segments of the wire, since the router began.
struct LinkCounters {
  std::uint64_t offered = 0;
  std::uint64_t delivered = 0;
  std::uint64_t lost = 0;        // by chance
  std::uint64_t overflowed = 0;  // the queue was full
  std::uint64_t cut = 0;         // the link was down
  std::uint64_t refused = 0;     // by the receiving kernel
  std::uint64_t bytes = 0;       // delivered, with all overhead of the wire
};

// How much later than due packets were delivered: the error bar of every latency.
class Lateness {
 public:
  static constexpr std::size_t buckets = 28;  // [0, 1), [1, 2), [2, 4), [4, 8) ... microseconds

  void add(Duration late);
  void reset() { *this = Lateness{}; }
  [[nodiscard]] Duration max() const { return max_; }
  [[nodiscard]] std::uint64_t count() const { return count_; }
  // An upper bound of the q-quantile: the end of the bucket it lies in, at most max().
  [[nodiscard]] Duration quantile(double q) const;

 private:
  std::uint64_t count_ = 0;
  Duration max_{};
  std::array<std::uint64_t, buckets> counts_{};
};

class WanLink {
 public:
  explicit WanLink(StreamKey key) : loss_draws_{key, 0}, jitter_draws_{key.member(1), 0} {}

  LinkSettings settings;
  LinkCounters counters;
  Lateness lateness;

  // Takes `frame` at `now`, or drops it or parts of it.
  void offer(Frame frame, const PacketShape& shape, Duration now);

  // When the next packet is due; `never` if none is.
  [[nodiscard]] Duration next_due() const { return queue_.empty() ? never : queue_.front().due; }

  // Hands what is due at `now` to `sink`, at most `most` packets; `sink` takes the frame and says
  // whether the receiver took it.
  template <class Sink>
  void deliver(Duration now, int most, Sink sink);

  [[nodiscard]] std::size_t packets() const { return queue_.size(); }
  [[nodiscard]] std::size_t bytes_held() const { return bytes_held_; }

  // To be called after settings.loss has changed: the next loss is drawn anew.
  void redraw_loss() { segments_to_loss_ = none; }

 private:
  struct Packet {
    Duration due{};
    std::size_t wire = 0;  // bytes there
    int segments = 1;
    std::vector<std::uint8_t> frame;
  };
  static constexpr std::uint64_t none = ~std::uint64_t{0};

  [[nodiscard]] bool is_lost();
  [[nodiscard]] bool reserve(std::size_t wire, Duration now);  // false: the queue is full
  void send(Frame frame, const PacketShape& shape, int first, int end);
  [[nodiscard]] Packet take();

  std::deque<Packet> queue_;
  std::size_t bytes_held_ = 0;
  Duration wire_free_{};  // when the last segment accepted has left
  Duration last_due_{};
  std::uint64_t segments_to_loss_ = none;  // segments that still pass before one is lost
  Draws loss_draws_;
  Draws jitter_draws_;
};

template <class Sink>
void WanLink::deliver(Duration now, int most, Sink sink) {
  for (int count = 0; count < most && next_due() <= now; ++count) {
    const Packet packet = take();
    const auto segments = static_cast<std::uint64_t>(packet.segments);
    if (!settings.is_up) {
      counters.cut += segments;
      continue;
    }
    lateness.add(now - packet.due);
    if (sink(Frame{packet.frame})) {
      counters.delivered += segments;
      counters.bytes += packet.wire;
    } else {
      counters.refused += segments;
    }
  }
}

}  // namespace firedrill
