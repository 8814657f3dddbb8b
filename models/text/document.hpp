// JSON text as a tree that remembers where every value stood, so that any later check can point at
// the very characters the user typed. nlohmann/json does the parsing (SAX); a cursor beside it
// finds each token's place.
// Example: Result<Document> document = parse_document("plan.json", text);
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/base/result.hpp"

namespace firedrill {

// The text a node came from; kept alive by the Document.
struct Source {
  std::string file;  // as the user named it
  std::string text;
  bool is_file = true;  // false: an argument of the command line, which has no lines to number
};

enum class NodeKind { null, boolean, number, string, array, object };

// One JSON value. Object members keep the file's order; duplicate keys never get here.
struct Node {
  // Defined in the .cpp: clang looks for implicit ones while std::pair<std::string, Node> is still
  // incomplete.
  Node();
  Node(const Node& other);
  Node(Node&& other) noexcept;
  Node& operator=(const Node& other);
  Node& operator=(Node&& other) noexcept;
  ~Node();

  NodeKind kind = NodeKind::null;
  bool boolean = false;
  double number = 0.0;
  std::string string;
  std::vector<Node> items;                            // of an array
  std::vector<std::pair<std::string, Node>> members;  // of an object
  std::string pointer;                                // RFC 6901
  const Source* source = nullptr;                     // nullptr: made by a program
  std::size_t begin = 0, end = 0;                     // byte range of the value in source->text
  std::size_t key_begin = 0, key_end = 0;  // of its quoted name there; empty if it is no member

  // The member called `key`, or nullptr.
  [[nodiscard]] const Node* find(std::string_view key) const;
  [[nodiscard]] Node* find(std::string_view key);
};

// Where `node` stands: line, column, pointer and source line.
[[nodiscard]] Place place_of(const Node& node);

// Where the name of the object member `node` stands; the value itself if it has no name.
[[nodiscard]] Place place_of_key(const Node& node);

// Where the bytes [begin, end) of `source` stand; carets stop at the end of the first line.
[[nodiscard]] Place place_in(const Source& source, std::size_t begin, std::size_t end,
                             std::string pointer);

// The node's text as JSON on one line, shortened to `limit` characters with an ellipsis.
[[nodiscard]] std::string excerpt(const Node& node, std::size_t limit = 60);

class Document {
 public:
  Node root;

  // Lower-case hexadecimal SHA-256 of the canonical form (object keys sorted, no white space), so
  // that reformatting a file does not change its identity.
  [[nodiscard]] std::string digest() const;

 private:
  friend Result<Document> parse_document(std::string file, std::string text);
  friend class DocumentEditor;
  std::vector<std::shared_ptr<const Source>> sources_;  // nodes point into these, copies share them
};

// Parses `text`. Errors (FD1xxx): not JSON, duplicate keys (both places), nesting deeper than 200,
// numbers that overflow a double, invalid UTF-8, a file larger than 64 MiB.
[[nodiscard]] Result<Document> parse_document(std::string file, std::string text);

// Reads and parses the file at `path` (relative to the working directory); FD1001 if unreadable.
[[nodiscard]] Result<Document> load_document(const std::string& path);

// Replaces the value at RFC 6901 `pointer` by `value_text` (JSON; a bare word that is not JSON is
// taken as a string, so that --set /a/rto=4h works). Missing last members are added, "-" appends.
// Errors: FD1019, a pointer that leads nowhere, with the nearest existing member; and those of
// parse_document for a value that begins like JSON ({, [ or a quote) and is none.
[[nodiscard]] Result<Document> with_value(Document document, std::string_view pointer,
                                          std::string_view value_text);

// Puts `part` in place of the value at `pointer` (how a scenario's "plan": "x.json" becomes the
// plan itself). The part's nodes keep their own file, line and column, but get pointers below
// `pointer`. A pointer that leads nowhere is a wrong program.
[[nodiscard]] Document grafted(Document document, std::string_view pointer, const Document& part);

// `node` as compact JSON text, members in file order; numbers read back as the same double.
[[nodiscard]] std::string to_json(const Node& node);

// SHA-256 of `bytes` in lower-case hexadecimal.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace firedrill
