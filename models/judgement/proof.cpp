#include "models/judgement/proof.hpp"

#include <algorithm>
#include <array>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace firedrill {
namespace {

constexpr double confidence = 0.95;
constexpr std::uint64_t least_values = 5;  // of a mean

}  // namespace

std::string_view name_of(Proof proof) {
  constexpr std::array<std::string_view, 4> names{"proven", "consistent", "refuted", "too few"};
  return names[static_cast<std::size_t>(proof)];
}

ShareProof prove_share(const ShareCount& count, double at_least) {
  ShareProof result;
  result.count = count;
  const bool is_all = at_least >= 1.0;
  result.needed = is_all ? 0 : trials_to_prove(at_least, confidence);
  if (count.trials == 0) {
    return result;
  }
  result.share = static_cast<double>(count.kept) / static_cast<double>(count.trials);
  result.interval = {wilson(count.kept, count.trials, confidence).low,
                     wilson(count.kept + count.open, count.trials, confidence).high};
  const std::uint64_t broken = count.trials - count.kept - count.open;
  // What proves 95 % without a failure is the least that says anything of 100 %, too.
  const std::uint64_t enough = is_all ? trials_to_prove(confidence, confidence) : result.needed;
  if (is_all ? broken > 0 : result.interval.high < at_least) {
    result.proof = Proof::refuted;
  } else if (count.trials < enough) {
    result.proof = Proof::too_few;
  } else {
    const bool is_flawless = broken + count.open == 0;
    const bool is_proven = !is_all && (is_flawless || result.interval.low >= at_least);
    result.proof = is_proven ? Proof::proven : Proof::consistent;
  }
  return result;
}

MeanProof prove_mean(std::span<const double> values, std::span<const std::uint8_t> is_censored,
                     double at_most) {
  MeanProof result;
  result.count = values.size();
  if (values.empty()) {
    return result;
  }
  const double n = static_cast<double>(values.size());
  double sum = 0.0;
  for (std::size_t index = 0; index < values.size(); ++index) {
    sum += values[index];
    result.censored += is_censored[index] != 0 ? 1 : 0;
  }
  result.mean = sum / n;
  result.interval = {result.mean, result.mean};
  if (values.size() >= 2) {
    double squares = 0.0;
    for (const double value : values) {
      squares += (value - result.mean) * (value - result.mean);
    }
    const boost::math::students_t_distribution<double> law{n - 1.0};
    const double half =
        boost::math::quantile(law, 0.5 + confidence / 2.0) * std::sqrt(squares / (n - 1.0) / n);
    result.interval = {std::max(0.0, result.mean - half), result.mean + half};
  }
  if (values.size() >= 2 && result.interval.low > at_most) {
    result.proof = Proof::refuted;
  } else if (result.count < least_values) {
    result.proof = Proof::too_few;
  } else {
    const bool is_proven = result.censored == 0 && result.interval.high <= at_most;
    result.proof = is_proven ? Proof::proven : Proof::consistent;
  }
  return result;
}

}  // namespace firedrill
