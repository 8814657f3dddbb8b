#include "live/network/tun.hpp"

#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "live/network/netlink.hpp"

namespace firedrill {

FileDescriptor open_tun(int process_handle, const std::string& name) {
  constexpr int queue_length = 20'000;  // packets; the WAN's own queues are the router's
  const NetworkVisit visit{process_handle};
  FileDescriptor tun{::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC)};
  checked(tun.number(), "/dev/net/tun");
  ifreq request{};
  name.copy(request.ifr_name, sizeof request.ifr_name - 1);
  request.ifr_flags = IFF_TUN | IFF_NO_PI | IFF_VNET_HDR;
  checked(::ioctl(tun.number(), TUNSETIFF, &request), "TUN device " + name);
  constexpr unsigned offloads = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN;
  checked(::ioctl(tun.number(), TUNSETOFFLOAD, offloads), "offloads of " + name);
  const FileDescriptor socket{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  request.ifr_qlen = queue_length;
  checked(::ioctl(socket.number(), SIOCSIFTXQLEN, &request), "queue of " + name);
  Netlink{}.set_up(name);
  return tun;
}

}  // namespace firedrill
