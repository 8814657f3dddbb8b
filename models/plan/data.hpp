// The kinds of data the plan protects and how: what a disaster leaves of each follows from here.
// Loss is the age, at the moment of the fault, of the newest recoverable state (RPO as a duration).
// Example: a daily snapshot that takes 10 min loses between 10 min and 24 h 10 min.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "models/base/id.hpp"
#include "models/base/units.hpp"
#include "models/chance/distribution.hpp"

namespace firedrill {

// Follows the lag of a database replica.
struct DatabaseReplication {
  ComponentId replica{};
};

// A steady stream of objects into a replicated bucket.
struct ObjectStream {
  ComponentId replica{};
  Rate rate;
};

// A checkpoint of `size` every `interval`, useful only when all of it has arrived.
struct CheckpointStream {
  ComponentId replica{};
  Bytes size;
  Duration interval{};
};

// Copies at a fixed cadence (snapshot, log shipping, git push, export): a copy holds the state at
// its start and exists once it is complete.
struct PeriodicCopy {
  std::string mechanism;  // "snapshot", "git push", ...
  Duration interval{};
  Distribution length;               // [s] from start to complete
  double failure_probability = 0.0;  // of one copy, independently
  std::optional<RegionId> kept_in;   // none: outside all regions of the plan
  std::optional<Duration> retention;
};

// Deliberately not protected.
struct NotProtected {
  std::string reason;
};

using Protection =
    std::variant<DatabaseReplication, ObjectStream, CheckpointStream, PeriodicCopy, NotProtected>;

struct DataKind {
  std::string name;
  std::string title;      // the plan's words
  int tier = 0;           // 1 critical, 2 important, 3 standard; 0: no tier of the plan
  RegionId written_in{};  // where it comes into being
  Protection protection;
};

}  // namespace firedrill
