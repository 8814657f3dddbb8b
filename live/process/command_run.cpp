#include "live/process/command_run.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <utility>

namespace firedrill {
namespace {

constexpr int not_found = 127;  // as a shell says it

// `text` as a file to read from: no pipe that would have to be fed.
FileDescriptor file_of(const std::string& text) {
  FileDescriptor file{checked(::memfd_create("input", MFD_CLOEXEC), "memfd")};
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t written = ::write(file.number(), text.data() + at, text.size() - at);
    at += static_cast<std::size_t>(checked(static_cast<int>(written), "memfd"));
  }
  ::lseek(file.number(), 0, SEEK_SET);
  return file;
}

struct Pipe {
  FileDescriptor reading;
  FileDescriptor writing;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  checked(::pipe2(ends.data(), O_CLOEXEC), "pipe");
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return {FileDescriptor{ends[0]}, FileDescriptor{ends[1]}};
}

}  // namespace

CommandRun::CommandRun(EventLoop& loop, Launch launch, const std::string& input,
                       const CommandLimits& limits, std::function<void(CommandResult)> done)
    : loop_{loop},
      limits_{limits},
      done_{std::move(done)},
      begin_{std::chrono::steady_clock::now()} {
  try {
    start(std::move(launch), input);
  } catch (const std::exception& error) {
    result_.status = not_found;
    result_.error = error.what();
    timer_ = loop_.after(Duration{}, [this] { finish(); });
  }
}

void CommandRun::start(Launch launch, const std::string& input) {
  Pipe output = make_pipe();
  Pipe error = make_pipe();
  FileDescriptor read;
  if (!input.empty()) {
    read = file_of(input);
    launch.input = read.number();
  }
  launch.output = output.writing.number();
  launch.error = error.writing.number();
  child_ = spawn(launch);
  output_ = std::move(output.reading);
  error_ = std::move(error.reading);
  loop_.watch(output_.number(), [this] { this->read(output_, result_.output); });
  loop_.watch(error_.number(), [this] { this->read(error_, result_.error); });
  loop_.on_exit(child_.pid, [this](int status) { exited(status); });
  timer_ = loop_.after(limits_.patience, [this] { give_up(); });
}

CommandRun::~CommandRun() {
  loop_.cancel(timer_);
  for (const auto* pipe : {&output_, &error_}) {
    if (*pipe) {
      loop_.unwatch(pipe->number());
    }
  }
  if (!is_over_ && child_.pid > 0) {
    loop_.forget(child_.pid);
    ::kill(-child_.pid, SIGKILL);
    ::waitpid(child_.pid, nullptr, 0);
  }
}

void CommandRun::read(FileDescriptor& from, std::string& into) {
  std::array<char, 16384> buffer{};
  for (;;) {
    const ssize_t size = ::read(from.number(), buffer.data(), buffer.size());
    if (size < 0) {
      return;  // nothing more just now
    }
    if (size == 0) {
      loop_.unwatch(from.number());
      from.reset();
      return;
    }
    const auto whole = static_cast<std::size_t>(size);
    const std::size_t kept = std::min(whole, limits_.output - into.size());
    into.append(buffer.data(), kept);
    result_.is_cut_short = result_.is_cut_short || kept < whole;
  }
}

void CommandRun::give_up() {
  result_.end = CommandEnd::timed_out;
  ::kill(-child_.pid, SIGKILL);
}

void CommandRun::exited(int status) {
  // Something that it left running may still hold the pipes; what is in them now is its own.
  for (auto [pipe, text] : {std::pair{&output_, &result_.output}, {&error_, &result_.error}}) {
    if (*pipe) {
      read(*pipe, *text);
    }
  }
  constexpr int by_signal = 128;
  result_.status = WIFSIGNALED(status) ? by_signal + WTERMSIG(status) : WEXITSTATUS(status);
  finish();
}

void CommandRun::finish() {
  is_over_ = true;
  loop_.cancel(timer_);
  result_.took = std::chrono::steady_clock::now() - begin_;
  const auto done = std::move(done_);
  done(std::move(result_));  // which may destroy this
}

CommandResult run_command(Launch launch, const std::string& input, const CommandLimits& limits) {
  EventLoop loop;
  CommandResult result;
  CommandRun run{loop, std::move(launch), input, limits, [&](CommandResult found) {
                   result = std::move(found);
                   loop.stop();
                 }};
  loop.run();
  return result;
}

}  // namespace firedrill
