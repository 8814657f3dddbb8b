#include "models/text/codes.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

using namespace firedrill;

namespace {

// The codes that the sources of this room report (the dictionary itself and comments aside).
std::set<std::string> reported_codes() {
  std::set<std::string> codes;
  const std::regex pattern{"\"(FD[0-9]{4})\""};
  for (const auto& entry : std::filesystem::directory_iterator{"models/text"}) {
    if (entry.path().extension() != ".cpp" || entry.path().filename() == "codes.cpp") {
      continue;
    }
    std::ifstream stream{entry.path()};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    const std::sregex_iterator end;
    for (std::sregex_iterator match{text.begin(), text.end(), pattern}; match != end; ++match) {
      codes.insert((*match)[1]);
    }
  }
  return codes;
}

}  // namespace

TEST_CASE("every code that is reported is explained, and no other") {
  std::set<std::string> explained;
  for (const CodeEntry& entry : text_codes()) {
    explained.emplace(entry.code);
  }
  CHECK(reported_codes() == explained);
}

TEST_CASE("entries ascend, have a title of one line, and an example") {
  const auto entries = text_codes();
  CHECK(std::adjacent_find(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
          return a.code >= b.code;
        }) == entries.end());
  for (const CodeEntry& entry : entries) {
    CAPTURE(entry.code);
    CHECK(entry.title.find('\n') == std::string_view::npos);
    CHECK_FALSE(entry.title.ends_with('.'));
    CHECK(entry.explanation.find("\nExample: ") != std::string_view::npos);
    CHECK(entry.explanation.ends_with('.'));
  }
}

TEST_CASE("a code is found by its name") {
  REQUIRE(find_code(text_codes(), "FD2103") != nullptr);
  CHECK(find_code(text_codes(), "FD2103")->title == "Not a quantity");
  CHECK(find_code(text_codes(), "FD9999") == nullptr);
  CHECK(find_code({}, "FD2103") == nullptr);
}
