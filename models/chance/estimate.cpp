#include "models/chance/estimate.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

#include "models/base/check.hpp"

namespace firedrill {

MeanEstimate estimate_mean(std::span<const double> values, double confidence) {
  firedrill_assert(values.size() >= 2 && confidence > 0.0 && confidence < 1.0);
  const auto count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0.0;
  for (const double value : values) {
    squares += (value - mean) * (value - mean);
  }
  const double error = std::sqrt(squares / (count - 1.0) / count);
  const boost::math::students_t_distribution<double> student{count - 1.0};
  const double reach = boost::math::quantile(student, 0.5 + 0.5 * confidence) * error;
  return {mean, error, {mean - reach, mean + reach}};
}

}  // namespace firedrill
