// SPDX-License-Identifier: GPL-2.0-only
#include "sim/wan/located.hpp"

#include <algorithm>
#include <cctype>
#include <numeric>

namespace firedrill_wan {
namespace {

constexpr std::size_t widest_line = 92;  // as the rest of firedrill
constexpr int deepest_nesting = 200;
constexpr std::size_t widest_excerpt = 60;  // of a value within a message

// Bytes that begin a character: columns count those.
std::size_t characters(std::string_view bytes) {
  return static_cast<std::size_t>(std::count_if(
      bytes.begin(), bytes.end(), [](char byte) { return (byte & '\xC0') != '\x80'; }));
}

// "~" and "/" in a member's name (RFC 6901, section 3).
std::string escaped(const std::string& name) {
  std::string out;
  for (const char letter : name) {
    out += letter == '~' ? "~0" : letter == '/' ? "~1" : std::string{letter};
  }
  return out;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> above(b.size() + 1), row(b.size() + 1);
  std::iota(above.begin(), above.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({above[j - 1] + change, above[j] + 1, row[j - 1] + 1});
    }
    above.swap(row);
  }
  return above[b.size()];
}

}  // namespace

std::string meant(const std::string& word, const std::vector<std::string>& words) {
  std::string nearest, all;
  std::size_t least = (word.size() + 2) / 3 + 1;
  for (const std::string& candidate : words) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < least && distance < word.size()) {
      least = distance;
      nearest = candidate;
    }
    all += (all.empty() ? "\"" : ", \"") + candidate + "\"";
  }
  return nearest.empty() ? "known are " + all : "did you mean \"" + nearest + "\"?";
}

Located::Located(std::string file, std::string text)
    : file_{std::move(file)}, text_{std::move(text)} {
  try {
    root_ = nlohmann::ordered_json::parse(text_);
  } catch (const nlohmann::json::parse_error& error) {
    const std::size_t at = std::min(text_.size(), std::max<std::size_t>(error.byte, 1) - 1);
    throw InvalidFile(rendered({at, at + 1}, "FD1014", "", "this is not JSON from here on"), 1);
  }
  scan(past_space(0), "", 0);
  throw_if_wrong();
}

std::size_t Located::past_space(std::size_t at) const {
  while (at < text_.size() && std::isspace(static_cast<unsigned char>(text_[at])) != 0) {
    ++at;
  }
  return at;
}

std::size_t Located::past_string(std::size_t at) const {
  for (++at; text_[at] != '"'; ++at) {
    at += text_[at] == '\\' ? 1 : 0;
  }
  return at + 1;
}

// Notes where the value that begins at `at` stands, and all within it; returns its end. The text is
// known to be JSON.
std::size_t Located::scan(std::size_t at, const std::string& pointer, int depth) {
  std::size_t end = at;
  if (text_[at] == '{' || text_[at] == '[') {
    if (depth == deepest_nesting) {
      throw InvalidFile(rendered({at, at + 1}, "FD1016", "", "values are nested too deeply"), 1);
    }
    end = scan_members(at, pointer, depth + 1);
  } else if (text_[at] == '"') {
    end = past_string(at);
  } else {
    end = std::min(text_.size(), text_.find_first_of(",]} \t\r\n", at));
  }
  values_[pointer] = {at, end};
  return end;
}

std::size_t Located::scan_members(std::size_t at, const std::string& pointer, int depth) {
  const bool is_object = text_[at] == '{';
  std::size_t index = 0;
  for (at = past_space(at + 1); text_[at] != '}' && text_[at] != ']';) {
    std::string name = std::to_string(index++);
    Range place{at, at};
    if (is_object) {
      place.end = past_string(at);
      name = escaped(
          nlohmann::json::parse(text_.substr(at, place.end - at)).template get<std::string>());
      at = past_space(past_space(place.end) + 1);  // beyond the colon
    }
    std::string member = pointer;
    member += '/';
    member += name;
    if (is_object && !names_.emplace(member, place).second) {
      problems_.push_back({place.begin, rendered(place, "FD1010", member,
                                                 "the member stands twice in one object")});
    }
    at = past_space(scan(at, member, depth));
    at = text_[at] == ',' ? past_space(at + 1) : at;
  }
  return at + 1;
}

// CODE file:line:column pointer: message, then the line with a caret.
std::string Located::rendered(Range range, std::string_view code, const std::string& pointer,
                              const std::string& message) const {
  const std::string_view text{text_};
  const std::size_t before = text.substr(0, range.begin).rfind('\n');
  const std::size_t line_begin = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t line_end = std::min(text.size(), text.find('\n', range.begin));
  const auto line = std::count(text_.begin(), text_.begin() + long(line_begin), '\n') + 1;
  const std::size_t column = characters(text.substr(line_begin, range.begin - line_begin)) + 1;
  std::string out{code};
  out += " " + file_ + ":" + std::to_string(line) + ":" + std::to_string(column);
  out += (pointer.empty() ? "" : " " + pointer) + ": " + message + "\n";
  // A long line is shown around the caret.
  std::size_t from = line_begin;
  if (line_end - line_begin > widest_line && range.begin > line_begin + widest_line / 3) {
    from = range.begin - widest_line / 3;
  }
  while (from > line_begin && (text_[from] & '\xC0') == '\x80') {
    --from;
  }
  std::size_t to = std::min(line_end, from + widest_line);
  while (to < line_end && (text_[to] & '\xC0') == '\x80') {
    --to;
  }
  const std::string number = std::to_string(line);
  out += std::string(5 - std::min<std::size_t>(5, number.size()), ' ') + number + " | " +
         std::string{text.substr(from, to - from)} + "\n      | ";
  out += std::string(characters(text.substr(from, range.begin - from)), ' ') + "^";
  const std::size_t marked =
      characters(text.substr(range.begin, std::min(range.end, to) - std::min(range.begin, to)));
  return out + std::string(marked > 1 ? marked - 1 : 0, '~') + "\n";
}

void Located::error(const std::string& pointer, std::string_view code, std::string message,
                    const std::string& suggestion, At at) {
  Range range = at == At::name ? names_.at(pointer) : values_.at(pointer);
  range.end = at == At::begin ? range.begin + 1 : range.end;
  std::string excerpt = text_.substr(range.begin, range.end - range.begin);
  if (characters(excerpt) > widest_excerpt) {
    std::size_t cut = widest_excerpt;
    while ((excerpt[cut] & '\xC0') == '\x80') {
      --cut;
    }
    excerpt = excerpt.substr(0, cut) + "…";
  }
  if (const std::size_t place = message.find("{}"); place != std::string::npos) {
    message.replace(place, 2, excerpt);
  }
  message += suggestion.empty() ? "" : "; " + suggestion;
  problems_.push_back({range.begin, rendered(range, code, pointer, message)});
}

void Located::throw_if_wrong() const {
  if (problems_.empty()) {
    return;
  }
  std::vector<Problem> in_order = problems_;
  std::stable_sort(in_order.begin(), in_order.end(),
                   [](const Problem& a, const Problem& b) { return a.begin < b.begin; });
  std::string all;
  for (const Problem& problem : in_order) {
    all += problem.text;
  }
  throw InvalidFile(all, in_order.size());
}

}  // namespace firedrill_wan
