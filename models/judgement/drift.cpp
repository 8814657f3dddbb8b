#include "models/judgement/drift.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "models/base/check.hpp"
#include "models/chance/elementary.hpp"

namespace firedrill {
namespace {

constexpr std::size_t cell_count = 100;
constexpr double most = 1e290;  // beyond this a fortune only says "certainly"

// What the normal score of a rank would be distributed like after a change.
struct Alternative {
  double shift = 0.0, scale = 1.0;
};
constexpr std::array<Alternative, 8> alternatives{Alternative{-3.0, 1.0},
                                                  {-1.5, 1.0},
                                                  {-0.75, 1.0},
                                                  {0.75, 1.0},
                                                  {1.5, 1.0},
                                                  {3.0, 1.0},
                                                  {0.0, 2.0},
                                                  {0.0, 0.5}};

double normal_share_below(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

// What a stake on `alternative` is multiplied by when a rank falls into each cell: the
// alternative's share of the cell over the fair one, hence one on average.
std::array<double, cell_count> odds_of(const Alternative& alternative) {
  std::array<double, cell_count> odds{};
  double below = 0.0;
  for (std::size_t cell = 0; cell < cell_count; ++cell) {
    const double edge = normal_quantile(static_cast<double>(cell + 1) / cell_count);
    const double up_to = cell + 1 == cell_count
                             ? 1.0
                             : normal_share_below((edge - alternative.shift) / alternative.scale);
    odds[cell] = (up_to - below) * cell_count;
    below = up_to;
  }
  return odds;
}

const std::array<std::array<double, cell_count>, alternatives.size()>& all_odds() {
  static const auto table = [] {
    std::array<std::array<double, cell_count>, alternatives.size()> odds{};
    for (std::size_t bet = 0; bet < alternatives.size(); ++bet) {
      odds[bet] = odds_of(alternatives[bet]);
    }
    return odds;
  }();
  return table;
}

// The belief, before any is seen, that the change comes with value `index`; they add up to 1.
double belief(std::size_t index) {
  const auto number = static_cast<double>(index + 1);
  return 1.0 / (number * (number + 1.0));
}

}  // namespace

void DriftTest::add(double rank) {
  firedrill_assert(rank >= 0.0 && rank <= 1.0);
  const auto cell = std::min(static_cast<std::size_t>(rank * cell_count), cell_count - 1);
  stakes_.resize(alternatives.size(), 0.0);
  const double fresh = belief(cells_.size()) / static_cast<double>(alternatives.size());
  // What is kept for later: 1 less all beliefs so far.
  fortune_ = 1.0 / static_cast<double>(cells_.size() + 2);
  for (std::size_t bet = 0; bet < alternatives.size(); ++bet) {
    stakes_[bet] = std::min((stakes_[bet] + fresh) * all_odds()[bet][cell], most);
    fortune_ += stakes_[bet];
  }
  cells_.push_back(cell);
  strongest_ = std::max(strongest_, fortune_);
}

double DriftTest::share_above(std::size_t since) const {
  firedrill_assert(since < cells_.size());
  const auto above =
      std::count_if(cells_.begin() + static_cast<std::ptrdiff_t>(since), cells_.end(),
                    [](std::size_t cell) { return cell >= cell_count / 2; });
  return static_cast<double>(above) / static_cast<double>(cells_.size() - since);
}

ChangePoint DriftTest::change_point() const {
  firedrill_assert(!cells_.empty());
  std::vector<double> gains(cells_.size());  // logarithms, so that no product overflows
  std::array<double, alternatives.size()> products{};
  for (std::size_t index = cells_.size(); index-- > 0;) {
    double highest = -HUGE_VAL;
    for (std::size_t bet = 0; bet < alternatives.size(); ++bet) {
      products[bet] += std::log(std::max(all_odds()[bet][cells_[index]], 1e-300));
      highest = std::max(highest, products[bet]);
    }
    double sum = 0.0;
    for (const double product : products) {
      sum += std::exp(product - highest);
    }
    gains[index] = highest + std::log(sum) + std::log(belief(index));
  }
  ChangePoint found;
  found.likeliest =
      static_cast<std::size_t>(std::max_element(gains.begin(), gains.end()) - gains.begin());
  const double highest = gains[found.likeliest];
  double total = 0.0;
  for (double& gain : gains) {
    gain = std::exp(gain - highest);
    total += gain;
  }
  constexpr double tail = 0.025;
  double below = 0.0;
  found.earliest = gains.size() - 1;
  found.latest = gains.size() - 1;
  bool has_earliest = false;
  for (std::size_t index = 0; index < gains.size(); ++index) {
    below += gains[index] / total;
    if (!has_earliest && below > tail) {
      found.earliest = index;
      has_earliest = true;
    }
    if (below >= 1.0 - tail) {
      found.latest = index;
      break;
    }
  }
  return found;
}

}  // namespace firedrill
