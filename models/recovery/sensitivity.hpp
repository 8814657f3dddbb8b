// What a promise's answer owes to each parameter that is not exactly known, and what to luck: Sobol
// indices, a bar of the tornado chart, and what measuring it would be worth.
// Written as "firedrill/sensitivity/1" by reports/sensitivity_json.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "models/chance/interval.hpp"
#include "models/plan/plan.hpp"

namespace firedrill {

// What of a recovery is examined.
enum class SensitivityOf {
  promise,  // whether the promise is kept: its share
  tail,     // whether the recovery is among the slowest: the share beyond SensitivityStudy::tail_s
  time      // how long it takes, at most the horizon [s]
};
inline constexpr std::size_t sensitivity_outputs = 3;

struct IndexFigure {
  double value = 0.0;   // not a number: nothing can be said
  Interval interval{};  // 95 %
};

struct ParameterIndices {
  // Shares of the variance of the outcome, luck included: of the parameter alone, and with all its
  // interplay with others and with luck.
  IndexFigure first{}, total{};
  // Shares of the variance that parameters cause in the outcome's expectation.
  IndexFigure first_of_parameters{}, total_of_parameters{};
};

struct ParameterSensitivity {
  std::string name{};  // of the parameter; "(n others)" for those examined together
  std::string value{}, source{};
  bool is_assumed = false;
  double known_within = 1.0;
  std::uint64_t rows = 0;  // of the design, that its indices are from
  std::array<ParameterIndices, sensitivity_outputs> indices{};  // in the order of SensitivityOf
  // With the parameter at its 5 % and 95 % point and all others as they are.
  struct End {
    double factor = 1.0;
    double met_fraction = 0.0;
    double p95_s = 0.0;
  };
  std::array<End, 2> ends{};
  // Expected gain of knowing it before judging whether the promise holds, in shares of recoveries:
  // see docs/decisions/0030-how-well-parameters-are-known.md.
  double worth = 0.0;
  // By how much the standard deviation of the promise's share falls, expected, once it is known.
  double narrows = 0.0;
};

struct SensitivityStudy {
  std::string scenario{}, title{}, digest{};
  std::string objective{};
  ObjectiveKind kind = ObjectiveKind::rto;
  double target_s = 0.0;
  double required_fraction = 1.0;
  std::uint64_t seed = 0;
  std::uint64_t rows = 0, lucks = 0, evaluations = 0;
  double tail_s = 0.0;        // what the worst 5 % of recoveries reach [s]; infinite: never
  double met_fraction = 0.0;  // all parameters as they are
  double p95_s = 0.0;         // likewise
  std::uint64_t end_replications = 0;  // behind these two and every end
  struct Output {
    double mean = 0.0;                  // over what is plausible
    double sd = 0.0;                    // of one recovery
    double sd_of_parameters = 0.0;      // of the expectation
    IndexFigure share_of_parameters{};  // of the variance
  };
  std::array<Output, sensitivity_outputs> outputs{};
  std::vector<ParameterSensitivity> parameters{};  // most influential on the promise first
  std::vector<std::string> left_out{};             // not varied
};

}  // namespace firedrill
