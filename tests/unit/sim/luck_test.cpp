// Streams give the same numbers whichever of them were used before, in this or the last
// replication.
#include "sim/luck.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace firedrill;

TEST_CASE("what is computed ahead never changes a draw") {
  constexpr std::uint64_t seed = 11;
  constexpr std::size_t stream_count = 7;
  Luck luck{seed};
  std::vector<StreamId> streams;
  for (std::size_t stream = 0; stream < stream_count; ++stream) {
    streams.push_back(luck.stream(std::to_string(stream)));
  }
  Draws pattern{StreamKey{seed, "which streams are used"}, 0};
  std::uint64_t replication = 0;
  for (int turn = 0; turn < 400; ++turn) {
    // Mostly one after the other, for which several are computed at a time.
    replication = pattern.bits() % 30 == 0 ? pattern.bits() % 1000 : replication + 1;
    if (pattern.bits() % 10 == 0) {
      luck.expect(pattern.bits() % 40);  // true or not
    }
    luck.begin(replication);
    for (std::size_t stream = 0; stream < stream_count; ++stream) {
      const std::uint64_t draw_count = pattern.bits() % 4;  // none at all for one in four
      Draws expected{StreamKey{seed, std::to_string(stream)}, replication};
      for (std::uint64_t draw = 0; draw < draw_count; ++draw) {
        INFO("replication " << replication << ", stream " << stream << ", draw " << draw);
        if (stream % 2 == 0) {
          REQUIRE(luck[streams[stream]].bits() == expected.bits());
        } else {
          REQUIRE(luck[streams[stream]].lognormal_factor(0.5) == expected.lognormal_factor(0.5));
        }
      }
    }
  }
}
