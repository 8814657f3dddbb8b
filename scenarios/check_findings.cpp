#include "scenarios/check_findings.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace firedrill {
namespace {

std::string unescaped(std::string_view token) {
  std::string plain;
  for (std::size_t index = 0; index < token.size(); ++index) {
    const bool is_escape = token[index] == '~' && index + 1 < token.size();
    plain += is_escape ? (token[++index] == '1' ? '/' : '~') : token[index];
  }
  return plain;
}

bool is_word_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9');
}

}  // namespace

const Node& Findings::node_at(std::string_view pointer) const {
  const Node* node = &document_.root;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::string token = unescaped(pointer.substr(0, pointer.find('/')));
    pointer.remove_prefix(std::min(pointer.find('/'), pointer.size()));
    const Node* next = node->find(token);
    if (node->kind == NodeKind::array) {
      std::size_t index = node->items.size();
      std::from_chars(token.data(), token.data() + token.size(), index);
      next = index < node->items.size() ? &node->items[index] : nullptr;
    }
    if (next == nullptr) {
      return *node;
    }
    node = next;
  }
  return *node;
}

std::string Findings::item(const std::string& list, std::string_view value,
                           std::string_view name) const {
  const Node& node = node_at(list);
  for (std::size_t index = 0; index < node.items.size(); ++index) {
    const Node* const found = node.items[index].find(name);
    if (found != nullptr && found->string == value) {
      return at(list, index);
    }
  }
  return list;
}

void Findings::relate(const Node& node, bool is_main, Diagnostic& finding) const {
  if (is_main) {
    finding.place = place_of(node);
  } else {
    finding.related.push_back(place_of(node));
  }
  const Node* const id = node.find("parameter");
  const Node* const table = document_.root.find("parameters");
  const Node* const parameter =
      id == nullptr || table == nullptr ? nullptr : table->find(id->string);
  const Node* const value = parameter == nullptr ? nullptr : parameter->find("value");
  const bool is_new =
      value != nullptr &&
      std::none_of(finding.related.begin(), finding.related.end(),
                   [&](const Place& place) { return place.pointer == value->pointer; });
  if (is_new) {
    finding.related.push_back(place_of(*value));
  }
}

void Findings::add(std::string_view code, const std::string& pointer,
                   const std::vector<std::string>& related, std::string message,
                   std::string suggestion) {
  Diagnostic finding;
  finding.code = code;
  finding.severity = Severity::warning;
  finding.message = std::move(message);
  finding.suggestion = std::move(suggestion);
  relate(node_at(pointer), true, finding);
  for (const std::string& other : related) {
    relate(node_at(other), false, finding);
  }
  found_.push_back(std::move(finding));
}

std::string at(std::string_view list, std::size_t index) {
  return fmt::format("{}/{}", list, index);
}

std::string in_words(Duration duration) {
  constexpr double minute = 60.0;
  constexpr double hour = 3600.0;
  constexpr double day = 86400.0;
  const double seconds = to_seconds(duration);
  if (seconds < 2.0 * minute) {
    return fmt::format("{:.3g} s", seconds);
  }
  if (seconds < 5.0 * hour) {
    return fmt::format("{:.3g} min", seconds / minute);
  }
  return seconds < 3.0 * day ? fmt::format("{:.3g} h", seconds / hour)
                             : fmt::format("{:.3g} d", seconds / day);
}

std::string in_percent(double fraction) { return fmt::format("{:.3g} %", 100.0 * fraction); }

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool is_inside = false;
  for (const char letter : text) {
    const bool was_inside = std::exchange(is_inside, is_word_letter(letter));
    if (!is_inside) {
      continue;
    }
    if (!was_inside) {
      words.emplace_back();
    }
    words.back() += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  }
  return words;
}

}  // namespace firedrill
