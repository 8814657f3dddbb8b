#include "sim/sobol.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "models/base/check.hpp"
#include "models/chance/elementary.hpp"
#include "models/chance/random.hpp"
#include "sim/parallel_runs.hpp"

namespace firedrill {
namespace {

constexpr std::uint64_t block_rows = 64;  // summed by one worker; blocks are added in their order
constexpr std::size_t degrees = 3;

// Sums over rows of a numerator, and of its products with itself and both denominators.
struct Sums {
  double value = 0.0, squared = 0.0, with_variance = 0.0, with_inputs = 0.0;

  void add(double one, double variance, double inputs) {
    value += one;
    squared += one * one;
    with_variance += one * variance;
    with_inputs += one * inputs;
  }
  void add(const Sums& other) {
    value += other.value;
    squared += other.squared;
    with_variance += other.with_variance;
    with_inputs += other.with_inputs;
  }
};

struct ColumnSums {
  Sums first, total, total_with_luck;
  std::array<double, degrees> profile{};
};

struct OutputSums {
  double sum = 0.0;
  Sums variance, inputs;  // the denominators: of the output, and of its expectation
  std::vector<ColumnSums> columns;

  void add(const OutputSums& other) {
    sum += other.sum;
    variance.add(other.variance);
    inputs.add(other.inputs);
    for (std::size_t column = 0; column < columns.size(); ++column) {
      columns[column].first.add(other.columns[column].first);
      columns[column].total.add(other.columns[column].total);
      columns[column].total_with_luck.add(other.columns[column].total_with_luck);
      for (std::size_t degree = 0; degree < degrees; ++degree) {
        columns[column].profile[degree] += other.columns[column].profile[degree];
      }
    }
  }
};

using BlockSums = std::vector<OutputSums>;  // per output

// Of the values of one output at one point, luck by luck: their sum, and that of their squares.
struct LuckMoments {
  double sum = 0.0, squares = 0.0;

  // The mean of products of values of two different lucks: an unbiased square of the expectation.
  [[nodiscard]] double product(double lucks) const {
    return (sum * sum - squares) / (lucks * (lucks - 1.0));
  }
};

class RowWorker {
 public:
  RowWorker(const SobolDesign& design, const SobolModelMaker& make, std::vector<BlockSums>& blocks)
      : design_{design},
        model_{make()},
        blocks_{blocks},
        key_{design.seed, "sobol"},
        a_(design.inputs),
        b_(design.inputs),
        mixed_(design.inputs),
        of_a_(design.outputs * design.lucks),
        of_b_(of_a_.size()),
        of_mixed_(of_a_.size()) {}

  void operator()(std::uint64_t block) {
    const std::uint64_t begin = block * block_rows;
    const std::uint64_t end = std::min(begin + block_rows, design_.rows);
    for (std::uint64_t row = begin; row < end; ++row) {
      add_row(design_.first_row + row, blocks_[static_cast<std::size_t>(block)]);
    }
  }

  void finish() {}

 private:
  void add_row(std::uint64_t row, BlockSums& sums) {
    Draws draws{key_, row};
    for (double& u : a_) {
      u = draws.uniform();
    }
    for (double& u : b_) {
      u = draws.uniform();
    }
    const std::uint64_t luck = 2 * row * design_.lucks;
    evaluate(a_, luck, of_a_);
    evaluate(b_, luck + design_.lucks, of_b_);
    denominators_.clear();
    for (std::size_t output = 0; output < design_.outputs; ++output) {
      add_variance(output, sums[output]);
    }
    for (std::size_t column = 0; column < design_.columns.size(); ++column) {
      const auto& inputs = design_.columns[column];
      mixed_ = a_;
      for (const std::size_t input : inputs) {
        mixed_[input] = b_[input];
      }
      evaluate(mixed_, luck, of_mixed_);
      for (std::size_t output = 0; output < design_.outputs; ++output) {
        add_column(output, inputs, sums[output].columns[column]);
      }
    }
  }

  void evaluate(const std::vector<double>& u, std::uint64_t luck, std::vector<double>& outputs) {
    model_->evaluate(u, luck, outputs);
    for (std::size_t index = 0; index < outputs.size(); ++index) {
      outputs[index] -= design_.centres[index % design_.outputs];
    }
  }

  [[nodiscard]] LuckMoments moments(const std::vector<double>& values, std::size_t output) const {
    LuckMoments all;
    for (std::size_t index = output; index < values.size(); index += design_.outputs) {
      all.sum += values[index];
      all.squares += values[index] * values[index];
    }
    return all;
  }

  void add_variance(std::size_t output, OutputSums& sums) {
    const auto lucks = static_cast<double>(design_.lucks);
    const LuckMoments a = moments(of_a_, output);
    const LuckMoments b = moments(of_b_, output);
    const double variance = 0.5 * (a.squares + b.squares) / lucks;
    const double inputs = 0.5 * (a.product(lucks) + b.product(lucks));
    sums.sum += 0.5 * (a.sum + b.sum) / lucks;
    sums.variance.add(variance, variance, inputs);
    sums.inputs.add(inputs, variance, inputs);
    denominators_.push_back({variance, inputs});
  }

