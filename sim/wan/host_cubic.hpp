// SPDX-License-Identifier: GPL-2.0-only
// CUBIC as hosts run it: ns-3.37's, and four rules of RFCs and Linux that it leaves out. The window
// does not grow while the application, not the window, limits what is sent (Linux,
// tcp_is_cwnd_limited). It is never smaller than Reno's would be (RFC 8312, section 4.2). A timeout
// that repeats does not lower the threshold again (Linux, tcp_enter_loss). A connection that was
// idle has its window halved for each timeout that passed (RFC 2861; Linux, tcp_cwnd_restart).
// Example: SetDefault("ns3::TcpL4Protocol::SocketType", TypeIdValue(HostCubic::GetTypeId()))
#pragma once

#include <ns3/tcp-cubic.h>

namespace firedrill_wan {

class HostCubic : public ns3::TcpCubic {
 public:
  static ns3::TypeId GetTypeId();

  void IncreaseWindow(ns3::Ptr<ns3::TcpSocketState> state, std::uint32_t acknowledged) override;
  std::uint32_t GetSsThresh(ns3::Ptr<const ns3::TcpSocketState> state,
                            std::uint32_t in_flight) override;
  void PktsAcked(ns3::Ptr<ns3::TcpSocketState> state, std::uint32_t acknowledged,
                 const ns3::Time& round_trip) override;
  void CwndEvent(ns3::Ptr<ns3::TcpSocketState> state,
                 ns3::TcpSocketState::TcpCAEvent_t event) override;
  ns3::Ptr<ns3::TcpCongestionOps> Fork() override;

 private:
  double friendly_ = 0.0;  // [segments] the window that Reno would have; 0 before the first loss
  ns3::Time last_acknowledged_;
  ns3::Time round_trip_;
};

}  // namespace firedrill_wan
