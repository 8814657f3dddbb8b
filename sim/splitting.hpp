// Probabilities too small to be seen by simulating: a path that comes closer to the rare event than
// most is split into many that go on from there, each with luck of its own (multilevel splitting).
// Closeness is a number, the importance; levels of it are crossed one after the other. Any
// importance and any levels give an unbiased estimate; good ones a sharp one. Sources: Garvels, The
// splitting method in rare event simulation (2000); Cerou and Guyader, Stochastic Analysis and
// Applications 25 (2007) (levels from a pilot). Other methods: restart.hpp, adaptive_splitting.hpp.
// Example: Splitter{walker}.fixed_effort(levels, repetition).value  // 1.1e-9
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "models/base/check.hpp"

namespace firedrill {

// A walker knows the paths:
//   Entry                         a place on a path from which it can go on; copyable
//   Entry start()
//   Advance<Entry> advance(entry, level, luck)
//                                 goes on from `entry` with the luck of that number, never used
//                                 before, until the importance is at least `level` or the path ends
template <class Entry>
struct Advance {
  std::optional<Entry> entered{};  // where the level was reached; none: the path ended below it
  double highest = 0.0;            // importance on the way
};

struct SplittingLevel {
  double importance = 0.0;
  std::uint64_t effort = 1'000;  // paths that set out for it
};

// One unbiased estimate, by whatever method.
template <class Entry>
struct SplittingEstimate {
  double value = 0.0;
  std::uint64_t paths = 0;               // that were simulated, or parts of them
  std::vector<SplittingLevel> levels{};  // of a method that finds its own
  std::vector<Entry> ends{};             // where paths reached the goal, each weighing the same
};

// Numbers of lucks: below 2^40 in a repetition; those of the pilot are the last.
inline constexpr unsigned luck_bits = 40;
inline constexpr std::uint64_t luck_of(std::uint64_t repetition) { return repetition << luck_bits; }
inline constexpr std::uint64_t pilot_luck = luck_of(0xffffff);

struct LevelChoice {
  double goal = 1.0;            // importance of the rare event
  double begin = 0.0;           // importance where every path begins
  std::uint64_t pilot = 1'000;  // paths a level at first, and at most
  std::uint64_t most = 1'000'000;
  double share = 0.2;            // of the pilot's paths that a level should be reached by
  std::uint64_t arrivals = 200;  // efforts are such that about so many arrive at each level
};

template <class Walker>
class Splitter {
 public:
  using Entry = typename Walker::Entry;

  explicit Splitter(Walker& walker) : walker_{walker} {}

  // Levels up to the goal, each reached by about `share` of the paths from the one before, as far
  // as a pilot finds any; none if the goal was not reached by `most` paths from the last.
  [[nodiscard]] std::vector<SplittingLevel> choose_levels(const LevelChoice& choice) {
    std::vector<SplittingLevel> levels;
    std::vector<Entry> entries{walker_.start()};
    luck_ = pilot_luck;
    double reached = choice.begin;
    while (reached < choice.goal) {
      const auto next = next_level(entries, reached, choice);
      if (!next) {
        return {};
      }
      levels.push_back(*next);
      reached = next->importance;
      entries = std::move(arrived_);
    }
    return levels;
  }

  // One unbiased estimate: at each level as many paths as its effort says set out, evenly from the
  // entries into the level before. Repetitions are independent.
  [[nodiscard]] SplittingEstimate<Entry> fixed_effort(const std::vector<SplittingLevel>& levels,
                                                      std::uint64_t repetition) {
    std::vector<Entry> entries{walker_.start()};
    luck_ = luck_of(repetition);
    SplittingEstimate<Entry> estimate{1.0};
    for (const SplittingLevel& level : levels) {
      arrived_.clear();
      // Which entries are used once more than the others is chance.
      std::uint64_t place = walker_.choose(luck_++, entries.size());
      for (std::uint64_t path = 0; path < level.effort; ++path) {
        auto advance =
            walker_.advance(entries[place++ % entries.size()], level.importance, luck_++);
        if (advance.entered) {
          arrived_.push_back(std::move(*advance.entered));
        }
      }
      estimate.paths += level.effort;
      estimate.value *= static_cast<double>(arrived_.size()) / static_cast<double>(level.effort);
      std::swap(entries, arrived_);
      if (entries.empty()) {
        return estimate;
      }
    }
    estimate.ends = std::move(entries);
    return estimate;
  }

 private:
  // The level that about `share` of the paths reach, and their entries into it in arrived_.
  std::optional<SplittingLevel> next_level(const std::vector<Entry>& entries, double reached,
                                           const LevelChoice& choice) {
    std::vector<double> highest;
    for (std::uint64_t paths = choice.pilot; paths <= choice.most; paths *= 10) {
      const std::uint64_t first = luck_;
      highest.clear();
      for (std::uint64_t path = 0; path < paths; ++path) {
        const Entry& from = entries[path % entries.size()];
        highest.push_back(walker_.advance(from, choice.goal, luck_++).highest);
      }
      const double level = level_among(highest, reached, choice);
      if (level > reached) {
        return enter(entries, level, first, paths, choice);
      }
    }
    return std::nullopt;
  }

  // The lowest that is above `reached` and that no more than `share` reach, if some dozens reach
  // any above; `reached` if too few do.
  static double level_among(std::vector<double>& highest, double reached,
                            const LevelChoice& choice) {
    constexpr std::size_t least = 30;
    std::sort(highest.begin(), highest.end());
    const auto above = std::upper_bound(highest.begin(), highest.end(), reached);
    const auto count = static_cast<std::size_t>(highest.end() - above);
    if (count < least) {
      return reached;
    }
    const auto wanted =
        static_cast<std::size_t>(choice.share * static_cast<double>(highest.size()));
    const auto place = count > wanted
                           ? highest.end() - static_cast<std::ptrdiff_t>(std::max(wanted, least))
                           : above;
    return std::min(*place, choice.goal);
  }

  // The same paths again, up to the level.
  SplittingLevel enter(const std::vector<Entry>& entries, double level, std::uint64_t first,
                       std::uint64_t paths, const LevelChoice& choice) {
    arrived_.clear();
    for (std::uint64_t path = 0; path < paths; ++path) {
      auto advance = walker_.advance(entries[path % entries.size()], level, first + path);
      if (advance.entered) {
        arrived_.push_back(std::move(*advance.entered));
      }
    }
    firedrill_assert(!arrived_.empty());
    const std::uint64_t effort = choice.arrivals * paths / arrived_.size();
    return {level, std::clamp(effort, choice.arrivals, 10 * choice.most)};
  }

  Walker& walker_;
  std::uint64_t luck_ = 0;
  std::vector<Entry> arrived_;
};

}  // namespace firedrill
