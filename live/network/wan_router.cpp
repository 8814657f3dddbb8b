#include "live/network/wan_router.hpp"

#include <sched.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include <algorithm>
#include <array>

#include "live/network/netlink.hpp"
#include "live/network/tun.hpp"
#include "live/network/wan_control.hpp"
#include "live/process/control_socket.hpp"
#include "models/base/check.hpp"

namespace firedrill {
namespace {

constexpr const char* device = "wan0";
constexpr std::size_t largest_frame = 70'000;
constexpr int burst = 64;                     // packets of one link, or of one device
constexpr std::size_t settings_limit = 4096;  // links

}  // namespace

struct WanRouter::Stored {
  std::uint64_t links = 0;  // 0: nothing has been written
  std::array<LinkSettings, settings_limit> settings;
};

FileDescriptor make_settings_memory(std::size_t regions) {
  firedrill_assert(regions * regions <= settings_limit);
  FileDescriptor memory{::memfd_create("wan-settings", MFD_CLOEXEC)};
  checked(memory.number(), "memfd");
  checked(::ftruncate(memory.number(), sizeof(WanRouter::Stored)), "memfd");
  return memory;
}

WanRouter::WanRouter(WanConfig config)
    : config_{std::move(config)},
      region_of_number_(256, -1),
      begin_{std::chrono::steady_clock::now()},
      buffer_(largest_frame) {
  const std::size_t count = config_.regions.size();
  firedrill_assert(config_.links.size() == count * count);
  events_.reset(checked(::epoll_create1(EPOLL_CLOEXEC), "epoll"));
  for (const WanRegion& from : config_.regions) {
    for (const WanRegion& to : config_.regions) {
      links_.emplace_back(StreamKey{config_.seed, "wan " + from.name + ">" + to.name});
    }
  }
  adopt_settings();
  for (std::size_t index = 0; index < count; ++index) {
    region_of_number_[config_.regions[index].number] = static_cast<int>(index);
    tuns_.push_back(open_tun(config_.regions[index].gateway, device));
    add_routes(index);
    watch(tuns_.back().number());
  }
  socket_ = listen_control(config_.socket);
  watch(socket_.number());
  take_priority();
}

WanRouter::~WanRouter() {
  if (stored_ != nullptr) {
    ::munmap(stored_, sizeof *stored_);
  }
  ::unlink(config_.socket.c_str());
}

void WanRouter::add_routes(std::size_t from) {
  Netlink gateway{config_.regions[from].gateway};
  for (const WanRegion& region : config_.regions) {
    if (region.number != config_.regions[from].number) {
      for (const std::string& subnet : region.subnets) {
        gateway.add_route(subnet, "", device);
      }
    }
  }
}

void WanRouter::watch(int descriptor) {
  epoll_event event{EPOLLIN, {}};
  event.data.fd = descriptor;
  checked(::epoll_ctl(events_.number(), EPOLL_CTL_ADD, descriptor, &event), "epoll");
}

void WanRouter::adopt_settings() {
  if (config_.settings_memory >= 0) {
    void* const memory = ::mmap(nullptr, sizeof(Stored), PROT_READ | PROT_WRITE, MAP_SHARED,
                                config_.settings_memory, 0);
    if (memory == MAP_FAILED) {
      throw_errno("settings memory");
    }
    stored_ = static_cast<Stored*>(memory);
  }
  const bool goes_on = stored_ != nullptr && stored_->links == links_.size();
  for (std::size_t index = 0; index < links_.size(); ++index) {
    links_[index].settings = goes_on ? stored_->settings[index] : config_.links[index];
  }
  store_settings();
}

void WanRouter::store_settings() {
  if (stored_ != nullptr) {
    for (std::size_t index = 0; index < links_.size(); ++index) {
      stored_->settings[index] = links_[index].settings;
    }
    stored_->links = links_.size();
  }
}

void WanRouter::take_priority() {
  ::prctl(PR_SET_TIMERSLACK, 1);  // ns; sleeping threads wake up to 50 us late otherwise
  if (config_.realtime_priority > 0) {
    sched_param parameter{};
    parameter.sched_priority = config_.realtime_priority;
    is_realtime_ = ::sched_setscheduler(0, SCHED_FIFO, &parameter) == 0 &&
                   ::mlockall(MCL_CURRENT | MCL_FUTURE) == 0;
  }
}

Duration WanRouter::now() const { return std::chrono::steady_clock::now() - begin_; }

void WanRouter::route(std::size_t from, Frame frame, Duration now) {
  const auto shape = shape_of(frame);
  const std::size_t at = shape && shape->version == 6 ? 3 : 2;  // fd77:00NN, 10.77.NN
  const int to = shape ? region_of_number_[shape->destination[at]] : -1;
  if (to < 0 || static_cast<std::size_t>(to) == from) {
    ++unroutable_;
    return;
  }
  link(from, static_cast<std::size_t>(to)).offer(frame, *shape, now);
}

void WanRouter::read_packets(std::size_t from) {
  for (int count = 0; count < burst; ++count) {
    const ssize_t size = ::read(tuns_[from].number(), buffer_.data(), buffer_.size());
    if (size <= 0) {
      return;
    }
    route(from, Frame{buffer_.data(), static_cast<std::size_t>(size)}, now());
  }
}

Duration WanRouter::deliver_due() {
  Duration next = never;
  const std::size_t count = config_.regions.size();
  for (std::size_t from = 0; from < count; ++from) {
    for (std::size_t to = 0; to < count; ++to) {
      WanLink& one = link(from, to);
      if (one.packets() > 0) {
        one.deliver(now(), burst, [&](Frame frame) {
          return ::write(tuns_[to].number(), frame.data(), frame.size()) >= 0;
        });
        next = std::min(next, one.next_due());
      }
    }
  }
  return next;
}

void WanRouter::wait(Duration until) {
  std::array<epoll_event, 16> ready{};
  timespec patience{};
  if (until != never) {
    const Duration left = std::max(until - now(), Duration{});
    patience.tv_sec = left.count() / 1'000'000'000;
    patience.tv_nsec = left.count() % 1'000'000'000;
  }
  const int count = ::epoll_pwait2(events_.number(), ready.data(), static_cast<int>(ready.size()),
                                   until == never ? nullptr : &patience, nullptr);
  for (int index = 0; index < count; ++index) {
    const int descriptor = ready[static_cast<std::size_t>(index)].data.fd;
    const auto tun = std::find_if(tuns_.begin(), tuns_.end(), [&](const FileDescriptor& one) {
      return one.number() == descriptor;
    });
    if (tun != tuns_.end()) {
      read_packets(static_cast<std::size_t>(tun - tuns_.begin()));
    } else if (descriptor == socket_.number()) {
      accept_client();
    } else {
      serve_client(descriptor);
    }
  }
}

void WanRouter::accept_client() {
  FileDescriptor client = accept_control(socket_.number());
  if (client) {
    const int number = client.number();
    watch(number);
    clients_.emplace(number, std::move(client));
  }
}

void WanRouter::serve_client(int client) {
  const std::string request = receive_control(client);
  if (request.empty()) {
    clients_.erase(client);  // closing also takes it out of epoll
    return;
  }
  WanState state{{}, links_, now(), unroutable_, is_realtime_};
  for (const WanRegion& region : config_.regions) {
    state.regions.push_back(region.name);
  }
  const WanAnswer answer = answer_wan(request, std::move(state));
  if (answer.has_changed) {
    store_settings();
  }
  is_stopped_ = is_stopped_ || answer.wants_stop;
  send_control(client, answer.text);
}

void WanRouter::run() {
  while (!is_stopped_) {
    wait(deliver_due());
  }
}

}  // namespace firedrill
