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
  for (std::uint64_t replication = 0; replication < 200; ++replication) {
    luck.begin(replication);
    for (std::size_t stream = 0; stream < stream_count; ++stream) {
      const std::uint64_t draw_count = pattern.bits() % 4;  // none at all for one in four
      Draws expected{StreamKey{seed, std::to_string(stream)}, replication};
      for (std::uint64_t draw = 0; draw < draw_count; ++draw) {
        INFO("replication " << replication << ", stream " << stream << ", draw " << draw);
        REQUIRE(luck[streams[stream]].bits() == expected.bits());
      }
    }
  }
}
