// Laws of recovery point and recovery time for the simplest designs: the order of magnitude before
// a simulation, and what a simulation of the same design must agree with. (For a standby fed by log
// shipping, the age of its data is the wait of a SingleServerQueue: records applied one by one.)
// Rates are per unit of time and times in that unit: any unit, the same throughout a call.
// Example: replication_age_quantile(1.0, 60.0, 0.95)  // 423.9 s not yet in the other region
#pragma once

namespace firedrill {

// Age of the oldest object not yet replicated at a random instant; 0 if there is none. Objects are
// written at `write_rate` and each takes an exponential time with mean `copy_mean`, independently
// (M/G/infinity): P(age <= t) = exp(-write_rate copy_mean e^(-t/copy_mean)).
// Source: Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory (4th edition, 2008).
[[nodiscard]] double replication_age_at_most(double write_rate, double copy_mean, double t);
[[nodiscard]] double replication_age_quantile(double write_rate, double copy_mean, double p);

// Recovery of a service after a fault that takes an exponential time with mean `detect_mean` to
// detect; then `parts` parts are restored side by side, each in an exponential time with mean
// `restore_mean`, and the service is back when the last one is. All values positive.
struct ParallelRestore {
  double detect_mean = 0.0;
  int parts = 1;
  double restore_mean = 0.0;
};
// The expected recovery time; the probability to be back by `t`, to 1e-12; the time by which a
// share `p` in (0, 1) of recoveries is complete.
[[nodiscard]] double mean_recovery(const ParallelRestore& restore);
[[nodiscard]] double recovery_at_most(const ParallelRestore& restore, double t);
[[nodiscard]] double recovery_quantile(const ParallelRestore& restore, double p);

}  // namespace firedrill
