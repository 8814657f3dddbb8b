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
#include "models/fluid/daily_profile.hpp"

namespace firedrill {

// Follows the lag of a database replica.
struct DatabaseReplication {
  ComponentId replica{};
};

// A steady stream of objects into a replicated bucket.
struct ObjectStream {
  ComponentId replica{};
  Rate rate;
  // Of one object: each then has a latency of its own, and what counts as there is what has nothing
  // missing before it. 0: as if all that is written at a time took equally long.
  Bytes object_size{};
  DailyProfile daily{};  // of `rate`
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
  double failure_probability = 0.0;  // of one copy, independently; whoever makes it is told
  double silent_failure = 0.0;       // of one copy: it is there, cannot be read, and nobody knows
  // Copies in between hold only what changed since the one before: a link that failed spoils all
  // after it until the next full copy. None: every copy is whole.
  std::optional<Duration> full_every;
  std::optional<RegionId> kept_in;  // none: outside all regions of the plan
  std::optional<Duration> retention;
};

// Deliberately not protected.
struct NotProtected {
  std::string reason;
};

using Protection =
    std::variant<DatabaseReplication, ObjectStream, CheckpointStream, PeriodicCopy, NotProtected>;

// How soon an archive brings objects back to where they can be read: what is paid for (Amazon S3
// Glacier: expedited 1 to 5 min for objects below 250 MB, standard 3 to 5 h, bulk 5 to 12 h).
enum class RetrievalTier { expedited, standard, bulk };
struct Retrieval {
  RetrievalTier tier = RetrievalTier::standard;
  Distribution length;  // [s] of that tier
};

// How data comes back from a copy: `preparation`, its `retrieval` if it lies in an archive, then
// all of it at `rate`.
struct RestorePath {
  Distribution preparation;  // [s] finding, ordering, starting what it is restored into
  Bytes size;
  Rate rate;  // the slowest of source, way and target
  std::optional<Retrieval> retrieval{};
};

// Copies for the long term, used when neither the original nor its replica or copies are left.
struct Archive {
  PeriodicCopy copies;
  RestorePath restore;
};

struct DataKind {
  std::string name;
  std::string title;      // the plan's words
  int tier = 0;           // 1 critical, 2 important, 3 standard; 0: no tier of the plan
  RegionId written_in{};  // where it comes into being
  Protection protection;
  std::optional<PeriodicCopy> snapshots{};  // of replicated data: earlier states to go back to
  std::optional<RestorePath> restore{};     // none: at once
  std::optional<Archive> archive{};
};

// The copies that can bring back an earlier state, if there are any: replicas cannot, since what
// is wrong at the source is wrong there too.
[[nodiscard]] const PeriodicCopy* copies_of(const DataKind& kind);

}  // namespace firedrill
