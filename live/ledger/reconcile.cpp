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

// Goes through the writes once.
class Reconciler {
 public:
  explicit Reconciler(const ReadBackIds& back) : unread_{back.unread} {
    for (const std::uint64_t id : back.found) {
      ++copies_[id];
    }
  }

  void take(const LedgerWrite& write);
  [[nodiscard]] Reconciliation finish(const std::vector<LedgerWrite>& writes, Duration fault);

 private:
  struct Loss {
    std::uint64_t id = 0;
    Duration acknowledged{};
  };

  [[nodiscard]] bool take_copies(std::uint64_t id);
  void take_missing(const LedgerWrite& write);

  Unread unread_;
  std::unordered_map<std::uint64_t, std::uint64_t> copies_;  // of what was found, by id
  std::vector<Loss> losses_;
  // Of what survived, the one intended last decides what is a hole.
  std::optional<Duration> last_survivor_intended_;
  Duration first_unsafe_ = never;
  Reconciliation result_;
};

// Whether it was found; what is left in the end nobody wrote.
bool Reconciler::take_copies(std::uint64_t id) {
  const auto found = copies_.find(id);
  if (found == copies_.end()) {
    return false;
  }
  result_.duplicates += found->second - 1;
  copies_.erase(found);
  return true;
}

void Reconciler::take(const LedgerWrite& write) {
  ++result_.intents;
  const bool is_found = take_copies(write.id);
  if (write.fate == WriteFate::refused) {
    ++result_.refused;
    if (is_found) {
      result_.phantoms.push_back(write.id);
    }
    return;
  }
  if (is_found) {
    last_survivor_intended_ =
        std::max(last_survivor_intended_.value_or(write.intended), write.intended);
  }
  if (write.fate == WriteFate::unknown) {
    ++result_.unknown;
    result_.unknown_survived += is_found ? 1U : 0U;
    return;
  }
  ++result_.acknowledged;
  if (is_found) {
    ++result_.survived;
  } else {
    take_missing(write);
  }
}

void Reconciler::take_missing(const LedgerWrite& write) {
  first_unsafe_ = std::min(first_unsafe_, *write.answered);
  if (unread_.contains(write.id)) {
    ++result_.unverified;
  } else {
    result_.lost_bytes.count += write.size.count;
    losses_.push_back({write.id, *write.answered});
  }
}

Reconciliation Reconciler::finish(const std::vector<LedgerWrite>& writes, Duration fault) {
  for (const auto& [id, count] : copies_) {
    result_.phantoms.push_back(id);
    result_.duplicates += count - 1;
  }
  for (const Loss& loss : losses_) {
    result_.lost.push_back(loss.id);
    if (last_survivor_intended_ && *last_survivor_intended_ > loss.acknowledged) {
      result_.holes.push_back(loss.id);
    }
  }
  for (auto* list : {&result_.lost, &result_.holes, &result_.phantoms}) {
    std::sort(list->begin(), list->end());
  }
  if (first_unsafe_ != never) {
    measure_window(writes, first_unsafe_, fault, result_);
  }
  result_.is_open = std::none_of(writes.begin(), writes.end(), [&](const LedgerWrite& write) {
    return write.fate == WriteFate::acknowledged && *write.answered <= fault &&
           *write.answered < first_unsafe_;
  });
  return std::move(result_);
}

}  // namespace

Reconciliation reconcile(const std::vector<LedgerWrite>& writes, const ReadBackIds& back,
                         Duration fault) {
  Reconciler reconciler{back};
  for (const LedgerWrite& write : writes) {
    reconciler.take(write);
  }
  return reconciler.finish(writes, fault);
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
  run.window_is_open = reconciliation->is_open;
  return run;
}

}  // namespace firedrill
