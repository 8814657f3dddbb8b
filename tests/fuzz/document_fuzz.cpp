// libFuzzer target for everything that reads text from outside: parsing, places, printing, editing
// and quantities. Beyond not crashing, it holds what must be true of every text.
// Example: tests/fuzz/document_fuzz -max_len=4096 -max_total_time=120
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "models/base/check.hpp"
#include "models/base/utf8.hpp"
#include "models/text/document.hpp"
#include "models/text/reader.hpp"
#include "models/text/syntax.hpp"

namespace {

using namespace firedrill;

void check_diagnostics(const Diagnostics& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) {
    const std::string text = render(diagnostic);
    firedrill_assert(text.ends_with('\n'));
    firedrill_assert(find_ill_formed(text) == std::string::npos);
  }
}

void check_node(const Document& document, const Node& node) {
  const std::string_view text{node.source->text};
  firedrill_assert(node.begin < node.end && node.end <= text.size());
  const Place place = place_of(node);
  firedrill_assert(place.line >= 1 && place.column >= 1 && place.length >= 1);
  const Place key = place_of_key(node);
  firedrill_assert(key.line <= place.line);
  firedrill_assert(node.key_end == 0 ||
                   (text[node.key_begin] == '"' && text[node.key_end - 1] == '"'));
  firedrill_assert(count_code_points(excerpt(node, 20)) <= 20);

  // A node's own text means the same as the node.
  const Result<Document> part =
      parse_document("part", std::string{text.substr(node.begin, node.end - node.begin)});
  firedrill_assert(part.has_value() && to_json(part->root) == to_json(node));

  // Its pointer leads back to it.
  const Result<Document> changed = with_value(document, node.pointer, "{\"found\": true}");
  firedrill_assert(changed.has_value() && changed->digest() != document.digest());
}

void check_nodes(const Document& document, const Node& node, int& budget) {
  if (--budget < 0) {
    return;
  }
  check_node(document, node);
  ReadContext context;
  for (const Dimension dimension :
       {Dimension::time, Dimension::bytes, Dimension::rate, Dimension::ratio}) {
    const auto value = read_quantity(node, dimension, context);
    firedrill_assert(!value || (*value >= 0.0 && *value <= 1e300));
  }
  ObjectReader object{node, context};
  (void)object.optional_duration("rto");
  object.finish();
  check_diagnostics(context.diagnostics());
  for (const Node& item : node.items) {
    check_nodes(document, item, budget);
  }
  for (const auto& [name, member] : node.members) {
    check_nodes(document, member, budget);
  }
}

// The raw bytes as the text of a quantity.
void check_quantity(std::string_view bytes) {
  Node node;
  node.kind = NodeKind::string;
  node.string = repaired_utf8(bytes);
  ReadContext context;
  for (const Dimension dimension :
       {Dimension::time, Dimension::bytes, Dimension::rate, Dimension::ratio}) {
    const std::size_t before = context.diagnostics().size();
    const auto value = read_quantity(node, dimension, context);
    firedrill_assert(value.has_value() == (context.diagnostics().size() == before));
  }
  check_diagnostics(context.diagnostics());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes{data, data + size};
  check_quantity(bytes);
  const Result<Document> document = parse_document("fuzz.json", bytes);
  if (!document) {
    check_diagnostics(document.error());
    // What the library takes for JSON is refused only for duplicate members (FD1010), a byte order
    // mark (FD1013), a NUL after the end (FD1015) or its depth (FD1016).
    const std::string& code = document.error().back().code;
    firedrill_assert(!nlohmann::json::accept(bytes) || code == "FD1010" || code == "FD1013" ||
                     code == "FD1015" || code == "FD1016");
    return 0;
  }
  firedrill_assert(nlohmann::json::accept(bytes));
  const Result<Document> again = parse_document("again.json", to_json(document->root));
  firedrill_assert(again.has_value() && again->digest() == document->digest());
  firedrill_assert(to_json(again->root) == to_json(document->root));
  int budget = 20;  // check_node is quadratic in the document's size
  check_nodes(*document, document->root, budget);
  return 0;
}
