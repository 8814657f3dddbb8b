#include "app/campaign_runner.hpp"

#include <fmt/core.h>
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "app/exit_code.hpp"
#include "app/output.hpp"
#include "live/process/argument_list.hpp"
#include "reports/format.hpp"

namespace firedrill {
namespace {

namespace files = std::filesystem;

constexpr int most_attempts = 3;
constexpr const char* digest_file = "campaign.digest";

std::atomic<pid_t> running_drill{0};
static_assert(std::atomic<pid_t>::is_always_lock_free);  // a signal handler reads it

// Ctrl-C and SIGTERM are for the drill, which undoes what it did and says so; the campaign waits
// for that. Ctrl-C reaches both, SIGTERM only the campaign, which passes it on.
class SignalsAreTheDrills {
 public:
  SignalsAreTheDrills()
      : interrupt_{std::signal(SIGINT, [](int) {})},
        termination_{std::signal(SIGTERM, [](int signal) {
          if (const pid_t drill = running_drill; drill > 0) {
            ::kill(drill, signal);
          }
        })} {}
  SignalsAreTheDrills(const SignalsAreTheDrills&) = delete;
  SignalsAreTheDrills& operator=(const SignalsAreTheDrills&) = delete;
  ~SignalsAreTheDrills() {
    std::signal(SIGINT, interrupt_);
    std::signal(SIGTERM, termination_);
  }

