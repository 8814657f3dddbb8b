// The record of a model over many drills, each predicted before it was run: how often intervals
// held what was measured, where in the predictions it lay, and whether the model is early or late.
// One figure a drill: figures of one drill are not independent, and a count of them would look
// surer than it is. Example: coverage_of(hits).interval  // of the true coverage, 95 %
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "models/chance/estimate.hpp"
#include "models/chance/interval.hpp"

namespace firedrill {

inline constexpr double predicted_coverage = 0.90;  // of the intervals that are scored
inline constexpr std::uint64_t least_drills = 20;   // for a verdict on a model

// One prediction held against what was measured.
struct Hit {
  bool is_inside = false;  // of the central 90 % interval
  double width = 0.0;      // of that interval, in the unit of the quantity
};

struct Coverage {
  std::uint64_t held = 0, count = 0;
  Interval interval;  // Clopper-Pearson, 95 %
  double mean_width = 0.0;
};
[[nodiscard]] Coverage coverage_of(std::span<const Hit> hits);

// How many ranks fall into each tenth; ranks in [0, 1]. Level: the model is right; in the middle:
// its intervals are too wide; at both ends: too narrow; at one end: it is early or late.
using RankHistogram = std::array<std::uint64_t, 10>;
[[nodiscard]] RankHistogram rank_histogram(std::span<const double> ranks);

// By what factor measured lengths exceed the predicted medians, with Student's 95 % interval on
// their logarithms; none with fewer than two.
struct Bias {
  double factor = 1.0;
  Interval interval;
  std::uint64_t count = 0;
};
// `ratios` are measured / predicted median, each > 0.
[[nodiscard]] std::optional<Bias> bias_of(std::span<const double> ratios);

// By what share the mean of `scores` is below that of `others` (smaller is better), pair by pair:
// 1 - mean/mean, with a 95 % interval by resampling pairs (10,000 times, always the same draws).
// None with fewer than two pairs or if the others are all zero.
// Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
struct Skill {
  double value = 0.0;
  Interval interval;
  std::uint64_t count = 0;
};
[[nodiscard]] std::optional<Skill> skill_of(std::span<const double> scores,
                                            std::span<const double> others);

}  // namespace firedrill
