// Changes to a parsed Document: --set replaces one value, grafting puts one file into another.
// Nodes keep their source, so that a later error still points at what the user typed.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "models/base/check.hpp"
#include "models/base/utf8.hpp"
#include "models/text/document.hpp"
#include "models/text/tree.hpp"

namespace firedrill {

std::string escaped_pointer_token(std::string_view token) {
  std::string escaped;
  for (const char letter : token) {
    escaped += letter == '~' ? "~0" : letter == '/' ? "~1" : std::string(1, letter);
  }
  return escaped;
}

namespace {

std::string unescaped_pointer_token(std::string_view token) {
  std::string plain;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const bool is_escape = token[i] == '~' && i + 1 < token.size();
    if (is_escape && (token[i + 1] == '0' || token[i + 1] == '1')) {
      plain += token[++i] == '0' ? '~' : '/';
    } else {
      plain += token[i];
    }
  }
  return plain;
}

// Where a pointer leads: to a node, or to why it leads nowhere.
struct Destination {
  Node* node = nullptr;
  std::string problem;
  std::string suggestion;
};

Destination find_item(Node& array, std::string_view token, bool may_append) {
  if (token == "-" && may_append) {
    array.items.emplace_back();
    array.items.back().pointer = fmt::format("{}/{}", array.pointer, array.items.size() - 1);
    return {&array.items.back(), {}, {}};
  }
  std::size_t index = 0;
  const auto parsed = std::from_chars(token.data(), token.data() + token.size(), index);
  const bool is_index = parsed.ec == std::errc{} && parsed.ptr == token.data() + token.size() &&
                        (token == "0" || token[0] != '0');
  if (is_index && index < array.items.size()) {
    return {&array.items[index], {}, {}};
  }
  return {nullptr, fmt::format("\"{}\" has no item {}", array.pointer, token),
          array.items.empty()
              ? "it is empty; - appends an item"
              : fmt::format("items run from 0 to {}; - appends one", array.items.size() - 1)};
}

Destination find_member(Node& object, const std::string& name, bool may_append) {
  Node* const member = object.find(name);
  if (member != nullptr) {
    return {member, {}, {}};
  }
  if (may_append) {
    Node& added = object.members.emplace_back(name, Node{}).second;
    added.pointer = object.pointer + "/" + escaped_pointer_token(name);
    return {&added, {}, {}};
  }
  std::vector<std::string> names;
  for (const auto& [known, value] : object.members) {
    names.push_back(known);
  }
  const std::string nearest = nearest_word(name, names);
  return {nullptr, fmt::format("\"{}\" has no member {}", object.pointer, quoted_json(name)),
          nearest.empty() ? "" : fmt::format("did you mean {}?", quoted_json(nearest))};
}

// Follows `pointer` from `root`; with `may_append` a missing last member or item is made.
Destination follow(Node& root, std::string_view pointer, bool may_append) {
  if (!pointer.empty() && pointer[0] != '/') {
    return {nullptr, "a pointer begins with /", fmt::format("did you mean \"/{}\"?", pointer)};
  }
  Node* node = &root;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t end = std::min(pointer.find('/'), pointer.size());
    const std::string token = unescaped_pointer_token(pointer.substr(0, end));
    pointer.remove_prefix(end);
    const bool is_last = pointer.empty();
    Destination next;
    if (node->kind == NodeKind::array) {
      next = find_item(*node, token, may_append && is_last);
    } else if (node->kind == NodeKind::object) {
      next = find_member(*node, token, may_append && is_last);
    } else {
      next.problem = fmt::format("\"{}\" is {} and has no members", node->pointer, excerpt(*node));
    }
    if (next.node == nullptr) {
      return next;
    }
    node = next.node;
  }
  return {node, {}, {}};
}

void move_below(Node& node, const std::string& pointer) {
  node.pointer = pointer + node.pointer;
  for (Node& item : node.items) {
    move_below(item, pointer);
  }
  for (auto& [key, member] : node.members) {
    move_below(member, pointer);
  }
}

void replace(Node& target, Node value) {
  move_below(value, target.pointer);
  target = std::move(value);
}

}  // namespace

class DocumentEditor {
 public:
  static Result<Document> set(Document document, std::string_view pointer,
                              std::string_view value_text) {
    const auto source =
        std::make_shared<const Source>(Source{"--set", std::string{value_text}, false});
    Result<Node> parsed = parse_tree(*source);
    const std::size_t first = value_text.find_first_not_of(" \t\r\n");
    const bool looks_like_json =
        first != std::string_view::npos &&
        std::string_view{"{[\""}.find(value_text[first]) != std::string_view::npos;
    const bool is_utf8 = parsed || parsed.error().front().code != "FD1013";
    if (!parsed && (looks_like_json || !is_utf8)) {
      Diagnostics errors = parsed.error();
      for (Diagnostic& error : errors) {
        error.place.pointer = std::string{pointer} + error.place.pointer;
      }
      return errors;
    }
    const Destination destination = follow(document.root, pointer, true);
    if (destination.node == nullptr) {
      Place place;
      place.file = source->file;
      place.pointer = pointer;
      return Diagnostics{Diagnostic{"FD1019",
                                    Severity::error,
                                    std::move(place),
                                    "leads nowhere: " + destination.problem,
                                    destination.suggestion,
                                    {}}};
    }
    replace(*destination.node, parsed ? std::move(parsed).value() : bare_word(*source));
    document.sources_.push_back(source);
    return document;
  }

  static Document graft(Document document, std::string_view pointer, const Document& part) {
    const Destination destination = follow(document.root, pointer, false);
    firedrill_assert(destination.node != nullptr);
    replace(*destination.node, part.root);
    document.sources_.insert(document.sources_.end(), part.sources_.begin(), part.sources_.end());
    return document;
  }

 private:
  static Node bare_word(const Source& source) {
    Node node;
    node.kind = NodeKind::string;
    node.string = source.text;
    node.source = &source;
    node.end = source.text.size();
    return node;
  }
};

Result<Document> with_value(Document document, std::string_view pointer,
                            std::string_view value_text) {
  return DocumentEditor::set(std::move(document), repaired_utf8(pointer), value_text);
}

Document grafted(Document document, std::string_view pointer, const Document& part) {
  return DocumentEditor::graft(std::move(document), pointer, part);
}

}  // namespace firedrill
