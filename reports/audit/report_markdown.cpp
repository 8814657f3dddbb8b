#include "reports/audit/report_markdown.hpp"

namespace firedrill {
namespace {

// Text in which nothing is markup, on one line.
std::string plain(const std::string& text) {
  std::string safe;
  for (const char letter : text) {
    if (std::string_view{"\\`*_[]<>#|~"}.find(letter) != std::string_view::npos) {
      safe += '\\';
    }
    const bool is_control = static_cast<unsigned char>(letter) < 0x20;
    safe += is_control ? ' ' : letter;
  }
  return safe;
}

struct MarkdownWriter {
  std::string& page;

  void operator()(const Paragraph& block) const { page += plain(block.text) + "\n\n"; }
  void operator()(const SubHeading& block) const { page += "### " + plain(block.text) + "\n\n"; }
  void operator()(const FactList& block) const {
    for (const auto& [name, value] : block.facts) {
      page += "- **" + plain(name) + ":** " + plain(value.text) + "\n";
    }
    page += "\n";
  }
  void operator()(const BulletList& block) const {
    for (const ViewCell& item : block.items) {
      page += "- " + plain(item.text) + "\n";
    }
    page += "\n";
  }
  void operator()(const CommandLines& block) const {
    page += "```\n";
    for (const std::string& line : block.lines) {
      page += line + "\n";
    }
    page += "```\n\n";
  }
  void operator()(const ViewPicture& block) const { page += "*" + plain(block.says) + "*\n\n"; }
  void operator()(const ViewTable& block) const {
    page += "**" + plain(block.caption) + "**\n\n|";
    for (const ViewColumn& column : block.columns) {
      page += " " + plain(column.title) + " |";
    }
    page += "\n|";
    for (const ViewColumn& column : block.columns) {
      page += column.is_number ? "---:|" : "---|";
    }
    page += "\n";
    for (const std::vector<ViewCell>& row : block.rows) {
      page += "|";
      for (const ViewCell& cell : row) {
        page += " " + plain(cell.text) + " |";
      }
      page += "\n";
    }
    page += "\n";
  }
};

}  // namespace

std::string report_markdown(const ReportView& view) {
  std::string page = "# " + plain(view.title) + "\n\n**" + plain(view.label) + "** " +
                     plain(view.subtitle) + "\n\n";
  const MarkdownWriter writer{page};
  for (const ViewSection& section : view.sections) {
    page += "<a id=\"" + section.id + "\"></a>\n\n## " + plain(section.title) + "\n\n";
    for (const ViewBlock& block : section.blocks) {
      std::visit(writer, block);
    }
  }
  return page;
}

}  // namespace firedrill
