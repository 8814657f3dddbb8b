#include "sim/sobol_sums.hpp"

#include <cmath>
#include <limits>

#include "models/chance/elementary.hpp"

namespace firedrill {
namespace {

// A ratio of two means over `rows` rows with its interval, by the delta method: the variance of
// numerator - ratio * denominator, row by row.
IndexEstimate ratio(const SobolSums& over, double squared_below, double with_below, double below,
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

// Means over some rows, and whether what the inputs cause is seen at all.
class Variances {
 public:
  Variances(const SobolBaseSums& sums, double rows) : sums_{sums}, rows_{rows} {
    const double off_centre = sums.sum * sums.sum / rows;
    variance_ = sums.variance.value - off_centre;
    of_expectation_ = sums.inputs.value - off_centre;
  }

  [[nodiscard]] double of_output() const { return variance_ / rows_; }
  [[nodiscard]] double of_inputs() const { return of_expectation_ / rows_; }

  [[nodiscard]] IndexEstimate share(const SobolSums& over) const {
    return ratio(over, sums_.variance.squared, over.with_variance, variance_, rows_);
  }
  // Where the interval of what the inputs cause reaches zero, nothing can be said about shares.
  [[nodiscard]] IndexEstimate share_of_inputs(const SobolSums& over) const {
    const double spread =
        std::sqrt(std::max(0.0, sums_.inputs.squared / rows_ - of_inputs() * of_inputs()) / rows_);
    const bool is_seen = of_inputs() > normal_point_975 * spread;
    return ratio(over, sums_.inputs.squared, over.with_inputs, is_seen ? of_expectation_ : 0.0,
                 rows_);
  }
  // Of all inputs together.
  [[nodiscard]] IndexEstimate all_inputs() const {
    SobolSums all = sums_.inputs;
    all.value = of_expectation_;
    return share(all);
  }

 private:
  const SobolBaseSums& sums_;
  double rows_, variance_ = 0.0, of_expectation_ = 0.0;
};

}  // namespace

SobolBlockSums no_sobol_sums(const SobolDesign& design) {
  SobolOutputSums none;
  none.columns.resize(design.columns.size());
  return SobolBlockSums(design.outputs, none);
}

std::uint64_t rows_of_column(const SobolDesign& design, std::size_t column) {
  return design.column_rows.empty() ? design.rows
                                    : std::min(design.rows, design.column_rows[column]);
}

TotalSobolSums::TotalSobolSums(const SobolDesign& design)
    : design_{design},
      outputs_{no_sobol_sums(design)},
      bases_(design.outputs, std::vector<SobolBaseSums>(design.columns.size())) {}

void TotalSobolSums::add(const SobolBlockSums& block) {
  for (std::size_t output = 0; output < outputs_.size(); ++output) {
    outputs_[output].base.add(block[output].base);
    for (std::size_t column = 0; column < design_.columns.size(); ++column) {
      SobolColumnSums& all = outputs_[output].columns[column];
      const SobolColumnSums& one = block[output].columns[column];
      for (std::size_t degree = 0; degree < sobol_degrees; ++degree) {
        all.profile[degree] += one.profile[degree];
      }
      if (blocks_ * sobol_block_rows < rows_of_column(design_, column)) {
        all.first.add(one.first);
        all.total.add(one.total);
        all.total_with_luck.add(one.total_with_luck);
        bases_[output][column].add(block[output].base);
      }
    }
  }
  ++blocks_;
}

SobolOutput TotalSobolSums::summary_of(std::size_t index) const {
  const SobolOutputSums& all = outputs_[index];
  const auto rows = static_cast<double>(design_.rows);
  const Variances variances{all.base, rows};
  SobolOutput output;
  output.mean = design_.centres[index] + all.base.sum / rows;
  output.variance = variances.of_output();
  output.variance_of_inputs = variances.of_inputs();
  output.share_of_inputs = variances.all_inputs();
  for (std::size_t column = 0; column < design_.columns.size(); ++column) {
    const SobolColumnSums& of_column = all.columns[column];
    SobolColumn& one = output.columns.emplace_back();
    const std::uint64_t blocks =
        (rows_of_column(design_, column) + sobol_block_rows - 1) / sobol_block_rows;
    one.rows = std::min(design_.rows, blocks * sobol_block_rows);
    const Variances over{bases_[index][column], static_cast<double>(one.rows)};
    one.first = over.share(of_column.first);
    one.total = over.share(of_column.total_with_luck);
    one.first_of_inputs = over.share_of_inputs(of_column.first);
    one.total_of_inputs = over.share_of_inputs(of_column.total);
    for (const double coefficient : of_column.profile) {
      one.profile.push_back(coefficient / rows);
    }
  }
  return output;
}

SobolIndices TotalSobolSums::indices() const {
  SobolIndices indices;
  indices.rows = design_.rows;
  for (std::size_t output = 0; output < design_.outputs; ++output) {
    indices.outputs.push_back(summary_of(output));
  }
  std::uint64_t points = 2 * design_.rows;
  for (const SobolColumn& column : indices.outputs.front().columns) {
    points += column.rows;
  }
  indices.evaluations = points * design_.lucks;
  return indices;
}

}  // namespace firedrill
