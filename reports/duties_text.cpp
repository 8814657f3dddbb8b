#include "reports/duties_text.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "models/recovery/measurement.hpp"
#include "reports/format.hpp"
#include "reports/verdict_marks.hpp"
#include "scenarios/measure.hpp"

namespace firedrill {
namespace {

std::string duties_heading(bool messages, const PageOptions& options) {
  const auto faint_line = [&](const char* text) {
    return painted(wrapped(text, width_of(options), 2), Ink::faint, options);
  };
  return messages ? heading("NOTIFICATIONS", "when each audience has the message", options) +
                        faint_line(
                            "Counted from the alert; notices from awareness, confirmation "
                            "and review from recovery; of updates the longest silence.")
                  : heading("RESPONSE", "the plan's phases, and when they are done", options) +
                        faint_line("Phases are counted from the alert, detection from the fault.");
}

std::string title_of(DutyKind kind, const std::string& subject, const std::string& detail) {
  return kind == DutyKind::detection ? subject : subject + ": " + detail;
}

// A table whose rows with a common beginning stand under it once.
class DutyTable {
 public:
  DutyTable(std::vector<Align> columns, std::vector<Cell> head) : table_{std::move(columns)} {
    table_.add(std::move(head));
  }

  void add(std::string title, std::vector<Cell> cells) {
    titles_.push_back(std::move(title));
    rows_.push_back(std::move(cells));
  }

  [[nodiscard]] bool is_empty() const { return rows_.empty(); }

  [[nodiscard]] std::string render(const PageOptions& options) {
    const std::vector<RowTitle> titles = row_titles(titles_);
    for (std::size_t index = 0; index < rows_.size(); ++index) {
      if (!titles[index].heading.empty()) {
        table_.add_line({titles[index].heading});
      }
      rows_[index].insert(rows_[index].begin(), Cell{titles[index].text});
      table_.add(std::move(rows_[index]));
    }
    return table_.render(options);
  }

 private:
  Table table_;
  std::vector<std::string> titles_;
  std::vector<std::vector<Cell>> rows_;
};

std::vector<Cell> prediction_cells(const DutyPrediction& one) {
  const bool is_owed = one.owed_fraction > 0.0;
  std::vector<Cell> row{{one.due_s ? human_duration(*one.due_s) : "-"},
                        faint("-"),
                        faint("-"),
                        {is_owed ? human_duration(one.quantiles[0].value) : "-"},
                        {is_owed ? human_duration(one.quantiles[2].value) : "-"},
                        {}};
  if (one.verdict) {
    row[1] = {percent(one.on_time_fraction), ink_of(*one.verdict)};
    row[2] = {chosen_percent(one.required_fraction)};
    row[5] = {mark_of(*one.verdict), ink_of(*one.verdict)};
  }
  return row;
}

std::string predicted_part(const Prediction& prediction, bool messages,
                           const PageOptions& options) {
  DutyTable table{{Align::left, Align::right, Align::right, Align::right, Align::right,
                   Align::right, Align::left},
                  {{},
                   faint("due"),
                   faint("on time in"),
                   faint("needs"),
                   faint("median"),
                   faint("95 % within"),
                   {}}};
  for (const DutyPrediction& one : prediction.duties) {
    if (is_message(one.kind) == messages) {
      table.add(title_of(one.kind, one.subject, one.detail), prediction_cells(one));
    }
  }
  return table.is_empty() ? "" : duties_heading(messages, options) + table.render(options);
}

std::vector<Cell> kept_cells(const Duty& duty, const std::optional<Duration>& delay) {
  const bool is_judged = delay && duty.within;
  const Verdict verdict = is_judged && *delay <= *duty.within ? Verdict::met : Verdict::missed;
  return {{duty.within ? human_duration(to_seconds(*duty.within)) : "-"},
          {!delay            ? "not owed"
           : *delay == never ? "never"
                             : human_duration(to_seconds(*delay))},
          {is_judged ? mark_of(verdict) : "", is_judged ? ink_of(verdict) : Ink::plain}};
}

std::string kept_part(const Scenario& scenario, const Measurement& measured, bool messages,
                      const PageOptions& options) {
  DutyTable table{{Align::left, Align::right, Align::right, Align::left},
                  {{}, faint("due"), faint(messages ? "sent" : "done"), {}}};
  for (std::size_t index = 0; index < scenario.duties.size(); ++index) {
    const Duty& duty = scenario.duties[index];
    if (is_message(duty.kind) == messages) {
      table.add(title_of(duty.kind, duty.subject, duty.detail),
                kept_cells(duty, measured.duties[index]));
    }
  }
  return table.is_empty() ? "" : duties_heading(messages, options) + table.render(options);
}

}  // namespace

std::string duties_part(const Prediction& prediction, const PageOptions& options) {
  return predicted_part(prediction, false, options) + predicted_part(prediction, true, options);
}

std::string kept_duties_part(const Timeline& timeline, const Scenario& scenario,
                             const PageOptions& options) {
  if (scenario.duties.empty()) {
    return "";
  }
  Measurement measured;
  Measurer{scenario}.measure(timeline, measured);
  return kept_part(scenario, measured, false, options) +
         kept_part(scenario, measured, true, options);
}

}  // namespace firedrill
