// The Poisson probabilities that matter in a sum over all counts: from the mode outwards by ratios
// of neighbours, then divided by their sum, so that none overflows and no digit is lost to a
// logarithm. Kept is all that a double can hold beside the mode, not only what matters at 1e-10:
// what happens once in 1e100 keeps its digits too.
// Source: Fox and Glynn, "Computing Poisson probabilities", Communications of the ACM 31 (1988).
// Example: PoissonWindow{100.0}.probability(100)  // 0.0398610
#pragma once

#include <cstdint>
#include <vector>

namespace firedrill {

class PoissonWindow {
 public:
  explicit PoissonWindow(double mean);  // finite, >= 0

  // Counts outside of first() to last() have a probability below 1e-290.
  [[nodiscard]] std::int64_t first() const { return first_; }
  [[nodiscard]] std::int64_t last() const;

  [[nodiscard]] double probability(std::int64_t count) const;           // P(N = count)
  [[nodiscard]] double probability_of_above(std::int64_t count) const;  // P(N > count)

 private:
  std::int64_t first_ = 0;
  std::vector<double> probabilities_;  // of first_, first_ + 1, ...
  std::vector<double> above_;          // the sum of those that follow
};

}  // namespace firedrill
