#include "live/network/packet.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/live/network/frame_fixture.hpp"

namespace firedrill {
namespace {

std::uint32_t sequence_of(const Bytestring& frame, int version) {
  const std::size_t at = fixture_virtio + ip_size(version) + 4;
  return static_cast<std::uint32_t>(frame[at] << 24 | frame[at + 1] << 16 | frame[at + 2] << 8 |
                                    frame[at + 3]);
}

TEST_CASE("a super-packet falls into the segments its header promises") {
  for (const int version : {4, 6}) {
    const TcpFrame wanted{.payload = 5000, .segment = 1448, .version = version};
    const Bytestring frame = tcp_frame(wanted);
    const auto shape = shape_of(frame);
    REQUIRE(shape);
    CHECK(shape->version == version);
    CHECK(shape->segments == 4);
    CHECK(shape->payload == 5000);
    CHECK(shape->destination[version == 4 ? 2 : 3] == 2);

    const std::size_t head = fixture_virtio + ip_size(version) + 20;
    Bytestring payload;
    for (int segment = 0; segment < 4; ++segment) {
      const Bytestring part = slice(frame, *shape, segment, segment + 1);
      CHECK(part[1] == 0);  // nothing left to cut
      CHECK(verified(part, version) == 0xffff);
      CHECK(sequence_of(part, version) ==
            wanted.sequence + 1448U * static_cast<std::uint32_t>(segment));
      const bool is_last = segment == 3;
      CHECK((part[head - 7] & 0x09) == (is_last ? 0x09 : 0));       // FIN and PSH end the stream
      CHECK((part[head - 7] & 0x80) == (segment == 0 ? 0x80 : 0));  // CWR is said once
      if (version == 4) {
        CHECK(word_sum(part, 10, 30) == 0xffff);
        CHECK(part[14] * 256 + part[15] == 7 + segment);
      }
      payload.insert(payload.end(), part.begin() + static_cast<std::ptrdiff_t>(head), part.end());
    }
    CHECK(payload == Bytestring(frame.begin() + static_cast<std::ptrdiff_t>(head), frame.end()));
  }
}

TEST_CASE("a run of several segments stays a super-packet with a right checksum") {
  for (const int version : {4, 6}) {
    const Bytestring frame = tcp_frame({.payload = 9000, .segment = 1000, .version = version});
    const auto shape = shape_of(frame);
    REQUIRE(shape);
    const Bytestring part = slice(frame, *shape, 2, 7);
    CHECK(part.size() == fixture_virtio + ip_size(version) + 20 + 5000);
    CHECK(part[1] == (version == 4 ? 1 : 4));
    CHECK(verified(part, version) == 0xffff);
    CHECK(shape_of(part)->segments == 5);
  }
}

TEST_CASE("every segment is charged its headers and the wire's overhead") {
  const Bytestring frame = tcp_frame({.payload = 5000, .segment = 1448});
  const auto shape = shape_of(frame);
  REQUIRE(shape);
  CHECK(wire_bytes(frame, *shape, 0, 4) == 5000 + 4 * (40 + 38));
  CHECK(wire_bytes(frame, *shape, 3, 4) == (5000 - 3 * 1448) + 40 + 38);
  const Bytestring small = tcp_frame({.payload = 100});
  CHECK(wire_bytes(small, *shape_of(small), 0, 1) == 100 + 40 + 38);
}

TEST_CASE("what is no packet, or is shorter than it says, has no shape") {
  const Bytestring frame = tcp_frame({.payload = 5000, .segment = 1448});
  for (const std::size_t size : {0U, 9U, 10U, 29U, 45U, 50U}) {
    CHECK_FALSE(shape_of(Frame{frame.data(), size}));
  }
  Bytestring broken = frame;
  broken[10] = 0x15;  // IP version 1
  CHECK_FALSE(shape_of(broken));
  broken = frame;
  broken[10] = 0x41;  // an IPv4 header of four bytes
  CHECK_FALSE(shape_of(broken));
  broken = frame;
  broken[4] = broken[5] = 0;  // segments of nothing
  CHECK_FALSE(shape_of(broken));
  broken = frame;
  broken[10 + 20 + 12] = 0x10;  // a TCP header of four bytes
  CHECK_FALSE(shape_of(broken));
}

// RFC 1071, section 3: 00 01 f2 03 f4 f5 f6 f7 sum to ddf2.
TEST_CASE("the internet checksum is that of RFC 1071") {
  const Bytestring bytes{0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7};
  CHECK(ones_sum(bytes) == 0xddf2);
}

}  // namespace
}  // namespace firedrill
