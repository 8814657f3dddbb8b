#include "live/lab/programs/power_switch.hpp"

#include <poll.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>

#include "live/process/argument_list.hpp"
#include "live/process/descriptor.hpp"

namespace firedrill {
namespace {

pid_t start(const std::vector<std::string>& program) {
  const std::vector<char*> arguments = argument_pointers(program);
  const pid_t parent = ::getpid();
  const pid_t child = checked(::fork(), "fork");
  if (child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() == parent) {
      ::execvp(arguments[0], arguments.data());
    }
    ::_exit(127);
  }
  return child;
}

void wait_for_change(int watch) {
  pollfd entry{watch, POLLIN, 0};
  ::poll(&entry, 1, 5000);  // a change that came between looking and waiting is seen then
  std::array<char, 4096> events;
  while (::read(watch, events.data(), events.size()) > 0) {
  }
}

}  // namespace

void run_power_switch(const PowerSwitch& options) {
  const std::filesystem::path file{options.file};
  const FileDescriptor watch{checked(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK), "inotify")};
  checked(::inotify_add_watch(watch.number(), file.parent_path().c_str(),
                              IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_MOVED_FROM),
          "watch " + file.parent_path().string());
  pid_t running = -1;
  bool was_on = false;
  while (true) {
    const bool is_on = std::filesystem::exists(file);
    if (is_on && !was_on) {
      running = start(options.program);
    }
    if (!is_on && running > 0) {
      ::kill(running, SIGTERM);
      ::waitpid(running, nullptr, 0);
      running = -1;
    }
    if (running > 0 && ::waitpid(running, nullptr, WNOHANG) == running) {
      running = -1;
    }
    was_on = is_on;
    wait_for_change(watch.number());
  }
}

}  // namespace firedrill