 private:
  using Handler = void (*)(int);
  Handler interrupt_, termination_;
};

// Runs the program to its end; its exit status, 128 and the signal if one ended it. Throws
// std::system_error if it cannot be started.
int run_program(const std::vector<std::string>& command) {
  const std::vector<char*> arguments = argument_pointers(command);
  pid_t child = -1;
  const int error =
      ::posix_spawnp(&child, arguments.front(), nullptr, nullptr, arguments.data(), environ);
  if (error != 0) {
    throw std::system_error{error, std::generic_category(), command.front()};
  }
  running_drill = child;
  int status = 0;
  int waited = -1;
  do {
    waited = ::waitpid(child, &status, 0);
  } while (waited < 0 && errno == EINTR);
  running_drill = 0;
  if (waited < 0) {
    throw std::system_error{errno, std::generic_category(), command.front()};
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Whether somebody ended the drill: then the campaign ends, too.
bool was_interrupted(int status) {
  return status == to_status(ExitCode::interrupted) || status == 128 + SIGTERM;
}

// The sealed run in a folder, or one level below it, where a drill makes a folder of its own; "" if
// there is none.
std::string sealed_run(const std::string& folder) {
  if (files::exists(files::path{folder} / "SHA256SUMS")) {
    return folder;
  }
  std::error_code ignored;  // no folder, no run
  for (const auto& entry : files::directory_iterator{folder, ignored}) {
    if (files::exists(entry.path() / "SHA256SUMS")) {
      return entry.path().generic_string();
    }
  }
  return "";
}

// Whether every other drill would end likewise: its command line or a file is wrong.
bool is_hopeless(int status) {
  return status == to_status(ExitCode::usage) || status == to_status(ExitCode::invalid_file);
}

}  // namespace

CampaignRunner::CampaignRunner(const Campaign& campaign, std::string folder,
                               std::optional<Duration> budget, std::vector<std::string> more)
    : campaign_{campaign},
      folder_{std::move(folder)},
      budget_{budget},
      more_{std::move(more)},
      drills_{drills_of(campaign)},
      begin_{std::chrono::steady_clock::now()} {
  const std::string recorded = recorded_digest();
  if (!recorded.empty() && recorded != campaign_.digest + "\n") {
    throw std::runtime_error{folder_ +
                             " holds the drills of another campaign, or of this one as it was "
                             "before it was changed; choose another folder"};
  }
}

std::string CampaignRunner::recorded_digest() const {
  std::ifstream stream{files::path{folder_} / digest_file};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

std::string CampaignRunner::attempt_folder(const CampaignDrill& drill, int attempt) const {
  const std::string name = folder_of(drill, campaign_);
  const std::string again = attempt == 0 ? "" : fmt::format("-again-{}", attempt);
  return (files::path{folder_} / "runs" / (name + again)).generic_string();
}

std::string CampaignRunner::useful_run(const std::string& folder) {
  const std::string found = sealed_run(folder);
  if (found.empty()) {
    return "";
  }
  const auto known = read_.find(found);
  const Result<RecordedDrill>& drill =
      known != read_.end() ? known->second : read_.emplace(found, load_drill(found)).first->second;
  return drill && drill->run.state == RunState::voided ? "" : found;
}

CampaignRunner::State CampaignRunner::state_of(const CampaignDrill& drill) {
  State state;
  for (; state.attempts < most_attempts; ++state.attempts) {
    const std::string folder = attempt_folder(drill, state.attempts);
    if (!files::exists(folder)) {
      break;
    }
    state.folder = useful_run(folder);
    if (!state.folder.empty()) {
      break;
    }
  }
  return state;
}

std::vector<std::string> CampaignRunner::command_of(const CampaignDrill& drill,
                                                    const std::string& folder) const {
  const std::string program = campaign_.program.empty()
                                  ? files::read_symlink("/proc/self/exe").string()
                                  : campaign_.program;
  std::vector<std::string> command{program,
                                   "drill",
                                   campaign_.scenarios[drill.scenario].path,
                                   "--seed",
                                   std::to_string(drill.seed),
                                   "--out",
                                   folder};
  const CampaignScenario& scenario = campaign_.scenarios[drill.scenario];
  command.insert(command.end(), campaign_.arguments.begin(), campaign_.arguments.end());
  command.insert(command.end(), scenario.arguments.begin(), scenario.arguments.end());
  command.insert(command.end(), more_.begin(), more_.end());
  return command;
}

// A drill is begun only if one of the usual length would still fit.
bool CampaignRunner::has_time_left() const {
  if (!budget_) {
    return true;
  }
  double usual = 0.0;
  if (!lengths_s_.empty()) {
    std::vector<double> sorted = lengths_s_;
    std::sort(sorted.begin(), sorted.end());
    usual = sorted[sorted.size() / 2];
  }
  const std::chrono::duration<double> used = std::chrono::steady_clock::now() - begin_;
  return used.count() + usual <= to_seconds(*budget_);
}

CampaignEnd CampaignRunner::run() {
  const SignalsAreTheDrills guard;
  prepare_folder(folder_);
  write_files(folder_, {{digest_file, campaign_.digest + "\n"}});
  for (const CampaignDrill& drill : drills_) {
    for (State state = state_of(drill); state.folder.empty() && state.attempts < most_attempts;
         state = state_of(drill)) {
      if (!has_time_left()) {
        return CampaignEnd::out_of_time;
      }
      const std::string folder = attempt_folder(drill, state.attempts);
      files::create_directories(files::path{folder}.parent_path());
      fmt::print(stderr, "firedrill: drill {} of {}: {}\n", drill.number, drills_.size(), folder);
      const auto begin = std::chrono::steady_clock::now();
      const int status = run_program(command_of(drill, folder));
      const std::chrono::duration<double> length = std::chrono::steady_clock::now() - begin;
      lengths_s_.push_back(length.count());
      if (was_interrupted(status)) {
        return CampaignEnd::interrupted;
      }
      if (!useful_run(folder).empty()) {
        continue;
      }
      fmt::print(stderr, "firedrill: the drill ended with status {} and {}\n", status,
                 sealed_run(folder).empty() ? "left no sealed run" : "is void");
      files::create_directories(folder);  // the attempt is counted
      if (is_hopeless(status)) {
        files::remove(folder);  // only if it is empty: nothing was begun
        return CampaignEnd::broken;
      }
      if (state.attempts + 1 == most_attempts) {
        return CampaignEnd::given_up;
      }
    }
  }
  return CampaignEnd::complete;
}

CampaignProgress CampaignRunner::progress() {
  CampaignProgress progress{.planned = drills_.size()};
  for (const CampaignDrill& drill : drills_) {
    const State state = state_of(drill);
    progress.done += state.folder.empty() ? 0U : 1U;
    progress.given_up += state.folder.empty() && state.attempts >= most_attempts ? 1U : 0U;
  }
  return progress;
}

std::vector<LoadedDrill> CampaignRunner::done() {
  std::vector<LoadedDrill> drills;
  for (const CampaignDrill& drill : drills_) {
    const State state = state_of(drill);
    if (!state.folder.empty()) {
      drills.push_back({state.folder, read_.at(state.folder)});
    }
  }
  return drills;
}

}  // namespace firedrill
