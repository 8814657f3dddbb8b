#include "models/recovery/fault.hpp"

#include <algorithm>
#include <cmath>

namespace firedrill {

std::optional<Rate> carried(const LinkDegradation& network) {
  std::optional<Rate> most = network.rate;
  if (network.loss > 0.0) {
    constexpr double segment = 1448.0;  // bytes: 1500 less the headers of IP and TCP
    const double round_trip = to_seconds(network.round_trip + network.latency);
    const double by_loss =
        static_cast<double>(network.streams) * segment / round_trip * std::sqrt(1.5 / network.loss);
    most = Rate{std::min(most ? most->bytes_per_second : by_loss, by_loss)};
  }
  return most;
}

}  // namespace firedrill
