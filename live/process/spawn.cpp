#include "live/process/spawn.hpp"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <cstdlib>
#include <sstream>

#include "live/process/argument_list.hpp"

namespace firedrill {
namespace {

constexpr const char* search_path =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/15/bin";

// What the child tells its parent when it could not become the program.
struct Failure {
  int number = 0;
  std::array<char, 200> what{};
};

struct Identity {
  bool is_ours = true;
  uid_t user = 0;
  gid_t group = 0;
};

Identity identity_of(const std::string& user) {
  if (user.empty()) {
    return {};
  }
  errno = 0;
  const passwd* const entry = ::getpwnam(user.c_str());
  if (entry == nullptr) {
    errno = errno == 0 ? ENOENT : errno;
    throw_errno("user " + user);
  }
  return {entry->pw_uid == ::geteuid() && entry->pw_gid == ::getegid(), entry->pw_uid,
          entry->pw_gid};
}

void take_rights(const Identity& identity, const std::string& user) {
  if (identity.is_ours) {
    return;
  }
  checked(::initgroups(user.c_str(), identity.group), "groups of " + user);
  checked(::setgid(identity.group), "group of " + user);
  checked(::setuid(identity.user), "user " + user);
}

void connect_descriptor(int from, int to) {
  const int source = from >= 0 ? from : ::open("/dev/null", to == 0 ? O_RDONLY : O_WRONLY);
  checked(source, "/dev/null");
  if (source == to) {
    checked(::fcntl(to, F_SETFD, 0), "descriptor");
  } else {
    checked(::dup2(source, to), "descriptor");
  }
}

void join_cgroups(const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) {
    const std::string path = folder + "/cgroup.procs";
    const FileDescriptor file{::open(path.c_str(), O_WRONLY | O_CLOEXEC)};
    checked(file.number(), path);
    if (::write(file.number(), "0", 1) != 1) {
      throw_errno(path);
    }
  }
}

// Never returns: becomes the program, or throws why not.
void become(const Launch& launch, const Identity& identity, const std::string& program) {
  if (launch.ends_with_parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  }
  join_cgroups(launch.cgroups);
  if (launch.namespaces_of >= 0) {
    checked(::setns(launch.namespaces_of, CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWNS | CLONE_NEWIPC),
            "namespaces of the node");
  }
  if (launch.has_own_session) {
    ::setsid();
  }
  connect_descriptor(launch.input, 0);
  connect_descriptor(launch.output, 1);
  connect_descriptor(launch.error, 2);
  take_rights(identity, launch.user);
  checked(::chdir(launch.directory.c_str()), launch.directory);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  ::signal(SIGCHLD, SIG_DFL);
  const auto arguments = argument_pointers(launch.arguments);
  const auto environment = argument_pointers(launch.environment);
  ::execve(program.c_str(), arguments.data(), environment.data());
  throw_errno(launch.arguments.front());
}

[[noreturn]] void report_and_end(const std::system_error& error, const std::string& what,
                                 int pipe) {
  Failure failure;
  failure.number = error.code().value();
  what.copy(failure.what.data(), failure.what.size() - 1);
  const ssize_t written = ::write(pipe, &failure, sizeof failure);
  ::_exit(written == sizeof failure ? 127 : 126);
}

// fork() whose child is born in the process namespace of `handle`, and is our child nevertheless.
pid_t fork_into(int handle) {
  FileDescriptor own;
  if (handle >= 0) {
    own.reset(::open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC));
    checked(own.number(), "/proc/self/ns/pid");
    checked(::setns(handle, CLONE_NEWPID), "process namespace of the node");
  }
  const pid_t pid = ::fork();
  const int error = errno;
  if (pid != 0 && handle >= 0) {
    checked(::setns(own.number(), CLONE_NEWPID), "own process namespace");
  }
  errno = error;
  return checked(pid, "fork");
}

}  // namespace

std::vector<std::string> plain_environment() {
  return {std::string{"PATH="} + search_path, "HOME=/", "LANG=C.UTF-8", "LC_ALL=C.UTF-8"};
}

std::string find_program(const std::string& program) {
  if (program.find('/') != std::string::npos) {
    return ::access(program.c_str(), X_OK) == 0 ? program : "";
  }
  std::istringstream folders{search_path};
  for (std::string folder; std::getline(folders, folder, ':');) {
    folder.append("/").append(program);
    if (::access(folder.c_str(), X_OK) == 0) {
      return folder;
    }
  }
  return "";
}

FileDescriptor process_handle(pid_t pid) {
  const auto handle = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
  return FileDescriptor{checked(handle, "handle of process " + std::to_string(pid))};
}

bool has_ended(int handle) {
  pollfd poll{handle, POLLIN, 0};
  return ::poll(&poll, 1, 0) > 0;
}

void enter_namespaces(int handle) {
  checked(::setns(handle, CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNS),
          "namespaces");
}

Child spawn(const Launch& launch) {
  const std::string program = find_program(launch.arguments.at(0));
  if (program.empty()) {
    errno = ENOENT;
    throw_errno(launch.arguments.front());
  }
  const Identity identity = identity_of(launch.user);
  std::array<int, 2> ends{};
  checked(::pipe2(ends.data(), O_CLOEXEC), "pipe");
  FileDescriptor reading{ends[0]};
  FileDescriptor writing{ends[1]};
  const pid_t pid = fork_into(launch.namespaces_of);
  if (pid == 0) {
    try {
      become(launch, identity, program);
    } catch (const std::system_error& error) {
      report_and_end(error, error.what(), writing.number());
    }
  }
  Child child{pid, process_handle(pid)};
  writing.reset();
  Failure failure;
  if (::read(reading.number(), &failure, sizeof failure) == sizeof failure) {
    ::waitpid(pid, nullptr, 0);
    throw std::runtime_error{failure.what.data()};
  }
  return child;
}

}  // namespace firedrill
