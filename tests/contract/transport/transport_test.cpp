// What every way to a host promises, tried on each of the four alike.
#include <catch2/catch.hpp>
#include <chrono>
#include <map>
#include <thread>
#include <vector>

#include "tests/contract/transport/small_lab.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

const char* const kinds[] = {"local", "namespace", "lab", "ssh"};

ShellAnswer sh(ProcessShell& shell, const std::string& script) {
  return shell.run(small_host, script, 20s);
}

TEST_CASE("a script arrives as it is") {
  for (const char* kind : kinds) {
    INFO(kind);
    ProcessShell shell = shell_under_test(kind);
    const ShellAnswer answer = sh(shell,
                                  "word=\"it's\"\n"
                                  "printf '[%s]' 'a b' \"$word\" '$HOME' '*' '' 'two\nlines' '\"' "
                                  "'\\' \"$(echo \"in \\\"quotes\\\"\")\"; # no more\n"
                                  "printf '%s' \"$#\"\n");
    CHECK(answer.succeeded());
    CHECK(answer.output == "[a b][it's][$HOME][*][][two\nlines][\"][\\][in \"quotes\"]0");
    CHECK(answer.error.empty());
  }
}

TEST_CASE("a status is the script's own") {
  for (const char* kind : kinds) {
    INFO(kind);
    ProcessShell shell = shell_under_test(kind);
    for (const int status : {0, 1, 3, 126, 254}) {
      const ShellAnswer answer = sh(shell, "echo said >&2; exit " + std::to_string(status));
      CHECK(answer.status == status);
      CHECK(answer.error == "said\n");
      CHECK(answer.succeeded() == (status == 0));
    }
    CHECK(sh(shell, "kill -TERM $$").status == 128 + 15);
    const ShellAnswer none = sh(shell, "no-such-program-at-all");
    CHECK(none.status == 127);
    CHECK(none.error.find("no-such-program-at-all") != std::string::npos);
  }
}

TEST_CASE("it is root who acts, and nobody who types") {
  for (const char* kind : kinds) {
    INFO(kind);
    ProcessShell shell = shell_under_test(kind);
    CHECK(sh(shell, "cat; id -u; test -t 0 || echo no terminal").output == "0\nno terminal\n");
  }
}

TEST_CASE("a script whose time is up is killed, there too") {
  const std::map<std::string, std::string> seconds{
      {"local", "41.75"}, {"namespace", "42.75"}, {"lab", "43.75"}, {"ssh", "44.75"}};
  for (const char* kind : kinds) {
    INFO(kind);
    ProcessShell shell = shell_under_test(kind);
    const std::string sleep = "sleep " + seconds.at(kind);
    const auto begin = Clock::now();
    const ShellAnswer answer =
        shell.run(small_host, "echo begun; " + sleep + "; echo ended", 1500ms);
    CHECK(Clock::now() - begin < 5s);
    CHECK(answer.timed_out);
    CHECK_FALSE(answer.succeeded());
    CHECK(answer.output == "begun\n");
    std::this_thread::sleep_for(500ms);  // elsewhere the time begins later
    CHECK(sh(shell, "pgrep -fx '" + sleep + "'").output.empty());
  }
}

TEST_CASE("a script ends when it is no longer wanted") {
  for (const char* kind : kinds) {
    INFO(kind);
    ProcessShell shell = shell_under_test(kind);
    std::atomic<bool> is_over{false};
    std::thread other{[&] {
      std::this_thread::sleep_for(300ms);
      is_over = true;
    }};
    const auto begin = Clock::now();
    CHECK_FALSE(shell.run_unless(is_over, small_host, "sleep 20", 30s).succeeded());
    CHECK(Clock::now() - begin < 5s);
    other.join();
  }
}

TEST_CASE("of much output a part is kept, and the script ends") {
  for (const char* kind : kinds) {
    INFO(kind);
    ProcessShell shell = shell_under_test(kind);
    const ShellAnswer answer = sh(shell, "yes | head -c 20000000; echo end >&2");
    CHECK(answer.succeeded());
    CHECK(answer.output.size() == std::size_t{16} << 20U);
    CHECK(answer.error == "end\n");
  }
}

TEST_CASE("scripts run side by side") {
  for (const char* kind : kinds) {
    INFO(kind);
    ProcessShell shell = shell_under_test(kind);
    std::vector<std::thread> threads;
    std::atomic<int> good{0};
    const auto begin = Clock::now();
    for (int count = 0; count < 6; ++count) {
      threads.emplace_back([&] { good += sh(shell, "sleep 1").succeeded() ? 1 : 0; });
    }
    for (std::thread& thread : threads) {
      thread.join();
    }
    CHECK(good == 6);
    CHECK(Clock::now() - begin < 5s);  // one after the other: more than 6 s
  }
}

TEST_CASE("a host that nobody knows is no host") {
  ProcessShell shell = shell_under_test("local");
  const ShellAnswer answer = shell.run("here/db-2", "true", 5s);
  CHECK(answer.status == -1);
  CHECK(answer.error.find("here/db-2") != std::string::npos);
}

TEST_CASE("a host that is gone gives an error, and is reached again once it is back") {
  for (const char* kind : {"lab", "ssh"}) {
    INFO(kind);
    ProcessShell shell = shell_under_test(kind);
    CHECK(sh(shell, "true").succeeded());
    switch_node(false);
    const auto begin = Clock::now();
    const ShellAnswer lost = sh(shell, "true");
    CHECK_FALSE(lost.succeeded());
    CHECK_FALSE(lost.error.empty());
    CHECK(Clock::now() - begin < 10s);
    switch_node(true);
    CHECK(sh(shell, "true").succeeded());
  }
}

TEST_CASE("a script under way when its host is lost has not succeeded") {
  for (const char* kind : {"lab", "ssh"}) {
    INFO(kind);
    ProcessShell shell = shell_under_test(kind);
    CHECK(sh(shell, "true").succeeded());
    std::thread other{[] {
      std::this_thread::sleep_for(500ms);
      switch_node(false);
    }};
    const auto begin = Clock::now();
    CHECK_FALSE(shell.run(small_host, "sleep 40", 45s).succeeded());
    CHECK(Clock::now() - begin < 25s);
    other.join();
    switch_node(true);
  }
}

}  // namespace
}  // namespace firedrill
