#include "models/theory/queueing.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/base/check.hpp"

namespace firedrill {

SingleServerQueue::SingleServerQueue(double arrival_rate, double service_rate)
    : arrival_rate_{arrival_rate}, service_rate_{service_rate} {
  firedrill_assert(arrival_rate >= 0.0 && arrival_rate < service_rate);
}

double SingleServerQueue::load() const { return arrival_rate_ / service_rate_; }

double SingleServerQueue::mean_in_system() const {
  return arrival_rate_ / (service_rate_ - arrival_rate_);
}

double SingleServerQueue::mean_waiting() const { return load() * mean_in_system(); }

double SingleServerQueue::mean_response() const { return 1.0 / (service_rate_ - arrival_rate_); }

double SingleServerQueue::mean_wait() const { return load() * mean_response(); }

// P(W > t) = e^(-(mu - lambda) t)
double SingleServerQueue::response_quantile(double p) const {
  firedrill_assert(p > 0.0 && p < 1.0);
  return -std::log1p(-p) * mean_response();
}

// P(Wq > t) = rho e^(-(mu - lambda) t)
double SingleServerQueue::probability_of_wait_above(double t) const {
  firedrill_assert(t >= 0.0);
  return load() * std::exp(-t / mean_response());
}

double SingleServerQueue::wait_quantile(double p) const {
  firedrill_assert(p > 0.0 && p < 1.0);
  return std::max(0.0, std::log(load() / (1.0 - p)) * mean_response());
}

double SingleServerQueue::probability_of_at_least(int count) const {
  return std::pow(load(), std::max(0, count));
}

double erlang_b(int servers, double offered_load) {
  firedrill_assert(servers >= 0 && offered_load >= 0.0);
  // By recursion over the servers: the sums of a^k/k! in the usual formula overflow.
  double blocked = 1.0;
  for (int count = 1; count <= servers; ++count) {
    blocked = offered_load * blocked / (count + offered_load * blocked);
  }
  return blocked;
}

double erlang_c(int servers, double offered_load) {
  firedrill_assert(servers > 0 && offered_load < servers);
  const double blocked = erlang_b(servers, offered_load);
  return blocked / (1.0 - offered_load / servers * (1.0 - blocked));
}

double mean_wait(int servers, double arrival_rate, double service_rate) {
  firedrill_assert(service_rate > 0.0);
  return erlang_c(servers, arrival_rate / service_rate) / (servers * service_rate - arrival_rate);
}

double mean_wait_general(double arrival_rate, double service_mean, double squared_variation) {
  const double load = arrival_rate * service_mean;
  firedrill_assert(load >= 0.0 && load < 1.0 && squared_variation >= 0.0);
  return load * service_mean * (1.0 + squared_variation) / (2.0 * (1.0 - load));
}

std::vector<double> machines_down(int machines, int repairers, double failure_rate,
                                  double repair_rate) {
  firedrill_assert(machines >= 0 && repairers > 0 && failure_rate >= 0.0 && repair_rate > 0.0);
  // A birth and death chain: what flows up from k - 1 to k flows down again.
  std::vector<double> share{1.0};
  for (int down = 1; down <= machines; ++down) {
    const double up_flow = (machines - down + 1) * failure_rate;
    const double down_flow = std::min(down, repairers) * repair_rate;
    share.push_back(share.back() * up_flow / down_flow);
  }
  const double total = std::accumulate(share.begin(), share.end(), 0.0);
  for (double& each : share) {
    each /= total;
  }
  return share;
}

}  // namespace firedrill
