// What the rows of Saltelli's design add up to, and the indices with their intervals that come of
// it. Blocks of rows are summed on their own and added in their order, so that the same rows make
// the same figures whoever computed which.
// Example: TotalSobolSums all{design}; all.add(block); const SobolIndices indices = all.indices();
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "sim/sobol.hpp"

namespace firedrill {

inline constexpr std::size_t sobol_degrees = 3;  // of the polynomials of a profile

// Sums over rows of a numerator, and of its products with itself and both denominators.
struct SobolSums {
  double value = 0.0, squared = 0.0, with_variance = 0.0, with_inputs = 0.0;

  void add(double one, double variance, double inputs) {
    value += one;
    squared += one * one;
    with_variance += one * variance;
    with_inputs += one * inputs;
  }
  void add(const SobolSums& other) {
    value += other.value;
    squared += other.squared;
    with_variance += other.with_variance;
    with_inputs += other.with_inputs;
  }
};

struct SobolColumnSums {
  SobolSums first, total, total_with_luck;
  std::array<double, sobol_degrees> profile{};
};

// What an output's columns are divided by.
struct SobolBaseSums {
  double sum = 0.0;
  SobolSums variance, inputs;  // of the output, and of its expectation

  void add(const SobolBaseSums& other) {
    sum += other.sum;
    variance.add(other.variance);
    inputs.add(other.inputs);
  }
};

struct SobolOutputSums {
  SobolBaseSums base;
  std::vector<SobolColumnSums> columns;
};

using SobolBlockSums = std::vector<SobolOutputSums>;  // per output

// All zero, as long as the design has columns and outputs.
[[nodiscard]] SobolBlockSums no_sobol_sums(const SobolDesign& design);

// The rows that a column is examined in, before they are rounded up to blocks.
[[nodiscard]] std::uint64_t rows_of_column(const SobolDesign& design, std::size_t column);

// The sums of blocks so far.
class TotalSobolSums {
 public:
  explicit TotalSobolSums(const SobolDesign& design);

  // The next block.
  void add(const SobolBlockSums& block);

  // Once all are added.
  [[nodiscard]] SobolIndices indices() const;

 private:
  [[nodiscard]] SobolOutput summary_of(std::size_t output) const;

  const SobolDesign& design_;
  SobolBlockSums outputs_;
  std::vector<std::vector<SobolBaseSums>> bases_;  // [output][column]: over the column's rows
  std::uint64_t blocks_ = 0;
};

}  // namespace firedrill
