// PostgreSQL 15 in a lab: a primary and a replica in the first region, a replica in the second,
// each with a physical slot, page checksums, and WAL and base backups in its own region's object
// store (pgBackRest). In the third region it is cold: started, it is restored from the backups
// there. What a responder needs (promote, rewind, rebuild, restore, commit mode) are commands as
// values.
// Example: for (const NodeCommand& step : promote_database(lab, "us-west-2/db-1")) { run(step); }
#pragma once

#include "live/lab/services/common.hpp"

namespace firedrill {

// What an acknowledged commit has waited for.
enum class CommitMode {
  own_disk,      // the primary's WAL is flushed; replicas follow when they can
  second_node,   // and that of the replica in the same region
  other_region,  // and that of the replica in the second region
};

// All "postgres" services and the tasks that set roles, slots and the backup repository up.
[[nodiscard]] std::vector<LabService> database_services(const LabLayout& lab,
                                                        CommitMode mode = CommitMode::own_disk);

// The value of synchronous_standby_names for `mode`.
[[nodiscard]] std::string synchronous_standbys(const LabLayout& lab, CommitMode mode);

// Makes the running primary `node` wait as `mode` says, from its next commit on.
[[nodiscard]] std::vector<NodeCommand> set_commit_mode(const LabLayout& lab,
                                                       const std::string& node, CommitMode mode);

// Makes the replica `node` a primary, with a slot for every other instance, and has it write a
// checkpoint: without one, pg_rewind sees no new timeline and keeps what it should throw away.
// Fence the old primary first.
[[nodiscard]] std::vector<NodeCommand> promote_database(const LabLayout& lab,
                                                        const std::string& node);

// Turns the stopped instance `node`, which has writes that `source` lacks, into a replica of it:
// pg_rewind. Start its service afterwards, but only if all of this has succeeded; otherwise
// `rebuild_database`.
[[nodiscard]] std::vector<NodeCommand> rewind_database(const LabLayout& lab,
                                                       const std::string& node,
                                                       const std::string& source);

// The first, and where that cannot be because its log no longer reaches back or is gone, the second
// of these two ways for a stopped instance to become a replica of `source`.
[[nodiscard]] std::vector<NodeCommand> rejoin_database(const LabLayout& lab,
                                                       const std::string& node,
                                                       const std::string& source);

// Throws the stopped instance's data away and copies `source` anew. Start its service afterwards.
[[nodiscard]] std::vector<NodeCommand> rebuild_database(const LabLayout& lab,
                                                        const std::string& node,
                                                        const std::string& source);

// A base backup of the primary `node`; `kind` is full, diff or incr.
[[nodiscard]] NodeCommand back_up_database(const LabLayout& lab, const std::string& node,
                                           const std::string& kind);

// Whether a restored instance archives its own WAL: two that do so under one name spoil the
// archive.
enum class RestorePurpose { rehearsal, take_over };

// Throws the stopped instance's data away and restores the newest backup, with all archived WAL or
// up to `time` ("2026-11-28 22:00:00.123+00") where it is given; the instance, once started, is a
// primary. The archive of its own region's store is read.
[[nodiscard]] std::vector<NodeCommand> restore_database(const LabLayout& lab,
                                                        const std::string& node,
                                                        RestorePurpose purpose,
                                                        const std::string& time = "");

}  // namespace firedrill
