#include "live/lab/lab.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "live/lab/remove_tree.hpp"
#include "live/process/spawn.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr const char* labs_folder = "/var/lib/firedrill/lab";
constexpr std::size_t longest_name = 24;
constexpr Duration answer_patience = 10s;

// Which process a supervisor is, beyond its number, which another may have after it.
struct ProcessIdentity {
  pid_t pid = -1;
  std::string start;  // in ticks since the machine's start
  std::string boot;   // of the machine
};

std::string boot_id() {
  std::ifstream stream{"/proc/sys/kernel/random/boot_id"};
  std::string id;
  stream >> id;
  return id;
}

// When the process began, or "" if there is none.
std::string start_of(pid_t pid) {
  std::ifstream stream{fmt::format("/proc/{}/stat", pid)};
  std::string text;
  std::getline(stream, text);
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) {
    return "";
  }
  constexpr int words_before = 19;  // between the name and the 22nd word, proc(5)
  std::istringstream words{text.substr(name_end + 1)};
  std::string word;
  for (int count = 0; count <= words_before; ++count) {
    words >> word;
  }
  return word;
}

std::string record_of(const std::string& root) { return root + "/lab.json"; }

void write_record(const LabPlace& place, const LabOrder& order, pid_t pid) {
  Json regions = Json::array();
  for (const LabRegion& region : order.layout.regions) {
    const auto workers = std::count_if(region.nodes.begin(), region.nodes.end(),
                                       [](const LabNode& node) { return node.kind() == "gpu"; });
    regions.push_back(
        {{"name", region.name}, {"workers", workers}, {"standing", region.standing_workers}});
  }
  const Json record{
      {"format", "firedrill/lab/1"},
      {"name", place.name},
      {"plan", {{"name", order.plan_name}, {"digest", order.plan_digest}}},
      {"network", order.layout.network},
      {"regions", std::move(regions)},
      {"cgroup", place.cgroup},
      {"supervisor", {{"pid", pid}, {"start_ticks", start_of(pid)}, {"boot_id", boot_id()}}}};
  const std::string beside = record_of(place.root) + ".part";
  std::ofstream stream{beside};
  stream << record.dump(2) << '\n';
  stream.close();
  if (!stream) {
    throw_errno(beside);
  }
  fs::rename(beside, record_of(place.root));
}

// The handle of the supervisor on record, if that very process still runs.
FileDescriptor recorded_supervisor(const std::string& root) {
  std::ifstream stream{record_of(root)};
  const Json record = Json::parse(stream, nullptr, false);
  if (!record.is_object() || !record.contains("supervisor")) {
    return {};
  }
  const Json& supervisor = record["supervisor"];
  const auto pid = supervisor.value("pid", pid_t{-1});
  if (supervisor.value("boot_id", "") != boot_id() || pid <= 0) {
    return {};
  }
  try {
    FileDescriptor handle = process_handle(pid);
    if (!has_ended(handle.number()) && start_of(pid) == supervisor.value("start_ticks", "")) {
      return handle;
    }
  } catch (const std::system_error&) {  // there is no such process
  }
  return {};
}

bool waits_for_end(int handle, Duration patience) {
  pollfd poll{handle, POLLIN, 0};
  const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(patience).count();
  return ::poll(&poll, 1, static_cast<int>(milliseconds)) > 0;
}

// Ends the supervisor, and with it, by the kernel, everything in its process namespace.
bool end_supervisor(const LabPlace& place) {
  const FileDescriptor handle = recorded_supervisor(place.root);
  if (!handle) {
    return false;
  }
  try {
    const ControlAnswer answer =
        ask_control(control_socket_of(place.root), R"({"stop": true})", 2s);
  } catch (const std::system_error&) {  // it hangs, or has not begun to listen
  }
  if (!waits_for_end(handle.number(), 3s)) {
    ::syscall(SYS_pidfd_send_signal, handle.number(), SIGKILL, nullptr, 0);
    waits_for_end(handle.number(), 10s);
  }
  return true;
}

[[noreturn]] void become_supervisor(LabOrder order, int go) {
  // Nothing else of ours is the supervisor's: least of all the lock.
  checked(::dup2(go, 3), "supervisor");
  ::close_range(4, ~0U, 0);
  go = 3;
  char byte = 0;
  const bool may_go = ::read(go, &byte, 1) == 1;  // or whoever made us is gone
  ::close(go);
  ::_exit(may_go ? run_supervisor(std::move(order)) : 0);
}

}  // namespace

