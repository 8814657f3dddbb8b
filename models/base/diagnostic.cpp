#include "models/base/diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "models/base/utf8.hpp"

namespace firedrill {

namespace {

// A rendered source line is at most 100 columns wide, of which the gutter "   14 | " takes 8.
constexpr std::size_t widest_line = 92;

// Each character of `line` as one terminal cell, so that the caret line can count cells. A tab
// becomes a space; control characters, which could drive the terminal, become U+FFFD.
std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  while (!line.empty()) {
    const std::size_t size = code_point_size(line);
    const bool is_control = static_cast<unsigned char>(line[0]) < 0x20 || line[0] == 0x7F;
    if (line[0] == '\t') {
      cells.emplace_back(" ");
    } else if (size == 0 || is_control) {
      cells.emplace_back("\uFFFD");
    } else {
      cells.emplace_back(line.substr(0, size));
    }
    line.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return cells;
}

// The source line of `place` and the carets under it, cut to the neighbourhood of the carets.
std::string source_excerpt(const Place& place) {
  if (place.source_line.empty()) {
    return {};
  }
  std::vector<std::string> cells = cells_of(place.source_line);
  std::size_t caret = static_cast<std::size_t>(std::max(place.column, 1)) - 1;
  caret = std::min(caret, cells.size());
  std::size_t first = 0;
  std::size_t last = cells.size();
  if (cells.size() > widest_line) {
    const std::size_t before = widest_line / 3;
    first = std::min(caret > before ? caret - before : 0, cells.size() - widest_line);
    last = first + widest_line;
    if (first > 0) {
      cells[first] = "…";
    }
    if (last < cells.size()) {
      cells[last - 1] = "…";
    }
  }
  std::string shown;
  for (std::size_t i = first; i < last; ++i) {
    shown += cells[i];
  }
  const std::size_t room = std::max<std::size_t>(last - caret, 1);
  const std::size_t length =
      std::clamp<std::size_t>(static_cast<std::size_t>(std::max(place.length, 1)), 1, room);
  const std::string number = place.line > 0 ? std::to_string(place.line) : std::string{};
  return fmt::format("{:>5} | {}\n      | {}^{}\n", number, shown, std::string(caret - first, ' '),
                     std::string(length - 1, '~'));
}

// "scenarios/a.json:14:16 /objectives/2/rto", as far as known.
std::string heading(const Place& place) {
  std::string text = place.file;
  if (place.line > 0) {
    text += fmt::format(":{}:{}", place.line, place.column);
  }
  if (!place.pointer.empty()) {
    text += fmt::format("{}{}", text.empty() ? "" : " ", place.pointer);
  }
  return text;
}

std::string lower_case(std::string_view word) {
  std::string lower{word};
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return lower;
}

// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours cost 1 each
// (Boytsov, "Indexing methods for approximate dictionary searching", 2011, section 2.2).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> two_above(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    two_above.swap(above);
    above.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replacement = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replacement, above[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], two_above[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

}  // namespace

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::error;
  });
}

std::string render(const Diagnostic& diagnostic) {
  const std::string where = heading(diagnostic.place);
  std::string text =
      fmt::format("{}{}{}: {}{}", diagnostic.code, where.empty() ? "" : " ", where,
                  diagnostic.severity == Severity::warning ? "warning: " : "", diagnostic.message);
  if (!diagnostic.suggestion.empty()) {
    text += fmt::format("; {}", diagnostic.suggestion);
  }
  text += fmt::format("\n{}", source_excerpt(diagnostic.place));
  for (const Place& place : diagnostic.related) {
    text += fmt::format("  and here: {}\n{}", heading(place), source_excerpt(place));
  }
  return text;
}

std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string wanted = lower_case(word);
  // A word of n letters that differs in all n has nothing in common with the candidate.
  std::size_t limit = std::min((wanted.size() + 2) / 3, wanted.empty() ? 0 : wanted.size() - 1);
  const std::string* nearest = nullptr;
  for (const std::string& candidate : candidates) {
    const std::size_t longer = std::max(candidate.size(), wanted.size());
    const std::size_t shorter = std::min(candidate.size(), wanted.size());
    if (longer - shorter > limit) {
      continue;
    }
    const std::size_t distance = edit_distance(wanted, lower_case(candidate));
    if (distance < limit || (distance == limit && nearest == nullptr)) {
      limit = distance;
      nearest = &candidate;
    }
  }
  return nearest == nullptr ? std::string{} : *nearest;
}

}  // namespace firedrill
