#include "models/theory/checkpoint.hpp"

#include <boost/math/special_functions/lambert_w.hpp>
#include <boost/math/special_functions/log1p.hpp>
#include <cmath>

#include "models/base/check.hpp"

namespace firedrill {
namespace {

void require_positive(Duration cost, Duration mtbf) {
  firedrill_assert(cost > Duration::zero() && mtbf > Duration::zero() && mtbf != never);
}

double share_of(Duration part, Duration whole) { return to_seconds(part) / to_seconds(whole); }

}  // namespace

Duration young_interval(Duration cost, Duration mtbf) {
  require_positive(cost, mtbf);
  return from_seconds(std::sqrt(2.0 * to_seconds(cost) * to_seconds(mtbf)));
}

Duration daly_interval(Duration cost, Duration mtbf) {
  require_positive(cost, mtbf);
  const double half_share = 0.5 * share_of(cost, mtbf);
  if (half_share >= 1.0) {
    return mtbf;
  }
  const double correction = 1.0 + std::sqrt(half_share) / 3.0 + half_share / 9.0;
  return from_seconds(2.0 * to_seconds(mtbf) * std::sqrt(half_share) * correction -
                      to_seconds(cost));
}

Duration optimal_interval(Duration cost, Duration mtbf) {
  require_positive(cost, mtbf);
  const double share = share_of(cost, mtbf);
  double interval = 0.0;  // in units of mtbf
  if (share > 1e-3) {
    interval = 1.0 + boost::math::lambert_w0(-std::exp(-1.0 - share));
  } else {
    // Next to its branch point, Lambert's function loses half the digits: solve its equation
    // -log(1 - y) - y = share instead, by Newton's method from just above the root.
    interval = std::sqrt(2.0 * share);
    for (int step = 0; step < 5; ++step) {
      const double excess = -boost::math::log1pmx(-interval) - share;
      interval -= excess * (1.0 - interval) / interval;
    }
  }
  return from_seconds(interval * to_seconds(mtbf));
}

double time_ratio(Duration interval, Duration cost, Duration restart, Duration mtbf) {
  require_positive(cost, mtbf);
  firedrill_assert(interval > Duration::zero() && restart >= Duration::zero());
  return std::exp(share_of(restart, mtbf)) * std::expm1(share_of(interval + cost, mtbf)) /
         share_of(interval, mtbf);
}

double effective_training_ratio(Duration interval, Duration cost, Duration initialisation,
                                Duration mtbf) {
  require_positive(cost, mtbf);
  firedrill_assert(interval > Duration::zero() && initialisation >= Duration::zero());
  return (1.0 - share_of(initialisation, mtbf) - 0.5 * share_of(interval, mtbf)) /
         (1.0 + share_of(cost, interval));
}

Duration node_law_mttf(int nodes, double failures_per_node_day) {
  firedrill_assert(nodes > 0 && failures_per_node_day > 0.0);
  constexpr double seconds_per_day = 86'400.0;
  return from_seconds(seconds_per_day / (nodes * failures_per_node_day));
}

}  // namespace firedrill
