#include "sim/whatif.hpp"

#include <algorithm>
#include <cmath>

#include "models/chance/elementary.hpp"

namespace firedrill {
namespace {

// Mean and variance in one pass. Source: Welford, Technometrics 4 (1962).
class Moments {
 public:
  void add(double value) {
    ++count_;
    const double delta = value - mean_;
    mean_ += delta / static_cast<double>(count_);
    squares_ += delta * (value - mean_);
  }
  [[nodiscard]] double mean() const { return mean_; }
  [[nodiscard]] double variance() const {
    return count_ > 1 ? squares_ / static_cast<double>(count_ - 1) : 0.0;
  }
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  std::uint64_t count_ = 0;
  double mean_ = 0.0, squares_ = 0.0;
};

double median_of(std::vector<Duration> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return to_seconds(*middle);
}

// The change of a fraction from pairs: those that only B met against those that only A met.
// Half a pair is added to each of the four cells, which keeps the interval honest near 0 and 1.
// Source: Agresti and Min, "Effects and non-effects of paired identical observations in comparing
// proportions with binary matched-pairs data", Statistics in Medicine 23 (2004).
void compare_fractions(const std::vector<Duration>& a, const std::vector<Duration>& b,
                       Duration target_a, Duration target_b, Difference& difference) {
  double only_a = 0.0, only_b = 0.0, both = 0.0;
  for (std::size_t row = 0; row < a.size(); ++row) {
    const bool met_a = a[row] <= target_a;
    const bool met_b = b[row] <= target_b;
    both += static_cast<double>(met_a && met_b);
    only_a += static_cast<double>(met_a && !met_b);
    only_b += static_cast<double>(met_b && !met_a);
  }
  const double count = static_cast<double>(a.size());
  difference.met_a = (both + only_a) / count;
  difference.met_b = (both + only_b) / count;
  difference.met_change = (only_b - only_a) / count;
  const double adjusted = count + 2.0;
  const double share_a = (only_a + 0.5) / adjusted;
  const double share_b = (only_b + 0.5) / adjusted;
  const double change = share_b - share_a;
  const double width =
      normal_point_975 * std::sqrt((share_a + share_b - change * change) / adjusted);
  difference.met_low = std::max(-1.0, change - width);
  difference.met_high = std::min(1.0, change + width);
}

void compare_lengths(const std::vector<Duration>& a, const std::vector<Duration>& b,
                     Difference& difference) {
  Moments of_a, of_b, of_change;
  for (std::size_t row = 0; row < a.size(); ++row) {
    if (a[row] != never && b[row] != never) {
      const double seconds_a = to_seconds(a[row]);
      const double seconds_b = to_seconds(b[row]);
      of_a.add(seconds_a);
      of_b.add(seconds_b);
      of_change.add(seconds_b - seconds_a);
    }
  }
  difference.pairs = of_change.count();
  difference.mean_change_s = of_change.mean();
  const double count = static_cast<double>(std::max<std::uint64_t>(of_change.count(), 1));
  const double width = normal_point_975 * std::sqrt(of_change.variance() / count);
  difference.mean_low_s = of_change.mean() - width;
  difference.mean_high_s = of_change.mean() + width;
  difference.median_a_s = median_of(a);
  difference.median_b_s = median_of(b);
  if (of_change.variance() > 0.0) {
    difference.variance_ratio = (of_a.variance() + of_b.variance()) / of_change.variance();
  }
}

}  // namespace

Comparison compare(const Scenario& a, const Scenario& b, const SimulationOptions& options) {
  SimulationOptions half = options;
  const auto report = [&options](double begin) {
    return [&options, begin](double share) {
      if (options.progress) {
        options.progress(begin + share / 2.0);
      }
    };
  };
  half.progress = report(0.0);
  const Samples samples_a = simulate(a, half);
  half.progress = report(0.5);
  const Samples samples_b = simulate(b, half);
  Comparison comparison{.a = a.name,
                        .b = b.name,
                        .seed = options.seed,
                        .replications = options.replications,
                        .differences = {}};
  for (std::size_t index = 0; index < a.objectives.size(); ++index) {
    const Objective& objective = a.objectives[index];
    const auto found =
        std::find_if(b.objectives.begin(), b.objectives.end(),
                     [&](const Objective& other) { return other.name == objective.name; });
    if (found == b.objectives.end()) {
      continue;
    }
    const auto& values_a = samples_a.objectives[index];
    const auto& values_b =
        samples_b.objectives[static_cast<std::size_t>(found - b.objectives.begin())];
    Difference difference;
    difference.objective = objective.name;
    difference.kind = objective.kind;
    difference.target_s = to_seconds(objective.target);
    compare_fractions(values_a, values_b, objective.target, found->target, difference);
    compare_lengths(values_a, values_b, difference);
    comparison.differences.push_back(std::move(difference));
  }
  return comparison;
}

}  // namespace firedrill
