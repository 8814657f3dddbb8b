#include "scenarios/notes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace firedrill {

void allow_notes(ObjectReader& object) {
  for (const std::string_view note : {"comment", "reading", "declarative"}) {
    object.optional_string(note);
  }
}

void read_format(ObjectReader& object, std::string_view format) {
  object.optional_string("$schema");
  const Node* const node = object.required("format");
  if (node != nullptr && (node->kind != NodeKind::string || node->string != format)) {
    object.context().error(*node, "FD3013", fmt::format("{{}} is not the format \"{}\"", format),
                           "name the kind of file that belongs here");
  }
}

void report_object(ObjectReader& object, std::string_view code, std::string message,
                   std::string suggestion) {
  Place place = place_of(object.node());
  place.length = 1;  // the opening brace stands for the object
  object.context().add(Diagnostic{std::string{code},
                                  Severity::error,
                                  std::move(place),
                                  std::move(message),
                                  std::move(suggestion),
                                  {}});
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string nearest = nearest_word(word, candidates);
  return nearest.empty() ? nearest : fmt::format("did you mean \"{}\"?", nearest);
}

std::optional<Choice> choose(ObjectReader& object, std::span<const std::string_view> words,
                             std::string_view noun) {
  std::optional<Choice> choice;
  for (std::size_t index = 0; index < words.size(); ++index) {
    const Node* const node = object.optional(words[index]);
    if (node == nullptr) {
      continue;
    }
    if (choice) {
      object.context().error(*node, "FD3012",
                             fmt::format("a second {} beside \"{}\"", noun, words[choice->index]),
                             "keep one of them");
      return std::nullopt;
    }
    choice = Choice{index, node};
  }
  if (!choice && object.node().kind == NodeKind::object) {
    const std::vector<std::string> candidates{words.begin(), words.end()};
    const auto& members = object.node().members;
    // A misspelt choice is reported as the unknown member it is.
    const bool is_misspelt = std::any_of(members.begin(), members.end(), [&](const auto& member) {
      return !nearest_word(member.first, candidates).empty();
    });
    if (!is_misspelt) {
      std::string list;
      for (const std::string& word : candidates) {
        list += fmt::format("{}\"{}\"", list.empty() ? "" : ", ", word);
      }
      report_object(object, "FD3012", fmt::format("the {} is missing", noun),
                    "give one of " + list);
    }
  }
  return choice;
}

}  // namespace firedrill
