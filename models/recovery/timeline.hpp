// The recording of a run: what was asked of the world, when, and what it answered. Append-only, and
// written by the operation that was awaited, never by a world, so that a simulated and a real run
// leave the same kind of trace and one pure function can measure both.
// Example: timeline.events() -> {asked 600 s, answered 780 s, verb promote, succeeded, step 3}
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "models/base/units.hpp"
#include "models/recovery/action.hpp"

namespace firedrill {

// What became of a request. `unknown`: no answer within the patience; the effect may still come.
enum class Outcome : std::uint8_t { succeeded, failed, unknown };

// Which alternative of Action was asked for, in the variant's order; then what the conductor itself
// waited for.
enum class Verb : std::uint8_t {
  wait,
  stop_traffic,
  fence,
  scale_out,
  promote,
  update_dns,
  verify,
  notify,
  rebuild,
  perform,
  resync,
  fail_back,
  redistribute,
  isolate,
  release,
  assess,
  restore,
  preserve_evidence,
  rotate_secrets,
  recreate,
  inject,
  await_alert,
  page,
  decide,
  hand_over,
  await_failure,
  await_recovery,
  read_back,
  read_copies,
  read_discarded,
  read_clock,
  read_work,
  read_lost_work,
  compose,
  send,
  await_person  // asked of nobody: a step or message waited until somebody of the role was free
};
static_assert(std::variant_size_v<Action> == static_cast<std::size_t>(Verb::send) + 1);

[[nodiscard]] constexpr Verb verb_of(const Action& action) {
  return static_cast<Verb>(action.index());
}
// Whether what was waited for is a person: to be free, to answer, to decide, to be told.
[[nodiscard]] constexpr bool awaits_people(Verb verb) {
  return verb == Verb::page || verb == Verb::decide || verb == Verb::hand_over ||
         verb == Verb::await_person;
}

[[nodiscard]] std::string_view name_of(Verb verb);        // "update_dns"
[[nodiscard]] std::string_view name_of(Outcome outcome);  // "succeeded"
// Under which name files give the time or span that an observation found; "" if it finds none.
[[nodiscard]] std::string_view finding_name(Verb verb);  // "age_s" of read_back

inline constexpr std::uint32_t no_step = std::numeric_limits<std::uint32_t>::max();

struct Event {
  Duration asked{};
  Duration answered{};
  std::int64_t value = 0;        // what an observation found: see Action
  std::uint32_t step = no_step;  // index into the runbook's steps
  std::uint32_t subject = 0;     // index of the objective (awaits), data kind, fault, role or duty
  Verb verb = Verb::wait;
  Outcome outcome = Outcome::unknown;
  std::uint8_t attempt = 0;  // from 0
  bool by_hand = false;      // done by a person

  // A value that is a time or a span [ns].
  [[nodiscard]] Duration duration_value() const { return Duration{value}; }
};

class Timeline {
 public:
  void append(const Event& event) { events_.push_back(event); }
  // A new event, still to be written by the caller, in place.
  Event& append() { return events_.emplace_back(); }
  void clear() { events_.clear(); }  // keeps the memory for the next replication
  [[nodiscard]] const std::vector<Event>& events() const { return events_; }

  // The first event of that kind; null if there is none.
  [[nodiscard]] const Event* first(Verb verb) const;

  // 64 bits that differ when any field of any event differs (not cryptographic; the digest of a
  // whole run is a SHA-256 over these). The same on every platform.
  [[nodiscard]] std::uint64_t digest() const;

 private:
  std::vector<Event> events_;
};

}  // namespace firedrill
