// Known answers, independence of streams, and the contract that draws can be replayed.
#include "models/chance/random.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <set>
#include <string>
#include <vector>

using namespace firedrill;

TEST_CASE("Philox2x64-10 gives the known answers of its authors") {
  using Block = std::array<std::uint64_t, 2>;
  CHECK(philox({0, 0}, 0) == Block{0xca00a0459843d731, 0x66c24222c9a845b5});
  CHECK(philox({~0ULL, ~0ULL}, ~0ULL) == Block{0x65b021d60cd8310f, 0x4d02f3222f86df20});
  CHECK(philox({0x243f6a8885a308d3, 0x13198a2e03707344}, 0xa4093822299f31d0) ==
        Block{0x0a5e742c2997341c, 0xb0f883d38000de5d});
}

TEST_CASE("a draw depends on seed, name, replication and index, and on nothing else") {
  Draws draws{StreamKey{7, "node"}, 3};
  std::vector<std::uint64_t> values;
  for (int index = 0; index < 9; ++index) {
    values.push_back(draws.bits());
  }
  SECTION("replayed") {
    Draws again{StreamKey{7, "node"}, 3};
    for (const std::uint64_t value : values) {
      CHECK(again.bits() == value);
    }
  }
  SECTION("skipping passes over exactly one") {
    for (std::size_t skipped = 0; skipped < values.size(); ++skipped) {
      Draws again{StreamKey{7, "node"}, 3};
      for (std::size_t index = 0; index < values.size(); ++index) {
        if (index == skipped) {
          again.skip();
        } else {
          CHECK(again.bits() == values[index]);
        }
      }
    }
  }
  SECTION("certain events take a draw, too") {
    Draws again{StreamKey{7, "node"}, 3};
    CHECK_FALSE(again.bernoulli(0.0));
    CHECK(again.bernoulli(1.0));
    CHECK(again.bits() == values[2]);
  }
  SECTION("rewound, to another replication and back") {
    draws.rewind(4);
    CHECK(draws.bits() == Draws{StreamKey{7, "node"}, 4}.bits());
    draws.rewind(3);
    CHECK_FALSE(draws.is_used());
    for (const std::uint64_t value : values) {
      CHECK(draws.bits() == value);
    }
  }
  SECTION("another seed, name or replication is another stream") {
    CHECK(Draws{StreamKey{8, "node"}, 3}.bits() != values[0]);
    CHECK(Draws{StreamKey{7, "nod"}, 3}.bits() != values[0]);
    CHECK(Draws{StreamKey{7, "node"}, 4}.bits() != values[0]);
  }
}

TEST_CASE("looking ahead changes no draw") {
  for (const std::size_t replications : {std::size_t{1}, lanes}) {
    Draws again{StreamKey{7, "node"}, 0};
    again.lognormal_factor(0.4);  // of the first number, likely to be asked for again
    Draws::Ahead ahead;
    again.look_ahead(3, replications, ahead);
    for (std::size_t place = 0; place < replications; ++place) {
      again.rewind(3 + place, ahead, place);
      CHECK_FALSE(again.is_used());
      Draws expected{StreamKey{7, "node"}, 3 + place};
      const double log_sd = place % 2 == 0 ? 0.4 : 0.3;  // or not
      CHECK(again.lognormal_factor(log_sd) == expected.lognormal_factor(log_sd));
      CHECK(again.is_used());
      for (int draw = 0; draw < 5; ++draw) {
        CHECK(again.bits() == expected.bits());
      }
    }
  }
}

TEST_CASE("stream keys do not collide over seeds and similar names") {
  std::set<std::uint64_t> keys;
  std::size_t count = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    for (int index = 0; index < 500; ++index) {
      keys.insert(StreamKey{seed, "component/node/" + std::to_string(index)}.bits());
      keys.insert(StreamKey{seed, std::string(static_cast<std::size_t>(index), '\0')}.bits());
      count += 2;
    }
  }
  CHECK(keys.size() == count);
}

TEST_CASE("members of a family of streams, and members of members, do not collide") {
  const StreamKey family{7, "fleet/node/life"};
  std::set<std::uint64_t> keys{family.bits()};
  for (std::uint64_t node = 0; node < 20'000; ++node) {
    keys.insert(family.member(node).bits());
    for (std::uint64_t life = 0; life < 10; ++life) {
      keys.insert(family.member(node).member(life).bits());
    }
  }
  CHECK(keys.size() == 1 + 20'000 * 11);
  CHECK(StreamKey{7, "fleet/switch/life"}.member(3).bits() != family.member(3).bits());
  CHECK(StreamKey{8, "fleet/node/life"}.member(3).bits() != family.member(3).bits());
}

TEST_CASE("uniform numbers are open to both sides, evenly spread and uncorrelated") {
  constexpr int count = 200'000;
  std::vector<int> cells(100);
  double lag_product = 0.0;
  double previous = 0.5;
  for (int replication = 0; replication < count; ++replication) {
    Draws draws{StreamKey{1, "uniform"}, static_cast<std::uint64_t>(replication)};
    const double value = draws.uniform();
    REQUIRE(value > 0.0);
    REQUIRE(value < 1.0);
    ++cells[static_cast<std::size_t>(value * 100.0)];
    lag_product += (value - 0.5) * (previous - 0.5);
    previous = value;
  }
  double chi_square = 0.0;
  for (const int cell : cells) {
    chi_square += (cell - count / 100.0) * (cell - count / 100.0) / (count / 100.0);
  }
  // 99 degrees of freedom: beyond 160 lies less than one in ten thousand.
  CHECK(chi_square < 160.0);
  // Correlation of neighbours: standard error 1/sqrt(n) in units of the variance 1/12.
  CHECK(std::fabs(lag_product * 12.0 / count) < 4.0 / std::sqrt(count));
}

TEST_CASE("a uniform number is the middle of one of 2^52 equal cells") {
  Draws bits{StreamKey{7, "uniform"}, 0};
  Draws draws{StreamKey{7, "uniform"}, 0};
  for (int index = 0; index < 10'000; ++index) {
    const auto cell = static_cast<double>(bits.bits() >> 12);
    REQUIRE(draws.uniform() == (cell + 0.5) * 0x1p-52);
  }
}
