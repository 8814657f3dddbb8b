#include "models/text/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/text/tree.hpp"

namespace firedrill {

namespace {

std::string with_excerpt(std::string message, const Node& node) {
  const std::size_t hole = message.find("{}");
  if (hole != std::string::npos) {
    message.replace(hole, 2, excerpt(node));
  }
  return message;
}

void report_kind(const Node& node, std::string_view wanted, std::string suggestion,
                 ReadContext& context) {
  context.error(node, "FD2005", fmt::format("{{}} is not {}", wanted), std::move(suggestion));
}

std::optional<std::string> read_string(const Node& node, ReadContext& context) {
  if (node.kind == NodeKind::string) {
    return node.string;
  }
  const bool is_scalar = node.kind == NodeKind::number || node.kind == NodeKind::boolean;
  report_kind(node, "a string", is_scalar ? fmt::format("write \"{}\"", excerpt(node)) : "",
              context);
  return std::nullopt;
}

std::optional<bool> read_boolean(const Node& node, ReadContext& context) {
  if (node.kind == NodeKind::boolean) {
    return node.boolean;
  }
  const bool is_quoted = node.string == "true" || node.string == "false";
  report_kind(node, "true or false",
              is_quoted ? fmt::format("write {} without quotes", node.string) : "", context);
  return std::nullopt;
}

std::optional<std::int64_t> read_integer(const Node& node, std::int64_t low, std::int64_t high,
                                         ReadContext& context) {
  if (node.kind != NodeKind::number) {
    report_kind(node, "a whole number", fmt::format("write it like {}", low), context);
    return std::nullopt;
  }
  // Beyond 2^53 a double skips integers, so the number would not be the one in the file.
  constexpr std::int64_t largest_exact = (std::int64_t{1} << 53U) - 1;
  low = std::max(low, -largest_exact);
  high = std::min(high, largest_exact);
  if (std::trunc(node.number) != node.number) {
    context.error(node, "FD2006", "{} is not a whole number", "leave the fraction out");
    return std::nullopt;
  }
  if (node.number < static_cast<double>(low) || node.number > static_cast<double>(high)) {
    context.error(node, "FD2006", fmt::format("{{}} is not between {} and {}", low, high));
    return std::nullopt;
  }
  return static_cast<std::int64_t>(node.number);
}

std::optional<double> read_probability(const Node& node, ReadContext& context) {
  const auto ratio = read_quantity(node, Dimension::ratio, context);
  if (ratio && *ratio > 1.0) {
    const bool is_percent = node.kind == NodeKind::number && *ratio <= 100.0;
    context.error(node, "FD2006", "{} is not a probability, which lies between 0 and 1",
                  is_percent ? fmt::format("did you mean \"{} %\"?", excerpt(node)) : "");
    return std::nullopt;
  }
  return ratio;
}

std::optional<Duration> read_duration(const Node& node, ReadContext& context) {
  const auto seconds = read_quantity(node, Dimension::time, context);
  return seconds ? std::optional<Duration>{from_seconds(*seconds)} : std::nullopt;
}

std::vector<std::string> read_strings(const Node& node, ReadContext& context) {
  std::vector<std::string> strings;
  if (node.kind != NodeKind::array) {
    report_kind(node, "an array of strings",
                node.kind == NodeKind::string ? fmt::format("write [{}]", excerpt(node)) : "",
                context);
    return strings;
  }
  for (const Node& item : node.items) {
    auto string = read_string(item, context);
    if (string) {
      strings.push_back(*std::move(string));
    }
  }
  return strings;
}

void read_each(const Node& node, const std::function<void(const Node&)>& read,
               ReadContext& context) {
  if (node.kind != NodeKind::array) {
    return report_kind(node, "an array", "write [ ] around it", context);
  }
  for (const Node& item : node.items) {
    read(item);
  }
}

// "a", "b", "c"
std::string quoted_list(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) {
    list += list.empty() ? "" : ", ";
    list += quoted_json(word);
  }
  return list;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string nearest = nearest_word(word, candidates);
  return nearest.empty() ? nearest : fmt::format("did you mean {}?", quoted_json(nearest));
}

}  // namespace

void ReadContext::error(const Node& node, std::string_view code, std::string message,
                        std::string suggestion) {
  add(Diagnostic{std::string{code},
                 Severity::error,
                 place_of(node),
                 with_excerpt(std::move(message), node),
                 std::move(suggestion),
                 {}});
}

void ReadContext::warning(const Node& node, std::string_view code, std::string message,
                          std::string suggestion, std::vector<Place> related) {
  add(Diagnostic{std::string{code}, Severity::warning, place_of(node),
                 with_excerpt(std::move(message), node), std::move(suggestion),
                 std::move(related)});
}

void ReadContext::add(Diagnostic diagnostic) { diagnostics_.push_back(std::move(diagnostic)); }

bool ReadContext::has_errors() const { return firedrill::has_errors(diagnostics_); }

