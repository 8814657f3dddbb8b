// Interfaces, addresses and routes of one network namespace, asked for over rtnetlink: a whole
// region is wired in a few milliseconds, and nothing depends on which version of `ip` is there.
// Everything is done in the namespace in which the object was made, whichever thread's or process's
// that was; ends of cables may lie in another one.
// Example: Netlink gateway{handle}; gateway.add_bridge("lan"); gateway.set_up("lan");
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "live/process/descriptor.hpp"

namespace firedrill {

class Netlink {
 public:
  Netlink();                             // in the calling thread's network namespace
  explicit Netlink(int process_handle);  // in that of the process behind this handle (pidfd)

  // All throw std::system_error with what the kernel answered.
  void add_bridge(const std::string& name);
  // A cable from `name` here to `peer` in the network namespace of the process with number `pid`.
  void add_cable(const std::string& name, const std::string& peer, pid_t pid);
  void plug_into(const std::string& name, const std::string& bridge);
  void set_up(const std::string& name, bool is_up = true);
  // `address` as "10.77.1.254" or "fd77:1::fe"; no duplicate-address detection.
  void add_address(const std::string& name, const std::string& address, int prefix_length);
  // Through the interface `name`; `to` as "10.77.2.0/24", or "default"; `gateway` may be "" (the
  // other end takes everything).
  void add_route(const std::string& to, const std::string& gateway, const std::string& name);
  // Fine if there is none.
  void remove(const std::string& name);
  [[nodiscard]] int index_of(const std::string& name);  // 0: no such interface

  // Whether the kernel can delay packets by itself (the qdisc netem), found by trying on "lo".
  [[nodiscard]] bool takes_netem();

 private:
  class Request;
  // Sends `request` and waits for its answer; returns 0 or the error number.
  int ask(Request& request);
  void must(Request& request, std::string_view what);

  FileDescriptor socket_;
  std::uint32_t sequence_ = 0;
};

// While it lives, the calling thread is in the network namespace of the process behind `handle`:
// sockets and devices opened meanwhile stay there. Throws std::system_error.
class NetworkVisit {
 public:
  explicit NetworkVisit(int handle);
  NetworkVisit(const NetworkVisit&) = delete;
  NetworkVisit& operator=(const NetworkVisit&) = delete;
  ~NetworkVisit();

 private:
  FileDescriptor home_;
};

}  // namespace firedrill
