// The model that a lab's Gaudi3 nodes train: a small network with one hidden layer that learns a
// fixed function, by gradient descent with momentum. A step's batch is cut into eight shards, whose
// gradients are summed in their order whoever has computed them: so the loss of a step is the same,
// bit by bit, on any number of workers, and after any interruption.
// Example: TrainingState state = initial_state();
//          take_step(state, {shard_gradient(state, 0), ..., shard_gradient(state, 7)});
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>

namespace firedrill {

inline constexpr int training_shards = 8;
inline constexpr int training_inputs = 16;
inline constexpr int training_hidden = 32;
inline constexpr int training_outputs = 4;
inline constexpr int training_batch = 32;  // examples a shard
inline constexpr int training_parameters =
    training_hidden * (training_inputs + 1) + training_outputs * (training_hidden + 1);

// Everything that the next step depends on.
struct TrainingState {
  std::int64_t step = 0;     // steps done
  double loss = 0.0;         // mean squared error of the last step's batch; 0 before any
  Eigen::VectorXd weights;   // training_parameters of them
  Eigen::VectorXd momentum;  // as many
};

struct ShardGradient {
  double loss = 0.0;  // mean squared error of the shard
  Eigen::VectorXd gradient;
};

// Weights from a random stream of fixed seed, uniform within +-1/sqrt(inputs of the layer).
[[nodiscard]] TrainingState initial_state();

// Loss and gradient of shard `shard` (0 to training_shards - 1) of the step that follows `state`.
// Its examples are drawn for this step and shard, so there is no data to lose.
[[nodiscard]] ShardGradient shard_gradient(const TrainingState& state, int shard);

// One step: `shards` are those of all shards, in their order.
void take_step(TrainingState& state, std::span<const ShardGradient> shards);

}  // namespace firedrill
