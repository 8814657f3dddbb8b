#include "tests/unit/live/kill_trial.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include "live/faults/injector.hpp"
#include "live/faults/inventory_shell.hpp"
#include "models/chance/random.hpp"
#include "tests/unit/live/journal_fixture.hpp"

namespace firedrill {
namespace {

using namespace std::chrono_literals;

// A drill waits between its steps; so long, and so many scripts in between, is its whole.
constexpr Duration step_length = 600ms;
constexpr Duration drill_length = 3 * step_length + 700ms;

// Ends this very process, without any chance to clean up, at one boundary between two scripts.
class MortalShell final : public HostShell {
 public:
  MortalShell(const TargetInventory& target, std::optional<int> boundary)
      : shell_{way_to(target)}, boundary_{boundary} {}

  ShellAnswer run(const std::string& host, const std::string& script, Duration patience) override {
    pass();
    const ShellAnswer answer = shell_.run(host, script, patience);
    pass();
    return answer;
  }

 private:
  void pass() {
    if (boundary_ && boundaries_++ == *boundary_) {
      kill(getpid(), SIGKILL);
    }
  }
  ProcessShell shell_;
  std::optional<int> boundary_;
  std::atomic<int> boundaries_{0};
};

// Two hosts with a cable between them, and a process on the second that can be paused.
class Stage {
 public:
  explicit Stage(int number) : prefix_{fmt::format("fdflt-{}-{}", getpid(), number)} {
    for (const std::string name : {"a", "b"}) {
      Host host;
      host.name = name;
      host.region = name;
      host.environment = "lab";
      host.reach = ReachNamespace{"/run/netns/" + prefix_ + name};
      host.address = name == "a" ? "10.79.0.1" : "10.79.0.2";
      host.interface = "eth0";
      host.journal = folder_.path() + "/journal-" + name;
      target_.hosts.push_back(host);
      charter_.targets.push_back(name);
    }
    target_.name = "stage";
    HostService sleeper;
    sleeper.name = "sleeper";
    sleeper.process = PidFile{folder_.path() + "/pid", {}, {}};
    target_.hosts[1].services = {sleeper};
    charter_.faults = {"partition", "process_pause"};
    charter_.blast_radius = {2, 2, 2};
    charter_.deadline = 1h;
    here(
        fmt::format("ip netns add {0}a && ip netns add {0}b\n"
                    "ip link add name eth0 netns {0}a type veth peer name eth0 netns {0}b\n"
                    "ip -n {0}a link set eth0 up && ip -n {0}b link set eth0 up\n"
                    "setsid sleep 1000 >/dev/null 2>&1 </dev/null & echo $! >{1}/pid",
                    prefix_, folder_.path()));
  }
  ~Stage() {
    // The namespaces first: the shell's own command line names the folder, too.
    here(
        fmt::format("ip netns del {1}a\nip netns del {1}b\nkill -9 $(cat {0}/pid) "
                    "$(grep -ls {0}/journal /proc/[0-9]*/cmdline | cut -d/ -f3) 2>/dev/null",
                    folder_.path(), prefix_));
  }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  [[nodiscard]] const TargetInventory& target() const { return target_; }
  [[nodiscard]] const Charter& charter() const { return charter_; }

  std::string here(const std::string& script) {
    ProcessShell shell{local_way()};
    return shell.run("here", script, 60s).output;
  }
  // What is broken now.
  std::string damage() {
    return here(
        fmt::format("ip netns exec {0}a nft list tables\n"
                    "sed -n 's/^State:\\tT.*/paused/p' /proc/$(cat {1}/pid)/status",
                    prefix_, folder_.path()));
  }
  // What is locked, still running or broken; an empty folder locks nothing. What costs least to
  // find out comes first, and the rest is asked only if that is gone.
  std::string remains() {
    std::string found;
    for (const Host& host : target_.hosts) {
      found += std::filesystem::exists(host.journal + "/drill") ? host.name + " is locked; " : "";
    }
    for (const auto& entry : std::filesystem::directory_iterator{"/proc"}) {
      try {
        std::ifstream stream{entry.path() / "cmdline"};
        const std::string line{std::istreambuf_iterator<char>{stream}, {}};
        if (line.find(folder_.path() + "/journal") != std::string::npos) {
          found += "process " + entry.path().filename().string() + "; ";
        }
      } catch (const std::ios_base::failure&) {  // it has ended meanwhile
      }
    }
    return found.empty() ? damage() : found;
  }
  // The latest deadline that a host knows [s since the machine was started]; 0: none.
  double deadline() {
    double latest = 0.0;
    for (const Host& host : target_.hosts) {
      std::ifstream stream{host.journal + "/deadline"};
      std::string boot;
      double at = 0.0;
      if (stream >> boot >> at) {
        latest = std::max(latest, at / 100.0);
      }
    }
    return latest;
  }

