// Minimal cut sets of known structures, and of random ones against every subset tried in turn.
#include <catch2/catch.hpp>

#include <algorithm>

#include "models/analysis/cut_sets.hpp"
#include "models/chance/random.hpp"

using namespace firedrill;

namespace {

// Up while one of `paths` is whole.
StructureFunction any_path_of(const std::vector<CutSet>& paths) {
  return [paths](const std::vector<bool>& lost) {
    return std::any_of(paths.begin(), paths.end(), [&](const CutSet& path) {
      return std::none_of(path.begin(), path.end(), [&](auto element) { return lost[element]; });
    });
  };
}

// By trying every subset, smaller ones first; in the order of minimal_cut_sets.
std::vector<CutSet> by_brute_force(std::size_t elements, const StructureFunction& is_up,
                                   std::size_t largest) {
  std::vector<CutSet> cuts;
  for (std::size_t size = 0; size <= largest; ++size) {
    for (std::uint32_t subset = 0; subset < (1U << elements); ++subset) {
      std::vector<bool> lost(elements, false);
      CutSet cut;
      for (std::uint32_t element = 0; element < elements; ++element) {
        if ((subset >> element & 1U) != 0) {
          lost[element] = true;
          cut.push_back(element);
        }
      }
      const bool has_smaller = std::any_of(cuts.begin(), cuts.end(), [&](const CutSet& other) {
        return std::includes(cut.begin(), cut.end(), other.begin(), other.end());
      });
      if (cut.size() == size && !has_smaller && !is_up(lost)) {
        cuts.push_back(cut);
      }
    }
  }
  std::sort(cuts.begin(), cuts.end(), [](const CutSet& one, const CutSet& other) {
    return std::pair{one.size(), one} < std::pair{other.size(), other};
  });
  return cuts;
}

}  // namespace

TEST_CASE("the bridge network has its four minimal cut sets") {
  // Barlow and Proschan, Statistical Theory of Reliability and Life Testing (1975), section 1.2:
  // paths 14, 25, 135, 234 and cuts 12, 45, 135, 234 for components 1..5, of which 3 is the bridge.
  const auto is_up = any_path_of({{0, 3}, {1, 4}, {0, 2, 4}, {1, 2, 3}});
  CHECK(minimal_cut_sets(5, is_up, 3) == std::vector<CutSet>{{0, 1}, {3, 4}, {0, 2, 4}, {1, 2, 3}});
  CHECK(minimal_cut_sets(5, is_up, 2) == std::vector<CutSet>{{0, 1}, {3, 4}});
}

TEST_CASE("series, parallel, and two of three") {
  CHECK(minimal_cut_sets(2, any_path_of({{0, 1}}), 3) == std::vector<CutSet>{{0}, {1}});
  CHECK(minimal_cut_sets(2, any_path_of({{0}, {1}}), 3) == std::vector<CutSet>{{0, 1}});
  CHECK(minimal_cut_sets(3, any_path_of({{0, 1}, {0, 2}, {1, 2}}), 3) ==
        std::vector<CutSet>{{0, 1}, {0, 2}, {1, 2}});
}

TEST_CASE("what nothing brings down has no cut set, what is down has the empty one") {
  CHECK(minimal_cut_sets(3, any_path_of({{}}), 3).empty());
  CHECK(minimal_cut_sets(3, any_path_of({}), 3) == std::vector<CutSet>{{}});
}

TEST_CASE("random structures have the cut sets that trying every subset finds") {
  for (std::uint64_t round = 0; round < 300; ++round) {
    Draws draws{StreamKey{1, "structure"}, round};
    const std::size_t elements = 1 + static_cast<std::size_t>(draws.uniform() * 8.0);
    const std::size_t count = 1 + static_cast<std::size_t>(draws.uniform() * 6.0);
    std::vector<CutSet> paths(count);
    for (CutSet& path : paths) {
      for (std::uint32_t element = 0; element < elements; ++element) {
        if (draws.bernoulli(0.4)) {
          path.push_back(element);
        }
      }
    }
    INFO("round " << round << "; again with: test_unit_models_analysis \"random structures*\"");
    const auto is_up = any_path_of(paths);
    for (const std::size_t largest : {1U, 2U, 3U}) {
      CHECK(minimal_cut_sets(elements, is_up, largest) == by_brute_force(elements, is_up, largest));
    }
  }
}
