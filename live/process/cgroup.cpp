#include "live/process/cgroup.hpp"

#include <signal.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "live/process/descriptor.hpp"

namespace firedrill {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

bool is_of_use(const std::string& options) {
  static constexpr std::array words{"memory", "cpu", "cpuacct", "blkio"};
  std::istringstream list{options};
  for (std::string word; std::getline(list, word, ',');) {
    if (std::find(words.begin(), words.end(), word) != words.end()) {
      return true;
    }
  }
  return false;
}

std::string named_controllers(const std::string& options) {
  std::string names;
  std::istringstream list{options};
  for (std::string word; std::getline(list, word, ',');) {
    if (word != "rw" && word != "ro" && word != "relatime" && !word.starts_with("no")) {
      names += (names.empty() ? "" : ",") + word;
    }
  }
  return names;
}

std::string first_line(const fs::path& path) {
  std::ifstream stream{path};
  std::string line;
  std::getline(stream, line);
  return line;
}

bool write_word(const fs::path& path, const std::string& word) {
  std::ofstream stream{path};
  stream << word;
  stream.close();
  return static_cast<bool>(stream);
}

// The group's folder and all below it, the deepest first.
std::vector<fs::path> tree(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> found;
  for (auto entry = fs::recursive_directory_iterator{folder, error};
       !error && entry != fs::recursive_directory_iterator{}; entry.increment(error)) {
    if (entry->is_directory(error)) {
      found.push_back(entry->path());
    }
  }
  std::reverse(found.begin(), found.end());
  if (fs::exists(folder, error)) {
    found.push_back(folder);
  }
  return found;
}

}  // namespace

ControlGroups ControlGroups::detect() {
  ControlGroups groups;
  std::ifstream mounts{"/proc/self/mounts"};
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream words{line};
    std::string source;
    std::string folder;
    std::string type;
    std::string options;
    words >> source >> folder >> type >> options;
    const bool is_second = type == "cgroup2";
    if ((!is_second && (type != "cgroup" || !is_of_use(options))) ||
        ::access(folder.c_str(), W_OK) != 0) {
      continue;
    }
    std::string controllers = is_second ? first_line(fs::path{folder} / "cgroup.controllers")
                                        : named_controllers(options);
    std::replace(controllers.begin(), controllers.end(), ' ', ',');
    groups.hierarchies_.push_back({folder, is_second ? 2 : 1, std::move(controllers)});
  }
  return groups;
}

std::vector<std::string> ControlGroups::folders_of(std::string_view name) const {
  std::vector<std::string> folders;
  for (const Hierarchy& hierarchy : hierarchies_) {
    folders.push_back(hierarchy.folder + "/" + std::string{name});
  }
  return folders;
}

std::vector<std::string> ControlGroups::create(std::string_view name) const {
  for (const Hierarchy& hierarchy : hierarchies_) {
    fs::path folder{hierarchy.folder};
    for (const fs::path& part : fs::path{name}) {
      if (hierarchy.version == 2) {  // what limits a node must be on in the groups above it
        for (const char* controller : {"+cpu", "+memory", "+io"}) {
          write_word(folder / "cgroup.subtree_control", controller);  // refused: not to be had
        }
      }
      folder /= part;
      fs::create_directory(folder);
    }
  }
  return folders_of(name);
}

void ControlGroups::add(std::string_view name, pid_t pid) const {
  for (const std::string& folder : folders_of(name)) {
    if (!write_word(folder + "/cgroup.procs", std::to_string(pid))) {
      throw_errno(folder + "/cgroup.procs");
    }
  }
}

void ControlGroups::leave_for_realtime() const {
  for (const Hierarchy& hierarchy : hierarchies_) {
    if (fs::exists(hierarchy.folder + "/cpu.rt_runtime_us")) {
      write_word(hierarchy.folder + "/cgroup.procs", "0");  // refused: as late as anybody
    }
  }
}

std::vector<pid_t> ControlGroups::members(std::string_view name) const {
  std::set<pid_t> found;
  for (const std::string& top : folders_of(name)) {
    for (const fs::path& folder : tree(top)) {
      std::ifstream list{folder / "cgroup.procs"};
      for (pid_t pid = 0; list >> pid;) {
        found.insert(pid);
      }
    }
  }
  return {found.begin(), found.end()};
}

void ControlGroups::kill(std::string_view name) const {
  bool is_killed = false;
  for (const Hierarchy& hierarchy : hierarchies_) {
    if (hierarchy.version == 2) {
      is_killed = write_word(hierarchy.folder + "/" + std::string{name} + "/cgroup.kill", "1");
    }
  }
  for (int round = 0; !is_killed && round < 10; ++round) {  // one may fork while we look
    const std::vector<pid_t> left = members(name);
    for (const pid_t pid : left) {
      if (pid > 0) {
        ::kill(pid, SIGKILL);
      }
    }
    is_killed = left.empty();
  }
}

bool ControlGroups::remove(std::string_view name) const {
  const auto last = std::chrono::steady_clock::now() + 1s;
  for (;;) {
    bool is_gone = true;
    for (const std::string& top : folders_of(name)) {
      for (const fs::path& folder : tree(top)) {
        std::error_code error;
        fs::remove(folder, error);  // rmdir: busy while a process is still ending
        is_gone = is_gone && !error;
      }
    }
    if (is_gone || std::chrono::steady_clock::now() > last) {
      return is_gone;
    }
    std::this_thread::sleep_for(5ms);
  }
}

}  // namespace firedrill
