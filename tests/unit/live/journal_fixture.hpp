// A journal of its own in a temporary folder of this machine, and a file to break: "whole" or
// "broken". Whatever happens, nothing of it is left when the test is over.
// Example: JournalFixture fixture; fixture.begin(60s); fixture.inject("one", 5s);
#pragma once

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "live/undo/process_shell.hpp"
#include "live/undo/shell_text.hpp"
#include "live/undo/undo_journal.hpp"

namespace firedrill {

inline ShellWay local_way() {
  return [](const std::string& /*host*/) { return WayIn{{"sh", "-c"}}; };
}

// A folder that goes with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "fdflt-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class JournalFixture {
 public:
  JournalFixture() { std::ofstream{victim()} << "whole\n"; }
  ~JournalFixture() {
    run(journal_run(place(), "for entry in \"$J\"/entry-*; do end_background; done"));
    std::ofstream{victim()} << "whole\n";
    run(journal_undo(place().folder));
  }
  JournalFixture(const JournalFixture&) = delete;
  JournalFixture& operator=(const JournalFixture&) = delete;

  ProcessShell shell{local_way()};

  [[nodiscard]] JournalPlace place() const { return {folder_.path() + "/journal", "test"}; }
  [[nodiscard]] std::string victim() const { return folder_.path() + "/victim"; }

  int run(const std::string& script) {
    return shell.run("any", script, std::chrono::seconds{60}).status;
  }
  int begin(Duration deadline) { return run(journal_begin(place(), deadline)); }
  int inject(const std::string& name, Duration length) {
    const std::string file = shell_quoted(victim());
    return run(journal_inject(
        place(), {name, "echo broken >" + file, "echo whole >" + file, "cat " + file, length}));
  }
  [[nodiscard]] bool is_broken() const {
    std::ifstream stream{victim()};
    std::string word;
    stream >> word;
    return word != "whole";
  }
  std::string status() {
    return shell.run("any", journal_status(place().folder), std::chrono::seconds{10}).output;
  }
  // Its process number; 0 if there is none.
  int watchdog() {
    const std::string text = status();
    const std::size_t found = text.find("watchdog ");
    return found == std::string::npos ? 0 : std::atoi(text.c_str() + found + 9);
  }
  // The journal's folder and the processes that know it, a line each; "" if nothing remains.
  [[nodiscard]] std::string remains() const {
    std::string found;
    if (std::filesystem::exists(place().folder)) {
      found += place().folder + "\n";
    }
    for (const auto& entry : std::filesystem::directory_iterator{"/proc"}) {
      std::ifstream stream{entry.path() / "cmdline"};
      try {
        const std::string line{std::istreambuf_iterator<char>{stream}, {}};
        if (line.find(place().folder) != std::string::npos) {
          found += entry.path().string() + "\n";
        }
      } catch (const std::ios_base::failure&) {  // it has ended meanwhile
      }
    }
    return found;
  }
  template <class Condition>
  static bool comes_true(Duration within, const Condition& condition) {
    const auto until = std::chrono::steady_clock::now() + within;
    while (!condition()) {
      if (std::chrono::steady_clock::now() > until) {
        return false;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    return true;
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace firedrill
