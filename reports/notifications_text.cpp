#include "reports/notifications_text.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "reports/format.hpp"
#include "reports/verdict_marks.hpp"
#include "scenarios/measure_duties.hpp"

namespace firedrill {
namespace {

std::string notifications_heading(const PageOptions& options) {
  const char* const clocks =
      "Counted from the alert, confirmation and review from recovery; of updates the longest "
      "silence.";
  return heading("NOTIFICATIONS", "when each audience has the message", options) +
         painted(wrapped(clocks, width_of(options), 2), Ink::faint, options);
}

void add_notification(const NotificationPrediction& one, const std::string& title, Table& table) {
  const bool is_owed = one.owed_fraction > 0.0;
  std::vector<Cell> row{{title},
                        {one.due_s ? human_duration(*one.due_s) : "-"},
                        faint("-"),
                        faint("-"),
                        {is_owed ? human_duration(one.quantiles[0].value) : "-"},
                        {is_owed ? human_duration(one.quantiles[2].value) : "-"},
                        {}};
  if (one.verdict) {
    row[2] = {percent(one.on_time_fraction), ink_of(*one.verdict)};
    row[3] = {chosen_percent(one.required_fraction)};
    row[6] = {mark_of(*one.verdict), ink_of(*one.verdict)};
  }
  table.add(std::move(row));
}

}  // namespace

std::string notifications_part(const Prediction& prediction, const PageOptions& options) {
  if (prediction.notifications.empty()) {
    return "";
  }
  std::vector<std::string> titles;
  for (const NotificationPrediction& one : prediction.notifications) {
    titles.push_back(one.message + ": " + one.audience);
  }
  Table table{{Align::left, Align::right, Align::right, Align::right, Align::right, Align::right,
               Align::left}};
  table.add({{},
             faint("due"),
             faint("on time in"),
             faint("needs"),
             faint("median"),
             faint("95 % within"),
             {}});
  const std::vector<RowTitle> rows = row_titles(titles);
  for (std::size_t index = 0; index < rows.size(); ++index) {
    if (!rows[index].heading.empty()) {
      table.add_line({rows[index].heading});
    }
    add_notification(prediction.notifications[index], rows[index].text, table);
  }
  return notifications_heading(options) + table.render(options);
}

std::string sent_messages_part(const Timeline& timeline, const Scenario& scenario,
                               const PageOptions& options) {
  if (scenario.duties.empty()) {
    return "";
  }
  std::vector<std::optional<Duration>> delays;
  DutyMeasurer{scenario}.measure(timeline, delays);
  std::vector<std::string> titles;
  for (const Duty& duty : scenario.duties) {
    titles.push_back(duty.message + ": " + duty.audience);
  }
  Table table{{Align::left, Align::right, Align::right, Align::left}};
  table.add({{}, faint("due"), faint("sent"), {}});
  const std::vector<RowTitle> rows = row_titles(titles);
  for (std::size_t index = 0; index < rows.size(); ++index) {
    const Duty& duty = scenario.duties[index];
    const auto& delay = delays[index];
    if (!rows[index].heading.empty()) {
      table.add_line({rows[index].heading});
    }
    const bool is_judged = delay && duty.within;
    const Verdict verdict = is_judged && *delay <= *duty.within ? Verdict::met : Verdict::missed;
    table.add({{rows[index].text},
               {duty.within ? human_duration(to_seconds(*duty.within)) : "-"},
               {!delay            ? "not owed"
                : *delay == never ? "never"
                                  : human_duration(to_seconds(*delay))},
               {is_judged ? mark_of(verdict) : "", is_judged ? ink_of(verdict) : Ink::plain}});
  }
  return notifications_heading(options) + table.render(options);
}

}  // namespace firedrill
