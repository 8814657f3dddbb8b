// Hands that touch nothing: they take a random time for everything, fail now and then, and are
// later than anybody waits now and then. A site that is down from injection until the DNS has been
// switched answers their probes.
// Example: StandInHands hands{seed}; LiveWorld world{scenario, hands, {}};
// For tests of the world that uses them, not of anything that is really done.
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <random>
#include <thread>

#include "live/drill/live_hands.hpp"

namespace firedrill::test {

class StandInHands final : public LiveHands {
 public:
  explicit StandInHands(unsigned seed) : random_{seed} {}

  WorkResult carry_out(const Action& action, const WorkRequest& request) override {
    const WorkResult result = take_time(request.patience);
    if (std::holds_alternative<UpdateDns>(action)) {
      is_up = true;
    }
    return result;
  }
  WorkResult inject(FaultId /*fault*/, Duration /*length*/) override {
    is_up = false;
    has_begun_ = true;
    return {Outcome::succeeded, 0};
  }
  WorkResult heal(FaultId /*fault*/) override { return {Outcome::succeeded, 0}; }
  WorkResult await_alert(const std::atomic<bool>& is_over) override {
    while (!has_begun_ && !is_over) {
      pause(std::chrono::milliseconds{5});
    }
    return {is_over ? Outcome::unknown : Outcome::succeeded, 0};
  }
  WorkResult ask_person(const Action& /*question*/, const std::atomic<bool>& /*is_over*/) override {
    return take_time(std::chrono::milliseconds{20});
  }
  WorkResult read(const Action& /*observation*/) override { return {Outcome::succeeded, 12'345}; }

  std::atomic<bool> is_up{true};

 private:
  static void pause(Duration length) { std::this_thread::sleep_for(length); }

  // Mostly within the patience, sometimes beyond it; mostly well, sometimes not.
  WorkResult take_time(Duration patience) {
    double share = 0.0;
    bool succeeds = false;
    {
      const std::lock_guard lock{mutex_};
      share = std::uniform_real_distribution{0.0, 1.4}(random_);
      succeeds = std::uniform_int_distribution{0, 3}(random_) > 0;
    }
    pause(std::chrono::duration_cast<Duration>(share * patience));
    return {succeeds ? Outcome::succeeded : Outcome::failed, 0};
  }

  std::mutex mutex_;
  std::mt19937 random_;
  std::atomic<bool> has_begun_{false};
};

}  // namespace firedrill::test
