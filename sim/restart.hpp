// RESTART: every path that comes up to a level is split there, at once, into several; those that it
// did not begin as end when they fall back below the level, and the path itself goes on. Any levels
// and splits give an unbiased estimate; splits of about one over the share that comes up to the
// next level keep the number of paths level. Source: Villen-Altamirano, RESTART (1991); optimal
// splits: the same, European Transactions on Telecommunications 13 (2002).
// Example: restart(walker, restart_design(levels, arrivals), repetition).value  // 1.1e-9
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/splitting.hpp"

namespace firedrill {

struct RestartLevel {
  double importance = 0.0;
  std::uint64_t split = 2;  // paths that go on, the one that came among them
};

struct RestartDesign {
  std::vector<RestartLevel> levels{};  // ascending, below the goal
  double goal = 1.0;
  std::uint64_t paths = 1'000;  // that set out
};

// From levels that a pilot chose, the last of which is the goal, with efforts that make about
// `arrivals` arrive at each. At least one level.
[[nodiscard]] inline RestartDesign restart_design(const std::vector<SplittingLevel>& levels,
                                                  std::uint64_t arrivals) {
  RestartDesign design{{}, levels.back().importance, levels.front().effort};
  for (std::size_t index = 0; index + 1 < levels.size(); ++index) {
    const std::uint64_t split = (levels[index + 1].effort + arrivals / 2) / arrivals;
    design.levels.push_back({levels[index].importance, std::max<std::uint64_t>(1, split)});
  }
  return design;
}

// Besides what splitting.hpp asks of it, the walker knows
//   void follow(entry, luck, observe)
//                                 goes on from `entry` with the luck of that number, and tells
//                                 observe(importance, here), at first where it begins, until that
//                                 says false or the path ends; here() is the place
template <class Walker>
[[nodiscard]] SplittingEstimate<typename Walker::Entry> restart(Walker& walker,
                                                                const RestartDesign& design,
                                                                std::uint64_t repetition) {
  using Entry = typename Walker::Entry;
  struct Branch {
    Entry from;
    std::size_t born = 0;     // levels it had been up to when it began: falling below ends it
    std::size_t reached = 0;  // levels it has been up to, and is above
  };
  const auto& levels = design.levels;
  std::vector<double> weights{1.0 / static_cast<double>(design.paths)};  // above so many levels
  for (const RestartLevel& level : levels) {
    weights.push_back(weights.back() / static_cast<double>(level.split));
  }
  SplittingEstimate<Entry> estimate;
  std::uint64_t luck = luck_of(repetition);
  std::vector<Branch> branches;
  for (std::uint64_t path = 0; path < design.paths; ++path) {
    branches.push_back({walker.start()});
    while (!branches.empty()) {
      Branch branch = std::move(branches.back());
      branches.pop_back();
      ++estimate.paths;
      walker.follow(branch.from, luck++, [&](double importance, const auto& here) {
        while (branch.reached > 0 && importance < levels[branch.reached - 1].importance) {
          --branch.reached;
        }
        if (branch.reached < branch.born) {
          return false;
        }
        while (branch.reached < levels.size() && importance >= levels[branch.reached].importance) {
          ++branch.reached;
          for (std::uint64_t copy = 1; copy < levels[branch.reached - 1].split; ++copy) {
            branches.push_back({here(), branch.reached, branch.reached});
          }
        }
        if (importance < design.goal) {
          return true;
        }
        estimate.value += weights[branch.reached];
        estimate.ends.push_back(here());
        return false;
      });
    }
  }
  return estimate;
}

}  // namespace firedrill
