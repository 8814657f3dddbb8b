// What every page for the terminal shares: its width, its colours, text that fits, and tables.
// Widths count characters, not bytes. Every mark reads the same without colour.
// Example: Table table{{Align::left, Align::right}}; table.add({{"promise"}, {"58.4 %",
// Ink::bad}});
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firedrill {

struct PageOptions {
  int width = 100;  // characters; the pages are made for 60 and more
  bool colour = false;
  bool all_assumptions = false;
};

// The width, as the functions below take it.
[[nodiscard]] std::size_t width_of(const PageOptions& options);

enum class Ink { plain, strong, faint, good, bad, doubtful };

// `text` in `ink`, if the page has colour.
[[nodiscard]] std::string painted(std::string_view text, Ink ink, const PageOptions& options);

// `text` with blanks up to `width` characters, after it or before it.
[[nodiscard]] std::string padded(std::string_view text, std::size_t width);
[[nodiscard]] std::string padded_left(std::string_view text, std::size_t width);

// `text`, or as much of it as `width` characters hold, with an ellipsis at the end.
[[nodiscard]] std::string clipped(std::string_view text, std::size_t width);

// `text` broken between words into lines of at most `width` characters, each after `indent` blanks;
// ends with a newline.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width, std::size_t indent = 0);

// A bar of `share` in [0, 1] of `width` characters, in eighths.
[[nodiscard]] std::string bar(double share, std::size_t width);

// The line over a part of the page, after a blank one: its name, and what it says beside it.
[[nodiscard]] std::string heading(std::string_view name, std::string_view remark,
                                  const PageOptions& options);

// The first cell of a row, and the line to put before it if there is one.
struct RowTitle {
  std::string heading;
  std::string text;
};

// Titles as the rows of a table: where several in a row begin with the same words and a colon,
// these words become a heading, and the rows below it are indented.
[[nodiscard]] std::vector<RowTitle> row_titles(const std::vector<std::string>& titles);

enum class Align { left, right };

struct Cell {
  std::string text;
  Ink ink = Ink::plain;
};

// What explains the figures beside it.
[[nodiscard]] Cell faint(std::string text);

// Columns as wide as their widest cell, two blanks apart; the one called `flexible` is clipped so
// that all fits.
class Table {
 public:
  explicit Table(std::vector<Align> columns, std::size_t flexible = 0)
      : columns_{std::move(columns)}, flexible_{flexible} {}

  void add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  // A line of its own between the rows.
  void add_line(Cell line) { rows_.push_back({std::move(line)}); }

  [[nodiscard]] std::string render(const PageOptions& options) const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths(const PageOptions& options) const;

  std::vector<Align> columns_;
  std::size_t flexible_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace firedrill