 private:
  TemporaryFolder folder_;
  std::string prefix_;
  TargetInventory target_;
  Charter charter_;
};

double uptime() {
  std::ifstream stream{"/proc/uptime"};
  double seconds = 0.0;
  stream >> seconds;
  return seconds;
}

[[noreturn]] void drill(const Stage& stage, const KillPlan& plan) {
  setpriority(PRIO_PROCESS, 0, 0);
  MortalShell shell{stage.target(), plan.boundary};
  Injector injector{stage.target(), stage.charter(), shell, {"kill-trial", kill_deadline}};
  const auto cut = injector.plan("cut", Partition{.hosts = {"a"}, .peers = {"b"}});
  const auto pause = injector.plan("pause", ProcessPause{{"b", "sleeper"}});
  if (cut && pause && injector.begin({*cut, *pause}).empty()) {
    injector.inject(*cut, 2s);
    std::this_thread::sleep_for(step_length);
    injector.inject(*pause, 100s);
    std::this_thread::sleep_for(step_length);
    injector.heal(*cut);
    std::this_thread::sleep_for(step_length);
    injector.undo_all();
  }
  _exit(0);
}

// Kills `child`, and if the connection is cut too, what it has started that runs on.
void end(pid_t child, bool cuts_connection) {
  std::vector<pid_t> started;
  if (cuts_connection) {
    for (const auto& entry : std::filesystem::directory_iterator{"/proc"}) {
      std::ifstream stream{entry.path() / "stat"};
      std::string line;
      try {
        std::getline(stream, line);
      } catch (const std::ios_base::failure&) {
        continue;  // it has ended meanwhile
      }
      std::istringstream rest{line.substr(std::min(line.size(), line.rfind(')') + 2))};
      std::string state;
      pid_t parent = 0;
      if (rest >> state >> parent && parent == child) {
        started.push_back(static_cast<pid_t>(std::stoi(entry.path().filename().string())));
      }
    }
  }
  kill(child, SIGKILL);
  for (const pid_t one : started) {
    kill(-one, SIGKILL);  // each has a session of its own
  }
}

}  // namespace

Duration kill_instant(int number) {
  Draws draws{StreamKey{1, "kill instant"}, static_cast<std::uint64_t>(number)};
  return from_seconds(draws.uniform() * to_seconds(drill_length));
}

KillResult kill_trial(const KillPlan& plan) {
  Stage stage{plan.number};
  KillResult result;
  setpriority(PRIO_PROCESS, 0, -15);  // who looks on must not be late itself
  const pid_t child = fork();
  if (child == 0) {
    drill(stage, plan);
  }
  int status = 0;
  const auto until = std::chrono::steady_clock::now() + (plan.boundary ? Duration{60s} : plan.at);
  while (waitpid(child, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() >= until) {
      end(child, plan.cuts_connection);
      waitpid(child, &status, 0);
      break;
    }
    std::this_thread::sleep_for(1ms);
  }
  result.was_killed = WIFSIGNALED(status);
  const double killed = uptime();
  double deadline = std::max(stage.deadline(), killed);
  result.was_broken = !stage.damage().empty();
  do {
    std::this_thread::sleep_for(100ms);
    deadline = std::max(deadline, stage.deadline());  // scripts may still be under way
    result.remains = stage.remains();
    result.healed_after = uptime() - deadline;
  } while (!result.remains.empty() && result.healed_after < 5.0);
  return result;
}

}  // namespace firedrill
