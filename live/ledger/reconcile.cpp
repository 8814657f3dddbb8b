#include "live/ledger/reconcile.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace firedrill {
namespace {

// Ranges sorted and merged, to be searched.
class Unread {
 public:
  explicit Unread(std::vector<IdRange> ranges) : ranges_{std::move(ranges)} {
    std::sort(ranges_.begin(), ranges_.end(),
              [](const IdRange& a, const IdRange& b) { return a.first < b.first; });
    for (std::size_t index = 1; index < ranges_.size(); ++index) {
      ranges_[index].last = std::max(ranges_[index].last, ranges_[index - 1].last);
    }
  }

  [[nodiscard]] bool contains(std::uint64_t id) const {
    const auto after =
        std::upper_bound(ranges_.begin(), ranges_.end(), id,
                         [](std::uint64_t value, const IdRange& one) { return value < one.first; });
    return after != ranges_.begin() && std::prev(after)->last >= id;
  }

 private:
  std::vector<IdRange> ranges_;  // each `last` is the largest so far
};

struct Loss {
  std::uint64_t id = 0;
  Duration acknowledged{};
};

// Of what was lost, what a surviving write follows: the one intended last decides.
std::vector<std::uint64_t> holes_of(const std::vector<Loss>& losses,
                                    const std::optional<Duration>& last_survivor_intended) {
  std::vector<std::uint64_t> holes;
  for (const Loss& loss : losses) {
    if (last_survivor_intended && *last_survivor_intended > loss.acknowledged) {
      holes.push_back(loss.id);
    }
  }
  return holes;
}

void measure_window(const std::vector<LedgerWrite>& writes, Duration first_unsafe, Duration fault,
                    Reconciliation& result) {
  result.safe_until = first_unsafe - Duration{1};
  Duration before = Duration::min();
  for (const LedgerWrite& write : writes) {
    if (write.fate == WriteFate::acknowledged && *write.answered < first_unsafe) {
      before = std::max(before, *write.answered);
    }
  }
  if (before == Duration::min()) {  // the very first: nothing was there before it was intended
    const auto first = std::min_element(
        writes.begin(), writes.end(),
        [](const LedgerWrite& a, const LedgerWrite& b) { return a.intended < b.intended; });
    before = std::min(first->intended, *result.safe_until);
  }
  result.loss_window = std::max(Duration::zero(), fault - *result.safe_until);
  result.loss_window_most = std::max(Duration::zero(), fault - before);
}

}  // namespace

Reconciliation reconcile(const std::vector<LedgerWrite>& writes, const ReadBackIds& back,
                         Duration fault) {
  std::unordered_map<std::uint64_t, std::uint64_t> copies;
  for (const std::uint64_t id : back.found) {
    ++copies[id];
  }
  const Unread unread{back.unread};
  Reconciliation result;
  std::vector<Loss> losses;
  std::optional<Duration> last_survivor_intended;
  Duration first_unsafe = never;
  for (const LedgerWrite& write : writes) {
    ++result.intents;
    const auto found = copies.find(write.id);
    const bool is_found = found != copies.end();
    if (is_found) {
      result.duplicates += found->second - 1;
      copies.erase(found);
    }
    if (is_found && write.fate != WriteFate::refused) {
      last_survivor_intended =
          std::max(last_survivor_intended.value_or(write.intended), write.intended);
    }
    if (write.fate == WriteFate::refused) {
      ++result.refused;
      if (is_found) {
        result.phantoms.push_back(write.id);
      }
    } else if (write.fate == WriteFate::unknown) {
      ++result.unknown;
      result.unknown_survived += is_found ? 1 : 0;
    } else {
      ++result.acknowledged;
      if (is_found) {
        ++result.survived;
        continue;
      }
      first_unsafe = std::min(first_unsafe, *write.answered);
      if (unread.contains(write.id)) {
        ++result.unverified;
      } else {
        result.lost_bytes.count += write.size.count;
        losses.push_back({write.id, *write.answered});
      }
    }
  }
  for (const auto& [id, count] : copies) {  // of what nobody wrote
    result.phantoms.push_back(id);
    result.duplicates += count - 1;
  }
  for (const Loss& loss : losses) {
    result.lost.push_back(loss.id);
  }
  result.holes = holes_of(losses, last_survivor_intended);
  std::sort(result.lost.begin(), result.lost.end());
  std::sort(result.holes.begin(), result.holes.end());
  std::sort(result.phantoms.begin(), result.phantoms.end());
  if (first_unsafe != never) {
    measure_window(writes, first_unsafe, fault, result);
  }
  return result;
}

RunLedger summary_of(const Ledger& ledger, const Reconciliation* reconciliation) {
  RunLedger run;
  run.name = ledger.header.name;
  run.data = ledger.header.data;
  run.commit_mode = ledger.header.commit_mode;
  if (reconciliation == nullptr) {
    run.intents = ledger.writes.size();
    for (const LedgerWrite& write : ledger.writes) {
      run.acknowledged += write.fate == WriteFate::acknowledged ? 1U : 0U;
      run.refused += write.fate == WriteFate::refused ? 1U : 0U;
      run.unknown += write.fate == WriteFate::unknown ? 1U : 0U;
    }
    run.unverified = run.acknowledged;
    return run;
  }
  run.intents = reconciliation->intents;
  run.acknowledged = reconciliation->acknowledged;
  run.refused = reconciliation->refused;
  run.unknown = reconciliation->unknown;
  run.survived = reconciliation->survived;
  run.lost = reconciliation->lost.size();
  run.lost_bytes = reconciliation->lost_bytes;
  run.holes = reconciliation->holes.size();
  run.phantoms = reconciliation->phantoms.size();
  run.duplicates = reconciliation->duplicates;
  run.unknown_survived = reconciliation->unknown_survived;
  run.unverified = reconciliation->unverified;
  run.loss_window = reconciliation->loss_window;
  return run;
}

}  // namespace firedrill
