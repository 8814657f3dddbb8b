// Whether what is measured has stopped fitting what was predicted, told drill by drill without
// alarming more often than promised, however long one watches. While the model is right, the rank
// of a measured value among the predicted ones is even on [0, 1]; who bets against that at fair
// odds gets rich with probability at most 1/fortune. The stake is spread over all drills at which
// the change may have come, and over laws that are longer, shorter, wider or narrower.
// Source: Shafer et al., "Test martingales, Bayes factors and p-values", Statistical Science 2011.
// Example: DriftTest test; test.add(0.98); test.add(0.995); test.strongest() >= 20  // at 5 %
#pragma once

#include <cstddef>
#include <vector>

namespace firedrill {

// Since when, as indices of the values that were added, from 0.
struct ChangePoint {
  std::size_t likeliest = 0;
  std::size_t earliest = 0, latest = 0;  // hold 95 % of the belief
};

class DriftTest {
 public:
  // `rank` in [0, 1]: of a measured value within its prediction, ties broken at random.
  void add(double rank);

  // The gambler's fortune now, of 1 at first; its highest so far. While nothing has changed, the
  // highest ever reaches 1/a with probability at most a.
  [[nodiscard]] double fortune() const { return fortune_; }
  [[nodiscard]] double strongest() const { return strongest_; }
  [[nodiscard]] std::size_t count() const { return cells_.size(); }
  // Of the values that lie above their predicted median; tells longer from shorter.
  [[nodiscard]] double share_above(std::size_t since) const;

  // When the change came, given that there is one; after at least one value.
  [[nodiscard]] ChangePoint change_point() const;

 private:
  std::vector<std::size_t> cells_;  // which hundredth each rank lies in
  std::vector<double> stakes_;      // what each bet has become
  double fortune_ = 1.0, strongest_ = 1.0;
};

}  // namespace firedrill
