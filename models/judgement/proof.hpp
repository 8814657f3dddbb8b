// What a handful of trials says of a promised share or mean: proven, consistent with it, refuted,
// or too few to tell. A promise is proven when the whole 95 % interval keeps it, refuted when none
// of it does. Trials whose outcome is open count against a proof and against a refutation alike.
// A share without a single failure is proven as soon as its trials are enough.
// Example: prove_share({.kept = 4, .trials = 4}, 0.95).proof == Proof::too_few
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "models/chance/interval.hpp"

namespace firedrill {

enum class Proof { proven, consistent, refuted, too_few };
[[nodiscard]] std::string_view name_of(Proof proof);  // "too few"

struct ShareCount {
  std::uint64_t kept = 0, trials = 0;
  std::uint64_t open = 0;  // of the trials: neither kept nor broken as far as anybody knows
};

struct ShareProof {
  ShareCount count;
  double share = 0.0;  // kept / trials; meaningless without trials
  Interval interval;   // Wilson, 95 %; the open ones once as broken, once as kept
  Proof proof = Proof::too_few;
  std::uint64_t needed = 0;  // trials without a failure that prove it; 0: no number does
};

// Fewer trials than would prove `at_least` without a single failure are too few, unless they refute
// it already. A share of 1 is refuted by one failure and never proven. Source of the least number:
// ln 0.05 / ln p, rounded up. Of the interval: Wilson, "Probable inference", JASA 22 (1927).
[[nodiscard]] ShareProof prove_share(const ShareCount& count, double at_least);

struct MeanProof {
  std::uint64_t count = 0;
  std::uint64_t censored = 0;  // of them at least as long as their value
  double mean = 0.0;           // at least, where any is censored
  Interval interval;           // Student, 95 %; both ends the mean below two values
  Proof proof = Proof::too_few;
};

// `values` >= 0, `is_censored[i]` != 0: at least values[i]. Means of fewer than five values are too
// few, unless the mean is refuted; a censored value forbids a proof.
[[nodiscard]] MeanProof prove_mean(std::span<const double> values,
                                   std::span<const std::uint8_t> is_censored, double at_most);

}  // namespace firedrill
