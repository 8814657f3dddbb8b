// Small words and cells that several sections of a report share: spans, lists, what stands where
// there is nothing.
// Example: table.rows.push_back({{drill.id}, duration_cell(drill.alert_s)});
#pragma once

#include <string>
#include <vector>

#include "reports/audit/view.hpp"

namespace firedrill {

[[nodiscard]] inline ViewSection section(std::string id, std::string title) {
  return {std::move(id), std::move(title), {}};
}

inline void say(ViewSection& section, std::string text, Tone tone = Tone::plain) {
  section.blocks.emplace_back(Paragraph{std::move(text), tone});
}

// "-" in place of nothing, so that no cell is empty.
[[nodiscard]] inline ViewCell text_cell(std::string text, Tone tone = Tone::plain) {
  return {text.empty() ? "-" : std::move(text), tone};
}

// "MEASURED": of the figures that count.
[[nodiscard]] std::string label_word(const Report& report);
[[nodiscard]] std::string span_text(Duration duration);  // "never" for `never`
[[nodiscard]] std::string joined(const std::vector<std::string>& words);
[[nodiscard]] std::string title_text(const RunObjective& objective);
// "2 drills: drill-1, drill-7".
[[nodiscard]] std::string drills_text(const std::vector<std::string>& ids);

}  // namespace firedrill
