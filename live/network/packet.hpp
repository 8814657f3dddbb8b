// What the WAN router must know of a packet, and how a super-packet is cut. The kernel hands TCP
// over in pieces of up to 64 kB with a header that says how to cut them later (virtio-net, TSO);
// that is what makes gigabits affordable, but loss and queues act on segments of the wire.
// Layout: Virtual I/O Device (VIRTIO) Version 1.2, section 5.1.6; IPv4 RFC 791, IPv6 RFC 8200.
// Example: const auto shape = shape_of(frame); if (shape->segments > 1) slice(frame, *shape, 0, 3);
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace firedrill {

using Frame = std::span<const std::uint8_t>;  // virtio header, then an IP packet

inline constexpr std::size_t virtio_header_size = 10;
// Preamble, Ethernet header, checksum and gap of one segment on the wire [bytes].
inline constexpr std::size_t wire_overhead = 38;

struct PacketShape {
  int version = 4;                             // of IP
  std::array<std::uint8_t, 16> destination{};  // the first four bytes of it in IPv4
  std::size_t ip_header = 0;                   // [bytes]
  std::size_t headers = 0;                     // IP and, if it is cut, TCP
  std::size_t payload = 0;                     // behind `headers`
  std::size_t segment = 0;                     // payload of a full segment; 0: goes as it is
  int segments = 1;                            // on the wire
};

// Nothing if this is no IP packet, or is shorter than it says it is.
[[nodiscard]] std::optional<PacketShape> shape_of(Frame frame);

// The segments [first, end) of `frame` as a frame of its own: lengths, TCP sequence number and
// flags, and the checksum that the receiver completes (the sum of the pseudo header) are those of
// the part. `shape.segments` must be more than 1.
[[nodiscard]] std::vector<std::uint8_t> slice(Frame frame, const PacketShape& shape, int first,
                                              int end);

// How many bytes the segments [first, end) take on the wire.
[[nodiscard]] std::size_t wire_bytes(Frame frame, const PacketShape& shape, int first, int end);

// The internet checksum (RFC 1071) of `bytes`, begun with `sum`, not complemented.
[[nodiscard]] std::uint16_t ones_sum(Frame bytes, std::uint32_t sum = 0);

}  // namespace firedrill
