// The undo journal on this machine: what is injected is healed by whoever comes first, firedrill, a
// hand or the watchdog, and nothing remains.
#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "live/undo/process_shell.hpp"
#include "live/undo/shell_text.hpp"
#include "live/undo/undo_journal.hpp"
#include "tests/unit/live/journal_fixture.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

TEST_CASE("a word of a script means itself, whatever it contains") {
  ProcessShell shell{local_way()};
  for (const std::string word : {"plain", "", "two words", "it's", "$(reboot)", "`id`", "a\nb",
                                 "\\", "\"", "*", "~", "'; rm -rf /tmp/nothing; '", "a;b|c&d>e"}) {
    CHECK(shell.run("any", "printf %s " + shell_quoted(word), 5s).output == word);
  }
}

TEST_CASE("a script that takes too long is given up, and its output kept") {
  ProcessShell shell{local_way()};
  const ShellAnswer answer = shell.run("any", "echo begun; sleep 60", 300ms);
  CHECK(answer.timed_out);
  CHECK(answer.output == "begun\n");
  CHECK_FALSE(answer.succeeded());
}

TEST_CASE("an injection is healed when asked, and nothing remains") {
  JournalFixture fixture;
  CHECK(fixture.begin(60s) == 0);
  CHECK(fixture.inject("one", 60s) == 0);
  CHECK(fixture.is_broken());
  CHECK(fixture.status().find("entry one injected") != std::string::npos);
  CHECK(fixture.run(journal_heal(fixture.place(), "one")) == 0);
  CHECK_FALSE(fixture.is_broken());
  CHECK(fixture.run(journal_heal(fixture.place(), "one")) == 0);
  CHECK(fixture.run(journal_undo(fixture.place().folder)) == 0);
  CHECK(fixture.remains() == "");
  CHECK(fixture.run(journal_undo(fixture.place().folder)) == 0);
}

TEST_CASE("an injection heals by itself when its time is over, and the host at the deadline") {
  JournalFixture fixture;
  REQUIRE(fixture.begin(4s) == 0);
  REQUIRE(fixture.inject("short", 1s) == 0);
  CHECK(fixture.comes_true(3s, [&] { return !fixture.is_broken(); }));
  CHECK(fixture.comes_true(
      2s, [&] { return fixture.status().find("entry short reverted") != std::string::npos; }));
  REQUIRE(fixture.inject("long", 600s) == 0);
  CHECK(fixture.is_broken());
  CHECK(fixture.comes_true(8s, [&] { return fixture.remains().empty(); }));
  CHECK_FALSE(fixture.is_broken());
}

TEST_CASE("one drill at a time: the second is refused by the name of the first") {
  JournalFixture fixture;
  REQUIRE(fixture.begin(60s) == 0);
  const ShellAnswer second =
      fixture.shell.run("any", journal_begin({fixture.place().folder, "other"}, 60s), 10s);
  CHECK(second.status == 75);
  CHECK(second.output.find("drill test is there") != std::string::npos);
  CHECK(fixture.shell
            .run("any",
                 journal_inject({fixture.place().folder, "other"}, {"x", ":", ":", ":", 60s}), 10s)
            .status == 79);
}

TEST_CASE("the lock says which process holds it, to whoever asks") {
  JournalFixture fixture;
  JournalPlace place = fixture.place();
  const auto owner = [&] {
    return fixture.shell.run("any", journal_owner(place.folder), 10s).output;
  };
  CHECK(owner() == "free\n");
  place.holder = "boot-id 4711 123 ops-1";
  REQUIRE(fixture.run(journal_begin(place, 60s)) == 0);
  CHECK(owner() == "drill test\n");
  CHECK(fixture.status().find("\nholder boot-id 4711 123 ops-1\n") != std::string::npos);
  CHECK(fixture.inject("one", 60s) == 0);  // whoever holds it, the drill is known by its name
  CHECK(fixture.run(journal_undo(place.folder)) == 0);
  CHECK(owner() == "free\n");
}

TEST_CASE("of a host that is only locked nothing is compared") {
  JournalFixture fixture;
  REQUIRE(fixture.run(journal_begin(fixture.place(), 60s, true)) == 0);
  CHECK_FALSE(std::filesystem::exists(fixture.place().folder + "/host.before"));
  CHECK(fixture.watchdog() > 0);
  CHECK(fixture.run(journal_undo(fixture.place().folder)) == 0);
  CHECK(fixture.remains() == "");
}

