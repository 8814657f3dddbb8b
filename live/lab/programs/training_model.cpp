#include "live/lab/programs/training_model.hpp"

#include <cmath>

#include "models/base/check.hpp"
#include "models/chance/random.hpp"

namespace firedrill {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

constexpr std::uint64_t seed = 20260131;
constexpr double learning_rate = 0.05;
constexpr double momentum_kept = 0.9;

// The parameters as the matrices of both layers: y = V s(W x + b) + c.
template <class Data>
struct Layers {
  Eigen::Map<Data> hidden;         // W, training_hidden x training_inputs
  Eigen::Map<Data> hidden_offset;  // b
  Eigen::Map<Data> output;         // V
  Eigen::Map<Data> output_offset;  // c
};

template <class Data, class Pointer>
Layers<Data> layers_of(Pointer* values) {
  Pointer* const hidden_offset = values + training_hidden * training_inputs;
  Pointer* const output = hidden_offset + training_hidden;
  Pointer* const output_offset = output + training_outputs * training_hidden;
  return {{values, training_hidden, training_inputs},
          {hidden_offset, training_hidden, 1},
          {output, training_outputs, training_hidden},
          {output_offset, training_outputs, 1}};
}

double between(Draws& draws, double bound) { return (2.0 * draws.uniform() - 1.0) * bound; }

// Softsign and not tanh: sums and quotients come out the same everywhere, libm does not.
double softsign(double x) { return x / (1.0 + std::abs(x)); }
double softsign_slope(double x) {
  const double denominator = 1.0 + std::abs(x);
  return 1.0 / (denominator * denominator);
}

// What the network is to learn: output k is x_k x_(k+1) + x_(k+2) / 2.
Matrix targets_of(const Matrix& inputs) {
  Matrix targets{training_outputs, inputs.cols()};
  for (int output = 0; output < training_outputs; ++output) {
    targets.row(output) = (inputs.row(output).array() * inputs.row(output + 1).array() +
                           0.5 * inputs.row(output + 2).array())
                              .matrix();
  }
  return targets;
}

Matrix inputs_of(std::int64_t step, int shard) {
  Draws draws{StreamKey{seed, "training/examples"}.member(static_cast<std::uint64_t>(shard)),
              static_cast<std::uint64_t>(step)};
  Matrix inputs{training_inputs, training_batch};
  for (Eigen::Index column = 0; column < inputs.cols(); ++column) {
    for (Eigen::Index row = 0; row < inputs.rows(); ++row) {
      inputs(row, column) = between(draws, 1.0);
    }
  }
  return inputs;
}

}  // namespace

TrainingState initial_state() {
  TrainingState state;
  state.weights = Vector::Zero(training_parameters);
  state.momentum = Vector::Zero(training_parameters);
  Draws draws{StreamKey{seed, "training/weights"}, 0};
  constexpr int first_layer = training_hidden * (training_inputs + 1);
  for (Eigen::Index index = 0; index < state.weights.size(); ++index) {
    const int inputs = index < first_layer ? training_inputs : training_hidden;
    state.weights[index] = between(draws, 1.0 / std::sqrt(static_cast<double>(inputs)));
  }
  return state;
}

ShardGradient shard_gradient(const TrainingState& state, int shard) {
  firedrill_assert(shard >= 0 && shard < training_shards);
  const auto network = layers_of<const Matrix>(state.weights.data());
  const Matrix inputs = inputs_of(state.step, shard);
  const Matrix sums = (network.hidden * inputs).colwise() + network.hidden_offset.col(0);
  const Matrix activations = sums.unaryExpr(&softsign);
  const Matrix outputs = (network.output * activations).colwise() + network.output_offset.col(0);
  const Matrix errors = outputs - targets_of(inputs);
  ShardGradient result;
  result.loss = errors.squaredNorm() / static_cast<double>(errors.size());
  result.gradient = Vector::Zero(training_parameters);
  auto gradient = layers_of<Matrix>(result.gradient.data());
  const Matrix output_slopes = errors * (2.0 / static_cast<double>(errors.size()));
  const Matrix hidden_slopes =
      (network.output.transpose() * output_slopes).cwiseProduct(sums.unaryExpr(&softsign_slope));
  gradient.output = output_slopes * activations.transpose();
  gradient.output_offset = output_slopes.rowwise().sum();
  gradient.hidden = hidden_slopes * inputs.transpose();
  gradient.hidden_offset = hidden_slopes.rowwise().sum();
  return result;
}

void take_step(TrainingState& state, std::span<const ShardGradient> shards) {
  firedrill_assert(shards.size() == training_shards);
  Vector gradient = Vector::Zero(training_parameters);
  double loss = 0.0;
  for (const ShardGradient& shard : shards) {
    gradient += shard.gradient;
    loss += shard.loss;
  }
  state.momentum = momentum_kept * state.momentum + gradient / training_shards;
  state.weights -= learning_rate * state.momentum;
  state.loss = loss / training_shards;
  ++state.step;
}

}  // namespace firedrill
