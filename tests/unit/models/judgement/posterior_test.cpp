// What the calibrator learns: closed forms where there are any, a second integration where samples
// are censored, and the coverage of its intervals over a thousand data sets.
#include "models/judgement/posterior.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "models/chance/elementary.hpp"
#include "models/chance/random.hpp"

using namespace firedrill;

namespace {

// Data sets drawn from the prior itself: a right posterior then covers exactly as often as it says.
struct Experiment {
  LognormalPrior prior{std::log(120.0), std::log(2.0), std::log(0.3), 0.5};
  double censored_beyond = HUGE_VAL;  // as a factor of the true median
  std::size_t samples = 12;
};

struct Covered {
  int median = 0, log_sd = 0, next = 0, rounds = 0, censored = 0;
};

double log_median_of(const Distribution& law, double p) {
  // The p-quantile of a predictive law by bisection of its distribution function.
  const auto below = [&](double value) {
    const auto part = [&](const Lognormal& one) {
      return 0.5 * std::erfc(-std::log(value / one.median) / one.log_sd / std::sqrt(2.0));
    };
    if (const auto* single = std::get_if<Lognormal>(&law.law)) {
      return part(*single);
    }
    const auto& mixture = std::get<Mixture>(law.law);
    double sum = 0.0;
    for (std::size_t index = 0; index < mixture.parts.size(); ++index) {
      sum += mixture.shares[index] * part(std::get<Lognormal>(mixture.parts[index].law));
    }
    return sum;
  };
  double low = -20.0, high = 30.0;
  while (high - low > 1e-9) {
    const double middle = 0.5 * (low + high);
    (below(std::exp(middle)) < p ? low : high) = middle;
  }
  return low;
}

Covered repeat(const Experiment& experiment, int rounds) {
  Covered covered;
  for (int round = 0; round < rounds; ++round) {
    Draws draws{StreamKey{11, "posterior"}, static_cast<std::uint64_t>(round)};
    const double log_median = experiment.prior.log_median +
                              experiment.prior.log_median_sd * normal_quantile(draws.uniform());
    const double log_sd =
        std::exp(experiment.prior.log_spread +
                 experiment.prior.log_spread_sd * normal_quantile(draws.uniform()));
    const double limit = std::exp(log_median) * experiment.censored_beyond;
    std::vector<LengthSample> samples;
    for (std::size_t index = 0; index < experiment.samples; ++index) {
      const double length = std::exp(log_median + log_sd * normal_quantile(draws.uniform()));
      samples.push_back({std::min(length, limit), length > limit});
      covered.censored += length > limit ? 1 : 0;
    }
    const double next = log_median + log_sd * normal_quantile(draws.uniform());
    const LengthPosterior found = posterior_of(experiment.prior, samples);
    const auto holds = [](const Learned& learned, double truth) {
      return learned.interval.low <= truth && truth <= learned.interval.high ? 1 : 0;
    };
    covered.median += holds(found.median, std::exp(log_median));
    covered.log_sd += holds(found.log_sd, log_sd);
    covered.next += log_median_of(found.predictive, 0.025) <= next &&
                            next <= log_median_of(found.predictive, 0.975)
                        ? 1
                        : 0;
    ++covered.rounds;
  }
  return covered;
}

void check_coverage(const Covered& covered) {
  const auto share = [&](int count) {
    return static_cast<double>(count) / static_cast<double>(covered.rounds);
  };
  for (const int count : {covered.median, covered.log_sd, covered.next}) {
    CHECK(share(count) >= 0.93);
    CHECK(share(count) <= 0.97);
  }
}

}  // namespace

TEST_CASE("with a known spread the posterior of the median is the normal one") {
  // Gelman et al., section 2.5: precision 1/tau^2 + n/sigma^2, mean weighted by precisions.
  const LognormalPrior prior{std::log(100.0), 0.7, std::log(0.25), 1e-4};
  const std::vector<LengthSample> samples{{150.0, false}, {180.0, false}, {130.0, false}};
  const double precision = 1.0 / 0.49 + 3.0 / 0.0625;
  const double mean = (std::log(150.0) + std::log(180.0) + std::log(130.0)) / 3.0;
  const double centre = (std::log(100.0) / 0.49 + 3.0 / 0.0625 * mean) / precision;
  const double half_width = 1.959963985 / std::sqrt(precision);
  const LengthPosterior found = posterior_of(prior, samples);
  CHECK(found.median.value == Approx(std::exp(centre)).epsilon(1e-4));
  CHECK(found.median.interval.low == Approx(std::exp(centre - half_width)).epsilon(5e-4));
  CHECK(found.median.interval.high == Approx(std::exp(centre + half_width)).epsilon(5e-4));
  CHECK(found.prior_weight == Approx(1.0 / 0.49 / precision).epsilon(1e-3));
  const auto& next = std::get<Lognormal>(found.predictive.law);
  CHECK(next.log_sd == Approx(std::sqrt(0.0625 + 1.0 / precision)).epsilon(1e-3));
}

