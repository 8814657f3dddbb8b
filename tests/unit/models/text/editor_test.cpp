#include <catch2/catch.hpp>

#include "models/text/document.hpp"
#include "tests/unit/models/text/document_fixture.hpp"

using namespace firedrill;

namespace {

const std::string plan = R"({"objectives": [{"rto": "4 h"}, {"rto": "8 h"}], "name": "shop"})";

std::string set(std::string_view pointer, std::string_view value) {
  const Result<Document> changed = with_value(parsed(plan), pointer, value);
  return changed ? to_json(changed->root) : render(changed.error().front());
}

}  // namespace

TEST_CASE("a value is replaced where the pointer leads") {
  CHECK(set("/objectives/1/rto", "\"2 h\"") ==
        R"({"objectives":[{"rto":"4 h"},{"rto":"2 h"}],"name":"shop"})");
  CHECK(set("/objectives", "[1, {\"a\": null}]") ==
        R"({"objectives":[1,{"a":null}],"name":"shop"})");
  CHECK(set("", "[]") == "[]");
}

TEST_CASE("a bare word that is not JSON is a string") {
  CHECK(set("/name", "4h") == R"({"objectives":[{"rto":"4 h"},{"rto":"8 h"}],"name":"4h"})");
  CHECK(set("/name", "15 min").ends_with(R"("name":"15 min"})"));
  CHECK(set("/name", "").ends_with(R"("name":""})"));
  CHECK(set("/name", "it's a \"name\"").ends_with(R"("name":"it's a \"name\""})"));
  CHECK(set("/name", "12").ends_with(R"("name":12})"));
  CHECK(set("/name", "true").ends_with(R"("name":true})"));
}

TEST_CASE("a missing last member is added and - appends") {
  CHECK(set("/new~1member", "1").ends_with(R"("name":"shop","new/member":1})"));
  CHECK(set("/objectives/-", "{}") ==
        R"({"objectives":[{"rto":"4 h"},{"rto":"8 h"},{}],"name":"shop"})");
  const Result<Document> changed = with_value(parsed(plan), "/objectives/-", "{\"rto\": \"1 h\"}");
  REQUIRE(changed);
  CHECK(changed->root.find("objectives")->items[2].find("rto")->pointer == "/objectives/2/rto");
}

TEST_CASE("FD1019: a pointer that leads nowhere names the nearest member") {
  CHECK(set("/objectvies/0/rto", "1") ==
        "FD1019 --set /objectvies/0/rto: leads nowhere: \"\" has no member \"objectvies\"; "
        "did you mean \"objectives\"?\n");
  CHECK(set("/objectives/2/rto", "1") ==
        "FD1019 --set /objectives/2/rto: leads nowhere: \"/objectives\" has no item 2; "
        "items run from 0 to 1; - appends one\n");
  CHECK(set("/name/first", "1") ==
        "FD1019 --set /name/first: leads nowhere: \"/name\" is \"shop\" and has no members\n");
  CHECK(set("name", "1") ==
        "FD1019 --set name: leads nowhere: a pointer begins with /; did you mean \"/name\"?\n");
  for (const std::string pointer : {"/objectives/01", "/objectives/x", "/objectives/-/rto",
                                    "/objectives/", "/objectives/99999999999999999999"}) {
    CHECK(set(pointer, "1").starts_with("FD1019"));
  }
}

TEST_CASE("a value that begins like JSON must be JSON") {
  CHECK(set("/name", "{\"a\": 1,}") ==
        "FD1004 --set /name: a comma too many before '}'; remove it\n"
        "      | {\"a\": 1,}\n"
        "      |        ^\n");
  CHECK(set("/name", "\"open").starts_with("FD1011 --set /name:"));
  CHECK(set("/name",
            "gr\xF6\xDF"
            "e")
            .starts_with("FD1013 --set /name:"));
}

TEST_CASE("a changed value stands on the command line, the rest in its file") {
  const Result<Document> changed =
      with_value(parsed(plan), "/objectives/0", "{\"rto\": 4, \"rpo\": \"x\"}");
  REQUIRE(changed);
  const Node& objective = changed->root.find("objectives")->items[0];
  const Place place = place_of(*objective.find("rpo"));
  CHECK(place.file == "--set");
  CHECK(place.line == 0);
  CHECK(place.column == 19);
  CHECK(place.pointer == "/objectives/0/rpo");
  CHECK(place.source_line == "{\"rto\": 4, \"rpo\": \"x\"}");
  CHECK(place_of(*changed->root.find("name")).file == "a.json");
  CHECK(place_of(*changed->root.find("name")).line == 1);
}

TEST_CASE("a grafted part keeps its file and gets pointers below its new place") {
  Document whole = [] {
    const Document part = parsed("\n{\"regions\": [\"east\"]}", "plan.json");
    return grafted(parsed(R"({"plan": "plan.json", "seed": 1})"), "/plan", part);
  }();  // the part is gone; its text must live on in the whole
  CHECK(to_json(whole.root) == R"({"plan":{"regions":["east"]},"seed":1})");
  const Place place = place_of(whole.root.find("plan")->find("regions")->items[0]);
  CHECK(place.file == "plan.json");
  CHECK(place.line == 2);
  CHECK(place.column == 14);
  CHECK(place.pointer == "/plan/regions/0");
  CHECK(place_of(*whole.root.find("seed")).file == "a.json");

  const Result<Document> changed = with_value(std::move(whole), "/plan/regions/0", "west");
  REQUIRE(changed);
  CHECK(to_json(changed->root) == R"({"plan":{"regions":["west"]},"seed":1})");
}

TEST_CASE("a document may be grafted whole") {
  CHECK(to_json(grafted(parsed("{}"), "", parsed("[1]")).root) == "[1]");
}
