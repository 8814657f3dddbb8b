// Builds the tree from nlohmann/json's SAX events. The library tells what a token means but not
// where it stood, so a cursor walks the text beside the events: at every event, the next token
// after white space, commas and colons is the one the event is about.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <unordered_map>

#include "models/base/check.hpp"
#include "models/base/utf8.hpp"
#include "models/text/document.hpp"
#include "models/text/syntax.hpp"
#include "models/text/tree.hpp"

namespace firedrill {

namespace {

constexpr std::size_t deepest_nesting = 200;

struct KeyRange {
  std::size_t begin = 0, end = 0;
};

// An array or object whose end has not come yet.
struct OpenNode {
  Node node;
  std::string key;  // of the member whose value comes next
  KeyRange key_range;
  std::unordered_map<std::string, KeyRange> keys;  // so far
};

class TreeBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit TreeBuilder(const Source& source) : source_{source} {}

  bool null() override { return attach(scalar(NodeKind::null, 4)); }

  bool boolean(bool value) override {
    Node node = scalar(NodeKind::boolean, value ? 4 : 5);
    node.boolean = value;
    return attach(std::move(node));
  }

  bool number_integer(std::int64_t value) override { return number(static_cast<double>(value)); }
  bool number_unsigned(std::uint64_t value) override { return number(static_cast<double>(value)); }
  bool number_float(double value, const std::string& /*text*/) override { return number(value); }

  bool string(std::string& value) override {
    Node node = scalar(NodeKind::string, string_length(rest()));
    node.string = std::move(value);
    return attach(std::move(node));
  }

  bool binary(nlohmann::json::binary_t& /*value*/) override {
    firedrill_assert(false);  // JSON text has no binary values
    return false;
  }

  bool start_object(std::size_t /*count*/) override {
    return open(NodeKind::object, LastToken::object_open);
  }

  bool start_array(std::size_t /*count*/) override {
    return open(NodeKind::array, LastToken::array_open);
  }

  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(std::string& name) override {
    OpenNode& object = open_.back();
    const std::string pointer = object.node.pointer + "/" + escaped_pointer_token(name);
    const std::size_t length = string_length(rest());
    object.key_range = KeyRange{cursor_, cursor_ + length};
    take(length, LastToken::key);
    const auto [first, is_new] = object.keys.emplace(name, object.key_range);
    if (!is_new) {
      diagnostics_.push_back(Diagnostic{
          "FD1010",
          Severity::error,
          place_in(source_, object.key_range.begin, object.key_range.end, pointer),
          fmt::format("the member {} stands here for the second time", quoted_json(name)),
          "remove or rename one of the two",
          {place_in(source_, first->second.begin, first->second.end, pointer)}});
    }
    object.key = std::move(name);
    return true;
  }

  bool parse_error(std::size_t /*position*/, const std::string& /*last_token*/,
                   const nlohmann::json::exception& /*error*/) override {
    report_syntax();
    return false;
  }

  // The library takes a NUL for the end of its input; whatever follows the document is an error.
  void check_end() {
    if (skip_space(source_.text, cursor_) < source_.text.size()) {
      report_syntax();
    }
  }

  Node take_root() { return std::move(root_); }
  Diagnostics take_diagnostics() { return std::move(diagnostics_); }

 private:
  // The text from the next token on.
  std::string_view rest() {
    const std::string_view text = source_.text;
    cursor_ = std::min(text.find_first_not_of(" \t\r\n,:", cursor_), text.size());
    return text.substr(cursor_);
  }

  void take(std::size_t length, LastToken token) {
    last_token_ = token;
    last_begin_ = cursor_;
    cursor_ += length;
  }

  // A node at the cursor, named after its parent and the key or index it has there.
  Node node_here(NodeKind kind) {
    (void)rest();
    Node node;
    node.kind = kind;
    node.source = &source_;
    node.begin = cursor_;
    if (!open_.empty()) {
      const OpenNode& parent = open_.back();
      node.pointer = parent.node.pointer + "/" +
                     (parent.node.kind == NodeKind::array ? std::to_string(parent.node.items.size())
                                                          : escaped_pointer_token(parent.key));
      node.key_begin = parent.key_range.begin;
      node.key_end = parent.key_range.end;
    }
    return node;
  }

  Node scalar(NodeKind kind, std::size_t length) {
    Node node = node_here(kind);
    node.end = node.begin + length;
    take(length, last_token_);
    return node;
  }

