// The undo journal of a host, as scripts that run on it: what is written and synced before a fault
// is injected, what reverts it, and the watchdog that does so by itself when its time has come.
// Layout below a host's journal folder (docs/FORMATS.md, "Undo journal"): `lock` says whose drill
// it is, `entry-N/` holds one fault: inject, revert, state, before, deadline, phase.
// Example: shell.run(host, journal_inject({"/var/lib/firedrill", "drill-7"}, entry), 30s);
#pragma once

#include <string>
#include <vector>

#include "models/base/units.hpp"

namespace firedrill {

// Whose journal, and where.
struct JournalPlace {
  std::string folder;  // on the host, absolute
  std::string drill;
  std::string holder{};  // the process that holds the drill: text_of(ProcessMark)
};

// One fault on the host.
struct JournalEntry {
  std::string name;  // "3-partition": letters, digits, - and _
  std::string inject, revert, state;
  Duration length{};  // heals by itself so long after it was written down
};

// Takes the lock, notes the host's state as a whole, starts the watchdog. Everything is healed
// `deadline` later at the latest. Exits with 75 and says whose it is if another drill has the lock.
// Of a host that `is_only_locked` nothing is noted: what its owners change there is theirs.
[[nodiscard]] std::string journal_begin(const JournalPlace& place, Duration deadline,
                                        bool is_only_locked = false);

// Writes the entry, syncs it, then injects; "phase" goes from prepared to injecting to injected.
// Exits with 76 if there is no watchdog, 77 if the deadline has passed, else as `inject` did.
[[nodiscard]] std::string journal_inject(const JournalPlace& place, const JournalEntry& entry);

// Reverts one entry, or does nothing if it is reverted; prints the state before and after if they
// differ, and exits with 78 then.
[[nodiscard]] std::string journal_heal(const JournalPlace& place, const std::string& entry);

// Any other script with the journal's functions at hand: what measures a fault, or asks what a host
// lacks for one.
[[nodiscard]] std::string journal_run(const JournalPlace& place, const std::string& script);

// What scripts of an entry find in $table: a name for rules of its own.
[[nodiscard]] std::string journal_table(const std::string& entry);

// Reverts whatever is there, newest first, compares the host with what it was, ends the watchdog
// and, if nothing remains, gives back the lock. Needs no drill: `firedrill undo` after a crash.
// Exits with 78 and prints what remains if something does.
[[nodiscard]] std::string journal_undo(const std::string& folder);

// Prints "drill NAME", "holder MARK", "entry NAME PHASE" and "watchdog PID" lines; nothing if no
// drill is there.
[[nodiscard]] std::string journal_status(const std::string& folder);

// Prints the lock: "drill NAME", or "free". Cheap, for whoever asks often.
[[nodiscard]] std::string journal_owner(const std::string& folder);

}  // namespace firedrill
