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

std::string filled_in(std::string_view text, const MessageFacts& facts) {
  std::string filled;
  while (true) {
    const std::size_t open = text.find("{{");
    const std::size_t close = open == text.npos ? open : text.find("}}", open);
    if (close == text.npos) {
      filled += text;
      return filled;
    }
    filled += text.substr(0, open);
    const std::string_view name = without_blanks(text.substr(open + 2, close - open - 2));
    const auto fact = facts.find(name);
    if (fact == facts.end()) {
      filled.append("[").append(name).append(": not known]");
    } else {
      filled += fact->second;
    }
    text.remove_prefix(close + 2);
  }
}

}  // namespace firedrill
