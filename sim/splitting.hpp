// Probabilities too small to be seen by simulating: a path that comes closer to the rare event than
// most is split into many that go on from there, each with luck of its own (multilevel splitting).
// Closeness is a number, the importance; levels of it are crossed one after the other. Any
// importance and any levels give an unbiased estimate; good ones a sharp one. Sources: Garvels, The
// splitting method in rare event simulation (2000); Villen-Altamirano, RESTART (1991);
// Cerou and Guyader, Stochastic Analysis and Applications 25 (2007) (levels from a pilot).
// Example: Splitter{walker}.fixed_effort(levels, repetition)  // 1.1e-9
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
  [[nodiscard]] double fixed_effort(const std::vector<SplittingLevel>& levels,
                                    std::uint64_t repetition) {
    std::vector<Entry> entries{walker_.start()};
    luck_ = luck_of(repetition);
    double probability = 1.0;
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
      probability *= static_cast<double>(arrived_.size()) / static_cast<double>(level.effort);
      std::swap(entries, arrived_);
      if (entries.empty()) {
        return 0.0;
      }
    }
    ends_ = std::move(entries);
    return probability;
  }

  // Where the paths of the last fixed_effort() that did not give 0 reached the goal.
  [[nodiscard]] const std::vector<Entry>& ends() const { return ends_; }

 private:
  // Numbers of lucks: below 2^40 in a repetition; those of the pilot are the last.
  static constexpr unsigned luck_bits = 40;
  static std::uint64_t luck_of(std::uint64_t repetition) { return repetition << luck_bits; }
  static constexpr std::uint64_t pilot_luck = std::uint64_t{0xffffff} << luck_bits;

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
  std::vector<Entry> arrived_, ends_;
};

// RESTART: every path that comes up to a level is split there, at once, into `levels[i].split`
// paths; those that it did not begin as end when they fall back below the level. One unbiased
// estimate from `paths` paths. A process is copied freely, and knows
//   bool is_over() const, double importance() const, void step(Draws&)
struct RestartLevel {
  double importance = 0.0;
  unsigned split = 2;
};

template <class Process, class Draws>
[[nodiscard]] double restart(const Process& start, const std::vector<RestartLevel>& levels,
                             double goal, std::uint64_t paths, Draws& draws) {
  struct Branch {
    Process process;
    std::size_t born = 0;     // levels it had been up to when it began: falling below ends it
    std::size_t reached = 0;  // levels it has been up to, and is above
  };
  double weight = 1.0 / static_cast<double>(paths);
  std::vector<double> weights;  // of a branch that is above so many levels
  weights.push_back(weight);
  for (const RestartLevel& level : levels) {
    weight /= static_cast<double>(level.split);
    weights.push_back(weight);
  }
  double probability = 0.0;
  std::vector<Branch> branches;
  for (std::uint64_t path = 0; path < paths; ++path) {
    branches.push_back({start});
    while (!branches.empty()) {
      Branch branch = branches.back();
      branches.pop_back();
      while (!branch.process.is_over()) {
        branch.process.step(draws);
        const double importance = branch.process.importance();
        while (branch.reached > 0 && importance < levels[branch.reached - 1].importance) {
          --branch.reached;
        }
        if (branch.reached < branch.born) {
          break;
        }
        while (branch.reached < levels.size() && importance >= levels[branch.reached].importance) {
          ++branch.reached;
          for (unsigned copy = 1; copy < levels[branch.reached - 1].split; ++copy) {
            branches.push_back({branch.process, branch.reached, branch.reached});
          }
        }
        if (importance >= goal) {
          probability += weights[branch.reached];
          break;
        }
      }
    }
  }
  return probability;
}

}  // namespace firedrill
