// Shared by the tests of documents: text that parses, as a document, so that each test says only
// what it does with one. Text that does not parse fails the test that asked.
// Example: const Document plan = parsed(R"({"rto": "4 h"})");
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <utility>

#include "models/text/document.hpp"

namespace firedrill {

inline Document parsed(const std::string& text, const std::string& file = "a.json") {
  Result<Document> document = parse_document(file, text);
  REQUIRE(document);
  return std::move(document).value();
}

}  // namespace firedrill
