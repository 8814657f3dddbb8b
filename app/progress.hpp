// A line on standard error that says how far a long computation is and how long it will still take.
// Silent off a terminal and during the first second; wiped when done. While one lives, Ctrl-C ends
// the computation in good order instead of killing the program. Example: Progress
// progress{"simulating"}; options.progress = progress.callback();
#pragma once

#include <chrono>
#include <csignal>
#include <exception>
#include <functional>
#include <string>

namespace firedrill {

// Thrown out of a computation when the user has pressed Ctrl-C.
class Interrupted : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return "interrupted"; }
};

class Progress {
 public:
  explicit Progress(std::string what);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  // To be called with the share done in [0, 1]; throws Interrupted after Ctrl-C.
  [[nodiscard]] std::function<void(double)> callback();

 private:
  void report(double share);

  std::string what_;
  bool is_terminal_;
  bool is_shown_ = false;
  std::chrono::steady_clock::time_point begin_, shown_;
  struct sigaction previous_ {};  // what Ctrl-C did before
};

}  // namespace firedrill
