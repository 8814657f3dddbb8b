#include "reports/fault_ranking_text.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "reports/format.hpp"
#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t shown = 12;

std::string list_part(const std::vector<RankedFault>& faults, bool is_pairs,
                      const PageOptions& options) {
  std::vector<Align> columns{Align::left, Align::right, Align::left, Align::right};
  std::vector<Cell> head{{}, faint("promises missed"), faint("[95 %]"), faint("never back")};
  if (is_pairs) {
    columns.push_back(Align::right);
    head.push_back(faint("beyond the worse alone"));
  }
  Table table{std::move(columns)};
  table.add(std::move(head));
  for (std::size_t index = 0; index < std::min(shown, faults.size()); ++index) {
    const RankedFault& one = faults[index];
    std::vector<Cell> row{
        {is_pairs ? one.first + ", then " + one.second : one.first},
        {fmt::format("{:.2f}", one.harm.mean)},
        {fmt::format("[{:.2f}, {:.2f}]", one.harm.interval.low, one.harm.interval.high),
         Ink::faint},
        {percent(one.never_back)}};
    if (is_pairs) {
      row.push_back({fmt::format("{:+.2f}", one.together)});
    }
    table.add(std::move(row));
  }
  return table.render(options);
}

}  // namespace

std::string fault_ranking_page(const FaultRanking& ranking, const PageOptions& options) {
  const std::size_t width = width_of(options);
  std::string page =
      painted("SIMULATED", Ink::strong, options) + "  " +
      clipped(fmt::format("What breaks {} most: every fault, and every two", ranking.scenario),
              width - 11) +
      "\n";
  page += wrapped(
      fmt::format("{} and {}, {} recoveries each, seed {}; of {}",
                  counted(ranking.singles.size(), "fault"), counted(ranking.pairs.size(), "pair"),
                  grouped(static_cast<std::int64_t>(ranking.replications)), ranking.seed,
                  counted(ranking.promises, "promise")),
      width, 11);
  page += heading("ALONE", "the most harmful first", options) +
          list_part(ranking.singles, false, options);
  page += heading("TWO", "the second some minutes after the first", options) +
          list_part(ranking.pairs, true, options);
  return page;
}

std::string fault_ranking_json(const FaultRanking& ranking) {
  const auto list = [](const std::vector<RankedFault>& faults) {
    Json all = Json::array();
    for (const RankedFault& one : faults) {
      Json names = Json::array({one.first});
      if (!one.second.empty()) {
        names.push_back(one.second);
      }
      all.push_back({{"faults", names},
                     {"missed", one.harm.mean},
                     {"ci95", Json::array({one.harm.interval.low, one.harm.interval.high})},
                     {"never_back", one.never_back},
                     {"together", one.together}});
    }
    return all;
  };
  return json_text({{"format", "firedrill/worst/1"},
                    {"label", "SIMULATED"},
                    {"scenario", ranking.scenario},
                    {"scenario_digest", ranking.digest},
                    {"seed", ranking.seed},
                    {"replications", ranking.replications},
                    {"promises", ranking.promises},
                    {"singles", list(ranking.singles)},
                    {"pairs", list(ranking.pairs)}});
}

}  // namespace firedrill
