// SPDX-License-Identifier: GPL-2.0-only
// firedrill-wan: packet-level studies of the network between regions, in ns-3. That is free
// software under the GNU General Public License, version 2 only; so is this program, and it is
// therefore one of its own that speaks to firedrill through files. All of sim/wan is under that
// licence.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>

#include "sim/wan/study.hpp"

namespace {

constexpr const char* examples =
    R"(Examples:
  firedrill-wan study sim/wan/cases.json --out wan.json
  firedrill-wan study sim/wan/cases.json --out wan.json --only lag
)";

constexpr const char* description =
    R"(Packet-level studies of the network between regions, in ns-3: goodput and lag over
round trips, loss, capacity, congestion control, competing traffic and links that are cut.
Interrupted, it goes on where it stopped: what is in --out is not run again.

Links ns-3 and is, like it, under the GNU General Public License, version 2 only
(GPL-2.0-only), without any warranty.

Exit status: 0 done, 1 failed, 2 usage, 3 invalid file.)";

std::string for_people(double seconds) {
  char text[64];
  if (seconds < 90.0) {
    std::snprintf(text, sizeof text, "%.0f s", seconds);
  } else {
    std::snprintf(text, sizeof text, "%.0f min", seconds / 60.0);
  }
  return text;
}

// On a terminal one line that is overwritten; elsewhere nothing.
class Progress {
 public:
  void operator()(std::size_t done, std::size_t total, const std::string& name, double) {
    if (isatty(fileno(stderr)) == 0) {
      return;
    }
    ++ran_;
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin_;
    const double left =
        spent.count() / static_cast<double>(ran_) * static_cast<double>(total - done);
    std::fprintf(stderr, "\r\x1b[K%zu of %zu cases, last %s, about %s left", done, total,
                 name.c_str(), for_people(left).c_str());
    if (done == total) {
      std::fprintf(stderr, "\r\x1b[K");
    }
  }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::size_t ran_ = 0;
};

// The file's name, or what is in it: both are what was asked for.
void print_result(const std::string& path, bool wants_json) {
  if (!wants_json) {
    std::printf("%s\n", path.c_str());
    return;
  }
  std::ifstream file{path};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  std::fwrite(text.data(), 1, text.size(), stdout);
}

int run_command(const firedrill_wan::StudyOptions& options, bool wants_json) {
  try {
    firedrill_wan::run_study(firedrill_wan::read_study(options.study_path), options);
    print_result(options.out_path, wants_json);
    return 0;
  } catch (const firedrill_wan::InvalidFile& error) {
    std::fprintf(stderr,
                 "%sfiredrill-wan: %zu error%s; `firedrill explain CODE` says more about one\n",
                 error.what(), error.count(), error.count() == 1 ? "" : "s");
    return 3;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "firedrill-wan: %s\n", error.what());
    return 1;
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App program{std::string{examples} + "\n" + description, "firedrill-wan"};
  program.set_version_flag("--version", "firedrill-wan with " + firedrill_wan::simulator_version());
  program.require_subcommand(1);
  firedrill_wan::StudyOptions options;
  options.progress = Progress{};
  CLI::App* study = program.add_subcommand("study", "Runs the cases of a study file");
  study->add_option("FILE", options.study_path, "format firedrill/wan-study/1")->required();
  study->add_option("--out", options.out_path, "where the results go")->required();
  study->add_option("--only", options.only, "only cases whose name begins so");
  bool wants_json = false;
  study->add_flag("--json", wants_json, "print the results, not the name of their file");
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& request) {
    return program.exit(request);
  } catch (const CLI::ParseError& error) {
    program.exit(error);
    return 2;
  }
  return run_command(options, wants_json);
}
