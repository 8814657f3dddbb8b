#include "live/network/netlink.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <array>
#include <charconv>
#include <cstring>
#include <vector>

#include "models/base/check.hpp"

namespace firedrill {
namespace {

// An address as the kernel takes it.
struct Binary {
  unsigned char family = AF_INET;
  std::array<char, 16> bytes{};
  std::size_t size = 4;
};

Binary binary_of(const std::string& text) {
  Binary result;
  if (text.find(':') != std::string::npos) {
    result.family = AF_INET6;
    result.size = 16;
  }
  if (::inet_pton(result.family, text.c_str(), result.bytes.data()) != 1) {
    errno = EINVAL;
    throw_errno("address " + text);
  }
  return result;
}

}  // namespace

// One message, built attribute by attribute; rtnetlink aligns everything to four bytes.
class Netlink::Request {
 public:
  template <class Body>
  Request(int type, int flags, const Body& body) {
    nlmsghdr header{};
    header.nlmsg_type = static_cast<std::uint16_t>(type);
    header.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | NLM_F_ACK | flags);
    append(&header, sizeof header);
    append(&body, sizeof body);
  }

  void add(int type, const void* data, std::size_t size) {
    rtattr attribute{};
    attribute.rta_type = static_cast<std::uint16_t>(type);
    attribute.rta_len = static_cast<std::uint16_t>(RTA_LENGTH(size));
    append(&attribute, sizeof attribute);
    append(data, size);
  }
  void add(int type, const std::string& text) { add(type, text.c_str(), text.size() + 1); }
  void add(int type, const Binary& address) { add(type, address.bytes.data(), address.size); }
  void add(int type, std::uint32_t number) { add(type, &number, sizeof number); }

  // Begins an attribute that holds others; close() it with what this returned.
  std::size_t open(int type) {
    const std::size_t begin = bytes_.size();
    add(type, nullptr, 0);
    return begin;
  }
  void close(std::size_t begin) {
    const auto size = static_cast<std::uint16_t>(bytes_.size() - begin);
    std::memcpy(bytes_.data() + begin, &size, sizeof size);
  }
  template <class Body>
  void add_body(const Body& body) {
    append(&body, sizeof body);
  }

  const std::vector<char>& finish(std::uint32_t sequence) {
    nlmsghdr header{};
    std::memcpy(&header, bytes_.data(), sizeof header);
    header.nlmsg_len = static_cast<std::uint32_t>(bytes_.size());
    header.nlmsg_seq = sequence;
    std::memcpy(bytes_.data(), &header, sizeof header);
    return bytes_;
  }

 private:
  void append(const void* data, std::size_t size) {
    const auto* const begin = static_cast<const char*>(data);
    if (size > 0) {
      bytes_.insert(bytes_.end(), begin, begin + size);
    }
    bytes_.resize(NLMSG_ALIGN(bytes_.size()));
  }

  std::vector<char> bytes_;
};

Netlink::Netlink() : socket_{::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)} {
  checked(socket_.number(), "netlink socket");
}

Netlink::Netlink(int process_handle) {
  const NetworkVisit visit{process_handle};
  *this = Netlink{};
}

int Netlink::ask(Request& request) {
  const std::vector<char>& bytes = request.finish(++sequence_);
  if (::send(socket_.number(), bytes.data(), bytes.size(), 0) < 0) {
    throw_errno("netlink");
  }
  std::array<char, 16384> buffer{};
  for (;;) {
    const auto size = static_cast<std::size_t>(checked(
        static_cast<int>(::recv(socket_.number(), buffer.data(), buffer.size(), 0)), "netlink"));
    std::size_t at = 0;
    nlmsghdr header{};
    for (; at + sizeof header <= size; at += NLMSG_ALIGN(header.nlmsg_len)) {
      std::memcpy(&header, buffer.data() + at, sizeof header);
      if (header.nlmsg_len < sizeof header) {
        break;
      }
      if (header.nlmsg_seq == sequence_ && header.nlmsg_type == NLMSG_ERROR) {
        nlmsgerr answer{};
        std::memcpy(&answer, buffer.data() + at + NLMSG_HDRLEN, sizeof answer);
        return -answer.error;
      }
    }
  }
}

void Netlink::must(Request& request, std::string_view what) {
  const int error = ask(request);
  if (error != 0) {
    errno = error;
    throw_errno(std::string{what});
  }
}

int Netlink::index_of(const std::string& name) {
  // SIOCGIFINDEX answers for the namespace of its socket, which is ours.
  ifreq request{};
  name.copy(request.ifr_name, sizeof request.ifr_name - 1);
  return ::ioctl(socket_.number(), SIOCGIFINDEX, &request) < 0 ? 0 : request.ifr_ifindex;
}

