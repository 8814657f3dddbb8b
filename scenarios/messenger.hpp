// Keeps the plan's duties to tell, beside the runbook: from the first alert on it has the initial
// notification sent to every audience, then updates until full capacity is back, then the
// confirmation and the review; regulatory notices take their own way. Like the conductor it sees
// only answers. A scenario without duties starts no task.
// Example: messenger.start(world); ... messenger.end_incident(Outcome::succeeded);
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/recovery/action.hpp"
#include "scenarios/latch.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/staff.hpp"
#include "scenarios/task.hpp"
#include "scenarios/world.hpp"

namespace firedrill {

// Whether step `index` of the runbook, done by either way, sends the initial notification of the
// incident's severity.
[[nodiscard]] bool announces(const Scenario& scenario, std::uint32_t index);

// Whether it finds out what is wrong, by either way: whoever is responsible is aware from then on.
[[nodiscard]] bool assesses(const Step& step);

class Messenger {
 public:
  // Whoever writes a message is one of `staff`, which must live as long.
  Messenger(const Scenario& scenario, Staff& staff);

  // Forgets the last run.
  void begin();
  // The first alert has been seen.
  void start(World& world);
  // A step of the runbook has succeeded.
  void note_step(std::uint32_t step);
  // Nothing that would bring awareness is to come any more.
  void end_steps();
  // Full capacity is back (succeeded), or will not be awaited any longer.
  void end_incident(Outcome outcome);
  // Open while messages are still to be sent.
  [[nodiscard]] Latch& left() { return left_; }

 private:
  Task work(World& world);
  Task inform(World& world);
  Task announce(World& world);
  Task send_updates(World& world, std::uint32_t duty);
  Task conclude(World& world);
  void give_notices(World& world, DutyClock clock);
  Task give_notices_when_aware(World& world);
  Task give_notice(World& world, std::uint32_t duty);
  Task write_and_send(World& world, std::uint32_t duty);
  Task compose(World& world, std::uint32_t duty);
  Task send(World& world, std::uint32_t duty);

  void start(Task task);
  [[nodiscard]] Request request_for(std::uint32_t subject) const;

  const Scenario& scenario_;
  Staff& staff_;
  std::vector<std::uint8_t> announces_;  // per step
  std::vector<std::uint8_t> assesses_;   // per step
  std::vector<Action> writings_;         // per duty
  std::vector<Action> sendings_;         // per duty
  Action page_;
  Action update_pause_;
  std::vector<Task> tasks_;
  Latch left_;
  Latch incident_;
  Latch awareness_;
  Duration alerted_at_{};
  bool is_announced_ = false;  // the initial notification is out
  bool is_aware_ = false;
  bool is_over_ = false;
  bool was_restored_ = false;
};

}  // namespace firedrill
