// Which of a writer's objects its stores still have: each is asked for by its name and compared
// with what was written, since the list of a bucket may be older than the objects in it. An object
// is lost where a store says that it has none and no other has it; what no store says anything of
// is unread, never lost and never safe.
// Example: read_objects_back(stores, names, "firedrill-17-", ledger.writes, deadline).ids.found
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "live/ledger/reconcile.hpp"
#include "live/probes/http_probe.hpp"

namespace firedrill {

struct S3ReadBack {
  ReadBackIds ids;
  std::string error;  // why the last that could not be asked for could not; "": all could
};

// Of the writes, object `prefix` and a write's id holds s3_payload(). A store that says nothing
// three times in a row is asked no more, and after `deadline` none is. Several are asked for at
// once, from where the calling thread looks.
[[nodiscard]] S3ReadBack read_objects_back(const std::vector<S3Target>& stores,
                                           const ResolverOptions& names, const std::string& prefix,
                                           const std::vector<LedgerWrite>& writes,
                                           std::chrono::steady_clock::time_point deadline);

}  // namespace firedrill
