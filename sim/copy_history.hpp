// The copies of one kind of data around a moment of a replication, back to the oldest that is kept:
// which were made, which can be read. Every copy has draws of its own, so that asking about one
// changes nothing for the others, and the past needs not be played.
// Example: history.begin(replication); history.newest_before(now)  // the number of a copy
#pragma once

#include <cstdint>

#include "models/chance/random.hpp"
#include "models/plan/data.hpp"

namespace firedrill {

struct DataCopy {
  Duration started{};  // it holds the state of this moment
  Duration complete{};
  Duration base_started{};  // of the full copy it rests on; its own, where every copy is whole
  bool has_failed = false;  // and its maker was told: there is nothing to try
  bool is_readable = true;  // else nobody knows until it is tried
};

class CopyHistory {
 public:
  // `policy` must outlive the history; `key` is that of the kind of data.
  CopyHistory(const PeriodicCopy& policy, StreamKey key);

  void begin(std::uint64_t replication);

  // The newest copy that starts no later than `time`. Numbers count backwards into the past.
  [[nodiscard]] std::int64_t newest_before(Duration time) const;

  [[nodiscard]] DataCopy copy(std::int64_t number) const;

  [[nodiscard]] const PeriodicCopy& policy() const { return policy_; }

 private:
  struct Fate {
    bool has_failed = false;
    bool is_silent_failure = false;
    Duration length{};
  };
  [[nodiscard]] Fate fate(std::int64_t number) const;
  [[nodiscard]] std::int64_t link(std::int64_t number) const;  // 0: a full copy
  [[nodiscard]] bool is_chain_sound(std::int64_t number) const;

  const PeriodicCopy& policy_;
  StreamKey key_;
  std::int64_t chain_ = 1;  // copies from one full copy to the next
  std::uint64_t replication_ = 0;
  Duration phase_{};             // start of copy 0
  std::int64_t first_link_ = 0;  // which link of its chain copy 0 is
};

}  // namespace firedrill
