#include "live/process/event_loop.hpp"

#include <poll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

#include <algorithm>
#include <vector>

#include "live/process/spawn.hpp"

namespace firedrill {

EventLoop::~EventLoop() {
  if (signals_) {
    ::sigprocmask(SIG_SETMASK, &signals_before_, nullptr);
  }
}

void EventLoop::catch_signals(std::initializer_list<int> which) {
  const bool is_first = !signals_;
  if (is_first) {
    ::sigemptyset(&caught_);
    ::sigprocmask(SIG_SETMASK, nullptr, &signals_before_);
  }
  for (const int signal : which) {
    ::sigaddset(&caught_, signal);
  }
  ::sigprocmask(SIG_BLOCK, &caught_, nullptr);
  const int descriptor = ::signalfd(signals_.number(), &caught_, SFD_CLOEXEC | SFD_NONBLOCK);
  checked(descriptor, "signalfd");
  if (is_first) {
    signals_.reset(descriptor);
    watch(descriptor, [this] { read_signals(); });
  }
}

void EventLoop::reap_orphans() { catch_signals({SIGCHLD}); }

void EventLoop::on_end(std::function<void()> end) {
  end_ = std::move(end);
  catch_signals({SIGTERM, SIGINT});
}

void EventLoop::watch(int descriptor, std::function<void()> ready) {
  watched_[descriptor] = std::move(ready);
}

void EventLoop::unwatch(int descriptor) { watched_.erase(descriptor); }

EventLoop::TimerId EventLoop::after(Duration delay, std::function<void()> due) {
  const TimerId timer{std::chrono::steady_clock::now() + delay, next_timer_++};
  timers_.emplace(timer, std::move(due));
  return timer;
}

void EventLoop::cancel(const TimerId& timer) { timers_.erase(timer); }

void EventLoop::on_exit(pid_t pid, std::function<void(int)> ended) {
  FileDescriptor handle = process_handle(pid);
  watch(handle.number(), [this, pid] {
    int status = 0;
    if (::waitpid(pid, &status, WNOHANG) == pid) {
      tell_exit(pid, status);
    }
  });
  exits_.insert_or_assign(pid, Waited{std::move(handle), std::move(ended)});
}

void EventLoop::tell_exit(pid_t pid, int status) {
  const auto ended = std::move(exits_.at(pid).ended);
  forget(pid);
  ended(status);
}

void EventLoop::forget(pid_t pid) {
  const auto found = exits_.find(pid);
  if (found != exits_.end()) {
    unwatch(found->second.handle.number());
    exits_.erase(found);
  }
}

void EventLoop::read_signals() {
  signalfd_siginfo info{};
  bool wants_end = false;
  while (::read(signals_.number(), &info, sizeof info) == sizeof info) {
    wants_end = wants_end || info.ssi_signo != SIGCHLD;
  }
  int status = 0;
  for (pid_t pid = 0;
       ::sigismember(&caught_, SIGCHLD) == 1 && (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) {
    if (exits_.contains(pid)) {
      tell_exit(pid, status);
    }
  }
  if (wants_end) {
    end_();
  }
}

void EventLoop::run_due_timers() {
  const Moment now = std::chrono::steady_clock::now();
  while (!timers_.empty() && timers_.begin()->first.first <= now && !is_stopped_) {
    const auto due = std::move(timers_.begin()->second);
    timers_.erase(timers_.begin());
    due();
  }
}

int EventLoop::patience() const {
  constexpr int longest = 60'000;
  if (timers_.empty()) {
    return longest;
  }
  const auto left = timers_.begin()->first.first - std::chrono::steady_clock::now();
  const auto whole = std::chrono::ceil<std::chrono::milliseconds>(left).count();
  return static_cast<int>(std::clamp<std::int64_t>(whole, 0, longest));
}

void EventLoop::run() {
  is_stopped_ = false;
  std::vector<pollfd> polled;
  while (!is_stopped_) {
    polled.clear();
    for (const auto& [descriptor, ready] : watched_) {
      polled.push_back({descriptor, POLLIN, 0});
    }
    if (::poll(polled.data(), polled.size(), patience()) < 0 && errno != EINTR) {
      throw_errno("poll");
    }
    for (const pollfd& one : polled) {
      const auto found = watched_.find(one.fd);  // an earlier call may have unwatched it
      if (one.revents != 0 && found != watched_.end() && !is_stopped_) {
        const auto ready = found->second;
        ready();
      }
    }
    run_due_timers();
  }
}

}  // namespace firedrill
