#include "models/theory/poisson_window.hpp"

#include <algorithm>
#include <cmath>

#include "models/base/check.hpp"

namespace firedrill {
namespace {

constexpr double negligible = 1e-290;  // beside the mode, before normalization

}  // namespace

PoissonWindow::PoissonWindow(double mean) {
  firedrill_assert(mean >= 0.0 && std::isfinite(mean));
  const auto mode = static_cast<std::int64_t>(std::floor(mean));
  double weight = 1.0;
  for (std::int64_t count = mode; count >= 0 && weight > negligible; --count) {
    probabilities_.push_back(weight);
    weight *= static_cast<double>(count) / mean;
  }
  first_ = mode + 1 - static_cast<std::int64_t>(probabilities_.size());
  std::reverse(probabilities_.begin(), probabilities_.end());
  weight = mean / static_cast<double>(mode + 1);
  for (std::int64_t count = mode + 1; weight > negligible; ++count) {
    probabilities_.push_back(weight);
    weight *= mean / static_cast<double>(count + 1);
  }

  // The sums run from the small to the large: from both ends towards the mode.
  above_.resize(probabilities_.size());
  const auto middle = static_cast<std::size_t>(mode - first_);
  double right = 0.0;
  for (std::size_t index = probabilities_.size(); index > middle; --index) {
    above_[index - 1] = right;
    right += probabilities_[index - 1];
  }
  double left = 0.0;
  for (std::size_t index = 0; index < middle; ++index) {
    left += probabilities_[index];
  }
  const double sum = left + right;
  for (std::size_t index = middle; index > 0; --index) {
    above_[index - 1] = right;
    right += probabilities_[index - 1];
  }
  for (std::size_t index = 0; index < probabilities_.size(); ++index) {
    probabilities_[index] /= sum;
    above_[index] /= sum;
  }
}

std::int64_t PoissonWindow::last() const {
  return first_ + static_cast<std::int64_t>(probabilities_.size()) - 1;
}

double PoissonWindow::probability(std::int64_t count) const {
  const bool is_inside = count >= first_ && count <= last();
  return is_inside ? probabilities_[static_cast<std::size_t>(count - first_)] : 0.0;
}

double PoissonWindow::probability_of_above(std::int64_t count) const {
  if (count < first_) {
    return 1.0;
  }
  return count <= last() ? above_[static_cast<std::size_t>(count - first_)] : 0.0;
}

}  // namespace firedrill
