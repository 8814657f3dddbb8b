#include "reports/page.hpp"

#include <catch2/catch.hpp>

using namespace firedrill;

TEST_CASE("colour is escape sequences around the same text") {
  PageOptions options;
  CHECK(painted("missed", Ink::bad, options) == "missed");
  options.colour = true;
  CHECK(painted("missed", Ink::bad, options) == "\x1b[31mmissed\x1b[0m");
  CHECK(painted("plain", Ink::plain, options) == "plain");
}

TEST_CASE("widths count characters, not bytes") {
  CHECK(padded("größe", 7) == "größe  ");
  CHECK(padded_left("größe", 7) == "  größe");
  CHECK(padded("longer", 3) == "longer");
  CHECK(clipped("größer", 5) == "größ…");
  CHECK(clipped("größe", 5) == "größe");
}

TEST_CASE("text breaks between words") {
  CHECK(wrapped("one two three", 9) == "one two\nthree\n");
  CHECK(wrapped("one two three", 9, 2) == "  one two\n  three\n");
  CHECK(wrapped("a  b  c", 5) == "a  b\nc\n");
  CHECK(wrapped("indivisible", 4) == "indivisible\n");
}

TEST_CASE("a bar has the length of its share, in eighths") {
  CHECK(bar(0.0, 4) == "");
  CHECK(bar(1.0, 4) == "████");
  CHECK(bar(0.5, 3) == "█▌");
  CHECK(bar(2.0, 2) == "██");
  CHECK(bar(1.0 / 32.0, 4) == "▏");
}

TEST_CASE("a table aligns its columns and clips the flexible one") {
  PageOptions options;
  options.width = 30;
  Table table{{Align::left, Align::right}};
  table.add({{"a rather long name of a thing"}, {"1 h"}});
  table.add_line({"between the rows"});
  table.add({{"short"}, {"12 h"}});
  CHECK(table.render(options) ==
        "  a rather long name of…   1 h\n"
        "  between the rows\n"
        "  short                   12 h\n");
}

TEST_CASE("titles that begin alike share a heading") {
  const std::vector<RowTitle> rows = row_titles({"Database", "Tier 1: a", "Tier 1: b", "Alone: c"});
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].text == "Database");
  CHECK(rows[1].heading == "Tier 1");
  CHECK(rows[1].text == "  a");
  CHECK(rows[2].heading == "");
  CHECK(rows[2].text == "  b");
  CHECK(rows[3].heading == "");
  CHECK(rows[3].text == "Alone: c");
}
