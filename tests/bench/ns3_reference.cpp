// The reference model with ns-3's events, on the fastest of its schedulers (std::priority_queue),
// every outage in the same simulator: destroying it in between takes twice the time. In C++17, as
// ns-3's headers need. Prints the same JSON line as the other reference programs.
// Example: ns3_reference 100000
#include <ns3/core-module.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <random>
#include <utility>

#include "tests/bench/reference_report.hpp"

namespace {

using ns3::Simulator;
using Lognormal = std::lognormal_distribution<double>;

Lognormal lognormal(double median, double log_sd) { return Lognormal{std::log(median), log_sd}; }

class Model {
 public:
  explicit Model(std::uint64_t replications) : left_{replications} {
    samples_.recovery.reserve(replications);
    samples_.loss.reserve(replications);
  }

  firedrill::ReferenceSamples run() {
    begin();
    Simulator::Run();
    Simulator::Destroy();
    return std::move(samples_);
  }

 private:
  template <class Law>
  void after(Law& law, void (Model::*next)()) {
    Simulator::Schedule(ns3::Seconds(law(engine_)), next, this);
  }

  void begin() {
    if (left_-- == 0) {
      return;
    }
    step_ = 0;
    boots_ = joined_ = probes_ = 0;
    begun_ = Simulator::Now().GetSeconds();
    after(arrival_, &Model::strike);
  }

  void strike() {
    struck_ = Simulator::Now().GetSeconds();
    const double spread = 0.8 * std::sqrt(1.0 - std::exp(-2.0 * (struck_ - begun_) / 300.0));
    samples_.loss.push_back(2.0 * std::exp(spread * normal_(engine_)));
    after(phase_, &Model::probe);
  }

  void probe() {
    if (probes_++ < 3) {
      Simulator::Schedule(ns3::Seconds(10.0), &Model::probe, this);
    } else {
      after(alert_, &Model::respond);
    }
  }

  void respond() {
    after(steps_[0], &Model::end_length);
    for (int node = 0; node < nodes; ++node) {
      after(boot_, &Model::boot);
    }
  }

  void end_length() {
    if (fails_(engine_)) {
      after(manual_, &Model::end_step);
    } else {
      end_step();
    }
  }

  void end_step() {
    if (++step_ < steps_.size()) {
      after(steps_[step_], &Model::end_length);
    } else {
      join();
    }
  }

  void boot() {
    if (++boots_ == nodes) {
      join();
    }
  }

  // The runbook and the scale-out, whichever is last.
  void join() {
    if (++joined_ == 2) {
      after(ttl_, &Model::recover);
    }
  }

  void recover() {
    samples_.recovery.push_back(Simulator::Now().GetSeconds() - struck_);
    begin();
  }

  static constexpr int nodes = 4;
  std::mt19937_64 engine_{1};
  std::exponential_distribution<double> arrival_{1.0 / 3600.0};
  std::normal_distribution<double> normal_;
  std::uniform_real_distribution<double> phase_{0.0, 10.0}, ttl_{0.0, 60.0};
  std::bernoulli_distribution fails_{0.03};
  Lognormal alert_ = lognormal(30.0, 0.5), boot_ = lognormal(180.0, 0.45),
            manual_ = lognormal(1200.0, 0.6);
  std::array<Lognormal, 5> steps_{lognormal(60.0, 0.5), lognormal(30.0, 0.4), lognormal(120.0, 0.6),
                                  lognormal(90.0, 0.5), lognormal(45.0, 0.4)};
  std::uint64_t left_;
  std::size_t step_ = 0;
  int boots_ = 0, joined_ = 0, probes_ = 0;
  double begun_ = 0.0, struck_ = 0.0;
  firedrill::ReferenceSamples samples_;
};

}  // namespace

int main(int argc, char** argv) {
  const auto replications = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000ULL;
  Simulator::SetScheduler(ns3::ObjectFactory{"ns3::PriorityQueueScheduler"});
  const double begin = firedrill::processor_seconds();
  Model model{replications};
  firedrill::ReferenceSamples samples = model.run();
  const double seconds = firedrill::processor_seconds() - begin;
  firedrill::print_report("ns-3", seconds, std::move(samples), R"(, "version": "ns-3.37")");
}