std::optional<LabPlace> place_of_lab(const std::string& name) {
  const auto is_fine = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-';
  };
  if (name.empty() || name.size() > longest_name || name.front() == '-' ||
      !std::all_of(name.begin(), name.end(), is_fine)) {
    return std::nullopt;
  }
  return LabPlace{name, fmt::format("{}/{}", labs_folder, name), "firedrill-" + name};
}

LabLock::LabLock(const LabPlace& place) {
  const fs::path folder = fs::path{place.root}.parent_path();
  const auto last = std::chrono::steady_clock::now() + 60s;
  for (;;) {
    fs::create_directories(folder);
    folder_.reset(
        checked(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), folder.string()));
    while (::flock(folder_.number(), LOCK_EX | LOCK_NB) != 0) {
      if (std::chrono::steady_clock::now() > last) {
        throw std::runtime_error{
            "another firedrill has been starting or ending a lab for a minute"};
      }
      std::this_thread::sleep_for(50ms);
    }
    struct stat held {};
    struct stat named {};
    if (::fstat(folder_.number(), &held) == 0 && ::stat(folder.c_str(), &named) == 0 &&
        held.st_ino == named.st_ino) {
      return;  // else whom we waited for has removed it
    }
  }
}

LabLock::~LabLock() {
  // The folders of labs go with the last of them; rmdir refuses where there are others.
  std::error_code error;
  if (fs::remove(labs_folder, error)) {
    fs::remove(fs::path{labs_folder}.parent_path(), error);
  }
}

LabShape shape_on_record(const LabPlace& place) {
  std::ifstream stream{record_of(place.root)};
  const Json record = Json::parse(stream, nullptr, false);
  LabShape shape;
  if (record.is_object() && record.contains("regions") && record["regions"].size() == 3) {
    shape.regions.clear();
    for (const Json& region : record["regions"]) {
      shape.regions.push_back(
          {region.value("name", ""), region.value("workers", 0), region.value("standing", 0)});
    }
  }
  return shape;
}

bool is_running(const LabPlace& place) {
  if (recorded_supervisor(place.root)) {
    return true;
  }
  try {  // a node of the lab sees no process but its own, and the same files
    static_cast<void>(ask_lab(place, R"({"status": true})"));
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

void start_lab(const LabPlace& place, LabOrder order) {
  fs::create_directories(place.root);
  std::array<int, 2> ends{};
  checked(::pipe2(ends.data(), O_CLOEXEC), "pipe");
  FileDescriptor reading{ends[0]};
  FileDescriptor writing{ends[1]};
  const pid_t pid =
      clone_process(CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC);
  if (pid == 0) {
    writing.reset();
    become_supervisor(std::move(order), reading.release());
  }
  const ControlGroups groups = ControlGroups::detect();
  const std::vector<std::string> made = groups.create(place.cgroup + "/supervisor");
  groups.add(place.cgroup + "/supervisor", pid);
  write_record(place, order, pid);
  if (::write(writing.number(), "g", 1) != 1) {
    throw_errno("supervisor");
  }
}

ControlAnswer ask_lab(const LabPlace& place, const std::string& request) {
  return ask_control(control_socket_of(place.root), request, answer_patience);
}

LabEnd end_lab(const LabPlace& place) {
  LabEnd end;
  std::error_code error;
  const ControlGroups groups = ControlGroups::detect();
  const std::vector<std::string> folders = groups.folders_of(place.cgroup);
  end.was_there =
      fs::exists(place.root, error) ||
      std::any_of(folders.begin(), folders.end(), [&](const auto& one) { return fs::exists(one); });
  end.was_running = end_supervisor(place);
  groups.kill(place.cgroup);  // one that was killed before it was on record
  if (!groups.remove(place.cgroup)) {
    end.left = "control group " + place.cgroup;
  }
  error = remove_tree(place.root);
  if (error) {
    end.left += (end.left.empty() ? "" : ", ") + place.root + ": " + error.message();
  }
  end.is_clean = end.left.empty();
  return end;
}

EnteredNode enter_node(const LabPlace& place, const std::string& node) {
  const Json request{{"enter", {{"node", node}}}};
  ControlAnswer answer = ask_lab(place, request.dump());
  const Json reply = Json::parse(answer.text, nullptr, false);
  if (!answer.descriptor) {
    std::string what = "the lab's supervisor gave no answer that can be read";
    if (reply.contains("errors") && !reply["errors"].empty()) {
      const Json& first = reply["errors"].front();
      const std::string suggestion = first.value("suggestion", "");
      what = first.value("code", "") + " " + first.value("message", "") +
             (suggestion.empty() ? "" : "; " + suggestion);
    }
    throw std::runtime_error{what};
  }
  return {std::move(answer.descriptor), reply.value("address", ""),
          reply.value("cgroups", std::vector<std::string>{})};
}

}  // namespace firedrill
