// A report as the source of a PDF: Typst, with every word in a string, so that none is markup.

#include <cstdlib>

#include "reports/audit/machine_forms.hpp"
#include "reports/audit/pictures.hpp"

namespace firedrill {
namespace {

std::string typst_string(const std::string& text) {
  std::string safe = "\"";
  for (const char letter : text) {
    const bool is_control = static_cast<unsigned char>(letter) < 0x20;
    safe += letter == '"' || letter == '\\' ? std::string{'\\', letter}
            : letter == '\n'                ? std::string{"\\n"}
                                            : std::string(1, is_control ? ' ' : letter);
  }
  return safe + "\"";
}

const char* colour_of(Tone tone) {
  switch (tone) {
    case Tone::good:
      return "rgb(\"#1a6b32\")";
    case Tone::bad:
      return "rgb(\"#b3261e\")";
    case Tone::doubtful:
      return "rgb(\"#8a5300\")";
    case Tone::faint:
      return "rgb(\"#57606a\")";
    case Tone::plain:
      break;
  }
  return "rgb(\"#1b1f24\")";
}

// As content; long words may break anywhere.
std::string said(const ViewCell& cell) {
  return std::string{"text(fill: "} + colour_of(cell.tone) + ", " + typst_string(cell.text) + ")";
}

struct TypstWriter {
  std::string& page;

  void operator()(const Paragraph& block) const {
    page += "#par(" + said({block.text, block.tone}) + ")\n";
  }
  void operator()(const SubHeading& block) const {
    page += "#heading(level: 2, " + typst_string(block.text) + ")\n";
  }
  void operator()(const FactList& block) const {
    page += "#facts(\n";
    for (const auto& [name, value] : block.facts) {
      page += "  " + typst_string(name) + ", " + said(value) + ",\n";
    }
    page += ")\n";
  }
  void operator()(const BulletList& block) const {
    page += "#list(\n";
    for (const ViewCell& item : block.items) {
      page += "  " + said(item) + ",\n";
    }
    page += ")\n";
  }
  void operator()(const CommandLines& block) const {
    std::string text;
    for (const std::string& line : block.lines) {
      text += (text.empty() ? "" : "\n") + line;
    }
    page += "#block(fill: luma(245), inset: 6pt, width: 100%, text(size: 7.5pt, raw(" +
            typst_string(text) + ", block: true)))\n";
  }
  void operator()(const ViewPicture& block) const {
    std::string svg = with_paper_style(block.svg);
    svg.insert(svg.find("<svg") + 4, " xmlns=\"http://www.w3.org/2000/svg\"");
    page += "#image(bytes(" + typst_string(svg) +
            "), format: \"svg\", width: 100%, alt: " + typst_string(block.says) + ")\n";
  }
  void operator()(const ViewTable& block) const {
    page += "#data(" + typst_string(block.caption) + ", (";
    for (const ViewColumn& column : block.columns) {
      page +=
          "(" + typst_string(column.title) + ", " + (column.is_number ? "true" : "false") + "), ";
    }
    page += "), (\n";
    for (const std::vector<ViewCell>& row : block.rows) {
      page += "  (";
      for (const ViewCell& cell : row) {
        page += said(cell) + ", ";
      }
      page += "),\n";
    }
    page += "))\n";
  }
};

// Wide tables are set smaller; a row never breaks over two pages.
constexpr const char* preamble = R"(
#set page(paper: "a4", margin: (x: 16mm, y: 18mm), numbering: "1 / 1",
  header: align(right, text(size: 7.5pt, fill: luma(90), LABEL)))
#set text(font: "Libertinus Serif", size: 10pt, lang: "en")
#set par(justify: false)
#show heading.where(level: 1): it => block(above: 18pt, below: 8pt, text(size: 13pt, it.body))
#show heading.where(level: 2): it => block(above: 12pt, below: 6pt, text(size: 10.5pt, it.body))
#let facts(..items) = grid(columns: (32mm, 1fr), row-gutter: 5pt, column-gutter: 4mm,
  ..items.pos().enumerate().map(((i, it)) => {
    if calc.even(i) { text(fill: luma(90), it) } else { it } }))
#let data(caption, columns, rows) = {
  let size = if columns.len() > 8 { 6.5pt } else if columns.len() > 5 { 7.5pt } else { 8.5pt }
  block(above: 10pt, below: 4pt, sticky: true, text(weight: "bold", size: 9pt, caption))
  set text(size: size)
  show regex("[0-9a-f]{64}"): it => text(size: 6.2pt,
    it.text.slice(0, 32) + "\u{200b}" + it.text.slice(32))
  table(columns: columns.map(c => auto), stroke: (x, y) => (bottom: 0.4pt + luma(190)),
    inset: (x: 3pt, y: 3pt), align: (x, y) => if columns.at(x).at(1) { right } else { left },
    table.header(..columns.map(c => strong(c.at(0)))), ..rows.flatten())
}
)";

// The report's instant, "2026-11-28T22:17:02.000000Z", as Typst writes one.
std::string date_of(const std::string& instant) {
  const auto number = [&](std::size_t at, std::size_t count) {
    const std::string digits = instant.size() > at ? instant.substr(at, count) : "1";
    return std::to_string(std::strtol(digits.c_str(), nullptr, 10));
  };
  return "datetime(year: " + number(0, 4) + ", month: " + number(5, 2) + ", day: " + number(8, 2) +
         ", hour: " + number(11, 2) + ", minute: " + number(14, 2) + ", second: " + number(17, 2) +
         ")";
}

}  // namespace

std::string report_typst(const ReportView& view) {
  std::string head = preamble;
  head.replace(head.find("LABEL"), 5, typst_string(view.label + "  " + view.subtitle));
  std::string page = "#set document(title: " + typst_string(view.title) +
                     ", author: \"firedrill\", date: " + date_of(view.as_of) + ")\n" + head +
                     "#text(fill: luma(90), weight: \"bold\", " + typst_string(view.label) +
                     ")\n#block(above: 6pt, text(size: 18pt, weight: \"bold\", " +
                     typst_string(view.title) + "))\n#text(fill: luma(90), " +
                     typst_string(view.subtitle) + ")\n";
  const TypstWriter writer{page};
  for (const ViewSection& section : view.sections) {
    page += "#heading(level: 1, " + typst_string(section.title) + ")\n";
    for (const ViewBlock& block : section.blocks) {
      std::visit(writer, block);
    }
  }
  return page;
}

}  // namespace firedrill
