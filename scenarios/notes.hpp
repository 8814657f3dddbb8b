// Small things every reader of firedrill's files needs: the members that are notes for people, the
// choice of exactly one of several members, and the wording of suggestions.
// Example: const auto choice = choose(object, words, "action"); if (choice) { ... }
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/text/reader.hpp"

namespace firedrill {

// Allows "comment", "reading" (how a vague sentence of the plan was understood) and "declarative"
// (why the members beside it are there although nothing simulates them).
void allow_notes(ObjectReader& object);

// Allows "$schema" and checks that "format" is `format`; FD3013.
void read_format(ObjectReader& object, std::string_view format);

// The one member of `object` that is among `words`, and which.
struct Choice {
  std::size_t index = 0;
  const Node* node = nullptr;
};

// FD3012 if there is none of `words`, or more than one; `noun` says what they are ("action").
[[nodiscard]] std::optional<Choice> choose(ObjectReader& object,
                                           std::span<const std::string_view> words,
                                           std::string_view noun);

// Reports `code` at the opening brace of `object`.
void report_object(ObjectReader& object, std::string_view code, std::string message,
                   std::string suggestion = {});

// `did you mean "..."?` with the nearest of `candidates`, or "" if none is near.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       const std::vector<std::string>& candidates);

}  // namespace firedrill
