#include "live/lab/programs/training_model.hpp"

#include <catch2/catch.hpp>
#include <vector>

namespace firedrill {
namespace {

std::vector<ShardGradient> all_shards(const TrainingState& state) {
  std::vector<ShardGradient> shards;
  for (int shard = 0; shard < training_shards; ++shard) {
    shards.push_back(shard_gradient(state, shard));
  }
  return shards;
}

TEST_CASE("a gradient is the slope of the loss") {
  TrainingState state = initial_state();
  state.step = 5;
  const ShardGradient exact = shard_gradient(state, 3);
  for (const Eigen::Index index : {0, 100, 511, 512, 543, 544, 600, 671, 672, 675}) {
    constexpr double step = 1e-5;
    TrainingState above = state;
    TrainingState below = state;
    above.weights[index] += step;
    below.weights[index] -= step;
    const double slope =
        (shard_gradient(above, 3).loss - shard_gradient(below, 3).loss) / (2 * step);
    CHECK(exact.gradient[index] == Approx(slope).epsilon(1e-5).margin(1e-8));
  }
}

TEST_CASE("shards and steps have examples of their own") {
  TrainingState state = initial_state();
  CHECK(shard_gradient(state, 0).loss != shard_gradient(state, 1).loss);
  const double before = shard_gradient(state, 0).loss;
  ++state.step;
  CHECK(shard_gradient(state, 0).loss != before);
}

TEST_CASE("it learns: a thousand steps leave less than a tenth of the loss") {
  TrainingState state = initial_state();
  take_step(state, all_shards(state));
  const double first = state.loss;
  while (state.step < 1000) {
    take_step(state, all_shards(state));
  }
  CHECK(state.loss < 0.1 * first);
}

}  // namespace
}  // namespace firedrill
