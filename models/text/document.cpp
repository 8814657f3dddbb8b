#include "models/text/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "models/base/utf8.hpp"
#include "models/text/tree.hpp"

namespace firedrill {

Node::Node() = default;
Node::Node(const Node& other) = default;
Node::Node(Node&& other) noexcept = default;
Node& Node::operator=(const Node& other) = default;
Node& Node::operator=(Node&& other) noexcept = default;
Node::~Node() = default;

const Node* Node::find(std::string_view key) const {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const auto& member) { return member.first == key; });
  return found == members.end() ? nullptr : &found->second;
}

Node* Node::find(std::string_view key) { return const_cast<Node*>(std::as_const(*this).find(key)); }

Place place_in(const Source& source, std::size_t begin, std::size_t end, std::string pointer) {
  const std::string_view text = source.text;
  begin = std::min(begin, text.size());
  const std::size_t line_begin = begin == 0 ? 0 : text.rfind('\n', begin - 1) + 1;
  std::size_t line_end = std::min(text.find('\n', begin), text.size());
  if (line_end > begin && text[line_end - 1] == '\r') {
    --line_end;
  }
  Place place;
  place.file = source.file;
  const auto newlines =
      std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(line_begin), '\n');
  place.line = source.is_file ? static_cast<int>(newlines) + 1 : 0;
  const auto characters = [&](std::size_t from, std::size_t to) {
    return to > from ? static_cast<int>(count_code_points(text.substr(from, to - from))) : 0;
  };
  place.column = characters(line_begin, begin) + 1;
  place.length = std::max(characters(begin, std::min(end, line_end)), 1);
  place.pointer = std::move(pointer);
  place.source_line = text.substr(line_begin, line_end - line_begin);
  return place;
}

Place place_of(const Node& node) {
  if (node.source == nullptr) {
    Place nowhere;
    nowhere.pointer = node.pointer;
    return nowhere;
  }
  return place_in(*node.source, node.begin, node.end, node.pointer);
}

Place place_of_key(const Node& node) {
  return node.key_end > node.key_begin && node.source != nullptr
             ? place_in(*node.source, node.key_begin, node.key_end, node.pointer)
             : place_of(node);
}

std::string excerpt(const Node& node, std::size_t limit) {
  // A number is quoted as typed: 1e3 and not 1000.
  const bool as_typed = node.kind == NodeKind::number && node.source != nullptr;
  std::string text =
      as_typed ? node.source->text.substr(node.begin, node.end - node.begin) : to_json(node);
  if (count_code_points(text) <= limit) {
    return text;
  }
  return std::string{first_code_points(text, std::max<std::size_t>(limit, 1) - 1)} + "…";
}

Result<Document> parse_document(std::string file, std::string text) {
  const auto source = std::make_shared<const Source>(Source{std::move(file), std::move(text)});
  Result<Node> root = parse_tree(*source);
  if (!root) {
    return root.error();
  }
  Document document;
  document.root = std::move(root).value();
  document.sources_.push_back(source);
  return document;
}

namespace {

// The file beside `path` that was probably meant, as `did you mean ...?`.
std::string nearest_file(const std::filesystem::path& path) {
  std::vector<std::string> names;
  std::error_code ignored;  // no folder, no suggestion
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path{"."};
  for (const auto& entry : std::filesystem::directory_iterator{folder, ignored}) {
    if (entry.is_regular_file(ignored)) {
      names.push_back(entry.path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  const std::string name = nearest_word(path.filename().string(), names);
  const std::string meant = (path.parent_path() / name).string();
  return name.empty() ? name : fmt::format("did you mean {}?", meant);
}

Diagnostics unreadable(const std::string& path, std::string_view why, std::string suggestion) {
  Place place;
  place.file = repaired_utf8(path);
  return {Diagnostic{"FD1001",
                     Severity::error,
                     std::move(place),
                     fmt::format("cannot be read: {}", why),
                     std::move(suggestion),
                     {}}};
}

}  // namespace

Result<Document> load_document(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return unreadable(path, "it is a folder", "name a file inside it");
  }
  errno = 0;
  std::ifstream stream{path, std::ios::binary};
  if (!stream) {
    const int error = errno;
    return unreadable(path, std::strerror(error), error == ENOENT ? nearest_file(path) : "");
  }
  std::string text;
  std::array<char, 65536> block;
  do {
    stream.read(block.data(), block.size());
    text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
  } while (stream && text.size() <= largest_text);
  if (stream.bad()) {
    return unreadable(path, std::strerror(errno), "");
  }
  return parse_document(repaired_utf8(path), std::move(text));
}

}  // namespace firedrill
