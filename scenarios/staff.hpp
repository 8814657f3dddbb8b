// Who is free: a role that is held by so many people does so many things at a time, and what needs
// another waits for its turn, work on the recovery before messages, otherwise in the order of
// asking. Kept by the conductor, so that it holds for simulated and for real people alike; waiting
// is an event of the timeline. A role whose number is not given has people enough. Also: since when
// a role has been at work, and whether its shift is over.
// Example: Turn turn{world, staff, role, {.step = 3}}; co_await turn; ... staff.leave(role);
#pragma once

#include <coroutine>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <vector>

#include "models/plan/plan.hpp"
#include "scenarios/task.hpp"
#include "scenarios/world.hpp"

namespace firedrill {

class Staff {
 public:
  explicit Staff(const Plan& plan);

  // Everybody is free.
  void begin();

  // Whoever did something for `role` is free again, and does what has waited longest.
  void leave(RoleId role);

  // Somebody of `role` has begun on this recovery; only the first time counts.
  void begin_shift(RoleId role, Duration now);

  // Whether those who began have worked for a shift; if so, the next shift begins.
  [[nodiscard]] bool changes_shift(RoleId role, Duration now);

 private:
  friend class Turn;

  struct Waiting {
    std::coroutine_handle<> handle;
    bool is_message = false;
  };
  struct OfRole {
    std::optional<int> people;  // none: enough
    int free = 0;
    std::vector<Waiting> queue;
    Duration shift = never;           // its length
    Duration shift_begun_at = never;  // `never`: nobody has been at work yet
  };
  std::vector<OfRole> roles_;
};

// Awaiting it takes one of the people of a role, now or when its turn comes, until Staff::leave().
class Turn {
 public:
  struct Purpose {
    std::uint32_t step = no_step;
    bool is_message = false;
  };

  Turn(World& world, Staff& staff, RoleId role, const Purpose& purpose)
      : world_{&world}, of_role_{&staff.roles_[role.index]}, role_{role}, purpose_{purpose} {}

  [[nodiscard]] bool await_ready() const noexcept {
    if (!of_role_->people) {
      return true;
    }
    if (of_role_->free > 0) {
      --of_role_->free;
      return true;
    }
    return false;
  }
  void await_suspend(std::coroutine_handle<> handle) {
    asked_ = world_->now();
    of_role_->queue.push_back({handle, purpose_.is_message});
    has_waited_ = true;
  }
  void await_resume() const;

 private:
  World* world_;
  Staff::OfRole* of_role_;
  RoleId role_;
  Purpose purpose_;
  Duration asked_{};
  bool has_waited_ = false;
};
// g++ 12 destroys aggregate temporaries of an await expression twice; nothing to destroy, no harm.
static_assert(std::is_trivially_destructible_v<Turn>);

// Whether a person who does `action` by hand is busy until it is over. A machine that has been told
// to restore or to start nodes works alone, and a console that does not answer is not waited for.
[[nodiscard]] bool keeps_busy(const Action& action);

}  // namespace firedrill