  bool number(double value) {
    Node node = scalar(NodeKind::number, number_length(rest()));
    node.number = value + 0.0;  // -0 becomes 0: the two are equal and must have one digest
    return attach(std::move(node));
  }

  bool open(NodeKind kind, LastToken token) {
    OpenNode opened;
    opened.node = node_here(kind);
    if (open_.size() == deepest_nesting) {
      diagnostics_.push_back(
          Diagnostic{"FD1016",
                     Severity::error,
                     place_in(source_, cursor_, cursor_ + 1, open_.back().node.pointer),
                     fmt::format("values are nested deeper than {} levels", deepest_nesting),
                     "no file of firedrill needs more than ten; is this the right file?",
                     {}});
      return false;
    }
    take(1, token);
    open_.push_back(std::move(opened));
    return true;
  }

  bool close() {
    (void)rest();
    take(1, last_token_);
    Node node = std::move(open_.back().node);
    open_.pop_back();
    node.end = cursor_;
    return attach(std::move(node));
  }

  bool attach(Node node) {
    if (open_.empty()) {
      root_ = std::move(node);
      last_token_ = LastToken::document;
      return true;
    }
    OpenNode& parent = open_.back();
    if (parent.node.kind == NodeKind::array) {
      parent.node.items.push_back(std::move(node));
      last_token_ = LastToken::item;
    } else {
      parent.node.members.emplace_back(std::move(parent.key), std::move(node));
      last_token_ = LastToken::member;
    }
    return true;
  }

  void report_syntax() {
    SyntaxState state{last_token_, last_begin_, cursor_, 0, {}};
    if (!open_.empty()) {
      state.open_begin = open_.back().node.begin;
      state.pointer = open_.back().node.pointer;
    }
    diagnostics_.push_back(diagnose_syntax(source_, state));
  }

  const Source& source_;
  std::size_t cursor_ = 0;  // one past the last token
  std::size_t last_begin_ = 0;
  LastToken last_token_ = LastToken::none;
  std::vector<OpenNode> open_;
  Node root_;
  Diagnostics diagnostics_;
};

// What makes `source` unfit even to look for tokens: its size or its encoding.
Diagnostics encoding_errors(const Source& source) {
  const auto error = [&](std::string code, Place place, std::string message, std::string fix) {
    return Diagnostics{Diagnostic{std::move(code),
                                  Severity::error,
                                  std::move(place),
                                  std::move(message),
                                  std::move(fix),
                                  {}}};
  };
  const std::string_view text = source.text;
  if (text.size() > largest_text) {
    return error("FD1017", Place{source.file, 0, 0, 1, {}, {}}, "larger than 64 MiB",
                 "a plan of a thousand components takes 1 MiB; is this the right file?");
  }
  if (text.starts_with("\xEF\xBB\xBF")) {
    return error("FD1013", Place{source.file, 1, 1, 1, {}, {}}, "begins with a byte order mark",
                 "save it as UTF-8 without one");
  }
  if (text.starts_with("\xFE\xFF") || text.starts_with("\xFF\xFE")) {
    return error("FD1013", Place{source.file, 1, 1, 1, {}, {}}, "is UTF-16, not UTF-8",
                 "save it as UTF-8");
  }
  const std::size_t offset = find_ill_formed(text);
  if (offset != std::string_view::npos) {
    const Source before{source.file, source.text.substr(0, offset), source.is_file};
    const std::size_t line_end = std::min(text.find('\n', offset), text.size());
    Place place = place_in(before, offset, offset, {});
    place.source_line += repaired_utf8(text.substr(offset, line_end - offset));
    return error("FD1013", std::move(place),
                 fmt::format("the byte 0x{:02X} is not UTF-8",
                             static_cast<unsigned>(static_cast<unsigned char>(text[offset]))),
                 "save the file as UTF-8");
  }
  return {};
}

}  // namespace

Result<Node> parse_tree(const Source& source) {
  Diagnostics errors = encoding_errors(source);
  if (!errors.empty()) {
    return errors;
  }
  TreeBuilder builder{source};
  if (nlohmann::json::sax_parse(source.text, &builder)) {
    builder.check_end();
  }
  errors = builder.take_diagnostics();
  if (!errors.empty()) {
    return errors;
  }
  return builder.take_root();
}

}  // namespace firedrill
