#include "models/judgement/track_record.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "models/base/check.hpp"
#include "models/chance/random.hpp"

namespace firedrill {
namespace {

constexpr double interval_confidence = 0.95;

double sum_of(std::span<const double> values) {
  double sum = 0.0;
  for (const double value : values) {
    sum += value;
  }
  return sum;
}

}  // namespace

Coverage coverage_of(std::span<const Hit> hits) {
  Coverage coverage;
  coverage.count = hits.size();
  for (const Hit& hit : hits) {
    coverage.held += hit.is_inside ? 1U : 0U;
    coverage.mean_width += hit.width / static_cast<double>(hits.size());
  }
  coverage.interval = hits.empty()
                          ? Interval{}
                          : clopper_pearson(coverage.held, coverage.count, interval_confidence);
  return coverage;
}

RankHistogram rank_histogram(std::span<const double> ranks) {
  RankHistogram histogram{};
  for (const double rank : ranks) {
    firedrill_assert(rank >= 0.0 && rank <= 1.0);
    ++histogram[std::min(static_cast<std::size_t>(rank * 10.0), histogram.size() - 1)];
  }
  return histogram;
}

std::optional<Bias> bias_of(std::span<const double> ratios) {
  if (ratios.size() < 2) {
    return std::nullopt;
  }
  std::vector<double> logarithms;
  for (const double ratio : ratios) {
    firedrill_assert(ratio > 0.0);
    logarithms.push_back(std::log(ratio));
  }
  const MeanEstimate mean = estimate_mean(logarithms, interval_confidence);
  return Bias{.factor = std::exp(mean.mean),
              .interval = {std::exp(mean.interval.low), std::exp(mean.interval.high)},
              .count = ratios.size()};
}

std::optional<Skill> skill_of(std::span<const double> scores, std::span<const double> others) {
  firedrill_assert(scores.size() == others.size());
  const std::size_t count = scores.size();
  if (count < 2 || sum_of(others) <= 0.0) {
    return std::nullopt;
  }
  constexpr std::size_t rounds = 10'000;
  Draws draws{StreamKey{1, "judgement/skill"}, 0};
  std::vector<double> resampled;
  for (std::size_t round = 0; round < rounds; ++round) {
    double ours = 0.0, theirs = 0.0;
    for (std::size_t pair = 0; pair < count; ++pair) {
      const auto chosen = static_cast<std::size_t>(draws.uniform() * static_cast<double>(count));
      ours += scores[chosen];
      theirs += others[chosen];
    }
    if (theirs > 0.0) {
      resampled.push_back(1.0 - ours / theirs);
    }
  }
  std::sort(resampled.begin(), resampled.end());
  constexpr double tail = (1.0 - interval_confidence) / 2.0;
  return Skill{
      .value = 1.0 - sum_of(scores) / sum_of(others),
      .interval = {sample_quantile(resampled, tail), sample_quantile(resampled, 1.0 - tail)},
      .count = count};
}

}  // namespace firedrill
