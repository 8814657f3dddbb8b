// The reference model with SimGrid's s4u actors: one for the outages, which follow one another, and
// one for each booting node, sleeping through every delay. Of the variants tried (1 to 1000 outages
// at once, context factories, stack sizes) this is SimGrid's fastest.
// Prints the same JSON line as the other reference programs.
// Example: simgrid_reference 20000
// clang-format off
#include <simgrid/s4u.hpp>
// SimGrid's other headers lean on what s4u.hpp brings, so they stand behind it.
#include <simgrid/version.h>
#include <xbt/log.h>
// clang-format on

#include <array>
#include <cmath>
#include <cstdlib>
#include <random>
#include <utility>
#include <vector>

#include "tests/bench/reference_report.hpp"

namespace {

namespace s4u = simgrid::s4u;
using Lognormal = std::lognormal_distribution<double>;

constexpr int nodes = 4;

Lognormal lognormal(double median, double log_sd) { return Lognormal{std::log(median), log_sd}; }

struct Model {
  std::mt19937_64 engine{1};
  std::exponential_distribution<double> arrival{1.0 / 3600.0};
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> phase{0.0, 10.0}, ttl{0.0, 60.0};
  std::bernoulli_distribution fails{0.03};
  Lognormal alert = lognormal(30.0, 0.5), boot = lognormal(180.0, 0.45),
            manual = lognormal(1200.0, 0.6);
  std::array<Lognormal, 5> steps{lognormal(60.0, 0.5), lognormal(30.0, 0.4), lognormal(120.0, 0.6),
                                 lognormal(90.0, 0.5), lognormal(45.0, 0.4)};
  firedrill::ReferenceSamples samples;
};

void outage(Model& model) {
  auto& engine = model.engine;
  const double begin = model.arrival(engine);
  s4u::this_actor::sleep_for(begin);
  const double struck = s4u::Engine::get_clock();
  const double spread = 0.8 * std::sqrt(1.0 - std::exp(-2.0 * begin / 300.0));
  const double loss = 2.0 * std::exp(spread * model.normal(engine));
  s4u::this_actor::sleep_for(model.phase(engine));
  for (int probe = 0; probe < 3; ++probe) {
    s4u::this_actor::sleep_for(10.0);
  }
  s4u::this_actor::sleep_for(model.alert(engine));
  std::vector<s4u::ActorPtr> boots;
  for (int node = 0; node < nodes; ++node) {
    const double length = model.boot(engine);
    boots.push_back(s4u::Actor::create("boot", s4u::this_actor::get_host(),
                                       [length] { s4u::this_actor::sleep_for(length); }));
  }
  for (Lognormal& step : model.steps) {
    s4u::this_actor::sleep_for(step(engine));
    if (model.fails(engine)) {
      s4u::this_actor::sleep_for(model.manual(engine));
    }
  }
  for (const s4u::ActorPtr& boot : boots) {
    boot->join();
  }
  s4u::this_actor::sleep_for(model.ttl(engine));
  model.samples.recovery.push_back(s4u::Engine::get_clock() - struck);
  model.samples.loss.push_back(loss);
}

}  // namespace

int main(int argc, char** argv) {
  xbt_log_control_set("root.threshold:error");  // not a line about each setting
  s4u::Engine engine{&argc, argv};
  const auto replications = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20'000ULL;
  // The default 8 MiB stacks and their guard pages slow the creation of actors down.
  s4u::Engine::set_config("contexts/stack-size:16");  // [KiB]
  s4u::Engine::set_config("contexts/guard-size:0");
  s4u::NetZone* zone = s4u::create_full_zone("zone");
  s4u::Host* host = zone->create_host("host", 1e9)->seal();
  zone->seal();
  Model model;
  model.samples.recovery.reserve(replications);
  model.samples.loss.reserve(replications);
  s4u::Actor::create("outages", host, [&model, replications] {
    for (std::size_t index = 0; index < replications; ++index) {
      outage(model);
    }
  });
  const double begin = firedrill::processor_seconds();
  engine.run();
  const double seconds = firedrill::processor_seconds() - begin;
  firedrill::print_report(
      "simgrid", seconds, std::move(model.samples),
      fmt::format(R"(, "version": "SimGrid {}.{}")", SIMGRID_VERSION_MAJOR, SIMGRID_VERSION_MINOR));
}
