// A Document's tree as JSON text: in file order to be read, in key order to be hashed. Numbers and
// strings have one form each, so that equal values give equal bytes.
// Example: {"b": 2.0, "a": "\u0078"} is hashed as {"a":"x","b":2}
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/base/check.hpp"
#include "models/text/document.hpp"
#include "models/text/tree.hpp"

namespace firedrill {

namespace {

enum class MemberOrder { as_in_file, sorted };

// Integers in full and all else in the shortest form that reads back as the same double.
void print_number(double value, std::string& text) {
  firedrill_assert(std::isfinite(value));
  const double positive_zero = value + 0.0;
  const bool is_integer = std::trunc(value) == value && std::abs(value) < 1e21;
  text += is_integer ? fmt::format("{:.0f}", positive_zero) : fmt::format("{}", value);
}

void print(const Node& node, MemberOrder order, std::string& text);

void print_object(const Node& node, MemberOrder order, std::string& text) {
  std::vector<const std::pair<std::string, Node>*> members;
  for (const auto& member : node.members) {
    members.push_back(&member);
  }
  if (order == MemberOrder::sorted) {
    std::sort(members.begin(), members.end(),
              [](const auto* a, const auto* b) { return a->first < b->first; });
  }
  text += '{';
  for (const auto* member : members) {
    text += member == members.front() ? "" : ",";
    text += quoted_json(member->first) + ":";
    print(member->second, order, text);
  }
  text += '}';
}

void print(const Node& node, MemberOrder order, std::string& text) {
  switch (node.kind) {
    case NodeKind::null:
      text += "null";
      return;
    case NodeKind::boolean:
      text += node.boolean ? "true" : "false";
      return;
    case NodeKind::number:
      return print_number(node.number, text);
    case NodeKind::string:
      text += quoted_json(node.string);
      return;
    case NodeKind::array:
      text += '[';
      for (const Node& item : node.items) {
        text += &item == &node.items.front() ? "" : ",";
        print(item, order, text);
      }
      text += ']';
      return;
    case NodeKind::object:
      return print_object(node, order, text);
  }
}

}  // namespace

std::string quoted_json(std::string_view text) {
  std::string quoted = "\"";
  for (const char letter : text) {
    // The short escapes of RFC 8259 (2017), section 7.
    constexpr std::string_view plain = "\"\\\b\f\n\r\t";
    constexpr std::string_view escaped = "\"\\bfnrt";
    const std::size_t index = plain.find(letter);
    if (index != std::string_view::npos) {
      quoted += '\\';
      quoted += escaped[index];
    } else if (static_cast<unsigned char>(letter) < 0x20) {
      quoted += fmt::format("\\u{:04x}", static_cast<unsigned>(letter));
    } else {
      quoted += letter;
    }
  }
  return quoted + "\"";
}

std::string to_json(const Node& node) {
  std::string text;
  print(node, MemberOrder::as_in_file, text);
  return text;
}

std::string Document::digest() const {
  std::string canonical;
  print(root, MemberOrder::sorted, canonical);
  return sha256_hex(canonical);
}

}  // namespace firedrill
