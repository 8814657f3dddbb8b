// Indices of functions whose indices are known, without luck and with it.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "models/chance/random.hpp"
#include "sim/sobol.hpp"

using namespace firedrill;

namespace {

// Source: Ishigami and Homma, ISUMA (1990), a = 7, b = 0.1; inputs uniform on (-pi, pi).
class Ishigami final : public SobolModel {
 public:
  void evaluate(std::span<const double> u, std::uint64_t /*first_luck*/,
                std::span<double> outputs) override {
    std::array<double, 3> x{};
    for (std::size_t input = 0; input < 3; ++input) {
      x[input] = std::numbers::pi * (2.0 * u[input] - 1.0);
    }
    const double value = std::sin(x[0]) + 7.0 * std::pow(std::sin(x[1]), 2) +
                         0.1 * std::pow(x[2], 4) * std::sin(x[0]);
    for (double& output : outputs) {
      output = value;
    }
  }
};

// A coin that falls with probability 0.2 + 0.4 x + 0.2 y + 0.2 (x - 1/2) (y - 1/2); and, beside
// it, luck alone.
class Coin final : public SobolModel {
 public:
  void evaluate(std::span<const double> u, std::uint64_t first_luck,
                std::span<double> outputs) override {
    const double p = 0.2 + 0.4 * u[0] + 0.2 * u[1] + 0.2 * (u[0] - 0.5) * (u[1] - 0.5);
    for (std::size_t luck = 0; luck < outputs.size() / 2; ++luck) {
      Draws draws{StreamKey{1, "coin"}, first_luck + luck};
      outputs[2 * luck] = draws.bernoulli(p) ? 1.0 : 0.0;
      outputs[2 * luck + 1] = draws.uniform();
    }
  }
};

SobolDesign design_of(std::size_t inputs, std::vector<std::vector<std::size_t>> columns) {
  SobolDesign design;
  design.inputs = inputs;
  design.columns = std::move(columns);
  design.centres = {0.0};
  return design;
}

bool covers(const IndexEstimate& estimate, double value) {
  return estimate.interval.low <= value && value <= estimate.interval.high;
}

}  // namespace

TEST_CASE("the indices of Ishigami's function", "[threads]") {
  SobolDesign design = design_of(3, {{0}, {1}, {2}, {1, 2}});
  design.centres = {3.5};
  design.rows = 400'000;
  const SobolIndices indices = estimate_sobol(design, [] { return std::make_unique<Ishigami>(); });
  const SobolOutput& output = indices.outputs[0];
  CHECK(output.mean == Approx(3.5).margin(0.02));
  CHECK(output.variance == Approx(13.844588).epsilon(0.005));
  CHECK(output.columns[0].first.value == Approx(0.313905).margin(0.005));
  CHECK(output.columns[1].first.value == Approx(0.442411).margin(0.005));
  CHECK(output.columns[2].first.value == Approx(0.0).margin(0.005));
  CHECK(output.columns[0].total.value == Approx(0.557589).margin(0.005));
  CHECK(output.columns[1].total.value == Approx(0.442411).margin(0.005));
  CHECK(output.columns[2].total.value == Approx(0.243684).margin(0.005));
  // Of a group: all but what is the first input's alone.
  CHECK(output.columns[3].total.value == Approx(1.0 - 0.313905).margin(0.005));
  // Without luck both scales are one.
  CHECK(output.share_of_inputs.value == Approx(1.0));
  CHECK(output.columns[0].total_of_inputs.value == Approx(output.columns[0].total.value));
}

TEST_CASE("luck and inputs are told apart") {
  SobolDesign design = design_of(2, {{0}, {1}});
  design.outputs = 2;
  design.centres = {0.5, 0.5};
  design.rows = 100'000;
  const SobolIndices indices = estimate_sobol(design, [] { return std::make_unique<Coin>(); });
  // Exact: E p = 1/2, the variance of a coin 1/4; of p: .16/12, .04/12 and .04/144.
  const double of_x = 0.16 / 12.0, of_y = 0.04 / 12.0, of_both = 0.04 / 144.0;
  const SobolOutput& coin = indices.outputs[0];
  CHECK(coin.mean == Approx(0.5).margin(0.005));
  CHECK(coin.variance == Approx(0.25).epsilon(0.01));
  CHECK(covers(coin.share_of_inputs, (of_x + of_y + of_both) / 0.25));
  CHECK(covers(coin.columns[0].first, of_x / 0.25));
  CHECK(covers(coin.columns[0].first_of_inputs, of_x / (of_x + of_y + of_both)));
  CHECK(covers(coin.columns[1].total_of_inputs, (of_y + of_both) / (of_x + of_y + of_both)));
  // The same luck ends otherwise when x moves: half of E |p - p'| = 0.4 / 3.
  CHECK(coin.columns[0].total.value == Approx(0.5 * 0.4 / 3.0 / 0.25).epsilon(0.05));
  CHECK(coin.columns[0].profile[0] == Approx(0.4 / std::sqrt(12.0)).margin(0.005));
  // Nothing comes of inputs where all is luck.
  CHECK(std::isnan(indices.outputs[1].columns[0].first_of_inputs.value));
  CHECK(indices.outputs[1].columns[0].total.value == Approx(0.0).margin(1e-12));
}

TEST_CASE("intervals of indices cover in 95 of 100 designs, on any number of threads",
          "[threads]") {
  int covered = 0;
  constexpr int designs = 200;
  for (int trial = 0; trial < designs; ++trial) {
    SobolDesign design = design_of(3, {{0}, {2}});
    design.centres = {3.5};
    design.rows = 1'000;
    design.seed = static_cast<std::uint64_t>(trial);
    const auto make = [] { return std::make_unique<Ishigami>(); };
    const SobolIndices indices = estimate_sobol(design, make);
    covered += covers(indices.outputs[0].columns[0].first, 0.313905) ? 1 : 0;
    covered += covers(indices.outputs[0].columns[1].total, 0.243684) ? 1 : 0;
    if (trial == 0) {
      design.threads = 3;
      CHECK(estimate_sobol(design, make).outputs[0].columns[0].first.value ==
            indices.outputs[0].columns[0].first.value);
    }
  }
  // 400 trials at 95 %: 380, and in 999 of 1,000 cases between 365 and 393.
  CHECK(covered >= 362);
  CHECK(covered <= 395);
}
