// Adaptive multilevel splitting: so many paths; those that came least close are taken away, and as
// many of the others are gone along again to where they first came closer than these, and go on
// from there with luck of their own; again and again, until enough reach the event. The levels
// follow from the paths themselves, and the estimate is unbiased all the same: all that came no
// closer than the level are taken away, ties among them. Source: Brehier, Gazeau, Goudenege,
// Lelievre and Rousset, Annals of Applied Probability 26 (2016).
// Example: adaptive_splitting(walker, {.goal = 14.0}, repetition).value  // 1.1e-9
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "sim/splitting.hpp"

namespace firedrill {

struct AdaptiveChoice {
  double goal = 1.0;            // importance of the rare event
  std::uint64_t paths = 1'000;  // at least two
  double taken = 0.5;           // share of the paths that are taken away at a time, ties left out
};

// The walker is that of splitting.hpp. The estimate's `levels` are those found, each with how many
// set out anew.
template <class Walker>
[[nodiscard]] SplittingEstimate<typename Walker::Entry> adaptive_splitting(
    Walker& walker, const AdaptiveChoice& choice, std::uint64_t repetition) {
  using Entry = typename Walker::Entry;
  struct Path {
    Entry from;
    std::uint64_t luck = 0;
    double highest = 0.0;
    std::optional<Entry> end{};
  };
  std::uint64_t luck = luck_of(repetition);
  const auto walk = [&](const Entry& from) {
    auto advance = walker.advance(from, choice.goal, luck);
    return Path{from, luck++, advance.highest, std::move(advance.entered)};
  };
  std::vector<Path> paths;
  for (std::uint64_t path = 0; path < choice.paths; ++path) {
    paths.push_back(walk(walker.start()));
  }
  const auto count = static_cast<double>(choice.paths);
  const auto last_taken =
      static_cast<std::ptrdiff_t>(std::clamp(choice.taken * count, 1.0, count - 1.0)) - 1;
  SplittingEstimate<Entry> estimate{1.0, choice.paths, {}, {}};
  while (true) {
    std::vector<double> highest;
    for (const Path& path : paths) {
      highest.push_back(path.end ? choice.goal : path.highest);
    }
    std::nth_element(highest.begin(), highest.begin() + last_taken, highest.end());
    const double least = highest[static_cast<std::size_t>(last_taken)];
    if (least >= choice.goal) {
      break;
    }
    std::vector<std::size_t> kept, taken;
    for (std::size_t index = 0; index < paths.size(); ++index) {
      (paths[index].end || paths[index].highest > least ? kept : taken).push_back(index);
    }
    if (kept.empty()) {
      estimate.value = 0.0;
      return estimate;
    }
    estimate.value *= static_cast<double>(kept.size()) / count;
    const double level = std::nextafter(least, std::numeric_limits<double>::infinity());
    estimate.levels.push_back({level, taken.size()});
    estimate.paths += taken.size();
    for (const std::size_t index : taken) {
      const Path& along = paths[kept[walker.choose(luck++, kept.size())]];
      const auto advance = walker.advance(along.from, level, along.luck);
      firedrill_assert(advance.entered.has_value());
      paths[index] = walk(*advance.entered);
    }
  }
  for (Path& path : paths) {
    if (path.end) {
      estimate.ends.push_back(std::move(*path.end));
    }
  }
  estimate.value *= static_cast<double>(estimate.ends.size()) / count;
  estimate.levels.push_back({choice.goal, estimate.ends.size()});
  return estimate;
}

}  // namespace firedrill
