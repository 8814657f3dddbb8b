#include "reports/audit/report_html.hpp"

#include "reports/audit/pictures.hpp"
#include "reports/markup.hpp"

namespace firedrill {
namespace {

constexpr const char* page_style = R"(
header { border-bottom: 3px solid var(--accent); margin-bottom: 1rem; padding-bottom: .6rem; }
nav ol { columns: 2 16rem; margin: .3rem 0 1rem; padding-left: 1.6rem; }
nav a, td a { color: var(--accent); }
h2 { border-top: 1px solid var(--line); padding-top: 1rem; }
h3 { margin: 1.2rem 0 .4rem; }
.wide { margin: .6rem 0 1rem; }
table { font-size: .92rem; } caption { text-align: left; font-weight: 600; padding: .2rem 0; }
td { overflow-wrap: break-word; max-width: 24rem; }
th, th.number { white-space: normal; vertical-align: bottom; }
td.digest { font: .78rem ui-monospace, monospace; overflow-wrap: anywhere; min-width: 16rem; }
dl { grid-template-columns: 11rem 1fr; margin: .4rem 0 1rem; }
#executive > p:first-of-type { font-size: 1.15rem; font-weight: 600; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .6rem;
  overflow-x: auto; font: .85rem/1.5 ui-monospace, monospace; }
@media print { @page { size: A4; margin: 16mm; } body { max-width: none; padding: 0;
  font-size: 9.5pt; } nav { display: none; } .wide { overflow: visible; }
  .wide > svg { min-width: 0; } table { font-size: 8pt; } td { max-width: none; }
  td, th { padding-right: .35rem; } td.long { white-space: normal; }
  td.digest { min-width: 0; font-size: 6.5pt; }
  tr, svg { break-inside: avoid; } h2, h3, caption { break-after: avoid; }
  pre { white-space: pre-wrap; }
  /* WeasyPrint knows no grid: a label floats beside its value. */
  dl { display: block; } dt { float: left; clear: left; width: 9.5rem; }
  dd { margin: 0 0 .2rem 10rem; } }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } nav ol { columns: 1; }
  td:first-child { min-width: 7rem; } }
)";

std::string tone_class(Tone tone) {
  switch (tone) {
    case Tone::good:
      return "good";
    case Tone::bad:
      return "bad";
    case Tone::doubtful:
      return "doubtful";
    case Tone::faint:
      return "note";
    case Tone::plain:
      break;
  }
  return "";
}

bool is_digest(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// A day or an id, which no line break should cut at its hyphens.
bool is_name(const std::string& text) {
  constexpr std::size_t longest = 16;
  return text.size() <= longest && text.find(' ') == std::string::npos &&
         text.find('-', 1) != std::string::npos;
}

constexpr std::size_t longest_figure = 12;  // that no line break may cut: "1 h 11 min"

class HtmlWriter {
 public:
  explicit HtmlWriter(Markup& page) : page_{page} {}

  void operator()(const Paragraph& block) { toned("p", block.text, block.tone); }
  void operator()(const SubHeading& block) { page_.element("h3", block.text); }
  void operator()(const FactList& block) {
    page_.open("dl");
    for (const auto& [name, value] : block.facts) {
      page_.element("dt", name);
      toned("dd", value.text, value.tone);
    }
    page_.close();
  }
  void operator()(const BulletList& block) {
    page_.open("ul");
    for (const ViewCell& item : block.items) {
      toned("li", item.text, item.tone);
    }
    page_.close();
  }
  void operator()(const CommandLines& block) {
    page_.open("pre", {{"tabindex", "0"}, {"role", "region"}, {"aria-label", "Commands"}});
    for (const std::string& line : block.lines) {
      page_.text(line + "\n");
    }
    page_.close();
  }
  void operator()(const ViewPicture& block) {
    page_.open("div", {{"class", "wide"},
                       {"tabindex", "0"},
                       {"role", "region"},
                       {"aria-label", "Picture: " + block.says.substr(0, block.says.find(':'))}});
    page_.raw(block.svg);
    page_.close();
  }
  void operator()(const ViewTable& block);

 private:
  void toned(std::string_view tag, const std::string& text, Tone tone) {
    const std::string kind = tone_class(tone);
    if (kind.empty()) {
      page_.element(tag, text);
    } else {
      page_.element(tag, {{"class", kind}}, text);
    }
  }
  void cell(const ViewCell& cell, const ViewColumn& column) {
    std::string kind = tone_class(cell.tone);
    if (column.is_number || is_digest(cell.text)) {
      kind += std::string{kind.empty() ? "" : " "} + (column.is_number ? "number" : "digest");
    }
    if (column.is_number && cell.text.size() > longest_figure) {
      kind += " long";
    }
    if (is_name(cell.text)) {
      kind += kind.empty() ? "whole" : " whole";
    }
    if (kind.empty()) {
      page_.element("td", cell.text);
    } else {
      page_.element("td", {{"class", kind}}, cell.text);
    }
  }

  Markup& page_;
};

void HtmlWriter::operator()(const ViewTable& block) {
  page_.open(
      "div",
      {{"class", "wide"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", block.caption}});
  page_.open("table");
  page_.element("caption", block.caption);
  page_.open("thead");
  page_.open("tr");
  for (const ViewColumn& column : block.columns) {
    if (column.is_number) {
      page_.element("th", {{"scope", "col"}, {"class", "number"}}, column.title);
    } else {
      page_.element("th", {{"scope", "col"}}, column.title);
    }
  }
  page_.close();
  page_.close();
  page_.open("tbody");
  for (const std::vector<ViewCell>& row : block.rows) {
    page_.open("tr");
    for (std::size_t index = 0; index < row.size(); ++index) {
      cell(row[index], block.columns[index]);
    }
    page_.close();
  }
  page_.close();
  page_.close();
  page_.close();
}

}  // namespace

std::string report_html(const ReportView& view) {
  Markup page;
  page.open("header");
  // What is no measurement must not look like one at a glance.
  const bool is_measured = view.label.find("SIMULATED") == std::string::npos;
  page.element("p", {{"class", is_measured ? "label" : "label doubtful"}}, view.label);
  page.element("h1", view.title);
  page.element("p", {{"class", "note"}}, view.subtitle);
  page.close();
  page.open("nav", {{"aria-label", "Sections"}});
  page.open("ol");
  for (const ViewSection& section : view.sections) {
    page.open("li");
    page.element("a", {{"href", "#" + section.id}}, section.title);
    page.close();
  }
  page.close();
  page.close();
  HtmlWriter writer{page};
  for (const ViewSection& section : view.sections) {
    page.open("section", {{"id", section.id}});
    page.element("h2", section.title);
    for (const ViewBlock& block : section.blocks) {
      std::visit(writer, block);
    }
    page.close();
  }
  return html_page(view.title, page_style + std::string{picture_style()}, std::move(page).finish());
}

}  // namespace firedrill
