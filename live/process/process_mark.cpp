#include "live/process/process_mark.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>

#include "live/process/spawn.hpp"

namespace firedrill {
namespace {

std::string boot_id() {
  std::ifstream stream{"/proc/sys/kernel/random/boot_id"};
  std::string id;
  stream >> id;
  return id;
}

// The 22nd word of /proc/PID/stat (proc(5)), counted behind the name, which may hold anything.
std::uint64_t start_of(const std::string& process) {
  std::ifstream stream{"/proc/" + process + "/stat"};
  const std::string text{std::istreambuf_iterator<char>{stream}, {}};
  const std::size_t end_of_name = text.rfind(')');
  if (end_of_name == std::string::npos) {
    return 0;
  }
  std::istringstream words{text.substr(end_of_name + 1)};
  std::string word;
  for (int number = 3; number < 22; ++number) {
    words >> word;
  }
  std::uint64_t started = 0;
  words >> started;
  return words ? started : 0;
}

}  // namespace

ProcessMark own_mark() {
  std::array<char, 256> name{};
  static_cast<void>(::gethostname(name.data(), name.size() - 1));
  return {boot_id(), ::getpid(), start_of("self"), name.data()};
}

std::string text_of(const ProcessMark& mark) {
  std::string machine = mark.machine;
  std::erase_if(machine, [](unsigned char sign) {
    return std::isalnum(sign) == 0 && sign != '.' && sign != '-';
  });
  return mark.boot + " " + std::to_string(mark.process) + " " + std::to_string(mark.started) + " " +
         (machine.empty() ? "unnamed" : machine);
}

std::optional<ProcessMark> mark_in(const std::string& text) {
  std::istringstream words{text};
  ProcessMark mark;
  words >> mark.boot >> mark.process >> mark.started >> mark.machine;
  const bool is_one = !words.fail() && mark.process > 0 && mark.started > 0;
  return is_one ? std::optional{mark} : std::nullopt;
}

bool is_of_this_machine(const ProcessMark& mark) { return mark.boot == boot_id(); }

// The handle first: from then on the number cannot go to another.
FileDescriptor find_marked(const ProcessMark& mark) {
  if (!is_of_this_machine(mark)) {
    return {};
  }
  FileDescriptor handle{static_cast<int>(::syscall(SYS_pidfd_open, mark.process, 0))};
  const bool is_it = handle && start_of(std::to_string(mark.process)) == mark.started;
  return is_it && !has_ended(handle.number()) ? std::move(handle) : FileDescriptor{};
}

bool ask_to_stop(int handle) {
  siginfo_t note{};
  note.si_signo = SIGTERM;
  note.si_code = SI_QUEUE;
  note.si_pid = ::getpid();
  note.si_uid = ::getuid();
  note.si_value.sival_int = stop_value;
  return ::syscall(SYS_pidfd_send_signal, handle, SIGTERM, &note, 0) == 0;
}

}  // namespace firedrill
