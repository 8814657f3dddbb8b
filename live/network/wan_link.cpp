#include "live/network/wan_link.hpp"

#include <algorithm>
#include <bit>

#include "models/chance/elementary.hpp"

namespace firedrill {
namespace {

// What may travel at once, whatever the settings say: 10 Gbit/s over 100 ms.
constexpr std::size_t held_limit = 128UL * 1024 * 1024;

}  // namespace

void Lateness::add(Duration late) {
  const auto microseconds =
      static_cast<std::uint64_t>(std::max<std::int64_t>(late.count(), 0)) / 1000;
  const auto bucket = std::min<std::size_t>(std::bit_width(microseconds), buckets - 1);
  ++counts_[bucket];
  ++count_;
  max_ = std::max(max_, late);
}

Duration Lateness::quantile(double q) const {
  const double wanted = q * static_cast<double>(count_);
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
    seen += counts_[bucket];
    if (seen > 0 && static_cast<double>(seen) >= wanted) {
      return std::min<Duration>(max_, std::chrono::microseconds{std::int64_t{1} << bucket});
    }
  }
  return max_;
}

// Geometric skipping: one draw a loss, not one a segment. The number of segments that pass before a
// loss is floor(ln U / ln(1 - p)).
bool WanLink::is_lost() {
  if (settings.loss <= 0.0) {
    return false;
  }
  if (settings.loss >= 1.0) {
    return true;
  }
  if (segments_to_loss_ == none) {
    constexpr double longest = 9e18;
    const double skipped = det_log(loss_draws_.uniform()) / det_log(1.0 - settings.loss);
    segments_to_loss_ = static_cast<std::uint64_t>(std::min(skipped, longest));
  }
  if (segments_to_loss_ == 0) {
    segments_to_loss_ = none;
    return true;
  }
  --segments_to_loss_;
  return false;
}

bool WanLink::reserve(std::size_t wire, Duration now) {
  if (bytes_held_ > held_limit) {
    return false;
  }
  const Duration start = std::max(now, wire_free_);
  if (settings.rate.bytes_per_second <= 0.0) {
    wire_free_ = now;
    return true;
  }
  if (start - now > settings.queue) {
    return false;
  }
  wire_free_ = start + from_seconds(static_cast<double>(wire) / settings.rate.bytes_per_second);
  return true;
}

void WanLink::send(Frame frame, const PacketShape& shape, int first, int end) {
  Packet packet;
  Duration due = wire_free_ + settings.delay;
  if (settings.jitter > Duration{}) {
    due += from_seconds(jitter_draws_.uniform() * to_seconds(settings.jitter));
  }
  packet.due = last_due_ = std::max(due, last_due_);
  packet.wire = wire_bytes(frame, shape, first, end);
  packet.segments = end - first;
  packet.frame = packet.segments == shape.segments
                     ? std::vector<std::uint8_t>(frame.begin(), frame.end())
                     : slice(frame, shape, first, end);
  bytes_held_ += packet.frame.size();
  queue_.push_back(std::move(packet));
}

void WanLink::offer(Frame frame, const PacketShape& shape, Duration now) {
  counters.offered += static_cast<std::uint64_t>(shape.segments);
  if (!settings.is_up) {
    counters.cut += static_cast<std::uint64_t>(shape.segments);
    return;
  }
  // Runs of surviving segments travel together: as one packet through the kernel, but every segment
  // has taken its time on the wire, and the run arrives when its last one does.
  int begin = 0;
  for (int segment = 0; segment < shape.segments; ++segment) {
    const bool is_dropped_by_chance = is_lost();
    const bool fits =
        is_dropped_by_chance || reserve(wire_bytes(frame, shape, segment, segment + 1), now);
    if (!is_dropped_by_chance && fits) {
      continue;
    }
    ++(is_dropped_by_chance ? counters.lost : counters.overflowed);
    if (segment > begin) {
      send(frame, shape, begin, segment);
    }
    begin = segment + 1;
  }
  if (begin < shape.segments) {
    send(frame, shape, begin, shape.segments);
  }
}

WanLink::Packet WanLink::take() {
  Packet packet = std::move(queue_.front());
  queue_.pop_front();
  bytes_held_ -= packet.frame.size();
  return packet;
}

}  // namespace firedrill
