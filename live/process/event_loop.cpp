#include "live/process/event_loop.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

#include <algorithm>
#include <vector>

namespace firedrill {

EventLoop::EventLoop() {
  sigset_t set;
  ::sigemptyset(&set);
  for (const int signal : {SIGCHLD, SIGTERM, SIGINT}) {
    ::sigaddset(&set, signal);
  }
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
  signals_.reset(checked(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK), "signalfd"));
  watch(signals_.number(), [this] { read_signals(); });
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
  exits_[pid] = std::move(ended);
}

void EventLoop::read_signals() {
  signalfd_siginfo info{};
  bool wants_end = false;
  while (::read(signals_.number(), &info, sizeof info) == sizeof info) {
    wants_end = wants_end || info.ssi_signo != SIGCHLD;
  }
  reap();
  if (wants_end) {
    if (end_) {
      end_();
    } else {
      stop();
    }
  }
}

void EventLoop::reap() {
  int status = 0;
  for (pid_t pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) {
    const auto found = exits_.find(pid);
    if (found != exits_.end()) {
      const auto ended = std::move(found->second);
      exits_.erase(found);
      ended(status);
    }
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
