#include "live/process/spawn.hpp"

#include <sys/wait.h>
#include <catch2/catch.hpp>
#include <csignal>

#include <array>

namespace firedrill {
namespace {

struct Said {
  std::string output;
  int status = 0;
};

Said run(Launch launch) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  FileDescriptor reading{ends[0]};
  FileDescriptor writing{ends[1]};
  launch.environment = plain_environment();
  launch.output = writing.number();
  const Child child = spawn(launch);
  writing.reset();
  Said said;
  std::array<char, 4096> buffer{};
  for (ssize_t size = 0; (size = ::read(reading.number(), buffer.data(), buffer.size())) > 0;) {
    said.output.append(buffer.data(), static_cast<std::size_t>(size));
  }
  ::waitpid(child.pid, &said.status, 0);
  CHECK(has_ended(child.handle.number()));
  return said;
}

TEST_CASE("a program gets its arguments as they are, and a small environment") {
  const Said said = run({.arguments = {"printf", "%s|", "a b", "$HOME", "*"}});
  CHECK(said.output == "a b|$HOME|*|");
  CHECK(said.status == 0);
  CHECK(run({.arguments = {"env"}}).output.find("LANG=C.UTF-8") != std::string::npos);
  CHECK(run({.arguments = {"pwd"}, .directory = "/usr"}).output == "/usr\n");
}

TEST_CASE("what cannot start says why, and leaves nothing running") {
  CHECK_THROWS_WITH(spawn({.arguments = {"no-such-program-at-all"}}),
                    Catch::Contains("no-such-program-at-all"));
  CHECK_THROWS_WITH(spawn({.arguments = {"true"}, .user = "nobody-by-this-name"}),
                    Catch::Contains("nobody-by-this-name"));
  CHECK_THROWS_WITH(spawn({.arguments = {"true"}, .directory = "/no/such/folder"}),
                    Catch::Contains("/no/such/folder"));
  CHECK_THROWS_WITH(spawn({.arguments = {"true"}, .cgroups = {"/no/such/group"}}),
                    Catch::Contains("/no/such/group"));
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);  // no child is left
}

TEST_CASE("a child has its own session and default signals") {
  std::signal(SIGPIPE, SIG_IGN);
  const Said said = run({.arguments = {"sh", "-c", "kill -PIPE $$; echo survived"}});
  std::signal(SIGPIPE, SIG_DFL);
  CHECK(WIFSIGNALED(said.status));
  CHECK(said.output.empty());
  CHECK(run({.arguments = {"sh", "-c", "ps -o sid= -p $$ | tr -d ' ' | grep -x $$"}}).status == 0);
}

}  // namespace
}  // namespace firedrill
