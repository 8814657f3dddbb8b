// SPDX-License-Identifier: GPL-2.0-only
#include "sim/wan/packet_run.hpp"

#include <ns3/core-module.h>
#include <ns3/error-model.h>
#include <ns3/internet-module.h>
#include <ns3/point-to-point-module.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <stdexcept>

#include "sim/wan/host_cubic.hpp"
#include "sim/wan/written.hpp"

namespace firedrill_wan {
namespace {

constexpr std::uint16_t measured_port = 9000;
constexpr std::uint16_t competing_port = 9001;
constexpr std::uint16_t datagram_port = 9002;  // nobody listens
constexpr double header_bytes = 54.0;          // IP 20, TCP 20 and its time stamps 12, framing 2
constexpr double stream_step = 0.005;          // [s] between two writes of a stream
constexpr double curve_step = 0.1;             // [s] between two points of a curve
// Of the capacity: datagrams at random times from everybody else. Without them a full queue drops
// in lockstep with the only sender (Floyd and Jacobson, "Traffic phase effects in packet-switched
// gateways", 1991).
constexpr double background_share = 0.005;
constexpr std::uint32_t first_window = 10;  // segments, as Linux

// A link of the triangle.
struct Link {
  ns3::NetDeviceContainer devices;
  ns3::Ptr<ns3::RateErrorModel> errors[2];  // at the receiver of each direction
  ns3::Ipv4InterfaceContainer addresses;
};

// A connection that takes what it sends out of a common store, as parallel uploads do.
struct Flow {
  ns3::Ptr<ns3::Socket> socket;
  std::uint32_t window = 0;  // [bytes] congestion window
  std::uint32_t buffer = 0;  // [bytes] of the socket
};

class Run {
 public:
  Run(const PacketCase& one, std::uint64_t seed) : case_{one} { build(seed); }
  ~Run() { ns3::Simulator::Destroy(); }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  PacketRun play();

 private:
  void build(std::uint64_t seed);
  void set_defaults() const;
  Link connect(std::uint32_t a, std::uint32_t b, double one_way, const char* base);
  void route_through_third();
  void listen(std::uint16_t port, bool is_measured);
  void start_flow(std::uint16_t port, bool is_measured);
  void pump(std::size_t index);
  void pump_all();
  void receive(ns3::Ptr<ns3::Socket> socket, bool is_measured);
  void write_stream();
  void write_object();
  void start_datagrams();
  void send_datagram();
  void send_background();
  void apply(const LinkEvent& event);
  void set_loss(double ahead, double back);
  void sample_lag();
  [[nodiscard]] double end() const { return case_.warm_up + case_.length; }
  [[nodiscard]] std::uint32_t queue_packets() const;
  [[nodiscard]] std::uint32_t socket_buffer() const;

