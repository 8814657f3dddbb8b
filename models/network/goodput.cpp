#include "models/network/goodput.hpp"

#include <algorithm>
#include <cmath>

#include "models/chance/elementary.hpp"
#include "models/network/response.hpp"

namespace firedrill {
namespace {

// One connection on a link that takes everything: the published function, scaled, and what its
// timeouts cost (the second term of PFTK).
double loss_limited(const NetworkPath& path, const TransportResponse& response, double scaled) {
  const double p = path.loss;
  const double round_trip = to_seconds(path.round_trip);
  const auto segment = static_cast<double>(path.segment.count);
  const double timeouts = response.timeout * (least_timeout + round_trip) *
                          std::min(1.0, 3.0 * std::sqrt(3.0 * p / 8.0)) * p * (1.0 + 32.0 * p * p);
  return segment / (segment / scaled + timeouts);
}

const TransportResponse& response_of(const NetworkPath& path, const ResponseSet& responses) {
  return path.congestion == CongestionControl::reno ? responses.reno : responses.cubic;
}

// The share of the link that all connections fill when losses come from its buffer alone: a window
// that falls by `decrease` from link and buffer together leaves the link idle if the buffer is
// small. Connections fall at different times, and each is one of many.
double filled_share(const NetworkPath& path, const TransportResponse& response, double flows) {
  const double lowest = (1.0 - response.decrease) * (1.0 + path.buffer);
  const double missing = std::max(0.0, 1.0 - lowest);
  return 1.0 - response.unfilled * missing / std::sqrt(flows);
}

}  // namespace

// By tests/network/fit from the training cases of models/parameters/wan/ns-3.37.json.
ResponseSet packet_simulation() {
  ResponseSet set;
  set.cubic = {.scale = 1.177,
               .timeout = 0.844,
               .knee = 4.346,
               .knee_flows = 0.482,
               .knee_buffer = 0.169,
               .friendly = 1.039,
               .decrease = 0.3,
               .unfilled = 0.198};
  set.reno = {.scale = 1.129,
              .timeout = 0.603,
              .knee = 4.165,
              .knee_flows = 0.304,
              .knee_buffer = -0.029,
              .friendly = 1.0,
              .decrease = 0.5,
              .unfilled = 0.074};
  set.bbr_share = 0.961;
  set.background = 0.005;
  set.waits_for_queues = true;
  set.repeats_timeouts = true;
  return set;
}

ResponseSet hosts() {
  ResponseSet set = packet_simulation();
  set.background = 0.0;
  set.waits_for_queues = false;
  set.repeats_timeouts = false;
  return set;
}

double larger_in_each_epoch(double cubic, double friendly) {
  const double high = std::max(cubic, friendly);
  const double share = std::min(cubic, friendly) / high;
  const double square = share * share;
  const double eighth = square * square * square * square;
  return high * std::sqrt(std::sqrt(std::sqrt(1.0 + eighth)));
}

double loss_limited_rate(const NetworkPath& path, const ResponseSet& responses) {
  if (path.congestion == CongestionControl::bbr || !(path.loss > 0.0)) {
    return endless_rate;
  }
  const TransportResponse& response = response_of(path, responses);
  if (path.congestion == CongestionControl::reno) {
    return loss_limited(path, response, response.scale * mathis_rate(path));
  }
  return loss_limited(path, response,
                      larger_in_each_epoch(response.scale * cubic_rate(path),
                                           response.friendly * mathis_rate(path)));
}

Rate goodput(const NetworkPath& path, const ResponseSet& responses) {
  NetworkPath rest = path;
  rest.competing_rate.bytes_per_second += responses.background * path.capacity.bytes_per_second;
  const double link = link_share(rest);
  const double own = path.flows;
  const double flows = own + path.competing_flows;
  if (path.congestion == CongestionControl::bbr) {
    return Rate{link * responses.bbr_share * own / flows};
  }
  const TransportResponse& response = response_of(path, responses);
  const double filled = link * filled_share(path, response, flows);
  const double wanted = flows * loss_limited_rate(path, responses);
  if (wanted == endless_rate || !(filled > 0.0)) {
    return Rate{std::max(0.0, filled) * own / flows};
  }
  const double knee = response.knee * det_pow(flows, response.knee_flows) *
                      det_pow(1.0 + path.buffer, response.knee_buffer);
  const double over = det_pow(wanted / filled, -knee);
  return Rate{filled * det_pow(1.0 + over, -1.0 / knee) * own / flows};
}

GoodputLimit limit_of(const NetworkPath& path, const ResponseSet& responses) {
  const double flows = path.flows + path.competing_flows;
  return flows * loss_limited_rate(path, responses) < link_share(path) ? GoodputLimit::loss
                                                                       : GoodputLimit::link;
}

}  // namespace firedrill
