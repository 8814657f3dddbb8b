#include "models/judgement/posterior.hpp"

#include <algorithm>
#include <array>
#include <boost/math/distributions/beta.hpp>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "models/base/check.hpp"

namespace firedrill {
namespace {

constexpr double least_spread = 0.02;   // of a log_sd: no real duration is more regular
constexpr double unknown_spread = 0.2;  // where a law gives a single value
constexpr double spread_sd = 0.5;       // of ln(log_sd): a factor of 1.6
constexpr double unknown_spread_sd = 1.0;

// Values of a law with their weights; of each part of a mixture, which may overlap.
void collect(const Distribution& law, double weight,
             std::vector<std::pair<double, double>>& values) {
  constexpr int steps = 400;
  if (const auto* mixture = std::get_if<Mixture>(&law.law)) {
    for (std::size_t part = 0; part < mixture->parts.size(); ++part) {
      collect(mixture->parts[part], weight * mixture->shares[part], values);
    }
    return;
  }
  for (int step = 0; step < steps; ++step) {
    values.emplace_back(quantile(law, (step + 0.5) / steps), weight / steps);
  }
}

// The p-quantile, of a mixture too.
double true_quantile(const Distribution& law, double p) {
  if (!std::holds_alternative<Mixture>(law.law)) {
    return quantile(law, p);
  }
  std::vector<std::pair<double, double>> values;
  collect(law, 1.0, values);
  std::sort(values.begin(), values.end());
  double below = 0.0;
  for (const auto& [value, weight] : values) {
    below += weight;
    if (below >= p) {
      return value;
    }
  }
  return values.back().first;
}

// ln P(Z > z); beyond where erfc underflows by the first terms of Mills' ratio.
double log_upper_tail(double z) {
  constexpr double far = 25.0;
  if (z < far) {
    return std::log(0.5 * std::erfc(z / std::numbers::sqrt2));
  }
  const double mills = 1.0 / z * (1.0 - 1.0 / (z * z));
  return -0.5 * z * z - 0.5 * std::log(2.0 * std::numbers::pi) + std::log(mills);
}

// The samples as the likelihood needs them.
struct Evidence {
  double count = 0.0, mean = 0.0, squares = 0.0;  // of ln(seconds), about their mean
  std::vector<double> censored;                   // ln(seconds)
};

Evidence gather(std::span<const LengthSample> samples) {
  Evidence evidence;
  std::vector<double> exact;
  for (const LengthSample& sample : samples) {
    firedrill_assert(sample.seconds > 0.0);
    (sample.is_censored ? evidence.censored : exact).push_back(std::log(sample.seconds));
  }
  evidence.count = static_cast<double>(exact.size());
  for (const double value : exact) {
    evidence.mean += value / evidence.count;
  }
  for (const double value : exact) {
    evidence.squares += (value - evidence.mean) * (value - evidence.mean);
  }
  return evidence;
}

constexpr std::size_t nodes = 65;
constexpr double reach = 6.5;  // standard deviations to either side

struct Axis {
  double centre = 0.0, half_width = 0.0;
  [[nodiscard]] double step() const { return 2.0 * half_width / (nodes - 1); }
  [[nodiscard]] double at(std::size_t index) const {
    return centre - half_width + step() * static_cast<double>(index);
  }
};

struct Moments {
  double mean = 0.0, sd = 0.0;
};

// The posterior on a grid: over x = ln(median) and t = ln(log_sd).
class Grid {
 public:
  Grid(const LognormalPrior& prior, const Evidence& evidence) : prior_{prior}, evidence_{evidence} {
    x_ = {prior.log_median, reach * prior.log_median_sd};
    t_ = {prior.log_spread, reach * prior.log_spread_sd};
    if (evidence.count > 0.0) {
      x_.half_width = std::max(x_.half_width, 2.0 * std::fabs(evidence.mean - prior.log_median));
    }
    // Each laying shrinks the grid to what the last one found; it never needs more than these.
    constexpr int layings = 14;
    for (int round = 0; round < layings; ++round) {
      evaluate();
      const bool x_fits = lay_anew(x_, moments(x_, true));
      const bool t_fits = lay_anew(t_, moments(t_, false));
      if (x_fits && t_fits) {
        break;
      }
    }
    evaluate();
  }

  [[nodiscard]] double quantile_of_x(double p) const { return axis_quantile(x_, true, p); }
  [[nodiscard]] double quantile_of_t(double p) const { return axis_quantile(t_, false, p); }
  [[nodiscard]] double sd_of_x() const { return moments(x_, true).sd; }

  // The law of the next length.
  [[nodiscard]] Distribution predictive() const;

