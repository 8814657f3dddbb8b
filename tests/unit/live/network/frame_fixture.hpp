// TCP packets as the kernel hands them to the WAN router, made and judged by code of the tests'
// own: checksums are completed as a network card does it and then verified as a receiver does it.
// Example: const auto frame = tcp_frame({.payload = 5000, .segment = 1448});
#pragma once

#include <cstdint>
#include <numeric>
#include <vector>

namespace firedrill {

using Bytestring = std::vector<std::uint8_t>;

struct TcpFrame {
  std::size_t payload = 1000;
  std::uint16_t segment = 0;  // 0: no super-packet
  int version = 4;
  std::uint32_t sequence = 4'294'960'000;   // wraps within a super-packet
  std::uint8_t flags = 0x18 | 0x80 | 0x01;  // ACK PSH CWR FIN
};

inline void put(Bytestring& bytes, std::initializer_list<std::uint64_t> values, int size) {
  for (const std::uint64_t value : values) {
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
      bytes.push_back(static_cast<std::uint8_t>(value >> shift));
    }
  }
}

// The sum of big-endian 16-bit words, folded: RFC 1071 by the book.
inline std::uint32_t word_sum(const Bytestring& bytes, std::size_t from, std::size_t to) {
  std::uint32_t sum = 0;
  for (std::size_t at = from; at < to; ++at) {
    sum += std::uint32_t{bytes[at]} << ((at - from) % 2 == 0 ? 8 : 0);
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return sum;
}

inline std::uint32_t folded(std::uint32_t sum) { return (sum & 0xffff) + (sum >> 16); }

constexpr std::size_t fixture_virtio = 10;

inline std::size_t ip_size(int version) { return version == 4 ? 20 : 40; }

// Sum of the pseudo header of the packet behind the virtio header.
inline std::uint32_t pseudo_header(const Bytestring& frame, int version) {
  const std::size_t ip = fixture_virtio;
  const std::size_t length = frame.size() - ip - ip_size(version);
  const std::uint32_t addresses =
      version == 4 ? word_sum(frame, ip + 12, ip + 20) : word_sum(frame, ip + 8, ip + 40);
  return folded(folded(addresses + 6) + static_cast<std::uint32_t>(length));
}

inline Bytestring tcp_frame(const TcpFrame& wanted) {
  Bytestring frame;
  const std::size_t length = ip_size(wanted.version) + 20 + wanted.payload;
  frame.push_back(1);  // the checksum is to be completed
  frame.push_back(wanted.segment == 0 ? 0 : wanted.version == 4 ? 1 : 4);
  for (const std::size_t field : {ip_size(wanted.version) + 20, std::size_t{wanted.segment},
                                  ip_size(wanted.version), std::size_t{16}}) {
    frame.push_back(static_cast<std::uint8_t>(field));  // little-endian
    frame.push_back(static_cast<std::uint8_t>(field >> 8));
  }
  if (wanted.version == 4) {
    put(frame, {0x4500, length, 7, 0x4000}, 2);
    put(frame, {64, 6}, 1);
    put(frame, {0}, 2);
    put(frame, {0x0a4d010b, 0x0a4d020b}, 4);
    const std::uint32_t sum = word_sum(frame, 10, 30) ^ 0xffff;
    frame[20] = static_cast<std::uint8_t>(sum >> 8);
    frame[21] = static_cast<std::uint8_t>(sum);
  } else {
    put(frame, {0x60000000}, 4);
    put(frame, {length - 40}, 2);
    put(frame, {6, 64}, 1);
    put(frame, {0xfd77000100000000, 0x11, 0xfd77000200000000, 0x11}, 8);
  }
  put(frame, {40000, 5432}, 2);
  put(frame, {wanted.sequence, 1}, 4);
  put(frame, {0x50, wanted.flags}, 1);
  put(frame, {500, 0, 0}, 2);
  for (std::size_t at = 0; at < wanted.payload; ++at) {
    frame.push_back(static_cast<std::uint8_t>(at * 31 >> 2));
  }
  const std::uint32_t seed = pseudo_header(frame, wanted.version);
  const std::size_t checksum = fixture_virtio + ip_size(wanted.version) + 16;
  frame[checksum] = static_cast<std::uint8_t>(seed >> 8);
  frame[checksum + 1] = static_cast<std::uint8_t>(seed);
  return frame;
}

// What the receiver computes once the checksum has been completed: 0xffff if all is right.
inline std::uint32_t verified(Bytestring frame, int version) {
  const std::size_t tcp = fixture_virtio + ip_size(version);
  const std::uint32_t sum = word_sum(frame, tcp, frame.size()) ^ 0xffff;
  frame[tcp + 16] = static_cast<std::uint8_t>(sum >> 8);
  frame[tcp + 17] = static_cast<std::uint8_t>(sum);
  return folded(word_sum(frame, tcp, frame.size()) + pseudo_header(frame, version));
}

}  // namespace firedrill
