#include "reports/page.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "models/base/check.hpp"
#include "models/base/utf8.hpp"

namespace firedrill {
namespace {

constexpr std::size_t margin = 2;  // blanks before every row of a table, and between its columns
constexpr std::size_t least_flexible_width = 12;

// What stands before the last ": " of `title`; "" if there is none.
std::string_view group_of(std::string_view title) {
  const std::size_t colon = title.rfind(": ");
  return colon == std::string_view::npos ? std::string_view{} : title.substr(0, colon);
}

}  // namespace

std::size_t width_of(const PageOptions& options) { return static_cast<std::size_t>(options.width); }

Cell faint(std::string text) { return {std::move(text), Ink::faint}; }

std::string painted(std::string_view text, Ink ink, const PageOptions& options) {
  // Select Graphic Rendition, ECMA-48 (1991), 8.3.117.
  constexpr std::array<std::string_view, 6> codes{"", "1", "2", "32", "31", "33"};
  const std::string_view code = codes[static_cast<std::size_t>(ink)];
  const bool is_plain = !options.colour || code.empty() || text.empty();
  return is_plain ? std::string{text} : fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t length = count_code_points(text);
  return std::string{text} + std::string(width > length ? width - length : 0, ' ');
}

std::string padded_left(std::string_view text, std::size_t width) {
  const std::size_t length = count_code_points(text);
  return std::string(width > length ? width - length : 0, ' ') + std::string{text};
}

std::string clipped(std::string_view text, std::size_t width) {
  if (count_code_points(text) <= width) {
    return std::string{text};
  }
  return width == 0 ? "" : std::string{first_code_points(text, width - 1)} + "…";
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  const std::string blanks(indent, ' ');
  std::string page;
  std::string line;
  std::size_t length = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t word_length = count_code_points(word);
    if (length > 0 && indent + length + 1 + word_length > width) {
      page += blanks + line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
      line.clear();
      length = 0;
    }
    line += (length == 0 ? "" : " ") + std::string{word};
    length += word_length + (length == 0 ? 0 : 1);
  }
  return page + blanks + line + "\n";
}

std::string bar(double share, std::size_t width) {
  constexpr std::array<std::string_view, 8> partial{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const auto eighths = static_cast<std::size_t>(
      std::lround(std::clamp(share, 0.0, 1.0) * 8.0 * static_cast<double>(width)));
  std::string text;
  for (std::size_t cell = 0; cell < eighths / 8; ++cell) {
    text += "█";
  }
  return text + std::string{partial[eighths % 8]};
}

std::string heading(std::string_view name, std::string_view remark, const PageOptions& options) {
  return "\n" + painted(name, Ink::strong, options) + (remark.empty() ? "" : "  ") +
         painted(remark, Ink::faint, options) + "\n";
}

std::vector<RowTitle> row_titles(const std::vector<std::string>& titles) {
  std::vector<RowTitle> rows;
  for (std::size_t index = 0; index < titles.size(); ++index) {
    const std::string_view group = group_of(titles[index]);
    const bool is_first = index == 0 || group_of(titles[index - 1]) != group;
    const bool is_last = index + 1 == titles.size() || group_of(titles[index + 1]) != group;
    if (group.empty() || (is_first && is_last)) {
      rows.push_back({"", titles[index]});
    } else {
      rows.push_back(
          {is_first ? std::string{group} : "", "  " + titles[index].substr(group.size() + 2)});
    }
  }
  return rows;
}

std::vector<std::size_t> Table::widths(const PageOptions& options) const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const std::vector<Cell>& row : rows_) {
    for (std::size_t column = 0; row.size() > 1 && column < row.size(); ++column) {
      widths[column] = std::max(widths[column], count_code_points(row[column].text));
    }
  }
  std::size_t others = margin;
  for (std::size_t column = 0; column < widths.size(); ++column) {
    others += column == flexible_ ? 0 : margin + widths[column];
  }
  const auto page = static_cast<std::size_t>(options.width);
  const std::size_t left = std::max(page - std::min(page, others), least_flexible_width);
  widths[flexible_] = std::min(widths[flexible_], left);
  return widths;
}

std::string Table::render(const PageOptions& options) const {
  const std::vector<std::size_t> width = widths(options);
  const std::string blanks(margin, ' ');
  std::string page;
  for (const std::vector<Cell>& row : rows_) {
    std::string line;
    if (row.size() == 1) {
      const auto room = static_cast<std::size_t>(options.width) - margin;
      line = blanks + painted(clipped(row[0].text, room), row[0].ink, options);
    } else {
      firedrill_assert(row.size() == columns_.size());
      for (std::size_t column = 0; column < row.size(); ++column) {
        const std::string text = clipped(row[column].text, width[column]);
        const std::string gap(width[column] - count_code_points(text), ' ');
        const std::string cell = painted(text, row[column].ink, options);
        line += blanks;
        line += columns_[column] == Align::right ? gap + cell : cell + gap;
      }
    }
    page += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return page;
}

}  // namespace firedrill