std::optional<std::size_t> read_word(const Node& node, std::span<const std::string_view> words,
                                     ReadContext& context) {
  const auto text = read_string(node, context);
  if (!text) {
    return std::nullopt;
  }
  const auto found = std::find(words.begin(), words.end(), *text);
  if (found != words.end()) {
    return static_cast<std::size_t>(found - words.begin());
  }
  const std::vector<std::string> candidates{words.begin(), words.end()};
  const std::string nearest = did_you_mean(*text, candidates);
  context.error(node, "FD2004", "{} is not a word known here",
                nearest.empty() ? "choose one of " + quoted_list(candidates) : nearest);
  return std::nullopt;
}

ObjectReader::ObjectReader(const Node& node, ReadContext& context)
    : node_{node}, context_{context} {
  if (node.kind != NodeKind::object) {
    context.error(node, "FD2001", "{} is not an object", "write its members in braces, { }");
  }
}

const Node* ObjectReader::required(std::string_view key) {
  const Node* const member = optional(key);
  if (member == nullptr && node_.kind == NodeKind::object) {
    Place place = place_of(node_);
    place.length = 1;  // the opening brace stands for the object
    context_.add(Diagnostic{"FD2002",
                            Severity::error,
                            std::move(place),
                            fmt::format("the member {} is missing", quoted_json(key)),
                            {},
                            {}});
  }
  return member;
}

const Node* ObjectReader::optional(std::string_view key) {
  known_.insert(std::string{key});
  return node_.find(key);
}

std::string ObjectReader::string(std::string_view key) {
  const Node* const member = required(key);
  return member == nullptr ? std::string{} : read_string(*member, context_).value_or("");
}

std::optional<std::string> ObjectReader::optional_string(std::string_view key) {
  const Node* const member = optional(key);
  return member == nullptr ? std::nullopt : read_string(*member, context_);
}

std::size_t ObjectReader::word(std::string_view key, std::span<const std::string_view> words) {
  const Node* const member = required(key);
  return member == nullptr ? 0 : read_word(*member, words, context_).value_or(0);
}

bool ObjectReader::boolean(std::string_view key) {
  const Node* const member = required(key);
  return member != nullptr && read_boolean(*member, context_).value_or(false);
}

std::optional<bool> ObjectReader::optional_boolean(std::string_view key) {
  const Node* const member = optional(key);
  return member == nullptr ? std::nullopt : read_boolean(*member, context_);
}

std::int64_t ObjectReader::integer(std::string_view key, std::int64_t low, std::int64_t high) {
  const Node* const member = required(key);
  return member == nullptr ? low : read_integer(*member, low, high, context_).value_or(low);
}

std::optional<std::int64_t> ObjectReader::optional_integer(std::string_view key, std::int64_t low,
                                                           std::int64_t high) {
  const Node* const member = optional(key);
  return member == nullptr ? std::nullopt : read_integer(*member, low, high, context_);
}

double ObjectReader::probability(std::string_view key) {
  const Node* const member = required(key);
  return member == nullptr ? 0.0 : read_probability(*member, context_).value_or(0.0);
}

std::optional<double> ObjectReader::optional_probability(std::string_view key) {
  const Node* const member = optional(key);
  return member == nullptr ? std::nullopt : read_probability(*member, context_);
}

Duration ObjectReader::duration(std::string_view key) {
  const Node* const member = required(key);
  return member == nullptr ? Duration::zero()
                           : read_duration(*member, context_).value_or(Duration::zero());
}

std::optional<Duration> ObjectReader::optional_duration(std::string_view key) {
  const Node* const member = optional(key);
  return member == nullptr ? std::nullopt : read_duration(*member, context_);
}

Bytes ObjectReader::bytes(std::string_view key) {
  const Node* const member = required(key);
  const auto amount =
      member == nullptr ? std::nullopt : read_quantity(*member, Dimension::bytes, context_);
  return Bytes{std::llround(amount.value_or(0.0))};
}

Rate ObjectReader::rate(std::string_view key) {
  const Node* const member = required(key);
  const auto rate =
      member == nullptr ? std::nullopt : read_quantity(*member, Dimension::rate, context_);
  return Rate{rate.value_or(0.0)};
}

std::vector<std::string> ObjectReader::strings(std::string_view key) {
  const Node* const member = required(key);
  return member == nullptr ? std::vector<std::string>{} : read_strings(*member, context_);
}

std::vector<std::string> ObjectReader::optional_strings(std::string_view key) {
  const Node* const member = optional(key);
  return member == nullptr ? std::vector<std::string>{} : read_strings(*member, context_);
}

void ObjectReader::each(std::string_view key, const std::function<void(const Node&)>& read) {
  if (const Node* const member = required(key)) {
    read_each(*member, read, context_);
  }
}

void ObjectReader::each_optional(std::string_view key,
                                 const std::function<void(const Node&)>& read) {
  if (const Node* const member = optional(key)) {
    read_each(*member, read, context_);
  }
}

void ObjectReader::finish() {
  const std::vector<std::string> known{known_.begin(), known_.end()};
  for (const auto& [key, member] : node_.members) {
    if (known_.contains(key)) {
      continue;
    }
    const std::string nearest = did_you_mean(key, known);
    context_.add(
        Diagnostic{"FD2003",
                   Severity::error,
                   place_of_key(member),
                   fmt::format("the member {} is not known here", quoted_json(key)),
                   nearest.empty() && !known.empty() ? "known are " + quoted_list(known) : nearest,
                   {}});
  }
}

}  // namespace firedrill
