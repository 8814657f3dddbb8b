// M/M/1 with SimGrid in its fastest form: one actor for the arrivals, one for the server, and a
// semaphore that counts who waits; an actor for each customer takes twice as long.
// Example: simgrid_queue 200000
#include <simgrid/s4u.hpp>

#include <xbt/log.h>

#include <cstdlib>
#include <deque>
#include <random>

#include "tests/bench/queue_report.hpp"

namespace {

namespace s4u = simgrid::s4u;

struct Queue {
  std::uint64_t customers = 0;
  std::mt19937_64 engine{1};
  std::exponential_distribution<double> exponential;
  std::deque<double> present;
  s4u::SemaphorePtr waiting = s4u::Semaphore::create(0);
  double total = 0.0;

  void arrive() {
    for (std::uint64_t customer = 0; customer < customers; ++customer) {
      s4u::this_actor::sleep_for(firedrill::mean_gap * exponential(engine));
      present.push_back(s4u::Engine::get_clock());
      waiting->release();
    }
  }

  void serve() {
    for (std::uint64_t customer = 0; customer < customers; ++customer) {
      waiting->acquire();
      s4u::this_actor::sleep_for(exponential(engine));
      total += s4u::Engine::get_clock() - present.front();
      present.pop_front();
    }
  }
};

}  // namespace

int main(int argc, char** argv) {
  xbt_log_control_set("root.threshold:error");  // not a line about each setting
  s4u::Engine engine{&argc, argv};
  s4u::Engine::set_config("contexts/stack-size:16");  // [KiB]
  s4u::Engine::set_config("contexts/guard-size:0");
  auto* const zone = s4u::create_full_zone("zone");
  s4u::Host* const host = zone->create_host("host", 1e9)->seal();
  zone->seal();
  const auto customers = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 200'000ULL;
  Queue queue;
  queue.customers = customers;
  const double begin = firedrill::queue_seconds();
  s4u::Actor::create("arrivals", host, [&queue] { queue.arrive(); });
  s4u::Actor::create("server", host, [&queue] { queue.serve(); });
  engine.run();
  firedrill::print_report({.engine = "simgrid",
                           .customers = customers,
                           .seconds = firedrill::queue_seconds() - begin,
                           .mean = queue.total / static_cast<double>(customers)});
}
