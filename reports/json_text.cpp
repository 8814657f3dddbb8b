#include "reports/json_text.hpp"

#include <algorithm>
#include <cmath>

#include "models/base/utf8.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t line_width = 120;
// Of a value that holds nothing but plain ones, so that every event of a timeline is one line.
constexpr std::size_t flat_line_width = 280;

std::string on_one_line(const Json& value) {
  if (!value.is_structured()) {
    return value.dump();
  }
  std::string text;
  for (const auto& [key, member] : value.items()) {
    text += text.empty() ? "" : ", ";
    text += (value.is_object() ? Json(key).dump() + ": " : "") + on_one_line(member);
  }
  return value.is_object() ? "{" + text + "}" : "[" + text + "]";
}

bool is_flat(const Json& value) {
  return std::none_of(value.begin(), value.end(),
                      [](const Json& member) { return member.is_structured(); });
}

bool is_short(const Json& item) {
  constexpr std::size_t longest_word = 24;
  return item.is_number() || item.is_null() || item.is_boolean() ||
         (item.is_string() && item.get_ref<const std::string&>().size() <= longest_word);
}

// A long list of short values as lines that are full.
std::string filled(const Json& values, std::size_t depth) {
  const std::string blanks(2 * (depth + 1), ' ');
  std::string text = "[\n" + blanks;
  std::size_t used = blanks.size();
  for (std::size_t index = 0; index < values.size(); ++index) {
    const std::string value = values[index].dump() + (index + 1 < values.size() ? "," : "");
    if (used > blanks.size() && used + value.size() + 1 > line_width) {
      text += "\n" + blanks;
      used = blanks.size();
    }
    text += (used > blanks.size() ? " " : "") + value;
    used += value.size() + 1;
  }
  return text + "\n" + std::string(2 * depth, ' ') + "]";
}

// `used`: the characters that stand before and after `value` on its line.
std::string laid_out(const Json& value, std::size_t depth, std::size_t used) {
  std::string line = on_one_line(value);
  const bool is_whole = depth == 0;  // the document itself always opens up
  const std::size_t most = is_flat(value) ? flat_line_width : line_width;
  if (!value.is_structured() || value.empty() ||
      (!is_whole && used + count_code_points(line) <= most)) {
    return line;
  }
  if (value.is_array() && std::all_of(value.begin(), value.end(), is_short)) {
    return filled(value, depth);
  }
  const std::string blanks(2 * (depth + 1), ' ');
  std::string text;
  for (const auto& [key, member] : value.items()) {
    const std::string name = value.is_object() ? Json(key).dump() + ": " : "";
    text += text.empty() ? "\n" : ",\n";
    text += blanks + name + laid_out(member, depth + 1, blanks.size() + name.size() + 1);
  }
  text += "\n" + std::string(2 * depth, ' ');
  return value.is_object() ? "{" + text + "}" : "[" + text + "]";
}

}  // namespace

std::string json_text(const Json& value) { return laid_out(value, 0, 0) + "\n"; }

Json json_words(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json json_number(std::optional<double> number) {
  return number && std::isfinite(*number) ? Json(*number) : Json(nullptr);
}

}  // namespace firedrill
