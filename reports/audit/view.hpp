// A report as people read it, before it takes a form: sections of paragraphs, facts, lists, tables,
// pictures and commands, all words and figures already chosen. Page, Markdown, PDF and the text
// between them show the same view and can therefore not say different things.
// Example: const ReportView view = report_view(report); report_markdown(view)
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "reports/audit/report.hpp"

namespace firedrill {

// How a word is meant; it always says so by itself, too.
enum class Tone { plain, good, bad, doubtful, faint };

struct ViewCell {
  std::string text;
  Tone tone = Tone::plain;
};

struct Paragraph {
  std::string text;
  Tone tone = Tone::plain;
};

struct FactList {
  std::vector<std::pair<std::string, ViewCell>> facts;
};

struct BulletList {
  std::vector<ViewCell> items;
};

struct ViewColumn {
  std::string title;
  bool is_number = false;
};

struct ViewTable {
  std::string caption;
  std::vector<ViewColumn> columns;
  std::vector<std::vector<ViewCell>> rows;
};

// An SVG whose colours are classes (see picture_style); `says` is what it shows, in words.
struct ViewPicture {
  std::string says, svg;
  int width = 0, height = 0;
};

struct CommandLines {
  std::vector<std::string> lines;
};

struct SubHeading {
  std::string text;
};

using ViewBlock =
    std::variant<Paragraph, FactList, BulletList, ViewTable, ViewPicture, CommandLines, SubHeading>;

struct ViewSection {
  std::string id, title;
  std::vector<ViewBlock> blocks;
};

struct ReportView {
  std::string label, title, subtitle, as_of;
  std::vector<ViewSection> sections;
};

[[nodiscard]] ReportView report_view(const Report& report);

// What the view's parts share.
[[nodiscard]] Tone tone_of(Verdict verdict);
[[nodiscard]] Tone tone_of(Proof proof);
[[nodiscard]] ViewCell cell_of(Verdict verdict);
[[nodiscard]] ViewCell duration_cell(std::optional<double> seconds);  // "-" where there is none
[[nodiscard]] std::string interval_text(double low_s, double high_s);

// Sections, each empty where there is nothing to say but that.
[[nodiscard]] ViewSection executive_section(const Report& report);
[[nodiscard]] ViewSection scope_section(const Report& report);
[[nodiscard]] ViewSection objectives_section(const Report& report);
[[nodiscard]] ViewSection drills_section(const Report& report);
[[nodiscard]] ViewSection calendar_section(const Report& report);
[[nodiscard]] ViewSection timeline_section(const Report& report);
[[nodiscard]] ViewSection phases_section(const Report& report);
[[nodiscard]] ViewSection loss_section(const Report& report);
[[nodiscard]] ViewSection backups_section(const Report& report);
[[nodiscard]] ViewSection steps_section(const Report& report);
[[nodiscard]] ViewSection criteria_section(const Report& report);
[[nodiscard]] ViewSection model_section(const Report& report);
[[nodiscard]] ViewSection notifications_section(const Report& report);
[[nodiscard]] ViewSection deviations_section(const Report& report);
[[nodiscard]] ViewSection findings_section(const Report& report);
[[nodiscard]] ViewSection actions_section(const Report& report);
[[nodiscard]] ViewSection risks_section(const Report& report);
[[nodiscard]] ViewSection evidence_section(const Report& report);
[[nodiscard]] ViewSection access_section(const Report& report);
[[nodiscard]] ViewSection limitations_section(const Report& report);
[[nodiscard]] ViewSection demands_section(const Report& report);
[[nodiscard]] ViewSection sign_off_section(const Report& report);
[[nodiscard]] ViewSection simulated_section(const Report& report);

}  // namespace firedrill
