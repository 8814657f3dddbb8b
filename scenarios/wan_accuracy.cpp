#include "scenarios/wan_accuracy.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/network/response.hpp"

namespace firedrill {
namespace {

// Mathis for Reno, RFC 8312 for CUBIC, the link for BBR; at most the share of the link.
double published_goodput(const NetworkPath& path) {
  const double own = path.flows;
  const double share = own / (own + path.competing_flows);
  double each = link_share(path);
  if (path.congestion == CongestionControl::cubic) {
    each = cubic_rate(path);
  } else if (path.congestion == CongestionControl::reno) {
    each = mathis_rate(path);
  }
  return std::min(own * each, share * link_share(path));
}

WanAccuracy summary(std::vector<std::pair<double, std::string>> errors) {
  WanAccuracy accuracy;
  accuracy.count = errors.size();
  if (errors.empty()) {
    return accuracy;
  }
  std::sort(errors.begin(), errors.end());
  const std::size_t middle = errors.size() / 2;
  accuracy.median = errors.size() % 2 == 1
                        ? errors[middle].first
                        : (errors[middle - 1].first + errors[middle].first) / 2.0;
  accuracy.worst = errors.back().first;
  accuracy.worst_case = errors.back().second;
  return accuracy;
}

}  // namespace

double relative_noise(const WanResult& result, double sharing) {
  const NetworkPath& path = result.one.transfer.path;
  const double seen = result.standard_error.bytes_per_second / result.goodput.bytes_per_second;
  const double share = static_cast<double>(path.flows) / (path.flows + path.competing_flows);
  const double filled = result.goodput.bytes_per_second / (share * link_share(path));
  const double losses = path.loss * result.segments;
  const double luck = losses > 0.0 ? 0.9 / std::sqrt(losses) * std::max(0.0, 1.0 - filled) : 0.0;
  return std::max(seen, luck * std::sqrt(sharing));
}

std::vector<WanError> compare(const std::vector<WanResult>& results, const ResponseSet& responses) {
  std::vector<WanError> errors;
  for (const WanResult& result : results) {
    const TransferPrediction predicted = predict(result.one.transfer, responses);
    const auto add = [&](WanFigure figure, double measured, double error, double guess) {
      errors.push_back({result.one.name, figure, measured, error, guess, 0.0, 0.0});
    };
    add(WanFigure::goodput, result.goodput.bytes_per_second, result.standard_error.bytes_per_second,
        predicted.goodput.bytes_per_second);
    if (!result.lag) {
      errors.back().noise = relative_noise(result);
      errors.back().published = published_goodput(result.one.transfer.path);
      continue;
    }
    add(WanFigure::lag_mean, result.lag->mean, result.lag->standard_error, predicted.lag_mean);
    add(WanFigure::lag_peak, result.lag->peak, 0.0, predicted.lag_peak);
  }
  return errors;
}

WanAccuracy accuracy_of(const std::vector<WanError>& errors, bool is_lag) {
  std::vector<std::pair<double, std::string>> chosen;
  for (const WanError& error : errors) {
    const bool is_copied = error.figure == WanFigure::goodput && error.published > 0.0;
    if (is_lag ? error.figure != WanFigure::goodput : is_copied) {
      chosen.emplace_back(std::abs(error.relative()), error.name);
    }
  }
  return summary(std::move(chosen));
}

WanAccuracy published_accuracy(const std::vector<WanError>& errors) {
  std::vector<std::pair<double, std::string>> chosen;
  for (const WanError& error : errors) {
    if (error.published > 0.0) {
      chosen.emplace_back(std::abs(error.relative_published()), error.name);
    }
  }
  return summary(std::move(chosen));
}

}  // namespace firedrill
