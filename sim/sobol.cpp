#include "sim/sobol.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "models/base/check.hpp"
#include "models/chance/elementary.hpp"
#include "models/chance/random.hpp"
#include "sim/parallel_runs.hpp"
#include "sim/sobol_sums.hpp"
#include "sim/word_bytes.hpp"

namespace firedrill {
namespace {

constexpr std::uint64_t blocks_to_share = 4;  // of rows at a time: a thread each

// Of the values of one output at one point, luck by luck: their sum, and that of their squares.
struct LuckMoments {
  double sum = 0.0, squares = 0.0;

  // The mean of products of values of two different lucks: an unbiased square of the expectation.
  [[nodiscard]] double product(double lucks) const {
    return (sum * sum - squares) / (lucks * (lucks - 1.0));
  }
};

// Each block of rows is summed by one worker.
class RowWorker {
 public:
  RowWorker(const SobolDesign& design, const SobolModelMaker& make, std::uint64_t first_block,
            std::vector<SobolBlockSums>& blocks)
      : design_{design},
        model_{make()},
        first_block_{first_block},
        blocks_{blocks},
        key_{design.seed, "sobol"},
        a_(design.inputs),
        b_(design.inputs),
        mixed_(design.inputs),
        of_a_(design.outputs * design.lucks),
        of_b_(of_a_.size()),
        of_mixed_(of_a_.size()) {}

  void operator()(std::uint64_t block) {
    const std::uint64_t begin = (first_block_ + block) * sobol_block_rows;
    const std::uint64_t end = std::min(begin + sobol_block_rows, design_.rows);
    for (std::uint64_t row = begin; row < end; ++row) {
      add_row(row, begin, blocks_[static_cast<std::size_t>(block)]);
    }
  }

  void finish() {}

 private:
  // `begin`: of its block, which a column has all rows of or none.
  void add_row(std::uint64_t row_of_design, std::uint64_t begin, SobolBlockSums& sums) {
    const std::uint64_t row = design_.first_row + row_of_design;
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
      for (std::size_t output = 0; output < design_.outputs; ++output) {
        add_profile(output, inputs, sums[output].columns[column]);
      }
      if (begin >= rows_of_column(design_, column)) {
        continue;
      }
      mixed_ = a_;
      for (const std::size_t input : inputs) {
        mixed_[input] = b_[input];
      }
      evaluate(mixed_, luck, of_mixed_);
      for (std::size_t output = 0; output < design_.outputs; ++output) {
        add_column(output, sums[output].columns[column]);
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

  void add_variance(std::size_t output, SobolOutputSums& sums) {
    const auto lucks = static_cast<double>(design_.lucks);
    const LuckMoments a = moments(of_a_, output);
    const LuckMoments b = moments(of_b_, output);
    const double variance = 0.5 * (a.squares + b.squares) / lucks;
    const double inputs = 0.5 * (a.product(lucks) + b.product(lucks));
    sums.base.sum += 0.5 * (a.sum + b.sum) / lucks;
    sums.base.variance.add(variance, variance, inputs);
    sums.base.inputs.add(inputs, variance, inputs);
    denominators_.push_back({variance, inputs, a.sum / lucks, b.sum / lucks});
  }

  void add_profile(std::size_t output, const std::vector<std::size_t>& inputs,
                   SobolColumnSums& sums) const {
    const Denominators& row = denominators_[output];
    for (std::size_t degree = 0; inputs.size() == 1 && degree < sobol_degrees; ++degree) {
      sums.profile[degree] += 0.5 * (row.mean_a * legendre(degree + 1, a_[inputs.front()]) +
                                     row.mean_b * legendre(degree + 1, b_[inputs.front()]));
    }
  }

  void add_column(std::size_t output, SobolColumnSums& sums) {
    const auto lucks = static_cast<double>(design_.lucks);
    LuckMoments change;
    for (std::size_t index = output; index < of_a_.size(); index += design_.outputs) {
      const double one = of_mixed_[index] - of_a_[index];
      change.sum += one;
      change.squares += one * one;
    }
    const Denominators& row = denominators_[output];
    sums.first.add(row.mean_b * change.sum / lucks, row.variance, row.inputs);
    sums.total.add(0.5 * change.product(lucks), row.variance, row.inputs);
    sums.total_with_luck.add(0.5 * change.squares / lucks, row.variance, row.inputs);
  }

  struct Denominators {
    double variance = 0.0, inputs = 0.0;
    double mean_a = 0.0, mean_b = 0.0;  // of the output at the row's points
  };

  const SobolDesign& design_;
  std::unique_ptr<SobolModel> model_;
  std::uint64_t first_block_;
  std::vector<SobolBlockSums>& blocks_;
  StreamKey key_;
  std::vector<double> a_, b_, mixed_, of_a_, of_b_, of_mixed_;
  std::vector<Denominators> denominators_;  // of the row, per output
};

}  // namespace

Result<std::optional<SobolIndices>> estimate_sobol(const SobolDesign& design,
                                                   const SobolModelMaker& make,
                                                   SharedBlocks& blocks, bool is_last) {
  firedrill_assert(design.rows >= 2 && design.lucks >= 2 && design.outputs > 0);
  firedrill_assert(design.centres.size() == design.outputs);
  firedrill_assert(design.column_rows.empty() ||
                   design.column_rows.size() == design.columns.size());
  BlockPhase phase;
  phase.units = (design.rows + sobol_block_rows - 1) / sobol_block_rows;
  phase.least = blocks_to_share;
  phase.progress = design.progress;
  phase.is_last = is_last;
  phase.compute = [&](std::uint64_t first, std::uint64_t count, const BlockProgress& progress) {
    std::vector<SobolBlockSums> sums(static_cast<std::size_t>(count), no_sobol_sums(design));
    run_in_parallel({count, design.threads, progress}, [&] {
      return RowWorker{design, make, first, sums};
    });
    std::string bytes;
    write_words(bytes, sums);
    return bytes;
  };
  TotalSobolSums all{design};
  const Result<bool> taken =
      blocks.all_of(phase, [&](std::uint64_t, std::uint64_t count, std::string_view bytes) {
        std::vector<SobolBlockSums> sums(static_cast<std::size_t>(count), no_sobol_sums(design));
        const bool is_whole = read_words(bytes, sums);
        firedrill_assert(is_whole);
        for (const SobolBlockSums& block : sums) {
          all.add(block);
        }
      });
  if (!taken) {
    return taken.error();
  }
  return *taken ? std::optional{all.indices()} : std::nullopt;
}

SobolIndices estimate_sobol(const SobolDesign& design, const SobolModelMaker& make) {
  Result<SharedBlocks> alone = SharedBlocks::open({}, {});
  SharedBlocks blocks = std::move(alone).value();
  const Result<std::optional<SobolIndices>> indices = estimate_sobol(design, make, blocks, true);
  return indices->value();
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
