#include "reports/history_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "reports/format.hpp"
#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

std::uint64_t stand_ins_among(const std::vector<HistoryEntry>& entries) {
  return static_cast<std::uint64_t>(
      std::count_if(entries.begin(), entries.end(),
                    [](const HistoryEntry& entry) { return entry.is_from_stand_in; }));
}

std::string span_or_dash(const std::optional<double>& seconds) {
  return seconds ? human_duration(*seconds) : "-";
}

const HistoryFigure* first_of(const HistoryEntry& entry, const char* kind) {
  const auto found = std::find_if(entry.figures.begin(), entry.figures.end(),
                                  [&](const HistoryFigure& one) { return one.kind == kind; });
  return found == entry.figures.end() ? nullptr : &*found;
}

Cell figure_cell(const HistoryFigure* figure) {
  if (figure == nullptr) {
    return {"-", Ink::faint};
  }
  const Ink ink = figure->verdict == "missed" ? Ink::bad
                  : figure->verdict == "met"  ? Ink::good
                                              : Ink::doubtful;
  const char* const mark = figure->verdict == "missed" ? " ✗"
                           : figure->verdict == "met"  ? " ✓"
                                                       : " ?";
  return {span_or_dash(figure->measured_s) + mark, ink};
}

Cell rank_cell(const HistoryFigure* figure) {
  return figure != nullptr && figure->rank
             ? Cell{fmt::format("P{}", std::lround(100.0 * *figure->rank))}
             : Cell{"-", Ink::faint};
}

// "2026-11-28 22:17"
std::string minute_of(const std::string& started_at) {
  std::string text = started_at.substr(0, 16);
  std::replace(text.begin(), text.end(), 'T', ' ');
  return text;
}

std::string share_of(std::uint64_t part, std::uint64_t all) {
  return all == 0 ? "-" : fmt::format("{} of {}", part, all);
}

Json entry_json(const HistoryEntry& entry) {
  Json figures = Json::array();
  for (const HistoryFigure& figure : entry.figures) {
    figures.push_back(
        {{"kind", figure.kind},
         {"name", figure.name},
         {"measured_s", json_number(figure.measured_s)},
         {"target_s", json_number(figure.target_s)},
         {"verdict", figure.verdict.empty() ? Json(nullptr) : Json(figure.verdict)},
         {"predicted_median_s", json_number(figure.predicted_median_s)},
         {"predicted_interval90_s",
          Json::array({json_number(figure.predicted_low_s), json_number(figure.predicted_high_s)})},
         {"rank", json_number(figure.rank)}});
  }
  return {{"run", entry.id},      {"folder", entry.folder},        {"scenario", entry.scenario},
          {"title", entry.title}, {"target", entry.target},        {"started_at", entry.started_at},
          {"state", entry.state}, {"verified", entry.is_verified}, {"problem", entry.problem},
          {"figures", figures}};
}

Json trend_json(const QuarterTrend& trend) {
  return {{"quarter", trend.quarter},
          {"drills", trend.drills},
          {"verified", trend.verified},
          {"rto_median_s", json_number(trend.rto_median_s)},
          {"rpo_median_s", json_number(trend.rpo_median_s)},
          {"detection_median_s", json_number(trend.detection_median_s)},
          {"rto_met", trend.rto_met},
          {"rto_judged", trend.rto_judged},
          {"rpo_met", trend.rpo_met},
          {"rpo_judged", trend.rpo_judged},
          {"all_met", trend.all_met},
          {"within_predicted90", trend.within},
          {"predicted", trend.predicted}};
}

}  // namespace

std::string history_page(const std::vector<HistoryEntry>& entries, const PageOptions& options) {
  Table table{{Align::left, Align::left, Align::left, Align::right, Align::right, Align::right}, 1};
  table.add({faint("begun (UTC)"), faint("drill"), faint("state"), faint("recovery time"),
             faint("rank"), faint("data loss")});
  for (const HistoryEntry& entry : entries) {
    if (!entry.is_verified) {
      table.add({{minute_of(entry.started_at)},
                 {entry.folder},
                 {"does not verify", Ink::bad},
                 {},
                 {},
                 {}});
      continue;
    }
    table.add({{minute_of(entry.started_at)},
               {entry.scenario + ", " + entry.id},
               {entry.state},
               figure_cell(first_of(entry, "rto")),
               rank_cell(first_of(entry, "rto")),
               figure_cell(first_of(entry, "rpo"))});
  }
  return painted(origin_of(entries.size(), stand_ins_among(entries)), Ink::strong, options) +
         fmt::format("  {}\n", counted(entries.size(), "drill")) + "\n" + table.render(options);
}

std::string trend_page(const std::vector<QuarterTrend>& trends, const PageOptions& options) {
  Table table{{Align::left, Align::right, Align::right, Align::right, Align::right, Align::right,
               Align::right, Align::right, Align::right}};
  table.add({{},
             faint("drills"),
             faint("recovery"),
             faint("kept"),
             faint("loss"),
             faint("kept"),
             faint("detected in"),
             faint("all kept"),
             faint("as predicted")});
  for (const QuarterTrend& trend : trends) {
    table.add({{trend.quarter},
               {fmt::format("{}", trend.drills)},
               {span_or_dash(trend.rto_median_s), Ink::strong},
               {share_of(trend.rto_met, trend.rto_judged)},
               {span_or_dash(trend.rpo_median_s), Ink::strong},
               {share_of(trend.rpo_met, trend.rpo_judged)},
               {span_or_dash(trend.detection_median_s)},
               {share_of(trend.all_met, trend.verified)},
               {share_of(trend.within, trend.predicted)}});
  }
  return heading("TREND",
                 "medians by quarter; as predicted: in the 90 % interval that was sealed before",
                 options) +
         table.render(options);
}

std::string history_json(const std::vector<HistoryEntry>& entries) {
  Json drills = Json::array(), trend = Json::array();
  for (const HistoryEntry& entry : entries) {
    drills.push_back(entry_json(entry));
  }
  for (const QuarterTrend& one : trend_of(entries)) {
    trend.push_back(trend_json(one));
  }
  return json_text({{"format", "firedrill/history/1"},
                    {"label", joint_label(stand_ins_among(entries))},
                    {"drills", drills},
                    {"trend", trend}});
}

}  // namespace firedrill
