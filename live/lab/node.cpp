#include "live/lab/node.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "live/process/spawn.hpp"

namespace firedrill {
namespace {

namespace fs = std::filesystem;

constexpr unsigned long node_namespaces =
    CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNS;

void mount_one(const char* source, const std::string& target, const char* type, unsigned long flags,
               const char* options) {
  checked(::mount(source, target.c_str(), type, flags, options), "mount of " + target);
}

void bind_own_etc(const fs::path& folder) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator{folder / "etc", error}) {
    const fs::path target = fs::path{"/etc"} / entry.path().filename();
    if (fs::exists(target)) {
      mount_one(entry.path().c_str(), target.string(), nullptr, MS_BIND, nullptr);
    }
  }
}

// A kernel without IPv6 has no such settings; nobody in the lab depends on it.
void set_kernel(const std::string& name, const std::string& value) {
  std::ofstream{"/proc/sys/net/" + name} << value;
}

void prepare_mounts(const NodeSpec& spec) {
  mount_one("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
  mount_one("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr);
  mount_one("tmpfs", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755,size=64m");
  mount_one("tmpfs", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777,size=512m");
  const fs::path temporary = fs::path{spec.folder} / "tmp";
  fs::create_directories(temporary);
  checked(::chmod(temporary.c_str(), 01777), temporary.string());
  mount_one(temporary.c_str(), "/tmp", nullptr, MS_BIND, nullptr);
  // What a login shell there writes, or is told to run, is not the machine's.
  const fs::path home = fs::path{spec.folder} / "root";
  fs::create_directories(home);
  checked(::chmod(home.c_str(), 0700), home.string());
  mount_one(home.c_str(), "/root", nullptr, MS_BIND, nullptr);
  bind_own_etc(spec.folder);
  for (const char* folder : {"/run/sshd", "/run/lock"}) {
    fs::create_directories(folder);
  }
}

void prepare_kernel(const NodeSpec& spec) {
  // Windows for 1 Gbit/s over 130 ms and more.
  set_kernel("ipv4/tcp_rmem", "4096 131072 134217728");
  set_kernel("ipv4/tcp_wmem", "4096 16384 134217728");
  set_kernel("ipv4/ping_group_range", "0 2147483647");
  if (spec.forwards) {
    set_kernel("ipv4/ip_forward", "1");
    set_kernel("ipv6/conf/all/forwarding", "1");
  }
}

// Becomes the first process of the machine. Writes what went wrong to `pipe`, nothing if all went
// well, and closes it.
[[noreturn]] void be_machine(const NodeSpec& spec, FileDescriptor pipe) {
  try {
    ::prctl(PR_SET_NAME, "lab-node");
    checked(::dup2(pipe.number(), 3), "pipe");
    ::close_range(4, ~0U, 0);
    for (int descriptor = 0; descriptor < 3; ++descriptor) {
      ::close(descriptor);
      checked(::open("/dev/null", O_RDWR), "/dev/null");
    }
    ::setsid();
    ::umask(022);
    checked(::sethostname(spec.host_name.data(), spec.host_name.size()), "host name");
    prepare_mounts(spec);
    prepare_kernel(spec);
    checked(::chdir("/"), "/");
  } catch (const std::exception& error) {
    const std::string what = error.what();
    const ssize_t written = ::write(3, what.data(), what.size());
    ::_exit(written > 0 ? 1 : 2);
  }
  ::signal(SIGCHLD, SIG_IGN);  // the kernel reaps what is left to us
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::close(3);
  for (;;) {
    ::pause();
  }
}

}  // namespace

pid_t clone_process(unsigned long flags) {
  return static_cast<pid_t>(
      checked(static_cast<int>(::syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0)), "clone"));
}

void NodeProcess::start(const NodeSpec& spec, const ControlGroups& groups) {
  std::array<int, 2> ends{};
  checked(::pipe2(ends.data(), O_CLOEXEC), "pipe");
  FileDescriptor reading{ends[0]};
  FileDescriptor writing{ends[1]};
  const pid_t pid = clone_process(node_namespaces);
  if (pid == 0) {
    be_machine(spec, std::move(writing));
  }
  writing.reset();
  std::string said(500, '\0');
  const ssize_t size = ::read(reading.number(), said.data(), said.size());
  if (size != 0) {
    said.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    throw std::runtime_error{spec.name + ": " + said};
  }
  groups.add(spec.cgroup, pid);
  handle_ = process_handle(pid);
  pid_ = pid;
}

void NodeProcess::kill() {
  if (is_running()) {
    ::kill(pid_, SIGKILL);
  }
}

}  // namespace firedrill
