#include "models/recovery/fault.hpp"

#include <algorithm>

#include "models/network/response.hpp"

namespace firedrill {

std::optional<Rate> carried(const LinkDegradation& network) {
  std::optional<Rate> most = network.rate;
  if (network.loss > 0.0) {
    NetworkPath path;
    path.round_trip = network.round_trip + network.latency;
    path.loss = network.loss;
    const double by_loss = static_cast<double>(network.streams) * mathis_rate(path);
    most = Rate{std::min(most ? most->bytes_per_second : by_loss, by_loss)};
  }
  return most;
}

}  // namespace firedrill