void Netlink::add_bridge(const std::string& name) {
  Request request{RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, ifinfomsg{}};
  request.add(IFLA_IFNAME, name);
  const std::size_t info = request.open(IFLA_LINKINFO);
  request.add(IFLA_INFO_KIND, "bridge", 6);
  request.close(info);
  must(request, "bridge " + name);
}

void Netlink::add_cable(const std::string& name, const std::string& peer, pid_t pid) {
  Request request{RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, ifinfomsg{}};
  request.add(IFLA_IFNAME, name);
  const std::size_t info = request.open(IFLA_LINKINFO);
  request.add(IFLA_INFO_KIND, "veth", 4);
  const std::size_t data = request.open(IFLA_INFO_DATA);
  const std::size_t other = request.open(VETH_INFO_PEER);
  request.add_body(ifinfomsg{});
  request.add(IFLA_IFNAME, peer);
  request.add(IFLA_NET_NS_PID, static_cast<std::uint32_t>(pid));
  request.close(other);
  request.close(data);
  request.close(info);
  must(request, "cable " + name);
}

void Netlink::plug_into(const std::string& name, const std::string& bridge) {
  ifinfomsg body{};
  body.ifi_index = index_of(name);
  Request request{RTM_NEWLINK, 0, body};
  request.add(IFLA_MASTER, static_cast<std::uint32_t>(index_of(bridge)));
  must(request, name + " into " + bridge);
}

void Netlink::set_up(const std::string& name, bool is_up) {
  ifinfomsg body{};
  body.ifi_index = index_of(name);
  body.ifi_change = IFF_UP;
  body.ifi_flags = is_up ? static_cast<unsigned>(IFF_UP) : 0U;
  Request request{RTM_NEWLINK, 0, body};
  must(request, "interface " + name);
}

void Netlink::add_address(const std::string& name, const std::string& address, int prefix_length) {
  const Binary binary = binary_of(address);
  ifaddrmsg body{};
  body.ifa_family = binary.family;
  body.ifa_prefixlen = static_cast<unsigned char>(prefix_length);
  body.ifa_flags = binary.family == AF_INET6 ? IFA_F_NODAD : 0;
  body.ifa_index = static_cast<std::uint32_t>(index_of(name));
  Request request{RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, body};
  request.add(IFA_LOCAL, binary);
  request.add(IFA_ADDRESS, binary);
  must(request, "address " + address);
}

void Netlink::add_route(const std::string& to, const std::string& gateway,
                        const std::string& name) {
  rtmsg body{};
  body.rtm_table = RT_TABLE_MAIN;
  body.rtm_protocol = RTPROT_STATIC;
  body.rtm_scope = gateway.empty() ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
  body.rtm_type = RTN_UNICAST;
  const std::size_t slash = to.find('/');
  const bool is_default = to == "default";
  const Binary target = binary_of(is_default ? gateway : to.substr(0, slash));
  body.rtm_family = target.family;
  if (!is_default) {
    firedrill_assert(slash != std::string::npos);
    std::from_chars(to.data() + slash + 1, to.data() + to.size(), body.rtm_dst_len);
  }
  Request request{RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, body};
  if (!is_default) {
    request.add(RTA_DST, target);
  }
  if (!gateway.empty()) {
    request.add(RTA_GATEWAY, binary_of(gateway));
  }
  request.add(RTA_OIF, static_cast<std::uint32_t>(index_of(name)));
  must(request, "route to " + to);
}

void Netlink::remove(const std::string& name) {
  ifinfomsg body{};
  body.ifi_index = index_of(name);
  if (body.ifi_index == 0) {
    return;
  }
  Request request{RTM_DELLINK, 0, body};
  const int error = ask(request);
  if (error != 0 && error != ENODEV) {
    errno = error;
    throw_errno("removal of " + name);
  }
}

bool Netlink::takes_netem() {
  tcmsg body{};
  body.tcm_family = AF_UNSPEC;
  body.tcm_ifindex = index_of("lo");
  body.tcm_parent = TC_H_ROOT;
  Request request{RTM_NEWQDISC, NLM_F_CREATE | NLM_F_REPLACE, body};
  request.add(TCA_KIND, std::string{"netem"});
  tc_netem_qopt options{};
  options.limit = 1000;
  request.add(TCA_OPTIONS, &options, sizeof options);
  return ask(request) == 0;
}

NetworkVisit::NetworkVisit(int handle)
    : home_{::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)} {
  checked(home_.number(), "/proc/thread-self/ns/net");
  checked(::setns(handle, CLONE_NEWNET), "network namespace");
}

NetworkVisit::~NetworkVisit() {
  firedrill_assert(::setns(home_.number(), CLONE_NEWNET) == 0);  // or all that follows goes astray
}

}  // namespace firedrill
