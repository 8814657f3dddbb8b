// The world of real time: one thread resumes the drill's coroutines, others carry out what takes
// long, and everything that comes in waits in one queue, ordered by when it came. Its clock stands
// still while one thing is dealt with, at the time that this was due or came: so an operation whose
// patience has ended is answered at that very instant, and how late the thread was is known.
// Example:
//   LiveWorld world{scenario, hands, {.seed = 7}};
//   world.run(conductor.run(world));
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "live/drill/live_hands.hpp"
#include "live/probes/streak.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/task.hpp"
#include "scenarios/world.hpp"

namespace firedrill {

// Which alerts count: those since the first fault began, all since the run did, or its beginning
// itself, where somebody has noticed already.
enum class AlertsFrom { the_fault, the_beginning, beginning_is_one };

struct LiveOptions {
  std::uint64_t seed = 1;  // of what the scenario leaves to chance: when faults begin, pauses
  std::chrono::steady_clock::time_point zero = std::chrono::steady_clock::now();
  AlertsFrom alerts = AlertsFrom::the_fault;
};

// What happens, for whoever shows or records it; called in the drill's thread.
struct LiveWatcher {
  std::function<void(const Event&)> answered{};
  std::function<void(FaultId, bool is_injected, WorkResult)> fault{};
  std::function<void()> tick{};   // a few times a second
  std::function<void()> ended{};  // nothing is asked any more, but what was begun may still run
};

class LiveWorld final : public World {
 public:
  // The references must outlive the world.
  LiveWorld(const Scenario& scenario, LiveHands& hands, const LiveOptions& options,
            LiveWatcher watcher = {});
  ~LiveWorld() override;

  [[nodiscard]] Duration now() const override { return now_; }
  void submit(Operation& operation) override;

  // Runs `drill` until it is done, and waits for all that was begun for it.
  void run(const Task& drill);

  // A result of probe `probe`, which speaks for `service`; from any thread, in order.
  void take(ServiceId service, std::uint32_t probe, const ProbeResult& result);

  // Ends the drill at once: whatever is asked has no answer. From any thread, and from signals'
  // own.
  void stop();
  [[nodiscard]] bool is_stopped() const { return is_over_; }

  // How late it was at worst.
  [[nodiscard]] Duration lateness() const { return lateness_; }
  // When the first fault began to be injected; `never`: none was.
  [[nodiscard]] Duration injecting_since() const { return injecting_since_; }

 private:
  using Work = std::function<void()>;
  // A service as one objective watches it: the probes that speak for it, each with its own streak.
  struct Watch {
    ServiceId service{};
    Duration sustained{};
    std::map<std::uint32_t, StreakTracker> probes{};
    std::uint64_t failure = 0, recovery = 0;  // tickets of who waits for it
  };

  [[nodiscard]] Duration measured_now() const {
    return std::chrono::steady_clock::now() - options_.zero;
  }
  void post(Work work);
  void at(Duration due, Work work);
  void deal_with_next();
  std::uint64_t ask(Operation& operation);
  void answer(std::uint64_t ticket, const WorkResult& result);
  void in_background(std::uint64_t ticket, std::function<WorkResult()> work);
  void look_for_alert();
  void wait(const Wait& action, const Operation& operation, std::uint64_t ticket);
  void inject(FaultId fault, std::uint64_t ticket);
  void watch(const Action& action, std::uint64_t ticket);
  void answer_watches(Watch& watch);
  [[nodiscard]] Duration drawn(const Distribution& law, const std::string& stream);

  const Scenario& scenario_;
  LiveHands& hands_;
  LiveOptions options_;
  LiveWatcher watcher_;
  Duration now_{};
  Duration lateness_{};
  Duration injecting_since_ = never;
  std::atomic<bool> is_over_{false};
  std::atomic<bool> is_stopped_{false};  // before its end, by somebody

  std::map<std::uint64_t, Operation*> asked_;  // by ticket
  std::uint64_t tickets_ = 0;
  std::uint64_t alert_ticket_ = 0;  // of who waits for an alert, until a fault has begun
  std::size_t shown_ = 0;           // events of the timeline that the watcher knows
  std::vector<Watch> watches_;
  std::map<std::string, Draws> draws_;
  std::multimap<Duration, Work> timers_;

  std::mutex mutex_;  // of what follows
  std::condition_variable has_come_;
  std::multimap<Duration, Work> come_;
  std::vector<std::thread> threads_;  // of the drill's thread alone
};

// The law of how long the fault lasts; null where it does not end by itself.
[[nodiscard]] const Distribution* length_of(const FaultModel& model);

}  // namespace firedrill
