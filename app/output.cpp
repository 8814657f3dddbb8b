#include "app/output.hpp"

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace firedrill {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error{errno, std::generic_category(), what};
}

bool wants_colour() {
  const auto variable = [](const char* name) {
    const char* const value = std::getenv(name);
    return std::string_view{value == nullptr ? "" : value};
  };
  return variable("NO_COLOR").empty() && variable("TERM") != "dumb";
}

}  // namespace

void print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    fail("standard output");
  }
}

ExitCode report_errors(const Diagnostics& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) {
    fmt::print(stderr, "{}", render(diagnostic));
  }
  const auto errors = std::count_if(diagnostics.begin(), diagnostics.end(), [](const auto& one) {
    return one.severity == Severity::error;
  });
  fmt::print(stderr, "firedrill: {} error{}; `firedrill explain CODE` says more about one\n",
             errors, errors == 1 ? "" : "s");
  return ExitCode::invalid_file;
}

PageOptions page_options() {
  constexpr int least_width = 80;
  constexpr int most_width = 120;
  PageOptions options;
  if (::isatty(STDOUT_FILENO) == 1) {
    options.colour = wants_colour();
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
      options.width = std::clamp(static_cast<int>(size.ws_col), least_width, most_width);
    }
  }
  return options;
}

void prepare_folder(const std::string& folder) {
  std::filesystem::create_directories(folder);
  if (::access(folder.c_str(), W_OK) != 0) {
    fail(folder);
  }
}

void write_files(const std::string& folder,
                 const std::vector<std::pair<std::string, std::string>>& files) {
  const std::filesystem::path target{folder};
  for (const auto& [name, content] : files) {
    const std::filesystem::path beside = target / (name + ".part");
    std::ofstream stream{beside, std::ios::binary};
    stream << content;
    stream.close();
    if (!stream) {
      fail(beside.string());
    }
    std::filesystem::rename(beside, target / name);
  }
}

}  // namespace firedrill
