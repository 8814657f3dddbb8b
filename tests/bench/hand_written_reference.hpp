// The reference model (scenarios/library/reference-outage.json) as one would write it by hand: a
// state machine over std::priority_queue, one std::mt19937_64, standard distributions, no streams,
// no timeline. It is the yardstick of what firedrill's generality costs.
// Example: HandWrittenReference model{1, false}; model.run(); model.recovery();
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <queue>
#include <random>
#include <vector>

namespace firedrill {

class HandWrittenReference {
 public:
  // With `is_stepped`, a monitor samples the replication lag every 10 s until the outage.
  HandWrittenReference(std::uint64_t seed, bool is_stepped)
      : engine_{seed}, is_stepped_{is_stepped} {}

  // Simulates one outage.
  void run() {
    order_ = 0;
    joined_ = 0;
    boots_ = 0;
    step_ = 0;
    deviation_ = 0.0;
    last_sample_ = 0.0;
    add(0.0, What::outage, exponential_(engine_));
    if (is_stepped_) {
      add(0.0, What::lag_sampled, lag_period);
    }
    while (!pending_.empty()) {
      const Entry entry = pending_.top();
      pending_.pop();
      ++events_;
      happen(entry.what, entry.time);
    }
  }

  // Of the last outage [s].
  [[nodiscard]] double recovery() const { return recovery_; }
  [[nodiscard]] double loss() const { return loss_; }

  // Of all outages.
  [[nodiscard]] std::uint64_t events() const { return events_; }

 private:
  enum class What { outage, lag_sampled, probe, alert, step, manual, boot, dns };
  static constexpr double lag_period = 10.0, lag_relaxation = 300.0, lag_log_sd = 0.8;
  static constexpr std::size_t steps = 5;
  static constexpr int nodes = 4;

  struct Entry {
    double time;
    std::uint32_t order;
    What what;
    bool operator<(const Entry& other) const {  // the greatest is taken first
      return time != other.time ? time > other.time : order > other.order;
    }
  };

  void add(double now, What what, double delay) { pending_.push({now + delay, order_++, what}); }

  // One exact transition of the Ornstein-Uhlenbeck process over `span` seconds.
  void step_lag(double span) {
    const double kept = std::exp(-span / lag_relaxation);
    deviation_ = deviation_ * kept + lag_log_sd * std::sqrt(1.0 - kept * kept) * normal_(engine_);
  }

  void happen(What what, double now) {
    switch (what) {
      case What::lag_sampled:
        if (!is_down_) {
          step_lag(lag_period);
          last_sample_ = now;
          add(now, What::lag_sampled, lag_period);
        }
        break;
      case What::outage:
        is_down_ = true;
        outage_ = now;
        step_lag(now - last_sample_);
        loss_ = 2.0 * std::exp(deviation_);
        probes_ = 0;
        add(now, What::probe, phase_(engine_));
        break;
      case What::probe:
        if (probes_++ < 3) {
          add(now, What::probe, 10.0);
        } else {
          add(now, What::alert, alert_(engine_));
        }
        break;
      case What::alert:
        add(now, What::step, step_laws_[0](engine_));
        for (int node = 0; node < nodes; ++node) {
          add(now, What::boot, boot_(engine_));
        }
        break;
      case What::step:
        if (fails_(engine_)) {
          add(now, What::manual, manual_(engine_));
        } else {
          end_step(now);
        }
        break;
      case What::manual:
        end_step(now);
        break;
      case What::boot:
        if (++boots_ == nodes) {
          join(now);
        }
        break;
      case What::dns:
        recovery_ = now - outage_;
        is_down_ = false;
        break;
    }
  }

  void end_step(double now) {
    if (++step_ < steps) {
      add(now, What::step, step_laws_[step_](engine_));
    } else {
      join(now);
    }
  }

  // The runbook and the scale-out, whichever is last.
  void join(double now) {
    if (++joined_ == 2) {
      add(now, What::dns, ttl_(engine_));
    }
  }

  using Lognormal = std::lognormal_distribution<double>;
  static Lognormal lognormal(double median, double log_sd) {
    return Lognormal{std::log(median), log_sd};
  }

  std::mt19937_64 engine_;
  bool is_stepped_;
  std::exponential_distribution<double> exponential_{1.0 / 3600.0};
  std::normal_distribution<double> normal_;
  std::uniform_real_distribution<double> phase_{0.0, 10.0}, ttl_{0.0, 60.0};
  std::bernoulli_distribution fails_{0.03};
  Lognormal alert_ = lognormal(30.0, 0.5), boot_ = lognormal(180.0, 0.45),
            manual_ = lognormal(1200.0, 0.6);
  std::array<Lognormal, steps> step_laws_{lognormal(60.0, 0.5), lognormal(30.0, 0.4),
                                          lognormal(120.0, 0.6), lognormal(90.0, 0.5),
                                          lognormal(45.0, 0.4)};

  std::priority_queue<Entry> pending_;
  std::uint32_t order_ = 0;
  std::uint64_t events_ = 0;
  bool is_down_ = false;
  int probes_ = 0, boots_ = 0, joined_ = 0;
  std::size_t step_ = 0;
  double deviation_ = 0.0, last_sample_ = 0.0, outage_ = 0.0, loss_ = 0.0, recovery_ = 0.0;
};

}  // namespace firedrill
