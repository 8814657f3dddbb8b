#include "models/chance/distribution.hpp"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <numeric>

#include "models/chance/elementary.hpp"

namespace firedrill {
namespace {

double quantile_of(const Constant& law, double /*u*/) { return law.value; }

double quantile_of(const Uniform& law, double u) { return law.low + (law.high - law.low) * u; }

// 1 - u is exact for the u that Draws::uniform() makes.
double quantile_of(const Exponential& law, double u) { return -law.mean * det_log(1.0 - u); }

double quantile_of(const Normal& law, double u) {
  return std::max(0.0, law.mean + law.sd * normal_quantile(u));
}

double quantile_of(const Lognormal& law, double u) {
  return law.median * lognormal_quantile(u, law.log_sd);
}

double quantile_of(const Triangular& law, double u) {
  const double span = law.high - law.low;
  const double rising = law.mode - law.low;
  if (u * span < rising) {
    return law.low + std::sqrt(u * span * rising);
  }
  return law.high - std::sqrt((1.0 - u) * span * (law.high - law.mode));
}

double quantile_of(const Weibull& law, double u) {
  return law.scale * det_pow(-det_log(1.0 - u), 1.0 / law.shape);
}

double quantile_of(const Empirical& law, double u) {
  const auto count = static_cast<double>(law.values.size());
  return law.values[static_cast<std::size_t>(u * count)];
}

// One uniform chooses the part and, stretched over the part's share, is the draw within it: kept
// inside (0, 1), where every law is finite.
double quantile_of(const Mixture& law, double u) {
  std::size_t index = 0;
  while (index + 1 < law.parts.size() && u >= law.shares[index]) {
    u -= law.shares[index];
    ++index;
  }
  return quantile(law.parts[index], std::clamp(u / law.shares[index], 0x1p-53, 1.0 - 0x1p-53));
}

// E max(0, X): the mass below zero is moved to zero.
double mean_of_cut_normal(const Normal& law) {
  if (law.sd == 0.0) {
    return std::max(0.0, law.mean);
  }
  constexpr double inverse_root_2pi = 0.3989422804014327;
  const double z = law.mean / law.sd;
  return law.mean * 0.5 * boost::math::erfc(-z / std::sqrt(2.0)) +
         law.sd * inverse_root_2pi * det_exp(-0.5 * z * z);
}

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

}  // namespace

double quantile(const Distribution& distribution, double u) {
  return std::visit([u](const auto& law) { return quantile_of(law, u); }, distribution.law);
}

double sample(const Distribution& distribution, Draws& draws) {
  if (const auto* constant = std::get_if<Constant>(&distribution.law)) {
    draws.skip();
    return constant->value;
  }
  if (const auto* lognormal = std::get_if<Lognormal>(&distribution.law)) {
    return lognormal->median * draws.lognormal_factor(lognormal->log_sd);
  }
  return quantile(distribution, draws.uniform());
}

Duration sample_duration(const Distribution& distribution, Draws& draws) {
  return from_seconds(std::max(0.0, sample(distribution, draws)));
}

double mean(const Distribution& distribution) {
  return std::visit(
      Overloaded{
          [](const Constant& law) { return law.value; },
          [](const Uniform& law) { return 0.5 * (law.low + law.high); },
          [](const Exponential& law) { return law.mean; },
          [](const Normal& law) { return mean_of_cut_normal(law); },
          [](const Lognormal& law) { return law.median * det_exp(0.5 * law.log_sd * law.log_sd); },
          [](const Triangular& law) { return (law.low + law.mode + law.high) / 3.0; },
          [](const Weibull& law) { return law.scale * boost::math::tgamma(1.0 + 1.0 / law.shape); },
          [](const Empirical& law) {
            return std::accumulate(law.values.begin(), law.values.end(), 0.0) /
                   static_cast<double>(law.values.size());
          },
          [](const Mixture& law) {
            double sum = 0.0;
            for (std::size_t index = 0; index < law.parts.size(); ++index) {
              sum += law.shares[index] * mean(law.parts[index]);
            }
            return sum;
          }},
      distribution.law);
}

Distribution scaled(const Distribution& distribution, double factor) {
  Distribution result = distribution;
  std::visit(Overloaded{[factor](Constant& law) { law.value *= factor; },
                        [factor](Uniform& law) {
                          law.low *= factor;
                          law.high *= factor;
                        },
                        [factor](Exponential& law) { law.mean *= factor; },
                        [factor](Normal& law) {
                          law.mean *= factor;
                          law.sd *= factor;
                        },
                        [factor](Lognormal& law) { law.median *= factor; },
                        [factor](Triangular& law) {
                          law.low *= factor;
                          law.mode *= factor;
                          law.high *= factor;
                        },
                        [factor](Weibull& law) { law.scale *= factor; },
                        [factor](Empirical& law) {
                          for (double& value : law.values) {
                            value *= factor;
                          }
                        },
                        [factor](Mixture& law) {
                          for (Distribution& part : law.parts) {
                            part = scaled(part, factor);
                          }
                        }},
             result.law);
  return result;
}

double minimum(const Distribution& distribution) {
  return std::visit(
      Overloaded{
          [](const Constant& law) { return law.value; }, [](const Uniform& law) { return law.low; },
          [](const Exponential& /*law*/) { return 0.0; },
          [](const Normal& law) { return law.sd > 0.0 ? 0.0 : std::max(0.0, law.mean); },
          [](const Lognormal& law) { return law.log_sd > 0.0 ? 0.0 : law.median; },
          [](const Triangular& law) { return law.low; }, [](const Weibull& /*law*/) { return 0.0; },
          [](const Empirical& law) { return law.values.front(); },
          [](const Mixture& law) {
            double least = minimum(law.parts.front());
            for (const Distribution& part : law.parts) {
              least = std::min(least, minimum(part));
            }
            return least;
          }},
      distribution.law);
}

}  // namespace firedrill
