#include "live/lab/service_runner.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

namespace firedrill {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr int most_tries = 6;
constexpr Duration longest_question = 5s;  // one probe may take this long
constexpr Duration least_interval = 20ms;

std::string described(int status) {
  if (WIFSIGNALED(status)) {
    return fmt::format("was ended by signal {}", WTERMSIG(status));
  }
  return fmt::format("ended with status {}", WEXITSTATUS(status));
}

}  // namespace

std::string_view name_of(ServiceStage stage) {
  static constexpr std::array<std::string_view, 6> names{"stopped",  "waiting", "preparing",
                                                         "starting", "ready",   "failed"};
  return names.at(static_cast<std::size_t>(stage));
}

void write_lab_file(const LabFile& file) {
  const fs::path path{file.path};
  if (file.is_kept && fs::exists(path)) {
    return;
  }
  fs::create_directories(file.is_directory ? path : path.parent_path());
  if (!file.is_directory) {
    // Written into, not replaced: a file may be bound over one in a node's /etc.
    std::ofstream stream{path, std::ios::binary | std::ios::trunc};
    stream << file.content;
    stream.close();
    if (!stream) {
      throw_errno(file.path);
    }
  }
  if (file.owner != "root" || ::geteuid() == 0) {
    const passwd* const owner = ::getpwnam(file.owner.c_str());
    if (owner == nullptr) {
      errno = ENOENT;
      throw_errno("user " + file.owner);
    }
    checked(::chown(path.c_str(), owner->pw_uid, owner->pw_gid), file.path);
  }
  checked(::chmod(path.c_str(), file.mode), file.path);
}

ServiceRunner::ServiceRunner(EventLoop& loop, LabService service, RunnerHost host)
    : loop_{loop}, service_{std::move(service)}, host_{std::move(host)} {}

void ServiceRunner::enter(ServiceStage stage, std::string why) {
  stage_ = stage;
  why_ = std::move(why);
  host_.changed();
}

void ServiceRunner::later(Duration delay, std::function<void()> work) {
  if (timer_) {
    loop_.cancel(*timer_);
  }
  timer_ = loop_.after(delay, [this, work = std::move(work)] {
    timer_.reset();
    work();
  });
}

void ServiceRunner::want(bool is_wanted) {
  is_wanted_ = is_wanted;
  if (is_wanted) {
    if (stage_ == ServiceStage::stopped || stage_ == ServiceStage::failed) {
      tries_ = 0;
      enter(ServiceStage::waiting);
      poke();
    }
    return;
  }
  if (main_ < 0) {
    forget_processes();
    enter(ServiceStage::stopped);
    return;
  }
  ::kill(main_, service_.stop_signal);
  later(service_.stop_patience, [this] { end_processes(SIGKILL); });
}

void ServiceRunner::poke() {
  const bool is_able = stage_ == ServiceStage::waiting && !timer_ && host_.place() &&
                       std::all_of(service_.needs.begin(), service_.needs.end(), host_.is_ready);
  if (is_able) {
    begin();
  }
}

void ServiceRunner::begin() {
  begun_ = std::chrono::steady_clock::now();
  enter(ServiceStage::preparing);
  try {
    std::for_each(service_.files.begin(), service_.files.end(), write_lab_file);
    prepare(0);
  } catch (const std::exception& error) {
    fail_try(error.what());
  }
}

pid_t ServiceRunner::run(const CommandLine& command, std::function<void(int)> ended) {
  const auto place = host_.place();
  if (!place) {
    throw std::runtime_error{"its node is down"};
  }
  const FileDescriptor log{
      ::open(host_.log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)};
  Launch launch;
  launch.arguments = command.arguments;
  launch.environment = plain_environment();
  launch.environment.insert(launch.environment.end(), command.environment.begin(),
                            command.environment.end());
  launch.user = command.user;
  launch.directory = command.directory;
  launch.namespaces_of = place->namespaces;
  launch.cgroups = place->cgroups;
  launch.output = launch.error = log.number();
  const Child child = spawn(launch);
  loop_.on_exit(child.pid, std::move(ended));
  return child.pid;
}