  const PacketCase& case_;
  ns3::NodeContainer regions_;
  std::vector<Link> path_, others_;  // from region 0 to region 1; the rest of the triangle
  ns3::Ipv4Address target_;
  std::vector<std::unique_ptr<Flow>> flows_;  // the measured ones first
  std::vector<ns3::Ptr<ns3::Socket>> open_;
  ns3::Ptr<ns3::Socket> datagrams_, background_;
  ns3::Ptr<ns3::ExponentialRandomVariable> gaps_;
  Written written_;
  double loss_ = 0.0;
  bool is_cut_ = false;
  double handed_ = 0.0;     // [bytes] taken out of the store
  double delivered_ = 0.0;  // [bytes]
  double delivered_before_ = 0.0;
  PacketRun result_;
};

ns3::TypeId type_of(Congestion congestion) {
  switch (congestion) {
    case Congestion::cubic:
      return HostCubic::GetTypeId();
    case Congestion::reno:
      return ns3::TypeId::LookupByName("ns3::TcpLinuxReno");
    case Congestion::bbr:
      return ns3::TypeId::LookupByName("ns3::TcpBbr");
  }
  return {};
}

std::uint32_t Run::queue_packets() const {
  const double product = case_.capacity * case_.round_trip / (case_.segment + header_bytes);
  return static_cast<std::uint32_t>(std::max(10.0, std::ceil(case_.buffer * product)));
}

// Room for all that the path and its buffer hold, and as much again for what waits for a repair.
std::uint32_t Run::socket_buffer() const {
  const double path = (1.0 + case_.buffer) * case_.capacity * case_.round_trip;
  return static_cast<std::uint32_t>(std::clamp(3.0 * path, 1e6, 1e9));
}

// As a Linux host would have it: ten segments at first, a connection that does not give up during
// a cut. The least retransmission timeout leaves time for a repair through a full queue: ns-3
// starts the timer before the loss is noticed, where Linux starts it anew with the repair.
void Run::set_defaults() const {
  using ns3::Config::SetDefault;
  SetDefault("ns3::TcpL4Protocol::SocketType", ns3::TypeIdValue(type_of(case_.congestion)));
  SetDefault("ns3::TcpSocket::SegmentSize", ns3::UintegerValue(case_.segment));
  SetDefault("ns3::TcpSocket::SndBufSize", ns3::UintegerValue(socket_buffer()));
  SetDefault("ns3::TcpSocket::RcvBufSize", ns3::UintegerValue(socket_buffer()));
  SetDefault("ns3::TcpSocket::InitialCwnd", ns3::UintegerValue(first_window));
  SetDefault("ns3::TcpSocket::DataRetries", ns3::UintegerValue(50));
  SetDefault("ns3::TcpSocketBase::MinRto",
             ns3::TimeValue(ns3::Seconds(0.2 + 2.0 * (1.0 + case_.buffer) * case_.round_trip)));
  SetDefault("ns3::TcpSocketBase::Sack", ns3::BooleanValue(true));
}

Link Run::connect(std::uint32_t a, std::uint32_t b, double one_way, const char* base) {
  ns3::PointToPointHelper helper;
  helper.DisableFlowControl();  // or ns-3 puts FqCoDel before the link's own queue
  const auto bits = static_cast<std::uint64_t>(case_.capacity * 8.0);
  helper.SetDeviceAttribute("DataRate", ns3::DataRateValue(ns3::DataRate(bits)));
  helper.SetChannelAttribute("Delay", ns3::TimeValue(ns3::Seconds(one_way)));
  helper.SetQueue("ns3::DropTailQueue", "MaxSize",
                  ns3::QueueSizeValue(ns3::QueueSize(ns3::PACKETS, queue_packets())));
  Link link;
  link.devices = helper.Install(regions_.Get(a), regions_.Get(b));
  for (std::uint32_t side = 0; side < 2; ++side) {
    link.errors[side] = ns3::CreateObject<ns3::RateErrorModel>();
    link.errors[side]->SetUnit(ns3::RateErrorModel::ERROR_UNIT_PACKET);
    link.errors[side]->SetRate(0.0);
    link.errors[side]->AssignStreams(std::int64_t{10} * a + std::int64_t{100} * b + side);
    link.devices.Get(1 - side)->SetAttribute("ReceiveErrorModel",
                                             ns3::PointerValue(link.errors[side]));
  }
  ns3::Ipv4AddressHelper addresses(base, "255.255.255.0");
  link.addresses = addresses.Assign(link.devices);
  return link;
}

void Run::route_through_third() {
  ns3::Ipv4StaticRoutingHelper helper;
  const auto routing = [&](std::uint32_t node) {
    return helper.GetStaticRouting(regions_.Get(node)->GetObject<ns3::Ipv4>());
  };
  routing(0)->AddHostRouteTo(target_, path_[0].addresses.GetAddress(1), 1);
  routing(1)->AddHostRouteTo(path_[0].addresses.GetAddress(0), path_[1].addresses.GetAddress(0), 1);
}

void Run::build(std::uint64_t seed) {
  ns3::RngSeedManager::SetSeed(static_cast<std::uint32_t>(seed % 4'000'000'000ULL + 1));
  ns3::RngSeedManager::SetRun(1);
  ns3::Ipv4AddressGenerator::Reset();
  set_defaults();
  regions_.Create(3);
  ns3::InternetStackHelper().Install(regions_);
  const double hop = case_.through_third ? case_.round_trip / 4.0 : case_.round_trip / 2.0;
  if (case_.through_third) {
    path_.push_back(connect(0, 2, hop, "10.0.1.0"));
    path_.push_back(connect(2, 1, hop, "10.0.2.0"));
    others_.push_back(connect(0, 1, hop, "10.0.3.0"));
  } else {
    path_.push_back(connect(0, 1, hop, "10.0.1.0"));
    others_.push_back(connect(0, 2, hop, "10.0.2.0"));
    others_.push_back(connect(2, 1, hop, "10.0.3.0"));
  }
  target_ = path_.back().addresses.GetAddress(1);
  if (case_.through_third) {
    route_through_third();
  }
  loss_ = case_.loss;
  set_loss(loss_, 0.0);
}

void Run::set_loss(double ahead, double back) {
  path_.front().errors[0]->SetRate(ahead);
  path_.front().errors[1]->SetRate(back);
}

void Run::listen(std::uint16_t port, bool is_measured) {
  const auto socket =
      ns3::Socket::CreateSocket(regions_.Get(1), ns3::TcpSocketFactory::GetTypeId());
  socket->Bind(ns3::InetSocketAddress(ns3::Ipv4Address::GetAny(), port));
  socket->Listen();
  socket->SetAcceptCallback(
      ns3::MakeNullCallback<bool, ns3::Ptr<ns3::Socket>, const ns3::Address&>(),
      [this, is_measured](ns3::Ptr<ns3::Socket> accepted, const ns3::Address&) {
        accepted->SetRecvCallback(
            [this, is_measured](const ns3::Ptr<ns3::Socket>& from) { receive(from, is_measured); });
        open_.push_back(accepted);
      });
  open_.push_back(socket);
}

void Run::receive(ns3::Ptr<ns3::Socket> socket, bool is_measured) {
  while (const auto packet = socket->Recv()) {
    if (packet->GetSize() == 0) {
      break;
    }
    if (is_measured) {
      delivered_ += packet->GetSize();
    }
  }
}

void Run::start_flow(std::uint16_t port, bool is_measured) {
  auto flow = std::make_unique<Flow>();
  flow->socket = ns3::Socket::CreateSocket(regions_.Get(0), ns3::TcpSocketFactory::GetTypeId());
  flow->buffer = socket_buffer();
  flow->window = first_window * case_.segment;
  Flow* const raw = flow.get();
  const std::size_t index = is_measured ? flows_.size() : flows_.size() + (1U << 20U);
  flow->socket->TraceConnectWithoutContext(
      "CongestionWindow", ns3::Callback<void, std::uint32_t, std::uint32_t>(
                              [raw](std::uint32_t, std::uint32_t now) { raw->window = now; }));
  flow->socket->SetConnectCallback(
      [this, index](const ns3::Ptr<ns3::Socket>&) { pump(index); },
      [](const ns3::Ptr<ns3::Socket>&) { throw std::runtime_error("a connection was refused"); });
  flow->socket->SetSendCallback(
      [this, index](const ns3::Ptr<ns3::Socket>&, std::uint32_t) { pump(index); });
  flow->socket->Bind();
  flow->socket->Connect(ns3::InetSocketAddress(target_, port));
  flows_.push_back(std::move(flow));
}

// Keeps two windows in the socket's buffer: enough never to starve it, and little enough that ns-3,
// which walks that buffer, stays fast.
void Run::pump(std::size_t index) {
  const bool is_measured = index < (1U << 20U);
  Flow& flow = *flows_[is_measured ? index : index - (1U << 20U)];
  const bool is_greedy = !is_measured || case_.traffic.kind == Traffic::Kind::bulk;
  const double wanted =
      std::min<double>(2.0 * flow.window + 16.0 * case_.segment, 0.9 * flow.buffer);
  double held = static_cast<double>(flow.buffer) - flow.socket->GetTxAvailable();
  while (held < wanted) {
    const double waiting = is_greedy ? 1e18 : written_.total() - handed_;
    const auto take = static_cast<std::uint32_t>(std::min(waiting, 4.0 * case_.segment));
    if (take == 0 || flow.socket->Send(ns3::Create<ns3::Packet>(take)) < 0) {
      break;
    }
    held += take;
    if (is_measured) {
      handed_ += take;
    }
  }
}

void Run::pump_all() {
  for (std::size_t index = 0; index < std::min<std::size_t>(flows_.size(), case_.flows); ++index) {
    pump(index);
  }
}

void Run::write_stream() {
  const Traffic& traffic = case_.traffic;
  const double now = ns3::Simulator::Now().GetSeconds();
  const bool in_burst =
      traffic.burst_every > 0.0 &&
      std::fmod(now, traffic.burst_every) >= traffic.burst_every - traffic.burst_length - 1e-9;
  written_.add(now, (in_burst ? traffic.burst_rate : traffic.rate) * stream_step);
  pump_all();
  ns3::Simulator::Schedule(ns3::Seconds(stream_step), [this] { write_stream(); });
}

void Run::write_object() {
  written_.add(ns3::Simulator::Now().GetSeconds(), case_.traffic.size);
  pump_all();
  ns3::Simulator::Schedule(ns3::Seconds(case_.traffic.every), [this] { write_object(); });
}

void Run::send_datagram() {
  datagrams_->Send(ns3::Create<ns3::Packet>(case_.segment));
  const double mean = (case_.segment + 30.0) / case_.competing_rate;
  ns3::Simulator::Schedule(ns3::Seconds(gaps_->GetValue(mean, 0.0)), [this] { send_datagram(); });
}

void Run::send_background() {
  background_->Send(ns3::Create<ns3::Packet>(case_.segment));
  const double mean = (case_.segment + 30.0) / (background_share * case_.capacity);
  ns3::Simulator::Schedule(ns3::Seconds(gaps_->GetValue(mean, 0.0)), [this] { send_background(); });
}

void Run::apply(const LinkEvent& event) {
  switch (event.kind) {
    case LinkEvent::Kind::capacity:
      for (Link& link : path_) {
        const auto bits = static_cast<std::uint64_t>(event.value * 8.0);
        for (std::uint32_t side = 0; side < 2; ++side) {
          link.devices.Get(side)->SetAttribute("DataRate", ns3::DataRateValue(ns3::DataRate(bits)));
        }
      }
      return;
    case LinkEvent::Kind::loss:
      loss_ = event.value;
      break;
    case LinkEvent::Kind::round_trip:
      for (Link& link : path_) {
        const double hop = event.value / 2.0 / static_cast<double>(path_.size());
        link.devices.Get(0)->GetChannel()->SetAttribute("Delay", ns3::TimeValue(ns3::Seconds(hop)));
      }
      return;
    case LinkEvent::Kind::cut:
      is_cut_ = true;
      break;
    case LinkEvent::Kind::heal:
      is_cut_ = false;
      break;
  }
  set_loss(is_cut_ ? 1.0 : loss_, is_cut_ ? 1.0 : 0.0);
}

void Run::sample_lag() {
  const double now = ns3::Simulator::Now().GetSeconds();
  result_.curve.push_back({now, written_.total() - delivered_, written_.age(now, delivered_)});
  ns3::Simulator::Schedule(ns3::Seconds(curve_step), [this] { sample_lag(); });
}

void Run::start_datagrams() {
  using ns3::Seconds;
  const auto connect_to = [this](std::uint16_t port) {
    const auto socket =
        ns3::Socket::CreateSocket(regions_.Get(0), ns3::UdpSocketFactory::GetTypeId());
    socket->Connect(ns3::InetSocketAddress(target_, port));
    return socket;
  };
  background_ = connect_to(datagram_port);
  gaps_ = ns3::CreateObject<ns3::ExponentialRandomVariable>();
  gaps_->SetStream(8);
  ns3::Simulator::Schedule(Seconds(0.1), [this] { send_background(); });
  if (case_.competing_rate > 0.0) {
    datagrams_ = connect_to(datagram_port);
    ns3::Simulator::Schedule(Seconds(0.5), [this] { send_datagram(); });
  }
}

PacketRun Run::play() {
  using ns3::Seconds;
  using ns3::Simulator;
  listen(measured_port, true);
  listen(competing_port, false);
  const auto random = ns3::CreateObject<ns3::UniformRandomVariable>();
  random->SetStream(7);
  for (std::uint32_t flow = 0; flow < case_.flows + case_.competing_flows; ++flow) {
    const bool is_measured = flow < case_.flows;
    const double start = is_measured && case_.traffic.kind != Traffic::Kind::bulk
                             ? 0.01
                             : random->GetValue(0.01, 1.0);
    Simulator::Schedule(Seconds(start), [this, is_measured] {
      start_flow(is_measured ? measured_port : competing_port, is_measured);
    });
  }
  start_datagrams();
  if (case_.traffic.kind == Traffic::Kind::stream) {
    Simulator::Schedule(Seconds(1.0), [this] { write_stream(); });
  } else if (case_.traffic.kind == Traffic::Kind::objects) {
    Simulator::Schedule(Seconds(1.0), [this] { write_object(); });
  }
  for (const LinkEvent& event : case_.events) {
    Simulator::Schedule(Seconds(event.at), [this, event] { apply(event); });
  }
  Simulator::Schedule(Seconds(case_.warm_up), [this] {
    delivered_before_ = delivered_;
    if (case_.traffic.kind != Traffic::Kind::bulk) {
      sample_lag();
    }
  });
  Simulator::Stop(Seconds(end()));
  Simulator::Run();
  result_.goodput = (delivered_ - delivered_before_) / case_.length;
  result_.segments = static_cast<std::uint64_t>(delivered_ / case_.segment);
  result_.events = Simulator::GetEventCount();
  for (const LagPoint& point : result_.curve) {
    result_.lag_mean += point.lag / static_cast<double>(result_.curve.size());
    result_.lag_peak = std::max(result_.lag_peak, point.lag);
  }
  return std::move(result_);
}

}  // namespace

PacketRun run_packets(const PacketCase& one, std::uint64_t seed) { return Run{one, seed}.play(); }

std::string simulator_version() { return "ns-3.37"; }

}  // namespace firedrill_wan
