#include "models/judgement/proof.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdint>

namespace firedrill {
namespace {

TEST_CASE("without a failure, ln 0.05 / ln p trials prove a share", "[proof]") {
  CHECK(prove_share({58, 58, 0}, 0.95).proof == Proof::too_few);
  CHECK(prove_share({59, 59, 0}, 0.95).proof == Proof::proven);
  CHECK(prove_share({298, 298, 0}, 0.99).proof == Proof::too_few);
  CHECK(prove_share({299, 299, 0}, 0.99).proof == Proof::proven);
  CHECK(prove_share({2995, 2995, 0}, 0.999).proof == Proof::proven);
  CHECK(prove_share({0, 0, 0}, 0.95).needed == 59);
}

TEST_CASE("shares with failures are proven, consistent or refuted by their interval", "[proof]") {
  // Wilson for 990 of 1,000: [0.9817, 0.9946].
  const ShareProof many = prove_share({990, 1000, 0}, 0.95);
  CHECK(many.proof == Proof::proven);
  CHECK(many.interval.low == Approx(0.98170).margin(1e-4));
  CHECK(prove_share({950, 1000, 0}, 0.95).proof == Proof::consistent);
  CHECK(prove_share({900, 1000, 0}, 0.95).proof == Proof::refuted);
  CHECK(prove_share({1, 4, 0}, 0.95).proof == Proof::refuted);
  CHECK(prove_share({3, 4, 0}, 0.95).proof == Proof::too_few);
}

TEST_CASE("what is open neither proves nor refutes", "[proof]") {
  CHECK(prove_share({99, 100, 1}, 0.99).proof == Proof::too_few);
  CHECK(prove_share({400, 500, 100}, 0.95).proof == Proof::consistent);
  CHECK(prove_share({500, 500, 0}, 0.95).proof == Proof::proven);
}

TEST_CASE("one failure refutes all, and nothing proves it", "[proof]") {
  CHECK(prove_share({99, 100, 0}, 1.0).proof == Proof::refuted);
  CHECK(prove_share({1000, 1000, 0}, 1.0).proof == Proof::consistent);
  CHECK(prove_share({10, 10, 0}, 1.0).proof == Proof::too_few);
  CHECK(prove_share({10, 10, 0}, 1.0).needed == 0);
}

TEST_CASE("a mean carries Student's interval", "[proof]") {
  const std::array values{10.0, 12.0, 14.0, 16.0, 18.0};
  const std::array<std::uint8_t, 5> whole{};
  // t(4, 0.975) = 2.7764; s = sqrt(10).
  const MeanProof mean = prove_mean(values, whole, 20.0);
  CHECK(mean.mean == Approx(14.0));
  CHECK(mean.interval.low == Approx(14.0 - 2.776445 * 3.162278 / 2.236068).epsilon(1e-5));
  CHECK(mean.proof == Proof::proven);
  CHECK(prove_mean(values, whole, 15.0).proof == Proof::consistent);
  CHECK(prove_mean(values, whole, 9.0).proof == Proof::refuted);
  const std::array<std::uint8_t, 5> cut{0, 0, 0, 0, 1};
  CHECK(prove_mean(values, cut, 20.0).proof == Proof::consistent);
  CHECK(prove_mean(values, cut, 20.0).censored == 1);
}

}  // namespace
}  // namespace firedrill
