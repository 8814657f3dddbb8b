#include "live/process/event_loop.hpp"

#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <array>
#include <string>

namespace firedrill {
namespace {

using namespace std::chrono_literals;

TEST_CASE("timers come in order, and a cancelled one does not come") {
  EventLoop loop;
  std::string order;
  loop.after(20ms, [&] { order += 'b'; });
  loop.after(5ms, [&] { order += 'a'; });
  const auto never_due = loop.after(10ms, [&] { order += 'x'; });
  loop.cancel(never_due);
  loop.after(40ms, [&] { loop.stop(); });
  loop.run();
  CHECK(order == "ab");
}

TEST_CASE("a loop within a loop takes no child from it") {
  EventLoop outer;
  int told = 0;
  const pid_t child = ::fork();
  if (child == 0) {
    ::_exit(3);
  }
  outer.on_exit(child, [&](int status) { told = WEXITSTATUS(status); });
  outer.after(0ms, [] {
    EventLoop inner;
    const pid_t other = ::fork();
    if (other == 0) {
      ::usleep(20'000);
      ::_exit(0);
    }
    inner.on_exit(other, [&](int /*status*/) { inner.stop(); });
    inner.run();
  });
  outer.after(100ms, [&] { outer.stop(); });
  outer.run();
  CHECK(told == 3);
}

TEST_CASE("the end of a child is told once, with its status; orphans are reaped silently") {
  EventLoop loop;
  int told = 0;
  const pid_t child = ::fork();
  if (child == 0) {
    ::_exit(7);
  }
  const pid_t unknown = ::fork();
  if (unknown == 0) {
    ::_exit(0);
  }
  loop.reap_orphans();
  ::kill(::getpid(), SIGCHLD);  // both may have ended before
  loop.on_exit(child, [&](int status) {
    ++told;
    CHECK(WEXITSTATUS(status) == 7);
  });
  loop.after(200ms, [&] { loop.stop(); });
  loop.run();
  CHECK(told == 1);
  CHECK(::waitpid(unknown, nullptr, WNOHANG) == -1);
}

TEST_CASE("a descriptor is read until it is unwatched, even from within its own call") {
  EventLoop loop;
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  const FileDescriptor reading{ends[0]};
  const FileDescriptor writing{ends[1]};
  REQUIRE(::write(writing.number(), "abc", 3) == 3);
  std::string seen;
  loop.watch(reading.number(), [&] {
    char letter = 0;
    REQUIRE(::read(reading.number(), &letter, 1) == 1);
    seen += letter;
    if (seen.size() == 2) {
      loop.unwatch(reading.number());
    }
  });
  loop.after(50ms, [&] { loop.stop(); });
  loop.run();
  CHECK(seen == "ab");
}

TEST_CASE("SIGTERM ends the loop in good order") {
  EventLoop loop;
  bool is_told = false;
  loop.on_end([&] {
    is_told = true;
    loop.stop();
  });
  loop.after(1ms, [] { ::kill(::getpid(), SIGTERM); });
  loop.after(2s, [&] { loop.stop(); });
  loop.run();
  CHECK(is_told);
}

}  // namespace
}  // namespace firedrill
