// Sobol indices of a model that also depends on luck: how much of the variance of what comes out
// goes back to one input alone (first), how much to it and all its interplay (total), and how much
// is luck, whatever the inputs. Saltelli's design: two independent samples A and B of the inputs,
// and for each column A with that column taken from B. A row's points share their luck but for B's,
// and each is asked for several lucks, which is what separates luck from inputs. A column may stop
// after its first rows: what moves little is known as well from fewer.
// Sources: Saltelli et al., Computer Physics Communications 181 (2010) (first); Jansen, ibid. 117
// (1999) (total). Example: estimate_sobol(design, [] { return Ishigami{}; }).outputs[0].columns[2]
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "models/chance/interval.hpp"
#include "sim/shared_blocks.hpp"

namespace firedrill {

// What is examined; one object a thread.
class SobolModel {
 public:
  SobolModel() = default;
  SobolModel(const SobolModel&) = delete;
  SobolModel& operator=(const SobolModel&) = delete;
  virtual ~SobolModel() = default;

  // What comes out at the point `u`, one number in (0, 1) an input, with each of the lucks
  // `first_luck`, `first_luck` + 1, ...: `outputs` holds as many numbers a luck as the design says.
  virtual void evaluate(std::span<const double> u, std::uint64_t first_luck,
                        std::span<double> outputs) = 0;
};

using SobolModelMaker = std::function<std::unique_ptr<SobolModel>()>;

struct SobolDesign {
  std::size_t inputs = 0;
  std::vector<std::vector<std::size_t>> columns{};  // the inputs that each takes from B together
  std::size_t outputs = 1;
  std::vector<double> centres{};  // about the mean of each output: subtracted, for precision
  std::uint64_t rows = 1'024;     // at least two
  // Per column: its rows, at least two, rounded up to multiples of sobol_block_rows; empty: all.
  std::vector<std::uint64_t> column_rows{};
  std::uint64_t first_row = 0;    // rows before are another, independent sample
  std::uint64_t lucks = 2;        // at least two
  std::uint64_t seed = 1;
  unsigned threads = 0;  // 0: one a processor; changes no result
  std::function<void(double)> progress{};
};

inline constexpr std::uint64_t sobol_block_rows = 64;  // summed one after the other

struct IndexEstimate {
  double value = 0.0;
  Interval interval{};  // 95 %
};

struct SobolColumn {
  std::uint64_t rows = 0;  // in which it was examined
  // Shares of the variance of the output, luck included. `total` counts the interplay with luck.
  IndexEstimate first, total;
  // Shares of the variance that the inputs cause in the output's expectation; not a number where
  // they cause none that can be seen.
  IndexEstimate first_of_inputs, total_of_inputs;
  // Coefficients of the expectation of the output, given the column's input u, in the Legendre
  // polynomials of degree 1, 2 and 3 that are orthonormal on (0, 1); zero for several inputs.
  std::vector<double> profile;
};

struct SobolOutput {
  double mean = 0.0;
  double variance = 0.0;            // luck included
  double variance_of_inputs = 0.0;  // of the expectation given the inputs
  IndexEstimate share_of_inputs;    // the latter over the former
  std::vector<SobolColumn> columns;
};

struct SobolIndices {
  std::uint64_t rows = 0;
  std::uint64_t evaluations = 0;  // points times lucks
  std::vector<SobolOutput> outputs;
};

[[nodiscard]] SobolIndices estimate_sobol(const SobolDesign& design, const SobolModelMaker& make);

// The same as a phase of a computation that many share; none after the last phase, if the answer is
// another's. Diagnostics as SharedBlocks::all_of().
[[nodiscard]] Result<std::optional<SobolIndices>> estimate_sobol(const SobolDesign& design,
                                                                 const SobolModelMaker& make,
                                                                 SharedBlocks& blocks,
                                                                 bool is_last);

// The value at u in (0, 1) of the polynomial of degree 1, 2 or 3 in SobolColumn::profile.
[[nodiscard]] double legendre(std::size_t degree, double u);

}  // namespace firedrill
