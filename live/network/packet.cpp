#include "live/network/packet.hpp"

#include <algorithm>
#include <cstring>

#include "models/base/check.hpp"

namespace firedrill {
namespace {

// Offsets in the virtio header, which is little-endian on every machine we run on.
constexpr std::size_t gso_type_at = 1;
constexpr std::size_t gso_size_at = 4;
constexpr std::uint8_t gso_none = 0;
constexpr std::uint8_t gso_tcp4 = 1;
constexpr std::uint8_t gso_tcp6 = 4;
constexpr std::uint8_t gso_ecn = 0x80;

constexpr std::size_t ip4_least = 20;
constexpr std::size_t ip6_header = 40;
constexpr std::size_t tcp_least = 20;
constexpr std::uint8_t protocol_tcp = 6;

// Offsets in the TCP header.
constexpr std::size_t sequence_at = 4;
constexpr std::size_t offset_at = 12;
constexpr std::size_t flags_at = 13;
constexpr std::size_t checksum_at = 16;
constexpr std::uint8_t flag_fin = 0x01;
constexpr std::uint8_t flag_psh = 0x08;
constexpr std::uint8_t flag_cwr = 0x80;

std::uint16_t big16(const std::uint8_t* at) {
  return static_cast<std::uint16_t>(at[0] << 8 | at[1]);
}

void put16(std::uint8_t* at, std::size_t value) {
  at[0] = static_cast<std::uint8_t>(value >> 8);
  at[1] = static_cast<std::uint8_t>(value);
}

std::uint32_t big32(const std::uint8_t* at) {
  return static_cast<std::uint32_t>(big16(at)) << 16 | big16(at + 2);
}

void put32(std::uint8_t* at, std::uint32_t value) {
  put16(at, value >> 16);
  put16(at + 2, value & 0xffff);
}

// What the kernel wants in the checksum field of a packet that the receiver completes.
std::uint16_t pseudo_sum(const std::uint8_t* ip, int version, std::size_t tcp_length) {
  const auto start = static_cast<std::uint32_t>(protocol_tcp + tcp_length);
  return version == 4 ? ones_sum({ip + 12, 8}, start) : ones_sum({ip + 8, 32}, start);
}

void mend_ip(std::uint8_t* ip, const PacketShape& shape, std::size_t total, int first) {
  if (shape.version == 6) {
    put16(ip + 4, total - ip6_header);
    return;
  }
  put16(ip + 2, total);
  put16(ip + 4,
        big16(ip + 4) + static_cast<std::size_t>(first));  // each segment has its own number
  put16(ip + 10, 0);
  put16(ip + 10, static_cast<std::uint16_t>(~ones_sum({ip, shape.ip_header})));
}

// TCP's part of a shape; false if the header does not fit in.
bool find_segments(Frame frame, std::size_t length, PacketShape& shape) {
  const std::uint8_t* const ip = frame.data() + virtio_header_size;
  if (length < shape.ip_header + tcp_least) {
    return false;
  }
  const std::size_t tcp_header = std::size_t{ip[shape.ip_header + offset_at]} >> 4 << 2;
  shape.headers = shape.ip_header + tcp_header;
  std::uint16_t size = 0;
  std::memcpy(&size, frame.data() + gso_size_at, sizeof size);
  if (tcp_header < tcp_least || size == 0 || length <= shape.headers) {
    return false;
  }
  shape.payload = length - shape.headers;
  shape.segment = size;
  shape.segments = static_cast<int>((shape.payload + size - 1) / size);
  return true;
}

}  // namespace

std::uint16_t ones_sum(Frame bytes, std::uint32_t sum) {
  std::uint64_t total = sum;
  std::size_t at = 0;
  for (; at + 1 < bytes.size(); at += 2) {
    total += big16(bytes.data() + at);
  }
  if (at < bytes.size()) {
    total += std::uint64_t{bytes[at]} << 8;
  }
  while (total >> 16 != 0) {
    total = (total & 0xffff) + (total >> 16);
  }
  return static_cast<std::uint16_t>(total);
}

std::optional<PacketShape> shape_of(Frame frame) {
  if (frame.size() < virtio_header_size + ip4_least) {
    return std::nullopt;
  }
  const std::uint8_t* const ip = frame.data() + virtio_header_size;
  const std::size_t length = frame.size() - virtio_header_size;
  PacketShape shape;
  shape.version = ip[0] >> 4;
  if (shape.version == 4) {
    shape.ip_header = std::size_t{ip[0] & 0x0fU} * 4;
    std::copy_n(ip + 16, 4, shape.destination.begin());
  } else if (shape.version == 6 && length >= ip6_header) {
    shape.ip_header = ip6_header;
    std::copy_n(ip + 24, 16, shape.destination.begin());
  } else {
    return std::nullopt;
  }
  if (shape.ip_header < ip4_least || length < shape.ip_header) {
    return std::nullopt;
  }
  shape.headers = shape.ip_header;
  shape.payload = length - shape.headers;
  const auto kind = static_cast<std::uint8_t>(frame[gso_type_at] & ~gso_ecn);
  const bool is_cut = kind == (shape.version == 4 ? gso_tcp4 : gso_tcp6);
  if (is_cut && !find_segments(frame, length, shape)) {
    return std::nullopt;
  }
  return shape;
}

std::vector<std::uint8_t> slice(Frame frame, const PacketShape& shape, int first, int end) {
  firedrill_assert(shape.segments > 1 && first >= 0 && first < end && end <= shape.segments);
  const std::size_t from = static_cast<std::size_t>(first) * shape.segment;
  const std::size_t to = std::min(static_cast<std::size_t>(end) * shape.segment, shape.payload);
  const std::size_t head = virtio_header_size + shape.headers;
  std::vector<std::uint8_t> part(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(head));
  part.insert(part.end(), frame.begin() + static_cast<std::ptrdiff_t>(head + from),
              frame.begin() + static_cast<std::ptrdiff_t>(head + to));
  if (to - from <= shape.segment) {
    part[gso_type_at] = gso_none;
    part[gso_size_at] = part[gso_size_at + 1] = 0;
  }
  std::uint8_t* const ip = part.data() + virtio_header_size;
  std::uint8_t* const tcp = ip + shape.ip_header;
  mend_ip(ip, shape, shape.headers + to - from, first);
  put32(tcp + sequence_at, big32(tcp + sequence_at) + static_cast<std::uint32_t>(from));
  if (to < shape.payload) {
    tcp[flags_at] &= static_cast<std::uint8_t>(~(flag_fin | flag_psh));
  }
  if (first > 0) {  // RFC 3168: only the first segment answers a congestion mark
    tcp[flags_at] &= static_cast<std::uint8_t>(~flag_cwr);
  }
  const std::size_t tcp_length = shape.headers - shape.ip_header + to - from;
  put16(tcp + checksum_at, pseudo_sum(ip, shape.version, tcp_length));
  return part;
}

std::size_t wire_bytes(Frame frame, const PacketShape& shape, int first, int end) {
  if (shape.segments == 1) {
    return frame.size() - virtio_header_size + wire_overhead;
  }
  const std::size_t from = static_cast<std::size_t>(first) * shape.segment;
  const std::size_t to = std::min(static_cast<std::size_t>(end) * shape.segment, shape.payload);
  return to - from + static_cast<std::size_t>(end - first) * (shape.headers + wire_overhead);
}

}  // namespace firedrill
