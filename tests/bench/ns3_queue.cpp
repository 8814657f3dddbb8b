// M/M/1 with ns-3's events, on the fastest of its schedulers (std::priority_queue). ns-3 has no
// processes: a customer is two events. In C++17, as ns-3's headers need.
// Example: ns3_queue 1000000
#include <ns3/core-module.h>

#include <cstdlib>
#include <deque>
#include <random>

#include "tests/bench/queue_report.hpp"

namespace {

class Queue {
 public:
  explicit Queue(std::uint64_t customers) : customers_{customers} {}

  double run() {
    ns3::Simulator::Schedule(next(mean_), &Queue::arrive, this);
    ns3::Simulator::Run();
    ns3::Simulator::Destroy();
    return total_ / static_cast<double>(customers_);
  }

 private:
  ns3::Time next(double mean) { return ns3::Seconds(mean * exponential_(engine_)); }

  void arrive() {
    present_.push_back(ns3::Simulator::Now());
    if (present_.size() == 1) {
      ns3::Simulator::Schedule(next(1.0), &Queue::leave, this);
    }
    if (++arrived_ < customers_) {
      ns3::Simulator::Schedule(next(mean_), &Queue::arrive, this);
    }
  }

  void leave() {
    total_ += (ns3::Simulator::Now() - present_.front()).GetSeconds();
    present_.pop_front();
    if (!present_.empty()) {
      ns3::Simulator::Schedule(next(1.0), &Queue::leave, this);
    }
  }

  std::uint64_t customers_;
  double mean_ = firedrill::mean_gap;
  std::mt19937_64 engine_{1};
  std::exponential_distribution<double> exponential_;
  std::deque<ns3::Time> present_;
  std::uint64_t arrived_ = 0;
  double total_ = 0.0;
};

}  // namespace

int main(int argc, char** argv) {
  const auto customers = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000ULL;
  ns3::Simulator::SetScheduler(ns3::ObjectFactory{"ns3::PriorityQueueScheduler"});
  const double begin = firedrill::queue_seconds();
  Queue queue{customers};
  const double mean = queue.run();
  firedrill::print_report({"ns-3", customers, firedrill::queue_seconds() - begin, mean});
}
