#include "live/undo/process_shell.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>

#include "live/process/argument_list.hpp"
#include "live/undo/shell_text.hpp"

namespace firedrill {
namespace {

constexpr std::size_t most_output = std::size_t{16} << 20U;

// Both ends of a pipe; closed with it.
class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) {
      ends_ = {-1, -1};
    }
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  [[nodiscard]] int reader() const { return ends_[0]; }
  [[nodiscard]] int writer() const { return ends_[1]; }
  void close_end(std::size_t end) {
    if (ends_[end] >= 0) {
      close(ends_[end]);
      ends_[end] = -1;
    }
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

// The process number, or -1 with errno.
pid_t start(const std::vector<std::string>& words, const Pipe& output, const Pipe& error) {
  const std::vector<char*> arguments = argument_pointers(words);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output.writer(), 1);
  posix_spawn_file_actions_adddup2(&actions, error.writer(), 2);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  pid_t process = -1;
  const int status =
      posix_spawnp(&process, arguments[0], &actions, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  errno = status;
  return status == 0 ? process : -1;
}

void keep(std::string& text, const char* bytes, std::size_t count) {
  text.append(bytes, std::min(count, most_output - std::min(most_output, text.size())));
}

// Reads both until both have ended. False if `until` comes first, or `is_over` comes true.
bool read_all(Pipe& output, Pipe& error, ShellAnswer& answer,
              std::chrono::steady_clock::time_point until, const std::atomic<bool>& is_over) {
  constexpr std::int64_t look_after = 50;  // [ms]
  std::array<char, 65'536> buffer{};
  while (output.reader() >= 0 || error.reader() >= 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until - std::chrono::steady_clock::now());
    if (left.count() <= 0 || is_over) {
      return false;
    }
    std::array<pollfd, 2> watched{pollfd{output.reader(), POLLIN, 0},
                                  pollfd{error.reader(), POLLIN, 0}};
    poll(watched.data(), watched.size(),
         static_cast<int>(std::min<std::int64_t>(left.count(), look_after)));
    for (std::size_t index = 0; index < watched.size(); ++index) {
      if (watched[index].revents == 0) {
        continue;
      }
      const ssize_t count = read(watched[index].fd, buffer.data(), buffer.size());
      if (count > 0) {
        keep(index == 0 ? answer.output : answer.error, buffer.data(),
             static_cast<std::size_t>(count));
      } else if (count == 0 || errno != EINTR) {
        (index == 0 ? output : error).close_end(0);
      }
    }
  }
  return true;
}

}  // namespace

ShellAnswer ProcessShell::run(const std::string& host, const std::string& script,
                              Duration patience) {
  static const std::atomic<bool> never_over{false};
  return run_unless(never_over, host, script, patience);
}

ShellAnswer ProcessShell::run_unless(const std::atomic<bool>& is_over, const std::string& host,
                                     const std::string& script, Duration patience) {
  ShellAnswer answer;
  WayIn way = way_(host);
  std::vector<std::string>& words = way.words;
  if (words.empty()) {
    answer.error = fmt::format("nobody knows how to reach {}", host);
    return answer;
  }
  words.push_back(way.is_elsewhere ? fmt::format("timeout -s KILL {:.3f} sh -c {}; exit $?",
                                                 to_seconds(patience), shell_quoted(script))
                                   : script);
  Pipe output;
  Pipe error;
  const auto until = std::chrono::steady_clock::now() + patience;
  const pid_t process = start(words, output, error);
  if (process < 0) {
    answer.error = fmt::format("{} cannot be started: {}", words[0], std::strerror(errno));
    return answer;
  }
  output.close_end(1);
  error.close_end(1);
  answer.timed_out = !read_all(output, error, answer, until, is_over);
  if (answer.timed_out) {
    kill(-process, SIGKILL);
  }
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  answer.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return answer;
}

}  // namespace firedrill
