#include "models/base/diagnostic.hpp"

#include <catch2/catch.hpp>

#include "models/base/result.hpp"
#include "models/base/utf8.hpp"

using namespace firedrill;

namespace {

Diagnostic wrong_duration() {
  return Diagnostic{
      "FD2103",
      Severity::error,
      Place{"scenarios/a.json", 14, 12, 9, "/objectives/2/rto", "    \"rto\": \"4 hourz\","},
      "\"4 hourz\" is not a duration",
      "did you mean \"4 hours\"?",
      {}};
}

// The lines of `text`.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char letter : text) {
    if (letter == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += letter;
    }
  }
  return lines;
}

}  // namespace

TEST_CASE("a diagnostic names code, place, text and fix, with a caret") {
  CHECK(render(wrong_duration()) ==
        "FD2103 scenarios/a.json:14:12 /objectives/2/rto: \"4 hourz\" is not a duration; "
        "did you mean \"4 hours\"?\n"
        "   14 |     \"rto\": \"4 hourz\",\n"
        "      |            ^~~~~~~~~\n");
}

TEST_CASE("a warning says so and shows the other place") {
  Diagnostic diagnostic = wrong_duration();
  diagnostic.severity = Severity::warning;
  diagnostic.suggestion.clear();
  diagnostic.related.push_back(Place{"plan.json", 3, 2, 1, "/a", "[1]"});
  CHECK(render(diagnostic) ==
        "FD2103 scenarios/a.json:14:12 /objectives/2/rto: warning: \"4 hourz\" is not a duration\n"
        "   14 |     \"rto\": \"4 hourz\",\n"
        "      |            ^~~~~~~~~\n"
        "  and here: plan.json:3:2 /a\n"
        "    3 | [1]\n"
        "      |  ^\n");
}

TEST_CASE("an argument has no line number, and a value made by a program has no text") {
  Diagnostic diagnostic = wrong_duration();
  diagnostic.place = Place{"--set", 0, 1, 7, "/rto", "4 hourz"};
  diagnostic.suggestion.clear();
  CHECK(render(diagnostic) ==
        "FD2103 --set /rto: \"4 hourz\" is not a duration\n"
        "      | 4 hourz\n"
        "      | ^~~~~~~\n");
  diagnostic.place = Place{"", 0, 0, 1, "/rto", ""};
  CHECK(render(diagnostic) == "FD2103 /rto: \"4 hourz\" is not a duration\n");
  diagnostic.place = Place{};
  CHECK(render(diagnostic) == "FD2103: \"4 hourz\" is not a duration\n");
}

TEST_CASE("carets count characters, a tab takes one cell and control characters none of effect") {
  Diagnostic diagnostic = wrong_duration();
  diagnostic.place.source_line = "\t\"größe\x1B\": 4";
  diagnostic.place.column = 12;
  diagnostic.place.length = 1;
  const auto lines = lines_of(render(diagnostic));
  CHECK(lines[1] == "   14 |  \"größe\uFFFD\": 4");
  CHECK(lines[2] == "      |            ^");
}

TEST_CASE("a long line is cut around the caret to 100 columns") {
  Diagnostic diagnostic = wrong_duration();
  for (const int column : {1, 40, 500, 990, 1000, 1001}) {
    diagnostic.place.source_line = std::string(1000, 'x');
    if (column <= 1000) {
      diagnostic.place.source_line[static_cast<std::size_t>(column) - 1] = 'Y';
    }
    diagnostic.place.column = column;
    diagnostic.place.length = 5000;
    const auto lines = lines_of(render(diagnostic));
    CAPTURE(column, lines[1], lines[2]);
    CHECK(count_code_points(lines[1]) == 100);
    CHECK(lines[2].size() <= 101);
    const std::size_t caret = lines[2].find('^');
    const bool is_cut_before = lines[1].find("| …") != std::string::npos;
    const std::size_t byte = caret + (is_cut_before ? 2 : 0);  // the ellipsis has three bytes
    CHECK((column > 1000 ? byte == lines[1].size() : lines[1][byte] == 'Y'));
  }
}

TEST_CASE("a place beyond its line still renders") {
  Diagnostic diagnostic = wrong_duration();
  diagnostic.place.source_line = "ab";
  diagnostic.place.column = 99;
  CHECK(lines_of(render(diagnostic))[2] == "      |   ^");
  diagnostic.place.column = -3;
  diagnostic.place.length = -3;
  CHECK(lines_of(render(diagnostic))[2] == "      | ^");
}

TEST_CASE("has_errors ignores warnings") {
  Diagnostic warning = wrong_duration();
  warning.severity = Severity::warning;
  CHECK_FALSE(has_errors({}));
  CHECK_FALSE(has_errors({warning}));
  CHECK(has_errors({warning, wrong_duration()}));
}

TEST_CASE("the nearest word is at most a third of the letters away") {
  const std::vector<std::string> words{"hours", "minutes", "min", "rto", "standby_region"};
  CHECK(nearest_word("hourz", words) == "hours");
  CHECK(nearest_word("huors", words) == "hours");  // a swap of neighbours is one edit
  CHECK(nearest_word("hour", words) == "hours");
  CHECK(nearest_word("HOURS", words) == "hours");
  CHECK(nearest_word("mim", words) == "min");
  CHECK(nearest_word("rt", words) == "rto");
  CHECK(nearest_word("standby-regions", words) == "standby_region");
  CHECK(nearest_word("weeks", words).empty());
  CHECK(nearest_word("xyz", words).empty());
  CHECK(nearest_word("m", words).empty());
  CHECK(nearest_word("", words).empty());
  CHECK(nearest_word("hours", {}).empty());
}

TEST_CASE("of equally near words the first one wins, and an exact one wins over all") {
  CHECK(nearest_word("cat", {"bat", "car"}) == "bat");
  CHECK(nearest_word("cat", {"bat", "cat"}) == "cat");
}

TEST_CASE("a Result holds a value or the reasons why not") {
  const Result<int> value{42};
  REQUIRE(value.has_value());
  CHECK(*value == 42);
  const Result<int> error{Diagnostics{wrong_duration()}};
  REQUIRE_FALSE(error);
  CHECK(error.error().front().code == "FD2103");
  CHECK_THROWS_AS(error.value(), std::bad_variant_access);
}
