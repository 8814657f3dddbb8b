// The bookkeeping of nodes against a list that is searched from its beginning each time.
#include "sim/fleet_nodes.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

#include "models/chance/random.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

struct PlainNode {
  int causes = 0;
  bool is_held = false;
};

class PlainNodes {
 public:
  explicit PlainNodes(std::size_t count) : nodes(count) {}

  std::uint32_t take_down(NodeRange range) {
    const std::uint32_t before = held();
    for (std::uint32_t node = range.first; node < range.first + range.count; ++node) {
      ++nodes[node].causes;
      nodes[node].is_held = false;
    }
    return before - held();
  }
  void fill(std::uint32_t wanted) {
    for (PlainNode& node : nodes) {
      if (held() < wanted && node.causes == 0) {
        node.is_held = true;
      }
    }
  }
  std::uint32_t held() const {
    return static_cast<std::uint32_t>(
        std::count_if(nodes.begin(), nodes.end(), [](const auto& node) { return node.is_held; }));
  }
  std::uint32_t down() const {
    return static_cast<std::uint32_t>(std::count_if(
        nodes.begin(), nodes.end(), [](const auto& node) { return node.causes > 0; }));
  }
  std::vector<PlainNode> nodes;
};

}  // namespace

TEST_CASE("ten thousand random losses, returns and allocations") {
  constexpr std::uint32_t count = 150;
  FleetNodes nodes{count};
  PlainNodes plain{count};
  nodes.begin();
  Draws draws{StreamKey{1, "fleet nodes"}, 0};
  std::vector<NodeRange> down;
  std::vector<Duration> time_with_down(count + 1);
  const auto below = [&](std::size_t limit) {
    return static_cast<std::size_t>(draws.bits() % limit);
  };
  for (int step = 0; step < 10'000; ++step) {
    time_with_down[plain.down()] += 1s;
    const Duration now = (step + 1) * 1s;
    if (below(2) == 0 && down.size() < 12) {
      const auto first = static_cast<std::uint32_t>(below(count));
      const auto length = static_cast<std::uint32_t>(1 + below(40));
      const NodeRange range{first, std::min(length, count - first)};
      REQUIRE(nodes.take_down(range, now) == plain.take_down(range));
      down.push_back(range);
    } else if (!down.empty()) {
      std::swap(down[below(down.size())], down.back());
      for (std::uint32_t node = 0; node < down.back().count; ++node) {
        --plain.nodes[down.back().first + node].causes;
      }
      nodes.bring_back(down.back(), now);
      down.pop_back();
    } else {
      nodes.record(now);
    }
    if (below(3) == 0) {
      nodes.fill(100);
      plain.fill(100);
    }
    REQUIRE(nodes.held() == plain.held());
    REQUIRE(nodes.idle() == count - plain.down() - plain.held());
  }
  for (std::size_t entry = 0; entry <= count; ++entry) {
    CHECK(nodes.time_with_down()[entry] == time_with_down[entry]);
  }
}

TEST_CASE("the last idle node of thousands is found, and the first that comes back") {
  FleetNodes nodes{9'000};
  nodes.begin();
  nodes.fill(8'999);
  REQUIRE(nodes.held() == 8'999);
  CHECK(nodes.take_down({8'999, 1}, 1s) == 0);  // the one that the job had left
  nodes.bring_back({8'999, 1}, 2s);
  CHECK(nodes.take_down({100, 1}, 3s) == 1);
  nodes.fill(8'999);
  CHECK(nodes.take_down({8'999, 1}, 4s) == 1);  // now it had that one, too
  nodes.bring_back({100, 1}, 5s);
  nodes.bring_back({8'999, 1}, 6s);
  nodes.fill(8'999);
  CHECK(nodes.idle() == 1);
  CHECK(nodes.take_down({100, 1}, 7s) == 1);  // the lower number first
}