TEST_CASE("without samples the posterior is the prior") {
  const LognormalPrior prior{std::log(60.0), std::log(4.0), std::log(0.5), 0.5};
  const LengthPosterior found = posterior_of(prior, {});
  CHECK(found.median.value == Approx(60.0).epsilon(1e-6));
  CHECK(found.median.interval.high ==
        Approx(60.0 * std::exp(1.959963985 * std::log(4.0))).epsilon(2e-3));
  CHECK(found.log_sd.interval.low == Approx(0.5 * std::exp(-1.959963985 * 0.5)).epsilon(2e-3));
  CHECK(found.prior_weight == Approx(1.0).epsilon(1e-6));
}

TEST_CASE("censored samples count as they should") {
  // Integrated a second time by tests/unit/models/judgement/posterior_reference.py.
  const LognormalPrior prior{std::log(120.0), std::log(2.0), std::log(0.3), 0.5};
  const std::vector<LengthSample> samples{{100.0, false}, {140.0, false}, {95.0, false},
                                          {200.0, true},  {200.0, true},  {60.0, true}};
  const LengthPosterior found = posterior_of(prior, samples);
  CHECK(found.observed == 3);
  CHECK(found.censored == 3);
  CHECK(found.median.value == Approx(153.454).epsilon(1e-3));
  CHECK(found.median.interval.low == Approx(102.599).epsilon(1e-3));
  CHECK(found.median.interval.high == Approx(249.843).epsilon(2e-3));
  CHECK(found.log_sd.value == Approx(0.450871).epsilon(1e-3));
  CHECK(log_median_of(found.predictive, 0.5) == Approx(5.03354).epsilon(2e-3));
  CHECK(log_median_of(found.predictive, 0.95) == Approx(5.95406).epsilon(2e-3));
}

TEST_CASE("a sample far outside the prior is found all the same") {
  const LognormalPrior prior{std::log(1.0), std::log(2.0), std::log(0.1), 0.5};
  std::vector<LengthSample> samples;
  for (int index = 0; index < 400; ++index) {
    samples.push_back({5'000.0 * (1.0 + 0.001 * (index % 7)), false});
  }
  const LengthPosterior found = posterior_of(prior, samples);
  CHECK(found.median.value == Approx(5'015.0).epsilon(5e-3));
}

TEST_CASE("a prior keeps the median and the spread of its law") {
  const auto prior = prior_for({Lognormal{90.0, 0.4}}, 2.0);
  REQUIRE(prior);
  CHECK(std::exp(prior->log_median) == Approx(90.0));
  CHECK(std::exp(prior->log_spread) == Approx(0.4).epsilon(1e-9));
  CHECK(prior->log_median_sd == Approx(std::log(2.0)));
  // Parts that lie upon each other: the median is theirs, not the border between them.
  const auto mixed =
      prior_for({Mixture{{0.5, 0.5}, {{Lognormal{90.0, 0.2}}, {Lognormal{90.0, 0.6}}}}}, 2.0);
  REQUIRE(mixed);
  CHECK(std::exp(mixed->log_median) == Approx(90.0).epsilon(0.01));
  CHECK_FALSE(prior_for({Constant{0.0}}, 2.0));
}

TEST_CASE("posterior intervals cover as often as they say") { check_coverage(repeat({}, 1'000)); }

TEST_CASE("posterior intervals cover as often as they say with a third censored") {
  Experiment experiment;
  experiment.censored_beyond = 1.1;
  const Covered covered = repeat(experiment, 1'000);
  CHECK(covered.censored > 3 * 1'000);
  check_coverage(covered);
}

TEST_CASE("failures teach a probability") {
  const FailurePosterior found = failure_posterior(0.05, 2.0, 3, 18);
  CHECK(found.probability.value == Approx(3.1 / 20.0));
  CHECK(found.prior_weight == Approx(0.1));
  // Beta(1, 1) and no failure in n: the upper end solves (1 - p)^(n + 1) = 0.025.
  const FailurePosterior none = failure_posterior(0.5, 2.0, 0, 9);
  CHECK(none.probability.interval.high == Approx(1.0 - std::pow(0.025, 0.1)).epsilon(1e-9));
  CHECK(failure_posterior(0.0, 2.0, 0, 5).probability.value > 0.0);
}