  void add_column(std::size_t output, const std::vector<std::size_t>& inputs, ColumnSums& sums) {
    const auto lucks = static_cast<double>(design_.lucks);
    LuckMoments change;
    for (std::size_t index = output; index < of_a_.size(); index += design_.outputs) {
      const double one = of_mixed_[index] - of_a_[index];
      change.sum += one;
      change.squares += one * one;
    }
    const double mean_a = moments(of_a_, output).sum / lucks;
    const double mean_b = moments(of_b_, output).sum / lucks;
    const auto& [variance, of_inputs] = denominators_[output];
    sums.first.add(mean_b * change.sum / lucks, variance, of_inputs);
    sums.total.add(0.5 * change.product(lucks), variance, of_inputs);
    sums.total_with_luck.add(0.5 * change.squares / lucks, variance, of_inputs);
    for (std::size_t degree = 0; inputs.size() == 1 && degree < degrees; ++degree) {
      sums.profile[degree] += 0.5 * (mean_a * legendre(degree + 1, a_[inputs.front()]) +
                                     mean_b * legendre(degree + 1, b_[inputs.front()]));
    }
  }

  struct Denominators {
    double variance = 0.0, inputs = 0.0;
  };

  const SobolDesign& design_;
  std::unique_ptr<SobolModel> model_;
  std::vector<BlockSums>& blocks_;
  StreamKey key_;
  std::vector<double> a_, b_, mixed_, of_a_, of_b_, of_mixed_;
  std::vector<Denominators> denominators_;  // of the row, per output
};

// A ratio of two means over `rows` rows with its interval, by the delta method: the variance of
// numerator - ratio * denominator, row by row.
IndexEstimate ratio(const Sums& over, double squared_below, double with_below, double below,
                    double rows) {
  if (!(below > 0.0)) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    return {nan, {nan, nan}};
  }
  const double value = over.value / below;
  const double residual =
      (over.squared - 2.0 * value * with_below + value * value * squared_below) / rows;
  const double width =
      normal_point_975 * std::sqrt(std::max(0.0, residual) / rows) / (below / rows);
  return {value, {value - width, value + width}};
}

SobolOutput summary_of(const OutputSums& sums, double centre, double rows) {
  SobolOutput output;
  const double off_centre = sums.sum * sums.sum / rows;
  const double variance = sums.variance.value - off_centre;
  const double of_expectation = sums.inputs.value - off_centre;
  output.mean = centre + sums.sum / rows;
  output.variance = variance / rows;
  output.variance_of_inputs = of_expectation / rows;
  const auto of_variance = [&](const Sums& over) {
    return ratio(over, sums.variance.squared, over.with_variance, variance, rows);
  };
  // Where its interval reaches zero, nothing can be said about shares of it.
  const double spread =
      std::sqrt(std::max(0.0, sums.inputs.squared / rows -
                                  output.variance_of_inputs * output.variance_of_inputs) /
                rows);
  const bool is_seen = output.variance_of_inputs > normal_point_975 * spread;
  const auto of_inputs = [&](const Sums& over) {
    return ratio(over, sums.inputs.squared, over.with_inputs, is_seen ? of_expectation : 0.0, rows);
  };
  Sums of_all_inputs = sums.inputs;
  of_all_inputs.value = of_expectation;
  output.share_of_inputs = of_variance(of_all_inputs);
  for (const ColumnSums& column : sums.columns) {
    SobolColumn& one = output.columns.emplace_back();
    one.first = of_variance(column.first);
    one.total = of_variance(column.total_with_luck);
    one.first_of_inputs = of_inputs(column.first);
    one.total_of_inputs = of_inputs(column.total);
    for (const double coefficient : column.profile) {
      one.profile.push_back(coefficient / rows);
    }
  }
  return output;
}

}  // namespace

SobolIndices estimate_sobol(const SobolDesign& design, const SobolModelMaker& make) {
  firedrill_assert(design.rows >= 2 && design.lucks >= 2);
  firedrill_assert(design.centres.size() == design.outputs);
  OutputSums none;
  none.columns.resize(design.columns.size());
  const std::uint64_t count = (design.rows + block_rows - 1) / block_rows;
  std::vector<BlockSums> blocks(static_cast<std::size_t>(count), BlockSums(design.outputs, none));
  run_in_parallel({count, design.threads, design.progress}, [&] {
    return RowWorker{design, make, blocks};
  });
  SobolIndices indices;
  indices.rows = design.rows;
  indices.evaluations = design.rows * design.lucks * (design.columns.size() + 2);
  for (std::size_t output = 0; output < design.outputs; ++output) {
    OutputSums all = none;
    for (const BlockSums& block : blocks) {
      all.add(block[output]);
    }
    indices.outputs.push_back(
        summary_of(all, design.centres[output], static_cast<double>(design.rows)));
  }
  return indices;
}

double legendre(std::size_t degree, double u) {
  const double x = 2.0 * u - 1.0;
  switch (degree) {
    case 1:
      return std::sqrt(3.0) * x;
    case 2:
      return std::sqrt(5.0) * 0.5 * (3.0 * x * x - 1.0);
    default:
      return std::sqrt(7.0) * 0.5 * (5.0 * x * x * x - 3.0 * x);
  }
}

}  // namespace firedrill
