// A process that stands in a lock is found again, and no other in its place.
#include "live/process/process_mark.hpp"

#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <csignal>

using namespace firedrill;

namespace {

volatile std::sig_atomic_t value_seen = 0;

void take_note(int /*signal*/, siginfo_t* info, void* /*context*/) {
  value_seen = info->si_code == SI_QUEUE ? info->si_value.sival_int : -1;
}

}  // namespace

TEST_CASE("a mark is written and read back") {
  const ProcessMark own = own_mark();
  CHECK(own.process == getpid());
  CHECK(own.started > 0);
  const auto read = mark_in(text_of(own));
  REQUIRE(read);
  CHECK(read->boot == own.boot);
  CHECK(read->process == own.process);
  CHECK(read->started == own.started);
  for (const char* text : {"", "boot", "boot 12", "boot x 5 machine", "boot -1 5 machine",
                           "boot 12 0 machine", "boot 12 5"}) {
    CHECK_FALSE(mark_in(text));
  }
  ProcessMark hostile = own;
  hostile.machine = "a b'; reboot\n";
  CHECK(text_of(hostile).ends_with(" abreboot"));
}

TEST_CASE("this process is found, another start of its number or another machine is not") {
  const ProcessMark own = own_mark();
  CHECK(find_marked(own));
  ProcessMark other = own;
  ++other.started;
  CHECK_FALSE(find_marked(other));
  other = own;
  other.boot = "00000000-0000-0000-0000-000000000000";
  CHECK_FALSE(is_of_this_machine(other));
  CHECK_FALSE(find_marked(other));
}

TEST_CASE("one that has ended is not found") {
  const pid_t child = fork();
  if (child == 0) {
    pause();
    _exit(0);
  }
  ProcessMark mark = own_mark();
  mark.process = child;
  bool was_found = false;
  for (std::uint64_t later = 0; later < 60'000 && !was_found; ++later) {  // it began after us
    mark.started = own_mark().started + later;
    was_found = static_cast<bool>(find_marked(mark));
  }
  CHECK(was_found);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  CHECK_FALSE(find_marked(mark));
}

TEST_CASE("whoever is asked to stop can tell it from an interrupt") {
  struct sigaction action {};
  struct sigaction before {};
  action.sa_sigaction = take_note;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGTERM, &action, &before);
  const FileDescriptor own = find_marked(own_mark());
  REQUIRE(own);
  CHECK(ask_to_stop(own.number()));
  CHECK(value_seen == stop_value);
  raise(SIGTERM);
  CHECK(value_seen == -1);
  sigaction(SIGTERM, &before, nullptr);
}
