// Published quantiles, the closed form of the recovery law where it keeps its digits, and limits.
#include "models/theory/recovery_laws.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "models/theory/queueing.hpp"
#include "tests/unit/printed.hpp"

using namespace firedrill;

namespace {

// The law of ParallelRestore as a sum over the parts (inclusion and exclusion).
long double recovery_in_closed_form(const ParallelRestore& restore, long double t) {
  const long double detect = restore.detect_mean;
  const long double each = restore.restore_mean;
  long double sum = 0.0L;
  long double binomial = 1.0L;  // parts over k, with the sign of (-1)^k
  for (int k = 0; k <= restore.parts; ++k) {
    const long double k_times = k;
    sum += binomial * (std::exp(-k_times * t / each) - std::exp(-t / detect)) /
           (1.0L - k_times * detect / each);
    binomial *= -static_cast<long double>(restore.parts - k) / (k_times + 1.0L);
  }
  return sum;
}

}  // namespace

TEST_CASE("log shipping, 80 records/s applied at 100/s: the published age at a fault") {
  const SingleServerQueue apply{80.0, 100.0};
  CHECK(apply.mean_wait() == Approx(0.040).epsilon(1e-12));
  CHECK(1.0 - apply.probability_of_wait_above(0.0) == Approx(0.2).epsilon(1e-12));
  CHECK(apply.wait_quantile(0.99) == printed(0.219101, 6));
  CHECK(apply.wait_quantile(0.999) == printed(0.334231, 6));
  CHECK(apply.probability_of_wait_above(apply.wait_quantile(0.99)) == Approx(0.01).epsilon(1e-12));
}

TEST_CASE("object replication, 1 object/s of a minute each: the published age at a fault") {
  CHECK(replication_age_quantile(1.0, 60.0, 0.50) == printed(267.651, 3));
  CHECK(replication_age_quantile(1.0, 60.0, 0.95) == printed(423.872, 3));
  CHECK(replication_age_quantile(1.0, 60.0, 0.99) == printed(521.670, 3));
  for (const double p : {0.01, 0.5, 0.999}) {
    CHECK(replication_age_at_most(1.0, 60.0, replication_age_quantile(1.0, 60.0, p)) ==
          Approx(p).epsilon(1e-12));
  }
}

TEST_CASE("object replication of rare writes: usually nothing is on its way") {
  // 0.1 objects on average: none with probability e^-0.1 = 0.905.
  CHECK(replication_age_at_most(0.001, 100.0, 0.0) == Approx(std::exp(-0.1)).epsilon(1e-12));
  CHECK(replication_age_quantile(0.001, 100.0, 0.90) == 0.0);
  CHECK(replication_age_quantile(0.001, 100.0, 0.91) > 0.0);
}

TEST_CASE("two minutes to detect, then four restores of five: the published recovery time") {
  const ParallelRestore restore{.detect_mean = 2.0, .parts = 4, .restore_mean = 5.0};
  CHECK(mean_recovery(restore) == printed(12.41667, 5));
  CHECK(recovery_quantile(restore, 0.50) == printed(11.25085, 5));
  CHECK(recovery_quantile(restore, 0.95) == printed(24.30866, 5));
  CHECK(recovery_quantile(restore, 0.99) == printed(32.47922, 5));
}

TEST_CASE("the law of recovery agrees with its closed form, whichever mean is the longer") {
  const double detect = GENERATE(1e-6, 0.01, 2.0, 7.0, 300.0);
  const auto parts = GENERATE(1, 4, 9);
  const ParallelRestore restore{.detect_mean = detect, .parts = parts, .restore_mean = 5.0};
  for (const double t : {0.5, 3.0, 12.0, 60.0, 900.0}) {
    INFO("detect " << detect << ", " << parts << " parts, t = " << t);
    CHECK(std::fabs(recovery_at_most(restore, t) - recovery_in_closed_form(restore, t)) < 1e-12);
  }
}

TEST_CASE("where the closed form has a pole, the law of one part is Erlang's") {
  const ParallelRestore restore{.detect_mean = 5.0, .parts = 1, .restore_mean = 5.0};
  CHECK(recovery_at_most(restore, 10.0) == Approx(1.0 - 3.0 * std::exp(-2.0)).epsilon(1e-12));
  CHECK(recovery_at_most(restore, 0.0) == 0.0);
}

TEST_CASE("quantiles of recovery are the inverse of its law, also for a thousand parts") {
  const ParallelRestore restore{.detect_mean = 1.0, .parts = 1'000, .restore_mean = 20.0};
  for (const double p : {1e-6, 0.1, 0.9, 0.999999}) {
    CHECK(recovery_at_most(restore, recovery_quantile(restore, p)) == Approx(p).epsilon(1e-9));
  }
}