void ServiceRunner::prepare(std::size_t index) {
  if (index == service_.preparations.size()) {
    launch();
    return;
  }
  side_ = run(service_.preparations[index], [this, index](int status) {
    side_ = -1;
    if (status != 0) {
      fail_try(fmt::format("preparation {} ({}) {}", index + 1,
                           service_.preparations[index].arguments.front(), described(status)));
      return;
    }
    try {
      prepare(index + 1);
    } catch (const std::exception& error) {
      fail_try(error.what());
    }
  });
}

void ServiceRunner::launch() {
  launched_ = std::chrono::steady_clock::now();
  main_ = run(service_.start, [this](int status) { ended(status); });
  enter(ServiceStage::starting);
  if (!service_.ends) {
    later(std::max(least_interval, service_.readiness.interval / 4), [this] { ask(); });
  }
}

void ServiceRunner::ask() {
  if (service_.readiness.probe.arguments.empty()) {
    answered(true);
    return;
  }
  try {
    side_ = run(service_.readiness.probe, [this](int status) {
      side_ = -1;
      if (patience_) {
        loop_.cancel(*patience_);
        patience_.reset();
      }
      answered(status == 0);
    });
    patience_ = loop_.after(longest_question, [this] {
      patience_.reset();
      if (side_ > 0) {
        ::kill(-side_, SIGKILL);
      }
    });
  } catch (const std::exception& error) {
    fail_try(error.what());
  }
}

void ServiceRunner::answered(bool is_yes) {
  const auto now = std::chrono::steady_clock::now();
  if (is_yes) {
    took_ = now - begun_;
    tries_ = 0;
    enter(ServiceStage::ready);
  } else if (now - launched_ > service_.readiness.patience) {
    fail_try(fmt::format("was not ready within {:.0f} s", to_seconds(service_.readiness.patience)));
  } else {
    later(std::max(least_interval, service_.readiness.interval), [this] { ask(); });
  }
}

void ServiceRunner::ended(int status) {
  const bool was_ready = stage_ == ServiceStage::ready;
  main_ = -1;
  forget_processes();
  if (!is_wanted_) {
    enter(ServiceStage::stopped);
  } else if (service_.ends && status == 0) {
    answered(true);
  } else if (service_.ends &&
             std::chrono::steady_clock::now() - begun_ < service_.readiness.patience) {
    enter(ServiceStage::waiting, described(status));
    later(std::max(least_interval, service_.readiness.interval), [this] { poke(); });
  } else if (was_ready && !service_.restarts) {
    enter(ServiceStage::failed, described(status));
  } else {
    restarts_ += was_ready ? 1 : 0;
    fail_try(described(status));
  }
}

// What was tried came to nothing: again after a while that doubles, or given up.
void ServiceRunner::fail_try(const std::string& why) {
  end_processes(SIGKILL);
  forget_processes();
  if (++tries_ > most_tries) {
    enter(ServiceStage::failed, why);
    return;
  }
  enter(ServiceStage::waiting, why);
  later(100ms * (1 << tries_), [this] { poke(); });
}

void ServiceRunner::end_processes(int signal) {
  for (const pid_t pid : {main_, side_}) {
    if (pid > 0) {
      ::kill(-pid, signal);  // each is the leader of a session of its own
    }
  }
}

// Their ends, and what was due, are of no interest any more.
void ServiceRunner::forget_processes() {
  for (const pid_t pid : {main_, side_}) {
    if (pid > 0) {
      loop_.forget(pid);
    }
  }
  main_ = side_ = -1;
  for (auto* timer : {&timer_, &patience_}) {
    if (*timer) {
      loop_.cancel(**timer);
      timer->reset();
    }
  }
}

void ServiceRunner::lose_node() {
  forget_processes();
  tries_ = 0;
  enter(is_wanted_ ? ServiceStage::waiting : ServiceStage::stopped, "its node is down");
}

}  // namespace firedrill
