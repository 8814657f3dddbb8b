// The WAN between the regions of a lab: one process that carries every packet from one gateway to
// another and does to it what the pair's settings say. It is the only way from region to region, so
// its death cuts the WAN. Settings live in memory that its supervisor holds: the next router goes
// on with them. Delays need no kernel support (netem), and its own lateness is on record.
// Example: WanRouter router{std::move(config)}; router.run();  // until the control socket says so
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "live/network/wan_link.hpp"
#include "live/process/descriptor.hpp"

namespace firedrill {

struct WanRegion {
  std::string name;
  std::uint8_t number = 0;  // the third byte of its IPv4 addresses, the fourth of its IPv6 ones
  std::vector<std::string> subnets;  // "10.77.1.0/24", "fd77:1::/64"
  int gateway = -1;                  // handle of a process in the gateway's network namespace
};

struct WanConfig {
  std::vector<WanRegion> regions;
  std::vector<LinkSettings> links;  // from region i to j: links[i * regions + j]; i = j unused
  std::uint64_t seed = 1;
  std::string socket;          // path of the control socket
  int settings_memory = -1;    // of make_settings_memory(); -1: settings end with the router
  int realtime_priority = 20;  // of SCHED_FIFO where that is permitted; 0: do not ask
};

// Memory that outlives a router (memfd) for the settings of `regions` regions. Empty: a router that
// finds it so writes its config's settings.
[[nodiscard]] FileDescriptor make_settings_memory(std::size_t regions);

class WanRouter {
 public:
  // Makes the devices "wan0" and the routes through them. Throws std::system_error.
  explicit WanRouter(WanConfig config);
  WanRouter(const WanRouter&) = delete;
  WanRouter& operator=(const WanRouter&) = delete;
  ~WanRouter();

  // Routes until a client sends {"stop": true}.
  void run();

  struct Stored;  // the settings memory

 private:
  [[nodiscard]] WanLink& link(std::size_t from, std::size_t to) {
    return links_[from * config_.regions.size() + to];
  }
  void add_routes(std::size_t from);
  void open_socket();
  void adopt_settings();
  void store_settings();
  void take_priority();
  void read_packets(std::size_t from);
  void route(std::size_t from, Frame frame, Duration now);
  Duration deliver_due();  // when the next packet is due
  void wait(Duration until);
  void accept_client();
  void serve_client(int client);
  void watch(int descriptor);
  [[nodiscard]] Duration now() const;

  WanConfig config_;
  std::vector<FileDescriptor> tuns_;
  std::vector<WanLink> links_;
  std::vector<int> region_of_number_;  // index in config_.regions, -1: none
  FileDescriptor socket_;
  FileDescriptor events_;
  std::map<int, FileDescriptor> clients_;
  Stored* stored_ = nullptr;
  std::chrono::steady_clock::time_point begin_;
  std::vector<std::uint8_t> buffer_;
  std::uint64_t unroutable_ = 0;
  bool is_realtime_ = false;
  bool is_stopped_ = false;
};

}  // namespace firedrill
