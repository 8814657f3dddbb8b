#include "reports/whatif_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "reports/format.hpp"

namespace firedrill {
namespace {

constexpr int least_width_with_intervals = 100;  // narrower pages leave the intervals to the JSON

// +1: holds more often, -1: less often, 0: the interval does not tell.
int direction_of(const Difference& one) {
  return one.met_low > 0.0 ? 1 : one.met_high < 0.0 ? -1 : 0;
}

Ink ink_of(int direction) {
  return direction > 0 ? Ink::good : direction < 0 ? Ink::bad : Ink::plain;
}

bool is_unchanged(const Difference& one) {
  return one.met_change == 0.0 && one.mean_change_s == 0.0 && one.median_a_s == one.median_b_s;
}

std::string headline(const Comparison& comparison) {
  const auto count = [&](int direction) {
    return static_cast<std::uint64_t>(
        std::count_if(comparison.differences.begin(), comparison.differences.end(),
                      [&](const Difference& one) { return direction_of(one) == direction; }));
  };
  return fmt::format("{} more often with B, {} less often; {} cannot be told apart.",
                     counted(count(1), "promise holds", "promises hold"), count(-1), count(0));
}

std::vector<Cell> row_of(const Difference& one, bool is_wide) {
  const int direction = direction_of(one);
  const std::string mark = direction > 0 ? "▲" : direction < 0 ? "▼" : " ";
  std::string points = signed_points(one.met_change);
  std::string mean = one.pairs < 2 ? "-" : signed_duration(one.mean_change_s);
  std::vector<Cell> row{{one.objective},
                        {human_duration(one.target_s)},
                        {percent(one.met_a)},
                        {percent(one.met_b)},
                        {mark + " " + points, ink_of(direction)}};
  if (is_wide) {
    row.push_back({fmt::format("[{}, {}]", signed_points(one.met_low), signed_points(one.met_high)),
                   Ink::faint});
  }
  row.push_back({mean});
  if (is_wide) {
    const std::string interval =
        fmt::format("[{}, {}]", signed_duration(one.mean_low_s), signed_duration(one.mean_high_s));
    row.push_back({one.pairs < 2 ? "" : interval, Ink::faint});
  }
  return row;
}

std::string differences_part(const Comparison& comparison, ObjectiveKind kind,
                             const PageOptions& options) {
  const bool is_wide = options.width >= least_width_with_intervals;
  const auto faint = [](const char* text) { return Cell{text, Ink::faint}; };
  std::vector<Align> columns{Align::left,  Align::right, Align::right,
                             Align::right, Align::right, Align::right};
  std::vector<Cell> head{{},         faint("target"), faint("A"),
                         faint("B"), faint("points"), faint("mean change")};
  if (is_wide) {
    columns = {Align::left,  Align::right, Align::right, Align::right,
               Align::right, Align::left,  Align::right, Align::left};
    head.insert(head.begin() + 5, faint("[95 %]"));
    head.push_back(faint("[95 %]"));
  }
  Table table{std::move(columns)};
  table.add(std::move(head));
  bool has_rows = false;
  for (const Difference& one : comparison.differences) {
    if (one.kind == kind && !is_unchanged(one)) {
      table.add(row_of(one, is_wide));
      has_rows = true;
    }
  }
  if (!has_rows) {
    return "";
  }
  return heading(kind == ObjectiveKind::rto ? "RECOVERY TIME" : "DATA LOSS",
                 "how often the promise holds, and by how much the mean moves", options) +
         table.render(options);
}

// What common random numbers were worth, for the objective where they helped most.
std::string luck_sentence(const Comparison& comparison) {
  const Difference* best = nullptr;
  for (const Difference& one : comparison.differences) {
    const bool counts = one.pairs > 1 && !is_unchanged(one) && std::isfinite(one.variance_ratio);
    if (counts && (best == nullptr || one.variance_ratio > best->variance_ratio)) {
      best = &one;
    }
  }
  if (best == nullptr || best->variance_ratio <= 1.0) {
    return "";
  }
  return fmt::format(
      "Independent runs of A and B would have taken {:.3g} times as many recoveries to compare {} "
      "as sharply.",
      best->variance_ratio, best->objective);
}

}  // namespace

std::string whatif_page(const Comparison& comparison, const PageOptions& options) {
  const auto width = static_cast<std::size_t>(options.width);
  const bool is_same_file = comparison.a == comparison.b;
  std::string page = painted("SIMULATED", Ink::strong, options) + "  " +
                     fmt::format("{} of recoveries under the same luck, seed {}\n",
                                 counted(comparison.replications, "pair"), comparison.seed);
  page += "  A  " + clipped(comparison.a, width - 5) + "\n";
  page += "  B  " + clipped(comparison.b, width - 15) + (is_same_file ? ", changed" : "") + "\n\n";
  page += painted(wrapped(headline(comparison), width), Ink::strong, options);
  page += differences_part(comparison, ObjectiveKind::rto, options);
  page += differences_part(comparison, ObjectiveKind::rpo, options);
  const auto same = static_cast<std::uint64_t>(
      std::count_if(comparison.differences.begin(), comparison.differences.end(), is_unchanged));
  if (same > 0) {
    page += "\n" + wrapped(counted(same, "promise is", "promises are") +
                               " exactly as before, recovery by recovery.",
                           width, 2);
  }
  const std::string luck = luck_sentence(comparison);
  return luck.empty() ? page : page + "\n" + painted(wrapped(luck, width, 2), Ink::faint, options);
}

}  // namespace firedrill
