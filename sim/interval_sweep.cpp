#include "sim/interval_sweep.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/base/check.hpp"
#include "models/chance/elementary.hpp"
#include "sim/confidence.hpp"

namespace firedrill {
namespace {

using Row = std::vector<double>;  // one value a replication

using Vector = std::array<double, 3>;

Vector cross(const Vector& left, const Vector& right) {
  return {left[1] * right[2] - left[2] * right[1], left[2] * right[0] - left[0] * right[2],
          left[0] * right[1] - left[1] * right[0]};
}

double dot(const Vector& left, const Vector& right) {
  return left[0] * right[0] + left[1] * right[1] + left[2] * right[2];
}

// The least-squares coefficients a, b, c of (1/x, 1, x) are linear in what is fitted: the sum over
// points of these weights times the values. Nobody asks for b.
struct FitWeights {
  double a = 0.0, c = 0.0;
};

// The normal equations, solved by cofactors: the inverse of a symmetric matrix of rows r, s, t has
// rows s x t, t x r, r x s over its determinant.
std::vector<FitWeights> fit_weights(const std::vector<double>& x) {
  std::array<Vector, 3> normal{};
  for (const double place : x) {
    const Vector basis{1.0 / place, 1.0, place};
    for (std::size_t row = 0; row < 3; ++row) {
      for (std::size_t column = 0; column < 3; ++column) {
        normal[row][column] += basis[row] * basis[column];
      }
    }
  }
  const Vector first = cross(normal[1], normal[2]);
  const Vector last = cross(normal[0], normal[1]);
  const double determinant = dot(normal[0], first);
  std::vector<FitWeights> weights;
  for (const double place : x) {
    const Vector basis{1.0 / place, 1.0, place};
    weights.push_back({dot(first, basis) / determinant, dot(last, basis) / determinant});
  }
  return weights;
}

// sqrt(a/c) of the fitted curve; a and c are means over replications, and so is, to first order,
// their root's deviation: optimum/2 (a_r/a - c_r/c) in replication r.
std::optional<MeanEstimate> optimum_of(const std::vector<Duration>& intervals,
                                       const std::vector<Row>& goodputs) {
  const auto middle = to_seconds(intervals[intervals.size() / 2]);
  std::vector<double> x;
  x.reserve(intervals.size());
  for (const Duration interval : intervals) {
    x.push_back(to_seconds(interval) / middle);
  }
  const std::vector<FitWeights> weights = fit_weights(x);
  Row falling(goodputs[0].size()), rising(goodputs[0].size());
  for (std::size_t point = 0; point < intervals.size(); ++point) {
    for (std::size_t row = 0; row < falling.size(); ++row) {
      falling[row] += weights[point].a / goodputs[point][row];
      rising[row] += weights[point].c / goodputs[point][row];
    }
  }
  const double a = estimate_mean(falling, confidence).mean;
  const double c = estimate_mean(rising, confidence).mean;
  const double optimum = middle * std::sqrt(a / c);
  const auto [shortest, longest] = std::minmax_element(intervals.begin(), intervals.end());
  if (!(optimum > to_seconds(*shortest) && optimum < to_seconds(*longest))) {
    return std::nullopt;
  }
  Row values(falling.size());
  for (std::size_t row = 0; row < values.size(); ++row) {
    values[row] = optimum * (1.0 + 0.5 * (falling[row] / a - rising[row] / c));
  }
  return estimate_mean(values, confidence);
}

Row goodputs_at(FleetStudy study, Duration interval, const FleetOptions& options) {
  study.run.checkpointing.interval = interval;
  Row values;
  for (const FleetTally& tally : simulate_fleet(study, options).tallies) {
    values.push_back(goodput(tally));
  }
  return values;
}

}  // namespace

IntervalSweep sweep_intervals(const FleetStudy& study, const std::vector<Duration>& intervals,
                              const FleetOptions& options) {
  firedrill_assert(intervals.size() >= 3 && options.replications >= 2);
  IntervalSweep sweep;
  std::vector<Row> goodputs;
  for (const Duration interval : intervals) {
    goodputs.push_back(goodputs_at(study, interval, options));
    sweep.points.push_back({interval, estimate_mean(goodputs.back(), confidence), {}});
  }
  const auto best = std::max_element(
      sweep.points.begin(), sweep.points.end(),
      [](const auto& left, const auto& right) { return left.goodput.mean < right.goodput.mean; });
  sweep.best = static_cast<std::size_t>(best - sweep.points.begin());
  for (std::size_t point = 0; point < goodputs.size(); ++point) {
    Row differences;
    for (std::size_t row = 0; row < goodputs[point].size(); ++row) {
      differences.push_back(goodputs[sweep.best][row] - goodputs[point][row]);
    }
    sweep.points[point].behind_best = estimate_mean(differences, confidence);
  }
  sweep.optimum = optimum_of(intervals, goodputs);
  return sweep;
}

std::vector<Duration> spread_around(Duration middle, double factor, int count) {
  firedrill_assert(middle > Duration::zero() && factor > 1.0 && count >= 2);
  std::vector<Duration> intervals;
  for (int index = 0; index < count; ++index) {
    const double place = 2.0 * index / (count - 1) - 1.0;  // from -1 to 1
    intervals.push_back(from_seconds(to_seconds(middle) * det_pow(factor, place)));
  }
  return intervals;
}

}  // namespace firedrill
