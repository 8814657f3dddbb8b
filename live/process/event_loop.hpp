// One thread that waits for everything at once: descriptors that can be read, moments that come,
// children that end. What it calls runs one after the other, so nothing needs a lock.
// Example:
//   EventLoop loop;
//   loop.after(5s, [&] { loop.stop(); });
//   loop.on_exit(child.pid, [&](int status) { ... });
//   loop.run();
#pragma once

#include <signal.h>
#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <utility>

#include "live/process/descriptor.hpp"
#include "models/base/units.hpp"

namespace firedrill {

class EventLoop {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  using TimerId = std::pair<Moment, std::uint64_t>;

  EventLoop() = default;
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  ~EventLoop();

  // Calls `ready` whenever `descriptor` can be read or is at its end, until unwatch().
  void watch(int descriptor, std::function<void()> ready);
  void unwatch(int descriptor);

  // Calls `due` once, `delay` from now.
  TimerId after(Duration delay, std::function<void()> due);
  void cancel(const TimerId& timer);

  // Calls `ended` with the wait status when the child `pid` has ended.
  void on_exit(pid_t pid, std::function<void(int)> ended);
  void forget(pid_t pid);  // the caller reaps it

  // From now on reaps children nobody asked about: orphans, where we are a process namespace's
  // first. Blocks SIGCHLD while the loop lives. One such loop a process, and none within it.
  void reap_orphans();

  // Calls `end` on SIGTERM and SIGINT, which are blocked while the loop lives.
  void on_end(std::function<void()> end);

  // Until stop().
  void run();
  void stop() { is_stopped_ = true; }

 private:
  struct Waited {
    FileDescriptor handle;
    std::function<void(int)> ended;
  };

  void catch_signals(std::initializer_list<int> which);
  void read_signals();
  void tell_exit(pid_t pid, int status);
  void run_due_timers();
  [[nodiscard]] int patience() const;  // [ms] until the next timer

  FileDescriptor signals_;
  sigset_t caught_{};
  sigset_t signals_before_{};
  std::map<int, std::function<void()>> watched_;
  std::map<TimerId, std::function<void()>> timers_;
  std::map<pid_t, Waited> exits_;
  std::function<void()> end_;
  std::uint64_t next_timer_ = 0;
  bool is_stopped_ = false;
};

}  // namespace firedrill