 private:
  void evaluate();
  [[nodiscard]] double log_density(double x, double t) const;
  [[nodiscard]] std::vector<double> marginal(bool of_x) const;
  [[nodiscard]] Moments moments(const Axis& axis, bool of_x) const;
  [[nodiscard]] double axis_quantile(const Axis& axis, bool of_x, double p) const;
  static bool lay_anew(Axis& axis, const Moments& found);

  const LognormalPrior& prior_;
  const Evidence& evidence_;
  Axis x_, t_;
  std::array<double, nodes * nodes> weights_{};  // [t][x], they add up to 1
};

double Grid::log_density(double x, double t) const {
  const double from_median = (x - prior_.log_median) / prior_.log_median_sd;
  const double from_spread = (t - prior_.log_spread) / prior_.log_spread_sd;
  const double log_sd = std::exp(t);
  const double off = evidence_.mean - x;
  double sum = -0.5 * (from_median * from_median + from_spread * from_spread);
  sum -= evidence_.count * t +
         0.5 * (evidence_.squares + evidence_.count * off * off) / (log_sd * log_sd);
  for (const double value : evidence_.censored) {
    sum += log_upper_tail((value - x) / log_sd);
  }
  return sum;
}

void Grid::evaluate() {
  for (std::size_t t = 0; t < nodes; ++t) {
    for (std::size_t x = 0; x < nodes; ++x) {
      weights_[t * nodes + x] = log_density(x_.at(x), t_.at(t));
    }
  }
  const double highest = *std::max_element(weights_.begin(), weights_.end());
  double total = 0.0;
  for (double& weight : weights_) {
    weight = std::exp(weight - highest);
    total += weight;
  }
  for (double& weight : weights_) {
    weight /= total;
  }
}

std::vector<double> Grid::marginal(bool of_x) const {
  std::vector<double> sums(nodes, 0.0);
  for (std::size_t t = 0; t < nodes; ++t) {
    for (std::size_t x = 0; x < nodes; ++x) {
      sums[of_x ? x : t] += weights_[t * nodes + x];
    }
  }
  return sums;
}

Moments Grid::moments(const Axis& axis, bool of_x) const {
  const std::vector<double> sums = marginal(of_x);
  Moments found;
  for (std::size_t index = 0; index < nodes; ++index) {
    found.mean += sums[index] * axis.at(index);
  }
  double variance = 0.0;
  for (std::size_t index = 0; index < nodes; ++index) {
    const double off = axis.at(index) - found.mean;
    variance += sums[index] * off * off;
  }
  found.sd = std::sqrt(variance);
  return found;
}

// Whether the axis already fitted what was found on it. A density narrower than a step looks like
// one of no width: the axis then shrinks to a few steps, and the next round sees more.
bool Grid::lay_anew(Axis& axis, const Moments& found) {
  constexpr double steps_kept = 3.0;
  const double wanted = std::max(reach * found.sd, steps_kept * axis.step());
  const bool fits = std::fabs(wanted - axis.half_width) < 0.02 * axis.half_width &&
                    std::fabs(found.mean - axis.centre) < 0.05 * axis.half_width;
  axis = {found.mean, wanted};
  return fits;
}

// The share below each node by trapezoids, less their first error (Euler and Maclaurin); between
// two nodes the cubic that has the density at both as its slope.
double Grid::axis_quantile(const Axis& axis, bool of_x, double p) const {
  std::vector<double> sums = marginal(of_x);
  sums.push_back(0.0);
  double below = 0.0;  // up to the last node
  double trapezoids = 0.0;
  for (std::size_t index = 1; index < nodes; ++index) {
    trapezoids += 0.5 * (sums[index - 1] + sums[index]);
    const double up_to = trapezoids - (sums[index + 1] - sums[index - 1]) / 24.0;
    if (up_to < p) {
      below = up_to;
      continue;
    }
    const auto share_at = [&](double u) {
      const double rest = 1.0 - u;
      return below * (1.0 + 2.0 * u) * rest * rest + up_to * u * u * (3.0 - 2.0 * u) +
             sums[index - 1] * u * rest * rest - sums[index] * u * u * rest;
    };
    double low = 0.0, high = 1.0;
    for (int halving = 0; halving < 40; ++halving) {
      const double middle = 0.5 * (low + high);
      (share_at(middle) < p ? low : high) = middle;
    }
    return axis.at(index - 1) + axis.step() * low;
  }
  return axis.at(nodes - 1);
}

// The rows of the grid, from small spreads to large, in parts of equal probability: each part is
// nearly lognormal, with the first two moments of ln(length) as they are.
Distribution Grid::predictive() const {
  constexpr std::size_t parts = 8;
  struct Part {
    double mass = 0.0, first = 0.0, second = 0.0;
  };
  std::array<Part, parts> sums;
  std::size_t part = 0;
  for (std::size_t t = 0; t < nodes; ++t) {
    double mass = 0.0, first = 0.0, second = 0.0;
    const double variance = std::exp(2.0 * t_.at(t));
    for (std::size_t x = 0; x < nodes; ++x) {
      const double weight = weights_[t * nodes + x];
      const double value = x_.at(x) - x_.centre;
      mass += weight;
      first += weight * value;
      second += weight * (value * value + variance);
    }
    for (double left = 1.0; left > 0.0 && mass > 0.0;) {
      const double room = 1.0 / parts - sums[part].mass;
      const bool is_last = part + 1 == parts;
      const double share = is_last ? left : std::min(left, room / mass);
      sums[part].mass += share * mass;
      sums[part].first += share * first;
      sums[part].second += share * second;
      left -= share;
      part += !is_last && left > 0.0 ? 1 : 0;
    }
  }
  Mixture mixture;
  for (const Part& one : sums) {
    const double mean = one.first / one.mass;
    const double log_sd = std::sqrt(one.second / one.mass - mean * mean);
    mixture.shares.push_back(1.0 / parts);
    mixture.parts.push_back({Lognormal{std::exp(x_.centre + mean), log_sd}});
  }
  return {std::move(mixture)};
}

// One lognormal law where the parts of the mixture hardly differ.
Distribution simplified(const Distribution& predictive) {
  constexpr double hardly = 1.15;
  const auto& parts = std::get<Mixture>(predictive.law).parts;
  const auto& first = std::get<Lognormal>(parts.front().law);
  const auto& last = std::get<Lognormal>(parts.back().law);
  if (last.log_sd / first.log_sd > hardly) {
    return predictive;
  }
  double mean = 0.0, second = 0.0;
  for (const Distribution& part : parts) {
    const auto& one = std::get<Lognormal>(part.law);
    const double at = std::log(one.median / first.median);
    mean += at / static_cast<double>(parts.size());
    second += (at * at + one.log_sd * one.log_sd) / static_cast<double>(parts.size());
  }
  return {Lognormal{first.median * std::exp(mean), std::sqrt(second - mean * mean)}};
}

}  // namespace

std::optional<LognormalPrior> prior_for(const Distribution& law, double factor) {
  firedrill_assert(factor > 1.0);
  constexpr double one_sd_below = 0.15865525393145707;
  const double median = true_quantile(law, 0.5);
  if (!(median > 0.0)) {
    return std::nullopt;
  }
  LognormalPrior prior{.log_median = std::log(median),
                       .log_median_sd = std::log(factor),
                       .log_spread = std::log(unknown_spread),
                       .log_spread_sd = unknown_spread_sd};
  if (!std::holds_alternative<Constant>(law.law)) {
    const double low = std::max(true_quantile(law, one_sd_below), 1e-3 * median);
    const double high = true_quantile(law, 1.0 - one_sd_below);
    prior.log_spread = std::log(std::max(0.5 * std::log(high / low), least_spread));
    prior.log_spread_sd = spread_sd;
  }
  return prior;
}

LengthPosterior posterior_of(const LognormalPrior& prior, std::span<const LengthSample> samples) {
  const Evidence evidence = gather(samples);
  const Grid grid{prior, evidence};
  const auto learned = [](auto quantile_at) {
    return Learned{std::exp(quantile_at(0.5)),
                   {std::exp(quantile_at(0.025)), std::exp(quantile_at(0.975))}};
  };
  const double left = grid.sd_of_x() / prior.log_median_sd;
  return {.observed = samples.size() - evidence.censored.size(),
          .censored = evidence.censored.size(),
          .median = learned([&](double p) { return grid.quantile_of_x(p); }),
          .log_sd = learned([&](double p) { return grid.quantile_of_t(p); }),
          .prior_weight = std::min(1.0, left * left),
          .predictive = simplified(grid.predictive())};
}

FailurePosterior failure_posterior(double expected, double prior_trials, std::uint64_t failures,
                                   std::uint64_t trials) {
  firedrill_assert(prior_trials > 0.0 && failures <= trials);
  constexpr double edge = 0.005;
  const double mean = std::clamp(expected, edge, 1.0 - edge);
  const double a = mean * prior_trials + static_cast<double>(failures);
  const double b = (1.0 - mean) * prior_trials + static_cast<double>(trials - failures);
  const boost::math::beta_distribution<> law{a, b};
  return {.failures = failures,
          .trials = trials,
          .probability = {a / (a + b),
                          {boost::math::quantile(law, 0.025), boost::math::quantile(law, 0.975)}},
          .prior_weight = prior_trials / (prior_trials + static_cast<double>(trials))};
}

}  // namespace firedrill
