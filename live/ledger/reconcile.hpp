// What became of acknowledged writes: the ledger held against what was read back. Pure, so that a
// test can plant thousands of losses. A write that could not be read back is never counted as safe.
// Order in real time is the only one used: one write follows another if it was intended after the
// other had been acknowledged; writes under way together have no order.
// Example: reconcile(ledger.writes, {.found = ids_in_the_new_primary}, fault).lost.size()
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "live/ledger/ledger_file.hpp"
#include "models/recovery/run.hpp"

namespace firedrill {

struct IdRange {
  std::uint64_t first = 0, last = 0;  // both inclusive
};

// What was read from what survived, once the old primary was fenced. `unread`: what could not be
// looked at (a block that does not read, a list that broke off).
struct ReadBackIds {
  std::vector<std::uint64_t> found;  // in any order; one that stands there twice is listed twice
  std::vector<IdRange> unread;
};

struct Reconciliation {
  std::uint64_t intents = 0, acknowledged = 0, refused = 0, unknown = 0;
  std::uint64_t survived = 0;           // acknowledged, and found
  std::vector<std::uint64_t> lost;      // acknowledged, looked for, and not found; ascending
  Bytes lost_bytes{};                   // of these
  std::vector<std::uint64_t> holes;     // lost, although a write that follows was found; ascending
  std::vector<std::uint64_t> phantoms;  // found, but never intended, or refused; ascending
  std::uint64_t duplicates = 0;         // copies beyond the first
  std::uint64_t unknown_survived = 0;   // found, but never answered
  std::uint64_t unverified = 0;         // acknowledged, and nobody could look
  // The newest instant such that every write acknowledged by then survives for certain; none: every
  // one ever acknowledged does.
  std::optional<Duration> safe_until;
  // From then to the fault, zero if that came before; `loss_window_most` from the last
  // acknowledgement before that instant, since nothing was written in between.
  Duration loss_window{};
  Duration loss_window_most{};
  // Nothing acknowledged before the fault is known to survive: what was written before the ledger
  // began may be lost as well, and the windows are only the least.
  bool is_open = false;
};

// `fault`: when the first fault began, on the ledger's clock.
[[nodiscard]] Reconciliation reconcile(const std::vector<LedgerWrite>& writes,
                                       const ReadBackIds& back, Duration fault);

// As it stands in a run. Without `reconciliation` nothing could be read back: all that was
// acknowledged is unverified.
[[nodiscard]] RunLedger summary_of(const Ledger& ledger, const Reconciliation* reconciliation);

}  // namespace firedrill
