// SPDX-License-Identifier: GPL-2.0-only
#include "sim/wan/host_cubic.hpp"

#include <ns3/simulator.h>

#include <algorithm>

namespace firedrill_wan {
namespace {

// 3 (1 - beta) / (1 + beta) with beta = 0.7: Reno's growth in a round trip for the same mean window
// (RFC 8312, equation 4).
constexpr double friendly_growth = 0.9 / 1.7;
constexpr double least_timeout = 0.2;  // [s] beyond the round trip, as in Linux

}  // namespace

ns3::TypeId HostCubic::GetTypeId() {
  static const ns3::TypeId id = ns3::TypeId("firedrill_wan::HostCubic")
                                    .SetParent<ns3::TcpCubic>()
                                    .AddConstructor<HostCubic>();
  return id;
}

void HostCubic::IncreaseWindow(ns3::Ptr<ns3::TcpSocketState> state, std::uint32_t acknowledged) {
  const std::uint32_t segment = state->m_segmentSize;
  const std::uint32_t window = state->m_cWnd;
  // What was in flight before this acknowledgement.
  const std::uint32_t used = state->m_bytesInFlight + acknowledged * segment;
  const bool starts_slowly = window < state->m_ssThresh;
  if (starts_slowly ? window >= 2 * used : window > used + 3 * segment) {
    return;
  }
  TcpCubic::IncreaseWindow(state, acknowledged);
  if (starts_slowly || friendly_ <= 0.0) {
    return;
  }
  friendly_ += friendly_growth * acknowledged / std::max(1.0, double(state->m_cWnd) / segment);
  const auto least = static_cast<std::uint32_t>(friendly_ * segment);
  if (state->m_cWnd < least) {
    state->m_cWnd = least;
  }
}

std::uint32_t HostCubic::GetSsThresh(ns3::Ptr<const ns3::TcpSocketState> state,
                                     std::uint32_t in_flight) {
  if (state->m_cWnd <= state->m_segmentSize) {
    return state->m_ssThresh;  // a timeout after a timeout
  }
  const std::uint32_t threshold = TcpCubic::GetSsThresh(state, in_flight);
  friendly_ = static_cast<double>(threshold) / state->m_segmentSize;
  return threshold;
}

void HostCubic::PktsAcked(ns3::Ptr<ns3::TcpSocketState> state, std::uint32_t acknowledged,
                          const ns3::Time& round_trip) {
  last_acknowledged_ = ns3::Simulator::Now();
  round_trip_ = round_trip;
  TcpCubic::PktsAcked(state, acknowledged, round_trip);
}

// What was sent last was so a round trip before it was acknowledged.
void HostCubic::CwndEvent(ns3::Ptr<ns3::TcpSocketState> state,
                          ns3::TcpSocketState::TcpCAEvent_t event) {
  TcpCubic::CwndEvent(state, event);
  if (event != ns3::TcpSocketState::CA_EVENT_TX_START || round_trip_.IsZero()) {
    return;
  }
  const double timeout = least_timeout + round_trip_.GetSeconds();
  double idle = (ns3::Simulator::Now() - last_acknowledged_ + round_trip_).GetSeconds();
  const std::uint32_t window = state->m_cWnd;
  const std::uint32_t least = state->m_initialCWnd * state->m_segmentSize;
  if (idle <= timeout || window <= least) {
    return;
  }
  const std::uint32_t threshold = std::max<std::uint32_t>(state->m_ssThresh, window / 4 * 3);
  TcpCubic::GetSsThresh(state, 0);  // its curve begins anew, towards this window
  std::uint32_t left = window;
  for (idle -= timeout; idle > 0.0 && left > least; idle -= timeout) {
    left /= 2;
  }
  state->m_ssThresh = threshold;
  state->m_cWnd = std::max(left, least);
}

ns3::Ptr<ns3::TcpCongestionOps> HostCubic::Fork() { return ns3::CopyObject<HostCubic>(this); }

}  // namespace firedrill_wan