TEST_CASE("a script whose time is over for another reason is ended at once") {
  ProcessShell shell{local_way()};
  std::atomic<bool> is_over{false};
  std::thread later{[&] {
    std::this_thread::sleep_for(300ms);
    is_over = true;
  }};
  const auto begin = std::chrono::steady_clock::now();
  const ShellAnswer answer = shell.run_unless(is_over, "any", "echo begun; sleep 61.25", 60s);
  later.join();
  CHECK(std::chrono::steady_clock::now() - begin < 20s);
  CHECK(answer.timed_out);
  CHECK(answer.output == "begun\n");
  CHECK(shell.run("any", "pgrep -fx 'sleep 61.25'", 10s).output.empty());
}

TEST_CASE("a watchdog that is killed is replaced, and heals in time") {
  JournalFixture fixture;
  REQUIRE(fixture.begin(6s) == 0);
  REQUIRE(fixture.inject("one", 600s) == 0);
  for (int round = 0; round < 2; ++round) {
    const int watcher = fixture.watchdog();
    REQUIRE(watcher > 0);
    REQUIRE(kill(watcher, SIGKILL) == 0);
    CHECK(fixture.comes_true(3s, [&] {
      const int next = fixture.watchdog();
      return next > 0 && next != watcher;
    }));
  }
  CHECK(fixture.is_broken());
  CHECK(fixture.comes_true(10s, [&] { return fixture.remains().empty(); }));
  CHECK_FALSE(fixture.is_broken());
}

TEST_CASE("what is not as it was is said, and keeps the lock") {
  JournalFixture fixture;
  REQUIRE(fixture.begin(60s) == 0);
  const std::string file = shell_quoted(fixture.victim());
  REQUIRE(fixture.run(journal_inject(
              fixture.place(), {"half", "echo broken >" + file, ":", "cat " + file, 60s})) == 0);
  const ShellAnswer undone = fixture.shell.run("any", journal_undo(fixture.place().folder), 30s);
  CHECK(undone.status == 78);
  CHECK(undone.output.find("residue half\nbefore| whole\nafter| broken\n") != std::string::npos);
  CHECK(fixture.begin(60s) == 0);  // the same drill
  CHECK(
      fixture.shell.run("any", journal_begin({fixture.place().folder, "other"}, 60s), 10s).status ==
      75);
  std::ofstream{fixture.victim()} << "whole\n";
  CHECK(fixture.run(journal_undo(fixture.place().folder)) == 0);
  CHECK(fixture.remains() == "");
}

TEST_CASE("a process that an injection leaves running is a residue") {
  JournalFixture fixture;
  REQUIRE(fixture.begin(60s) == 0);
  REQUIRE(fixture.run(journal_inject(fixture.place(),
                                     {"left", "background 'exec sleep 77'", ":", ":", 60s})) == 0);
  const ShellAnswer undone = fixture.shell.run("any", journal_undo(fixture.place().folder), 30s);
  CHECK(undone.status == 78);
  CHECK(undone.output.find("after| process ") != std::string::npos);
  CHECK(fixture.shell
            .run("any", journal_run(fixture.place(), "entry=$J/entry-left; end_background"), 10s)
            .status == 0);
  CHECK(fixture.run(journal_undo(fixture.place().folder)) == 0);
}

TEST_CASE("an injection that fails half way is reverted at once") {
  JournalFixture fixture;
  REQUIRE(fixture.begin(60s) == 0);
  const std::string file = shell_quoted(fixture.victim());
  CHECK(fixture.run(journal_inject(fixture.place(), {"fails", "echo broken >" + file + "; false",
                                                     "echo whole >" + file, "cat " + file, 60s})) ==
        81);
  CHECK_FALSE(fixture.is_broken());
}

TEST_CASE("an injection that hangs is ended at its deadline, and reverted") {
  JournalFixture fixture;
  REQUIRE(fixture.begin(60s) == 0);
  const std::string file = shell_quoted(fixture.victim());
  std::thread hangs{[&] {
    fixture.run(journal_inject(fixture.place(), {"hangs", "echo broken >" + file + "; sleep 50",
                                                 "echo whole >" + file, "cat " + file, 2s}));
  }};
  CHECK(fixture.comes_true(2s, [&] { return fixture.is_broken(); }));
  CHECK(fixture.comes_true(8s, [&] { return !fixture.is_broken(); }));
  hangs.join();
}

TEST_CASE("a journal that is a symbolic link is not used") {
  JournalFixture fixture;
  std::filesystem::create_directory_symlink("/tmp", fixture.place().folder);
  const ShellAnswer answer = fixture.shell.run("any", journal_begin(fixture.place(), 60s), 10s);
  CHECK(answer.status == 69);
  CHECK(answer.output.find("symbolic link") != std::string::npos);
  std::filesystem::remove(fixture.place().folder);
}
