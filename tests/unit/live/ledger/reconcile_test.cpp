// Thousands of planted losses, and every one of them found and none invented. What stands in the
// ledger and what is read back is planted write by write; an oracle that compares every pair of
// writes says what must come out.
#include "live/ledger/reconcile.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>

using namespace firedrill;

namespace {

enum class Planted { survives, is_lost, unreadable };

struct Plant {
  LedgerWrite write;
  Planted planted = Planted::survives;
  std::uint64_t copies = 0;
};

struct Pattern {
  std::vector<Plant> plants;
  std::vector<std::uint64_t> strangers;  // ids that nobody ever intended
  Duration fault{};

  [[nodiscard]] std::vector<LedgerWrite> writes() const {
    std::vector<LedgerWrite> writes;
    for (const Plant& plant : plants) {
      writes.push_back(plant.write);
    }
    return writes;
  }

  [[nodiscard]] ReadBackIds back(std::mt19937& random) const {
    ReadBackIds back;
    for (const Plant& plant : plants) {
      back.found.insert(back.found.end(), plant.copies, plant.write.id);
      if (plant.planted == Planted::unreadable) {
        back.unread.push_back({plant.write.id, plant.write.id});
      }
    }
    back.found.insert(back.found.end(), strangers.begin(), strangers.end());
    std::shuffle(back.found.begin(), back.found.end(), random);
    std::shuffle(back.unread.begin(), back.unread.end(), random);
    return back;
  }
};

// Writes that overlap, in a shape chosen at random: a clean cut, scattered holes, all, none.
Pattern plant(std::mt19937& random) {
  const auto upto = [&](int most) { return std::uniform_int_distribution{0, most}(random); };
  Pattern pattern;
  const int count = upto(40);
  const int lost_share = std::array{0, 3, 30, 100}[static_cast<std::size_t>(upto(3))];
  const int cut = upto(1) == 0 ? upto(400) : 1'000;  // all answered later is lost
  pattern.fault = Duration{upto(450)};
  std::vector<std::uint64_t> ids(80);
  for (std::size_t index = 0; index < ids.size(); ++index) {
    ids[index] = index * 3 + 1;
  }
  std::shuffle(ids.begin(), ids.end(), random);
  Duration now{};
  for (int index = 0; index < count; ++index) {
    now += Duration{upto(20)};
    Plant one;
    one.write.id = ids[static_cast<std::size_t>(index)];
    one.write.intended = now;
    one.write.size = Bytes{upto(500)};
    const int fate = upto(9);
    one.write.fate = fate < 7   ? WriteFate::acknowledged
                     : fate < 8 ? WriteFate::refused
                                : WriteFate::unknown;
    if (one.write.fate != WriteFate::unknown || upto(1) == 0) {
      one.write.answered = now + Duration{1 + upto(60)};
    }
    const bool is_cut = one.write.answered && *one.write.answered > Duration{cut};
    if (one.write.fate == WriteFate::refused) {
      one.planted = upto(9) == 0 ? Planted::survives : Planted::is_lost;
    } else if (is_cut || upto(99) < lost_share) {
      one.planted = upto(3) == 0 ? Planted::unreadable : Planted::is_lost;
    }
    one.copies = one.planted != Planted::survives ? 0U
                 : upto(9) == 0                   ? 1U + static_cast<unsigned>(upto(3))
                                                  : 1U;
    pattern.plants.push_back(one);
  }
  for (int index = upto(2); index > 0; --index) {
    pattern.strangers.push_back(static_cast<std::uint64_t>(upto(60)) * 3 + 2);
  }
  return pattern;
}

// By the definitions, pair by pair and instant by instant.
Reconciliation oracle(const Pattern& pattern) {
  Reconciliation expected;
  const auto& plants = pattern.plants;
  for (const Plant& one : plants) {
    ++expected.intents;
    expected.acknowledged += one.write.fate == WriteFate::acknowledged ? 1U : 0U;
    expected.refused += one.write.fate == WriteFate::refused ? 1U : 0U;
    expected.unknown += one.write.fate == WriteFate::unknown ? 1U : 0U;
    const bool survives = one.planted == Planted::survives;
    expected.duplicates += one.copies > 1 ? one.copies - 1 : 0;
    if (one.write.fate == WriteFate::refused && survives) {
      expected.phantoms.push_back(one.write.id);
    }
    expected.unknown_survived += one.write.fate == WriteFate::unknown && survives ? 1U : 0U;
    if (one.write.fate != WriteFate::acknowledged) {
      continue;
    }
    expected.survived += survives ? 1U : 0U;
    expected.unverified += one.planted == Planted::unreadable ? 1U : 0U;
    if (one.planted == Planted::is_lost) {
      expected.lost.push_back(one.write.id);
      expected.lost_bytes.count += one.write.size.count;
      const bool is_hole = std::any_of(plants.begin(), plants.end(), [&](const Plant& other) {
        return other.planted == Planted::survives && other.write.fate != WriteFate::refused &&
               other.write.intended > *one.write.answered;
      });
      if (is_hole) {
        expected.holes.push_back(one.write.id);
      }
    }
  }
  for (std::size_t index = 0; index < pattern.strangers.size(); ++index) {
    const auto begin = pattern.strangers.begin();
    const auto here = begin + static_cast<std::ptrdiff_t>(index);
    if (std::find(begin, here, *here) == here) {
      expected.phantoms.push_back(*here);
    } else {
      ++expected.duplicates;
    }
  }
  // The newest instant of which it is true, searched for from the end of time.
  const auto is_safe = [&](Duration instant) {
    return std::all_of(plants.begin(), plants.end(), [&](const Plant& one) {
      return one.write.fate != WriteFate::acknowledged || *one.write.answered > instant ||
             one.planted == Planted::survives;
    });
  };
  Duration instant{2'000};
  if (!is_safe(instant)) {
    while (!is_safe(instant)) {
      instant -= Duration{1};
    }
    expected.safe_until = instant;
    expected.loss_window = std::max(Duration::zero(), pattern.fault - instant);
  }
  for (auto* list : {&expected.lost, &expected.holes, &expected.phantoms}) {
    std::sort(list->begin(), list->end());
  }
  return expected;
}

}  // namespace

TEST_CASE("planted losses are all found, and none is invented") {
  std::uint64_t lost = 0, holes = 0, unverified = 0, phantoms = 0, clean = 0;
  for (unsigned seed = 0; seed < 20'000; ++seed) {
    std::mt19937 random{seed};
    const Pattern pattern = plant(random);
    const Reconciliation expected = oracle(pattern);
    const Reconciliation found = reconcile(pattern.writes(), pattern.back(random), pattern.fault);
    INFO("pattern " << seed);
    REQUIRE(found.intents == expected.intents);
    REQUIRE(found.acknowledged == expected.acknowledged);
    REQUIRE(found.refused == expected.refused);
    REQUIRE(found.unknown == expected.unknown);
    REQUIRE(found.survived == expected.survived);
    REQUIRE(found.lost == expected.lost);
    REQUIRE(found.lost_bytes == expected.lost_bytes);
    REQUIRE(found.holes == expected.holes);
    REQUIRE(found.phantoms == expected.phantoms);
    REQUIRE(found.duplicates == expected.duplicates);
    REQUIRE(found.unknown_survived == expected.unknown_survived);
    REQUIRE(found.unverified == expected.unverified);
    REQUIRE(found.safe_until == expected.safe_until);
    REQUIRE(found.loss_window == expected.loss_window);
    REQUIRE(found.loss_window_most >= found.loss_window);
    REQUIRE(found.survived + found.lost.size() + found.unverified == found.acknowledged);
    lost += found.lost.size();
    holes += found.holes.size();
    unverified += found.unverified;
    phantoms += found.phantoms.size();
    clean += found.lost.empty() && found.unverified == 0 ? 1U : 0U;
  }
  // The patterns hold all of it, in numbers that mean something.
  CHECK(lost > 10'000);
  CHECK(holes > 10'000);
  CHECK(unverified > 10'000);
  CHECK(phantoms > 1'000);
  CHECK(clean > 1'000);
}

TEST_CASE("the loss window runs from the newest safe instant to the fault") {
  const auto acknowledged = [](std::uint64_t id, int intended, int answered) {
    return LedgerWrite{id, Duration{intended}, Duration{answered}, WriteFate::acknowledged, {}};
  };
  const std::vector<LedgerWrite> writes{acknowledged(1, 0, 10), acknowledged(2, 20, 30),
                                        acknowledged(3, 40, 50), acknowledged(4, 60, 70)};
  const Reconciliation tail = reconcile(writes, {.found = {1, 2}, .unread = {}}, Duration{100});
  CHECK(tail.lost == std::vector<std::uint64_t>{3, 4});
  CHECK(tail.holes.empty());
  CHECK(tail.safe_until == Duration{49});
  CHECK(tail.loss_window == Duration{51});
  CHECK(tail.loss_window_most == Duration{70});
  const Reconciliation hole = reconcile(writes, {.found = {1, 3, 4}, .unread = {}}, Duration{100});
  CHECK(hole.holes == std::vector<std::uint64_t>{2});
  CHECK(hole.loss_window == Duration{71});
  // Lost after the fault: the window is empty, the write is lost all the same.
  const Reconciliation later = reconcile(writes, {.found = {1, 2, 3}, .unread = {}}, Duration{55});
  CHECK(later.lost == std::vector<std::uint64_t>{4});
  CHECK(later.loss_window == Duration::zero());
  const Reconciliation all = reconcile(writes, {}, Duration{100});
  CHECK(all.loss_window == Duration{91});
  CHECK(all.loss_window_most == Duration{100});
  // Somebody who lost all that he knows of may have lost more; so may one who had written nothing.
  CHECK(all.is_open);
  CHECK(reconcile(writes, {.found = {4}, .unread = {}}, Duration{55}).is_open);
  CHECK(reconcile(writes, {.found = {1, 2, 3, 4}, .unread = {}}, Duration{5}).is_open);
  CHECK_FALSE(tail.is_open);
  CHECK_FALSE(hole.is_open);
  CHECK_FALSE(later.is_open);
}

TEST_CASE("writes under way together have no order, so neither is a hole") {
  const std::vector<LedgerWrite> writes{
      {1, Duration{0}, Duration{30}, WriteFate::acknowledged, {}},
      {2, Duration{10}, Duration{40}, WriteFate::acknowledged, {}}};
  const Reconciliation result = reconcile(writes, {.found = {2}, .unread = {}}, Duration{50});
  CHECK(result.lost == std::vector<std::uint64_t>{1});
  CHECK(result.holes.empty());
}

TEST_CASE("what could not be read back is never counted as safe") {
  const Ledger ledger{{"orders", "orders", "remote_apply"},
                      {{1, Duration{0}, Duration{30}, WriteFate::acknowledged, Bytes{5}},
                       {2, Duration{1}, std::nullopt, WriteFate::unknown, Bytes{5}}},
                      0};
  const RunLedger nothing = summary_of(ledger, nullptr);
  CHECK(nothing.unverified == 1);
  CHECK(nothing.survived == 0);
  CHECK_FALSE(nothing.loss_window);
  const Reconciliation partly =
      reconcile(ledger.writes, {.found = {}, .unread = {{0, 5}, {2, 3}}}, Duration{40});
  const RunLedger summary = summary_of(ledger, &partly);
  CHECK(summary.unverified == 1);
  CHECK(summary.lost == 0);
  CHECK(summary.loss_window == Duration{11});
  CHECK(summary.commit_mode == "remote_apply");
}
