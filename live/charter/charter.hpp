// What a drill may do: which targets, which faults, how much at once, when to stop and until when.
// A file of format "firedrill/charter/1". Everything that does not stand in it is refused before
// anything runs.
// Example: const Result<Charter> charter = load_charter("charter.json", fault_kinds(), now);
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "live/charter/inventory.hpp"
#include "models/base/result.hpp"
#include "models/base/units.hpp"
#include "models/text/document.hpp"

namespace firedrill {

// A drill ends at once when one of these has been true for `hold`.
struct AbortProbe {
  std::string probe;  // name of a probe of the drill: it fails
};
struct AbortExpression {
  std::string address;              // of Prometheus: "http://10.77.1.9:9090"
  std::string expression;           // PromQL; true when it gives any sample
  std::string from{};               // host of the inventory that asks; "": where firedrill runs
  bool goes_on_unanswered = false;  // else no answer counts as true: what cannot be watched ends
};
struct AbortCondition {
  std::variant<AbortProbe, AbortExpression> when;
  Duration hold{};
};

struct BlastRadius {
  std::int64_t hosts = 0;    // at most so many hosts hurt at once
  std::int64_t regions = 0;  // in at most so many regions
  std::int64_t faults = 0;   // at most so many faults at once
};

struct Charter {
  std::string name;
  std::string approved_by;
  std::string inventory_digest;      // of the inventory it was approved for; "": any lab's
  std::vector<std::string> targets;  // names of hosts, in full
  std::vector<std::string> faults;   // kinds
  BlastRadius blast_radius;
  std::vector<AbortCondition> abort_when;
  Duration deadline{};  // everything is mended so long after the drill's beginning
  std::chrono::sys_seconds expires;
  std::string digest;  // SHA-256 of the canonical text
};

// Errors: those of parse_document, FD2xxx, FD5006, FD5007, FD5009 and FD51xx: kinds of faults that
// are not in `kinds`, wildcards, no targets, expired at `now`, a deadline beyond 24 h.
[[nodiscard]] Result<Charter> read_charter(const Document& document,
                                           std::span<const std::string_view> kinds,
                                           std::chrono::sys_seconds now);
[[nodiscard]] Result<Charter> load_charter(const std::string& path,
                                           std::span<const std::string_view> kinds,
                                           std::chrono::sys_seconds now);

// Whether any target stands outside a lab: then somebody has to type the inventory's name, and the
// charter has to be approved for this very inventory.
[[nodiscard]] bool needs_typed_name(const Charter& charter, const TargetInventory& inventory);

// What in `charter` does not fit `inventory`: targets it does not have (FD5107), another inventory
// than it was approved for (FD5108), a name that was not typed (FD5109). Empty if it fits.
[[nodiscard]] Diagnostics check_charter(const Charter& charter, const TargetInventory& inventory,
                                        const std::string& typed_name);

// What a fault would do, as far as a charter cares.
struct Hurt {
  std::string kind;
  std::vector<std::string> hosts;  // that feel it
};

// Why `charter` does not permit `next` while `there` are injected (FD5110 to FD5112); empty if it
// does.
[[nodiscard]] Diagnostics refuse(const Charter& charter, const TargetInventory& inventory,
                                 std::span<const Hurt> there, const Hurt& next);

}  // namespace firedrill
