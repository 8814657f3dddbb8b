#include "app/progress.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>

namespace firedrill {
namespace {

using namespace std::chrono_literals;

std::atomic<bool> is_interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // a signal handler may set it

}  // namespace

Progress::Progress(std::string what)
    : what_{std::move(what)},
      is_terminal_{::isatty(STDERR_FILENO) == 1},
      begin_{std::chrono::steady_clock::now()},
      shown_{begin_} {
  struct sigaction action {};
  action.sa_handler = [](int) { is_interrupted = true; };
  ::sigaction(SIGINT, &action, &previous_);
}

Progress::~Progress() {
  ::sigaction(SIGINT, &previous_, nullptr);
  if (is_shown_) {
    fmt::print(stderr, "\r\033[K");
  }
}

std::function<void(double)> Progress::callback() {
  return [this](double share) { report(share); };
}

void Progress::report(double share) {
  if (is_interrupted) {
    throw Interrupted{};
  }
  const auto now = std::chrono::steady_clock::now();
  if (!is_terminal_ || now - begin_ < 1s || now - shown_ < 100ms || share <= 0.0) {
    return;
  }
  shown_ = now;
  is_shown_ = true;
  const double spent = std::chrono::duration<double>(now - begin_).count();
  fmt::print(stderr, "\r\033[K{} {:.0f} %, {:.0f} s left", what_, 100.0 * share,
             spent * (1.0 - share) / share);
  std::fflush(stderr);
}

}  // namespace firedrill
