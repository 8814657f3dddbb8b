// The benchmark fleet (tests/bench/fleet_model.hpp) with SimGrid's s4u actors, one a node and one
// for the job, which waits on a condition variable that failures and returning nodes notify. The
// years follow one another in one simulation: SimGrid's engine exists once a process. Prints the
// same JSON line as the other programs. Example: simgrid_fleet 1000 1   (nodes, years)
#include <simgrid/s4u.hpp>

#include <simgrid/version.h>
#include <xbt/log.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <random>
#include <set>
#include <vector>

#include "tests/bench/fleet_report.hpp"

namespace {

namespace s4u = simgrid::s4u;

constexpr double year = 8'760.0 * 3'600.0;  // [s]
constexpr double detection = 30.0, restart = 200.0, interval = 600.0, write = 30.0;

double now() { return s4u::Engine::get_clock(); }

class Fleet {
 public:
  explicit Fleet(std::size_t nodes) : wanted_{nodes - nodes / 10}, is_held_(nodes) {
    for (std::size_t node = 0; node < nodes; ++node) {
      idle_.insert(node);
    }
    fill();
  }

  void live(std::size_t node) {
    for (;;) {
      s4u::this_actor::sleep_for(life_(random_));
      ++failures;
      if (is_held_[node]) {
        is_held_[node] = false;
        --held_;
        is_hit_ = true;
        changed_->notify_all();
      } else {
        idle_.erase(node);
      }
      s4u::this_actor::sleep_for(detection);
      s4u::this_actor::sleep_for(repair_(random_));
      idle_.insert(node);
      changed_->notify_all();
    }
  }

  void train() {
    std::unique_lock lock{*mutex_};
    for (;;) {
      since_ = now();
      is_training_ = true;
      while (!is_hit_) {
        changed_->wait(lock);
      }
      is_training_ = false;
      useful_ += std::floor((now() - since_) / (interval + write)) * interval;
      do {
        s4u::this_actor::sleep_for(detection);
        while (!fill()) {
          changed_->wait(lock);
        }
        is_hit_ = false;
        const double ready = now() + restart;
        while (!is_hit_ && changed_->wait_until(lock, ready) == std::cv_status::no_timeout) {
        }
      } while (is_hit_);
    }
  }

  // Useful time, with the work that no checkpoint has saved yet.
  [[nodiscard]] double useful(double end) const {
    if (!is_training_) {
      return useful_;
    }
    const double cycles = std::floor((end - since_) / (interval + write));
    const double rest = end - since_ - cycles * (interval + write);
    return useful_ + cycles * interval + std::min(rest, interval);
  }

  std::uint64_t failures = 0;

 private:
  bool fill() {
    while (held_ < wanted_ && !idle_.empty()) {
      is_held_[*idle_.begin()] = true;
      idle_.erase(idle_.begin());
      ++held_;
    }
    return held_ == wanted_;
  }

  std::size_t wanted_, held_ = 0;
  std::vector<bool> is_held_;
  std::set<std::size_t> idle_;
  std::mt19937_64 random_{1};
  std::exponential_distribution<double> life_{6.5e-3 / 86'400.0}, repair_{1.0 / 86'400.0};
  s4u::MutexPtr mutex_ = s4u::Mutex::create();
  s4u::ConditionVariablePtr changed_ = s4u::ConditionVariable::create();
  bool is_hit_ = false, is_training_ = false;
  double since_ = 0.0, useful_ = 0.0;
};

}  // namespace

int main(int argc, char** argv) {
  xbt_log_control_set("root.threshold:critical");  // not a line about each setting or actor left
  s4u::Engine engine{&argc, argv};
  const int nodes = argc > 1 ? std::atoi(argv[1]) : 1'000;
  const auto years = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1ULL;
  s4u::Engine::set_config("contexts/stack-size:16");  // [KiB]
  s4u::Engine::set_config("contexts/guard-size:0");
  firedrill::FleetReport report{.engine = "simgrid", .nodes = nodes, .years = years};
  const double begin = firedrill::processor_seconds();
  s4u::NetZone* zone = s4u::create_full_zone("zone");
  s4u::Host* host = zone->create_host("host", 1e9)->seal();
  zone->seal();
  Fleet fleet{static_cast<std::size_t>(nodes)};
  for (std::size_t node = 0; node < static_cast<std::size_t>(nodes); ++node) {
    s4u::Actor::create("node", host, [&fleet, node] { fleet.live(node); })->daemonize();
  }
  s4u::Actor::create("job", host, [&fleet] { fleet.train(); })->daemonize();
  const double end = year * static_cast<double>(years);
  s4u::Actor::create("clock", host, [end] { s4u::this_actor::sleep_until(end); });
  engine.run_until(end);
  report.seconds = firedrill::processor_seconds() - begin;
  report.failures = fleet.failures;
  report.useful = fleet.useful(end) / year;
  firedrill::print_report(
      report, fmt::format("SimGrid {}.{}", SIMGRID_VERSION_MAJOR, SIMGRID_VERSION_MINOR));
  std::fflush(stdout);
  std::_Exit(0);  // daemons that still sleep are not worth unwinding
}
