// What random losses make of a congestion window, followed round trip by round trip, beside the
// closed form of models/network/goodput, which must bend where the windows do.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "models/network/goodput.hpp"
#include "models/network/response.hpp"

using namespace firedrill;

namespace {

enum class Growth { cubic, reno, larger };

// The mean window [segments] of CUBIC (RFC 8312: W(t) = C (t - K)^3 + W_max, fast convergence, its
// decrease of 30 %) under losses of segments that are independent of each other. A round trip after
// a loss is spent on its repair. `growth` says which of both growths holds: its own, Reno's
// (equation 4), or the larger, as a host does.
double mean_window(double loss, double round_trip, Growth growth) {
  constexpr int rounds = 400'000;
  constexpr double kept = 1.0 - cubic_decrease;
  constexpr double friendly_growth = 3.0 * cubic_decrease / (1.0 + kept);
  std::mt19937_64 random{20261129};
  std::uniform_real_distribution<double> unit;
  double window = 20.0, largest = 20.0, begun = 20.0, friendly = 20.0, time = 0.0, sum = 0.0;
  bool repairs = false;
  for (int round = 0; round < rounds; ++round) {
    sum += window;
    const bool is_lost = !repairs && unit(random) < 1.0 - std::pow(1.0 - loss, window);
    if (is_lost) {
      largest = window < largest ? window * (1.0 + kept) / 2.0 : window;
      window = std::max(2.0, std::floor(window * kept));
      begun = friendly = window;
      time = 0.0;
    } else if (!repairs) {
      time += round_trip;
      friendly += friendly_growth;
      const double back = std::cbrt(std::max(0.0, largest - begun) / cubic_scaling);
      const double own = std::max(largest, begun) + cubic_scaling * std::pow(time - back, 3.0);
      const double cubic = std::clamp(own, window, 1.5 * window);
      window = growth == Growth::cubic  ? cubic
               : growth == Growth::reno ? friendly
                                        : std::max(cubic, friendly);
    }
    repairs = is_lost;
  }
  return sum / rounds;
}

double published_window(double loss, double round_trip) {
  NetworkPath path;
  path.round_trip = from_seconds(round_trip);
  path.loss = loss;
  return cubic_rate(path) * round_trip / static_cast<double>(path.segment.count);
}

}  // namespace

TEST_CASE("random losses leave CUBIC's own growth the same multiple of the published function") {
  // The function says how it depends on loss and round trip; that losses are random and not
  // periodic is one factor, whatever both are.
  for (const double loss : {1e-4, 3e-4, 1e-3}) {
    for (const double round_trip : {0.062, 0.13}) {
      CAPTURE(loss, round_trip);
      const double windows = mean_window(loss, round_trip, Growth::cubic);
      CHECK(windows / published_window(loss, round_trip) == Approx(1.12).epsilon(0.04));
    }
  }
}

TEST_CASE("where both growths are near, the larger in each epoch is what the closed form says") {
  for (const double loss : {1e-4, 3e-4, 1e-3, 3e-3}) {
    for (const double round_trip : {0.062, 0.1, 0.13}) {
      CAPTURE(loss, round_trip);
      const double cubic = mean_window(loss, round_trip, Growth::cubic);
      const double reno = mean_window(loss, round_trip, Growth::reno);
      CHECK(mean_window(loss, round_trip, Growth::larger) ==
            Approx(larger_in_each_epoch(cubic, reno)).epsilon(0.025));
    }
  }
}
