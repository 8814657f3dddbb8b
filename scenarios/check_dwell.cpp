// Copies that are gone before anybody knows that they are needed: data goes wrong unseen, and what
// is kept for less long than that holds only what is wrong.
#include <fmt/core.h>

#include <optional>

#include "scenarios/check_rules.hpp"

namespace firedrill {
namespace {

// What goes wrong, and for how long nobody need know.
struct SilentDamage {
  const std::vector<DataId>& data;
  const Distribution& unseen;  // [s]
  std::string place;           // of that time
};

std::optional<SilentDamage> silent_damage(const Scenario& scenario, std::size_t fault) {
  const std::string place = at("/faults", fault);
  if (const auto* corruption = std::get_if<DataCorruption>(&scenario.faults[fault].model)) {
    return SilentDamage{corruption->data, corruption->noticed, place + "/data_corruption/noticed"};
  }
  if (const auto* intrusion = std::get_if<Intrusion>(&scenario.faults[fault].model)) {
    return SilentDamage{intrusion->tampered, intrusion->dwell, place + "/intrusion/dwell"};
  }
  return std::nullopt;
}

// The share of cases in which nobody knows for longer than `kept`.
double share_beyond(const Distribution& unseen, Duration kept) {
  constexpr int cases = 10'000;
  int beyond = 0;
  for (int number = 0; number < cases; ++number) {
    beyond += quantile(unseen, (number + 0.5) / cases) > to_seconds(kept) ? 1 : 0;
  }
  return static_cast<double>(beyond) / cases;
}

// A share of cases worth speaking of.
constexpr double seldom = 0.05;

void compare_retention(const DataKind& kind, const std::string& place, const SilentDamage& damage,
                       Findings& findings) {
  const PeriodicCopy* const copies = copies_of(kind);
  if (copies == nullptr || !copies->retention) {
    return;
  }
  const double beyond = share_beyond(damage.unseen, *copies->retention);
  if (beyond <= seldom) {
    return;
  }
  const bool is_archived_longer =
      kind.archive &&
      (!kind.archive->copies.retention || *kind.archive->copies.retention > *copies->retention);
  findings.add("FD4028", place + (kind.snapshots ? "/snapshots" : "/periodic_copy") + "/retention",
               {damage.place},
               fmt::format("copies of {} are kept for {}, but in {:.0f} % of cases nobody knows "
                           "for longer that it is wrong: every copy left is wrong too{}",
                           kind.name, in_words(*copies->retention), 100.0 * beyond,
                           is_archived_longer ? ", and only its archive is older" : ""),
               "keep some copies for longer (one a week, one a month)");
}

}  // namespace

void find_forgotten_copies(const Scenario& scenario, Findings& findings) {
  for (std::size_t fault = 0; fault < scenario.faults.size(); ++fault) {
    const auto damage = silent_damage(scenario, fault);
    for (std::size_t item = 0; damage && item < damage->data.size(); ++item) {
      const std::uint32_t index = damage->data[item].index;
      compare_retention(scenario.plan.data[index], at("/plan/data", index), *damage, findings);
    }
  }
}

}  // namespace firedrill
