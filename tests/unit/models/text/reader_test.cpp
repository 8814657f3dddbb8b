#include "models/text/reader.hpp"

#include <catch2/catch.hpp>

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view modes[] = {"hot", "warm", "cold"};

// An object read from text, and what was wrong with it.
struct Sheet {
  Document document;
  ReadContext context;
  ObjectReader object;

  explicit Sheet(const std::string& text)
      : document{*parse_document("a.json", text)}, object{document.root, context} {}

  // The diagnostics' first lines.
  std::vector<std::string> problems() const {
    std::vector<std::string> lines;
    for (const Diagnostic& diagnostic : context.diagnostics()) {
      const std::string text = render(diagnostic);
      lines.push_back(text.substr(0, text.find('\n')));
    }
    return lines;
  }
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a right object is read without a word") {
  Sheet sheet{R"({"name": "east", "mode": "warm", "on": true, "count": 3, "chance": "5 %",
                  "ttl": "60 s", "size": "2 GB", "speed": "8 bit/s", "tags": ["a", "b"],
                  "list": [1, 2], "comment": "x"})"};
  CHECK(sheet.object.string("name") == "east");
  CHECK(sheet.object.word("mode", modes) == 1);
  CHECK(sheet.object.boolean("on"));
  CHECK(sheet.object.integer("count", 0, 10) == 3);
  CHECK(sheet.object.probability("chance") == 0.05);
  CHECK(sheet.object.duration("ttl") == 60s);
  CHECK(sheet.object.bytes("size") == Bytes{2'000'000'000});
  CHECK(sheet.object.rate("speed") == Rate{1.0});
  CHECK(sheet.object.strings("tags") == Lines{"a", "b"});
  double sum = 0.0;
  sheet.object.each("list", [&](const Node& item) { sum += item.number; });
  CHECK(sum == 3.0);
  sheet.object.ignore("comment");
  sheet.object.finish();
  CHECK(sheet.problems().empty());
  CHECK_FALSE(sheet.context.has_errors());
}

TEST_CASE("optional members are read when they are there") {
  Sheet sheet{R"({"s": "x", "b": false, "i": -4, "p": 1, "d": "1 ms", "l": ["x"], "e": [null]})"};
  CHECK(sheet.object.optional_string("s") == "x");
  CHECK(sheet.object.optional_boolean("b") == false);
  CHECK(sheet.object.optional_integer("i", -4, 4) == -4);
  CHECK(sheet.object.optional_probability("p") == 1.0);
  CHECK(sheet.object.optional_duration("d") == 1ms);
  CHECK(sheet.object.optional_strings("l") == Lines{"x"});
  int calls = 0;
  sheet.object.each_optional("e", [&](const Node&) { ++calls; });
  CHECK(calls == 1);
  CHECK(sheet.problems().empty());
}

TEST_CASE("optional members may be absent") {
  Sheet sheet{"{}"};
  CHECK_FALSE(sheet.object.optional_string("s"));
  CHECK_FALSE(sheet.object.optional_boolean("b"));
  CHECK_FALSE(sheet.object.optional_integer("i", 0, 1));
  CHECK_FALSE(sheet.object.optional_probability("p"));
  CHECK_FALSE(sheet.object.optional_duration("d"));
  CHECK(sheet.object.optional_strings("l").empty());
  sheet.object.each_optional("e", [](const Node&) { FAIL("there is no item"); });
  CHECK(sheet.object.optional("x") == nullptr);
  CHECK(sheet.problems().empty());
}

TEST_CASE("FD2001: not an object, reported once and nothing else") {
  Sheet sheet{"[1]"};
  CHECK(sheet.object.string("name").empty());
  CHECK(sheet.object.integer("count", 2, 10) == 2);
  sheet.object.finish();
  CHECK(sheet.problems() ==
        Lines{"FD2001 a.json:1:1: [1] is not an object; write its members in braces, { }"});
}

TEST_CASE("FD2002: every missing member is reported at the object's brace") {
  Sheet sheet{"\n {\n}"};
  CHECK(sheet.object.string("name").empty());
  CHECK(sheet.object.word("mode", modes) == 0);
  CHECK_FALSE(sheet.object.boolean("on"));
  CHECK(sheet.object.integer("count", 2, 10) == 2);
  CHECK(sheet.object.probability("chance") == 0.0);
  CHECK(sheet.object.duration("ttl") == 0s);
  CHECK(sheet.object.bytes("size") == Bytes{0});
  CHECK(sheet.object.rate("speed") == Rate{0.0});
  CHECK(sheet.object.strings("tags").empty());
  sheet.object.each("list", [](const Node&) { FAIL("there is no item"); });
  REQUIRE(sheet.problems().size() == 10);
  CHECK(sheet.problems().front() == "FD2002 a.json:2:2: the member \"name\" is missing");
  CHECK(sheet.problems().back() == "FD2002 a.json:2:2: the member \"list\" is missing");
}

TEST_CASE("FD2003: members nobody asked for, under their names") {
  Sheet sheet{R"({"rtoo": 1, "rto": 2, "{}": {"deep": 3}})"};
  (void)sheet.object.optional("rto");
  (void)sheet.object.optional("rpo");
  sheet.object.finish();
  CHECK(sheet.problems() == Lines{"FD2003 a.json:1:2 /rtoo: the member \"rtoo\" is not known here; "
                                  "did you mean \"rto\"?",
                                  "FD2003 a.json:1:23 /{}: the member \"{}\" is not known here; "
                                  "known are \"rpo\", \"rto\""});
  CHECK(sheet.context.diagnostics().front().place.length == 6);
}

TEST_CASE("FD2003 without a suggestion where nothing is known") {
  Sheet sheet{R"({"a": 1})"};
  sheet.object.finish();
  CHECK(sheet.problems() == Lines{"FD2003 a.json:1:2 /a: the member \"a\" is not known here"});
}

TEST_CASE("FD2004: a word that is not known, with the nearest or all") {
  Sheet sheet{R"({"a": "warn", "b": "lukewarm"})"};
  CHECK(sheet.object.word("a", modes) == 0);
  CHECK(sheet.object.word("b", modes) == 0);
  CHECK(sheet.problems() ==
        Lines{"FD2004 a.json:1:7 /a: \"warn\" is not a word known here; did you mean \"warm\"?",
              "FD2004 a.json:1:20 /b: \"lukewarm\" is not a word known here; "
              "choose one of \"hot\", \"warm\", \"cold\""});
}

TEST_CASE("FD2005: the wrong JSON type, each with its fix") {
  Sheet sheet{R"({"s": 12, "n": null, "b": "true", "i": "3", "l": "x", "m": ["a", 1], "e": {}})"};
  CHECK(sheet.object.string("s").empty());
  CHECK_FALSE(sheet.object.optional_string("n"));
  CHECK_FALSE(sheet.object.boolean("b"));
  CHECK(sheet.object.integer("i", 1, 9) == 1);
  CHECK(sheet.object.strings("l").empty());
  CHECK(sheet.object.strings("m") == Lines{"a"});
  sheet.object.each("e", [](const Node&) { FAIL("there is no item"); });
  CHECK(sheet.problems() ==
        Lines{"FD2005 a.json:1:7 /s: 12 is not a string; write \"12\"",
              "FD2005 a.json:1:16 /n: null is not a string",
              "FD2005 a.json:1:27 /b: \"true\" is not true or false; write true without quotes",
              "FD2005 a.json:1:40 /i: \"3\" is not a whole number; write it like 1",
              "FD2005 a.json:1:50 /l: \"x\" is not an array of strings; write [\"x\"]",
              "FD2005 a.json:1:66 /m/1: 1 is not a string; write \"1\"",
              "FD2005 a.json:1:75 /e: {} is not an array; write [ ] around it"});
}

TEST_CASE("FD2006: numbers out of range") {
  Sheet sheet{R"({"a": 11, "b": 1.5, "c": 5, "d": 1.01e2, "e": 9007199254740993})"};
  CHECK(sheet.object.integer("a", 1, 10) == 1);
  CHECK_FALSE(sheet.object.optional_integer("b", 1, 10));
  CHECK(sheet.object.probability("c") == 0.0);
  CHECK_FALSE(sheet.object.optional_probability("d"));
  CHECK(sheet.object.integer("e", 0, std::numeric_limits<std::int64_t>::max()) == 0);
  CHECK(sheet.problems() ==
        Lines{"FD2006 a.json:1:7 /a: 11 is not between 1 and 10",
              "FD2006 a.json:1:16 /b: 1.5 is not a whole number; leave the fraction out",
              "FD2006 a.json:1:26 /c: 5 is not a probability, which lies between 0 and 1; "
              "did you mean \"5 %\"?",
              "FD2006 a.json:1:34 /d: 1.01e2 is not a probability, which lies between 0 and 1",
              "FD2006 a.json:1:47 /e: 9007199254740993 is not between 0 and 9007199254740991"});
}

TEST_CASE("the ends of a range are inside it") {
  Sheet sheet{R"({"a": 1, "b": 10, "c": 9007199254740991, "d": 0, "e": "100 %"})"};
  CHECK(sheet.object.integer("a", 1, 10) == 1);
  CHECK(sheet.object.integer("b", 1, 10) == 10);
  CHECK(sheet.object.integer("c", 0, std::numeric_limits<std::int64_t>::max()) == 9007199254740991);
  CHECK(sheet.object.probability("d") == 0.0);
  CHECK(sheet.object.probability("e") == 1.0);
  CHECK(sheet.problems().empty());
}

TEST_CASE("durations and amounts are rounded to whole nanoseconds and bytes") {
  Sheet sheet{R"({"a": "0.6 ns", "b": "1.5 B", "c": "soon"})"};
  CHECK(sheet.object.duration("a") == 1ns);
  CHECK(sheet.object.bytes("b") == Bytes{2});
  CHECK_FALSE(sheet.object.optional_duration("c"));
  CHECK(sheet.problems().size() == 1);
}

TEST_CASE("all of an object's errors are reported in one reading") {
  Sheet sheet{R"({"name": 1, "ttl": "4 hourz", "extra": true})"};
  CHECK(sheet.object.string("name").empty());
  CHECK(sheet.object.duration("ttl") == 0s);
  CHECK(sheet.object.boolean("on") == false);
  sheet.object.finish();
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : sheet.context.diagnostics()) {
    codes.push_back(diagnostic.code);
  }
  CHECK(codes == Lines{"FD2005", "FD2103", "FD2002", "FD2003"});
}

TEST_CASE("a context quotes the value, and warnings are no errors") {
  Sheet sheet{R"({"a": "x{}", "b": 2})"};
  const Node& a = *sheet.document.root.find("a");
  sheet.context.warning(a, "FD4001", "{} differs from {}", "look at both",
                        {place_of(*sheet.document.root.find("b"))});
  CHECK_FALSE(sheet.context.has_errors());
  CHECK(render(sheet.context.diagnostics().front()) ==
        "FD4001 a.json:1:7 /a: warning: \"x{}\" differs from {}; look at both\n"
        "    1 | {\"a\": \"x{}\", \"b\": 2}\n"
        "      |       ^~~~~\n"
        "  and here: a.json:1:19 /b\n"
        "    1 | {\"a\": \"x{}\", \"b\": 2}\n"
        "      |                   ^\n");
  sheet.context.error(a, "FD3001", "no such name");
  CHECK(sheet.context.has_errors());
}
