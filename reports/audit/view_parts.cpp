#include "reports/audit/view_parts.hpp"

#include <fmt/format.h>

#include "reports/format.hpp"

namespace firedrill {

std::string label_word(const Report& report) { return std::string{name_of(report.label())}; }

std::string span_text(Duration duration) {
  return duration == never ? "never" : human_duration(to_seconds(duration));
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

std::string title_text(const RunObjective& objective) {
  return objective.title.empty() ? objective.name : objective.title;
}

std::string drills_text(const std::vector<std::string>& ids) {
  constexpr std::size_t most = 3;
  if (ids.size() <= 1) {
    return joined(ids);
  }
  return fmt::format(
      "{}: {}{}", counted(ids.size(), "drill"),
      joined({ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(std::min(most, ids.size()))}),
      ids.size() > most ? ", ..." : "");
}

Tone tone_of(Verdict verdict) {
  return verdict == Verdict::met      ? Tone::good
         : verdict == Verdict::missed ? Tone::bad
                                      : Tone::doubtful;
}

Tone tone_of(Proof proof) {
  switch (proof) {
    case Proof::proven:
      return Tone::good;
    case Proof::refuted:
      return Tone::bad;
    case Proof::consistent:
    case Proof::too_few:
      break;
  }
  return Tone::doubtful;
}

ViewCell cell_of(Verdict verdict) { return {std::string{name_of(verdict)}, tone_of(verdict)}; }

ViewCell duration_cell(std::optional<double> seconds) {
  return {seconds ? human_duration(*seconds) : "-"};
}

std::string interval_text(double low_s, double high_s) {
  return "[" + human_duration(low_s) + ", " + human_duration(high_s) + "]";
}

}  // namespace firedrill
