// Queues in their steady state, in closed form: what the simulator must agree with, and quick
// answers on backlogs, repair crews and numbers of restore workers.
// Rates are per unit of time and times in that unit: any unit, the same throughout a call. A queue
// that would grow without end (load of 1 or more) is a wrong program: asserted.
// Source: Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory (4th edition, 2008).
// Example: SingleServerQueue{0.8, 1.0}.mean_in_system()  // 4
#pragma once

#include <vector>

namespace firedrill {

// M/M/1: Poisson arrivals, one server with exponential service, first come first served.
class SingleServerQueue {
 public:
  // 0 <= arrival_rate < service_rate.
  SingleServerQueue(double arrival_rate, double service_rate);

  [[nodiscard]] double load() const;            // rho, also the share of time the server is busy
  [[nodiscard]] double mean_in_system() const;  // L: waiting and in service
  [[nodiscard]] double mean_waiting() const;    // Lq
  [[nodiscard]] double mean_response() const;   // W: from arrival to the end of service
  [[nodiscard]] double mean_wait() const;       // Wq: from arrival to the beginning of service

  // The time that a share `p` in (0, 1) of responses (W) or waits (Wq) does not exceed. With
  // probability 1 - load there is no wait at all.
  [[nodiscard]] double response_quantile(double p) const;
  [[nodiscard]] double wait_quantile(double p) const;

  // P(Wq > t), t >= 0: the share of arrivals that wait longer than `t`.
  [[nodiscard]] double probability_of_wait_above(double t) const;

  // P(N >= count), N the number in the system at a random instant.
  [[nodiscard]] double probability_of_at_least(int count) const;

 private:
  double arrival_rate_;
  double service_rate_;
};

// The share of arrivals that find all servers busy and are lost (M/G/c/c). `offered_load` >= 0 in
// erlang: arrival rate times mean service time. servers >= 0.
[[nodiscard]] double erlang_b(int servers, double offered_load);

// The share of arrivals that have to wait (M/M/c); offered_load < servers.
[[nodiscard]] double erlang_c(int servers, double offered_load);

// Wq of M/M/c: mean time from arrival to the beginning of service.
[[nodiscard]] double mean_wait(int servers, double arrival_rate, double service_rate);

// Wq of M/G/1 by Pollaczek and Khinchine: one server whose service takes `service_mean`, with
// variance = squared_variation * service_mean^2 (0 constant, 1 exponential).
[[nodiscard]] double mean_wait_general(double arrival_rate, double service_mean,
                                       double squared_variation);

// Machine repairman (M/M/c with a finite population): machines that each fail at `failure_rate`
// while up, mended by `repairers` who take one each at `repair_rate`. Entry k of the result, from 0
// to `machines`, is the steady-state probability that k are down.
[[nodiscard]] std::vector<double> machines_down(int machines, int repairers, double failure_rate,
                                                double repair_rate);

}  // namespace firedrill
