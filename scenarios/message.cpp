#include "scenarios/message.hpp"

#include <algorithm>

namespace firedrill {
namespace {

std::string_view without_blanks(std::string_view text) {
  while (text.starts_with(' ')) {
    text.remove_prefix(1);
  }
  while (text.ends_with(' ')) {
    text.remove_suffix(1);
  }
  return text;
}

// Calls `plain` for the text between blanks and `blank` for the name in each, in order.
template <class Plain, class Blank>
void scan_template(std::string_view text, const Plain& plain, const Blank& blank) {
  while (true) {
    const std::size_t open = text.find("{{");
    const std::size_t close = open == text.npos ? open : text.find("}}", open);
    if (close == text.npos) {
      plain(text);
      return;
    }
    plain(text.substr(0, open));
    blank(without_blanks(text.substr(open + 2, close - open - 2)));
    text.remove_prefix(close + 2);
  }
}

}  // namespace

bool can_fill(const Plan& plan, std::string_view field) {
  return std::find(known_fields.begin(), known_fields.end(), field) != known_fields.end() ||
         (plan.communication && plan.communication->fields.contains(std::string{field}));
}

const MessageTemplate* template_of(const Plan& plan, DutyKind kind) {
  const bool repeats = kind == DutyKind::initial || kind == DutyKind::update;
  for (const MessageTemplate& message : plan.governance.templates) {
    if ((repeats && message.repeat_every) ||
        (kind == DutyKind::confirmation && message.review_within)) {
      return &message;
    }
  }
  return nullptr;
}

std::vector<std::string> fields_of(std::initializer_list<std::string_view> texts) {
  std::vector<std::string> fields;
  const auto add = [&](std::string_view name) {
    if (std::find(fields.begin(), fields.end(), name) == fields.end()) {
      fields.emplace_back(name);
    }
  };
  for (const std::string_view text : texts) {
    scan_template(
        text, [](std::string_view /*plain*/) {}, add);
  }
  return fields;
}

std::string filled_in(std::string_view text, const MessageFacts& facts) {
  std::string filled;
  const auto fill = [&](std::string_view name) {
    const auto fact = facts.find(name);
    if (fact == facts.end()) {
      filled.append("[").append(name).append(": not known]");
    } else {
      filled += fact->second;
    }
  };
  scan_template(
      text, [&](std::string_view plain) { filled += plain; }, fill);
  return filled;
}

}  // namespace firedrill
