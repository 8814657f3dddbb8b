// Every way in which a text fails to be JSON, with the exact line, column, underlined length and
// words of its diagnostic.
#include "models/text/syntax.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>

using namespace firedrill;
using namespace std::string_literals;

namespace {

// "code line:column+length pointer: message; suggestion" of the first error of `text`.
std::string first_error(const std::string& text) {
  const Result<Document> document = parse_document("a.json", text);
  if (document) {
    return "no error";
  }
  const Diagnostic& error = document.error().front();
  return fmt::format("{} {}:{}+{} {}: {}; {}", error.code, error.place.line, error.place.column,
                     error.place.length, error.place.pointer, error.message, error.suggestion);
}

std::string first_code(const std::string& text) { return first_error(text).substr(0, 6); }

}  // namespace

TEST_CASE("FD1002: nothing in the file") {
  CHECK(first_error("") ==
        "FD1002 1:1+1 : there is no JSON value, only white space; "
        "the smallest document is {}");
  CHECK(first_code(" \n\t\n") == "FD1002");
}

TEST_CASE("FD1003: the text ends in the middle of a value") {
  CHECK(first_error("{\n  \"a\": [1, 2\n") ==
        "FD1003 2:13+1 /a: the text ends in the middle of a value; "
        "add the missing ']' or restore the rest");
  CHECK(first_error("{\"a\"") ==
        "FD1003 1:5+1 : the text ends in the middle of a value; "
        "add the missing '}' or restore the rest");
  for (const std::string text : {"[", "{", "[1,", "{\"a\":", "{\"a\":1,", "[[]"}) {
    CHECK(first_code(text) == "FD1003");
  }
  const Result<Document> document = parse_document("a.json", "{\n  \"a\": [1,\n  2");
  REQUIRE_FALSE(document);
  REQUIRE(document.error().front().related.size() == 1);
  CHECK(document.error().front().related.front().line == 2);
  CHECK(document.error().front().related.front().column == 8);
}

TEST_CASE("FD1004: a comma too many") {
  CHECK(first_error("[1,\n 2 , ]") == "FD1004 2:4+1 : a comma too many before ']'; remove it");
  CHECK(first_error("{\"a\": {\"b\": 1,\n}}") ==
        "FD1004 1:14+1 /a: a comma too many before '}'; remove it");
  CHECK(first_error("[,1]") == "FD1004 1:2+1 : a comma with no value before it; remove it");
  CHECK(first_error("[1,,2]") == "FD1004 1:4+1 : a comma with no value before it; remove it");
  CHECK(first_error("{,}") == "FD1004 1:2+1 : a comma with no member before it; remove it");
}

TEST_CASE("FD1005: a comma or colon is missing") {
  CHECK(first_error("{\n  \"a\": \"x\"\n  \"b\": 2\n}") ==
        "FD1005 2:11+1 : a comma is missing; write ',' or '}'");
  CHECK(first_error("[1 2]") == "FD1005 1:3+1 : a comma is missing; write ',' or ']'");
  CHECK(first_error("[[1] [2]]") == "FD1005 1:5+1 : a comma is missing; write ',' or ']'");
  CHECK(first_error("[1 true]") == "FD1005 1:3+1 : a comma is missing; write ',' or ']'");
  CHECK(first_error("[1\nabc]") == "FD1005 1:3+1 : a comma is missing; write ',' or ']'");
  CHECK(first_error("{\"a\": 1 b: 2}") == "FD1005 1:8+1 : a comma is missing; write ',' or '}'");
  CHECK(first_error("{\"a\" 1}") ==
        "FD1005 1:5+1 : the colon after the member's name is missing; write ':'");
}

TEST_CASE("FD1006: a comment") {
  CHECK(first_error("{\n  // slow\n  \"a\": 1}") ==
        "FD1006 2:3+7 : JSON has no comments; remove it, or make it a \"comment\" member");
  CHECK(first_error("[1, /* two\n */ 2]") ==
        "FD1006 1:5+6 : JSON has no comments; remove it, or make it a \"comment\" member");
  CHECK(first_code("[1] # end") == "FD1006");
  CHECK(first_code("{\"a\" /* open") == "FD1006");
}

TEST_CASE("FD1007: wrong quotation marks") {
  CHECK(first_error("{'a': 1}") == "FD1007 1:2+3 : strings stand in double quotes; write \"a\"");
  CHECK(first_error("[\"ä\", 'b c']") ==
        "FD1007 1:7+5 : strings stand in double quotes; write \"b c\"");
  CHECK(first_error("['open\n']") == "FD1007 1:2+1 : strings stand in double quotes; write \"");
  CHECK(first_error("[“east”]") == "FD1007 1:2+1 : strings stand in double quotes; write \"");
}

TEST_CASE("FD1008: a word without quotes") {
  CHECK(first_error("{rto: 1}") ==
        "FD1008 1:2+3 : the name rto stands without quotes; write \"rto\"");
  CHECK(first_error("{\"a\": 1, 2b: 1}") ==
        "FD1008 1:10+2 : the name 2b stands without quotes; write \"2b\"");
  CHECK(first_error("{\"rto\": 4h}") == "FD1008 1:9+2 : 4h stands without quotes; write \"4h\"");
  CHECK(first_error("{\"rto\": 15 min, \"b\": 1}") ==
        "FD1008 1:9+6 : 15 min stands without quotes; write \"15 min\"");
  CHECK(first_error("[hot standby ]") ==
        "FD1008 1:2+11 : hot standby stands without quotes; write \"hot standby\"");
  CHECK(first_error("[2024-05-01]") ==
        "FD1008 1:2+10 : 2024-05-01 stands without quotes; write \"2024-05-01\"");
  CHECK(first_error("[truely]") == "FD1008 1:2+6 : truely stands without quotes; write \"truely\"");
  CHECK(first_error("[True]") == "FD1008 1:2+4 : True is not a JSON word; write true");
  CHECK(first_error("[None]") == "FD1008 1:2+4 : None is not a JSON word; write null");
}

TEST_CASE("FD1009: not a JSON number") {
  CHECK(first_error("[NaN]") ==
        "FD1009 1:2+3 : NaN is not a JSON number; "
        "leave the member out, or write a finite number");
  CHECK(first_error("{\"a\": -Infinity}") ==
        "FD1009 1:7+9 : -Infinity is not a JSON number; "
        "leave the member out, or write a finite number");
  CHECK(first_error("[007]") ==
        "FD1009 1:2+3 : 007 is not a JSON number; leave the leading zeros out");
  CHECK(first_error("[+1]") == "FD1009 1:2+2 : +1 is not a JSON number; leave the + out");
  CHECK(first_error("[.5]") ==
        "FD1009 1:2+2 : .5 is not a JSON number; write a 0 before the point");
  CHECK(first_error("[1.]") ==
        "FD1009 1:2+2 : 1. is not a JSON number; "
        "write a digit after the point, or leave the point out");
  CHECK(first_error("[0x1F]") == "FD1009 1:2+4 : 0x1F is not a JSON number; write it in decimal");
  CHECK(first_error("[1_000]") ==
        "FD1009 1:2+5 : 1_000 is not a JSON number; write it like 1200, -0.5 or 1e6");
  for (const std::string text : {"[-]", "[1e]", "[1.2.3]", "-", "[-.5]"}) {
    CHECK(first_code(text) == "FD1009");
  }
}

TEST_CASE("FD1010: a member stands twice; all are reported, with their first places") {
  const Result<Document> document = parse_document(
      "a.json", "{\"a\": 1,\n \"b\": {\"c\": 1, \"c\": 2},\n \"a\": 2, \"\\u0061\": 3}");
  REQUIRE_FALSE(document);
  const Diagnostics& errors = document.error();
  REQUIRE(errors.size() == 3);
  CHECK(render(errors[0]) ==
        "FD1010 a.json:2:16 /b/c: the member \"c\" stands here for the second time; "
        "remove or rename one of the two\n"
        "    2 |  \"b\": {\"c\": 1, \"c\": 2},\n"
        "      |                ^~~\n"
        "  and here: a.json:2:8 /b/c\n"
        "    2 |  \"b\": {\"c\": 1, \"c\": 2},\n"
        "      |        ^~~\n");
  CHECK(errors[1].place.line == 3);
  CHECK(errors[1].place.column == 2);
  CHECK(errors[2].place.column == 10);
  CHECK(errors[2].place.length == 8);
  CHECK(errors[2].related.front().line == 1);
}

TEST_CASE("a duplicate member and a later syntax error are both reported") {
  const Result<Document> document = parse_document("a.json", "{\"a\": 1, \"a\": 2,}");
  REQUIRE_FALSE(document);
  REQUIRE(document.error().size() == 2);
  CHECK(document.error()[0].code == "FD1010");
  CHECK(document.error()[1].code == "FD1004");
}

TEST_CASE("FD1011: a string without its closing quote") {
  CHECK(first_error("{\"a\": \"east,\n \"b\": 1}") ==
        "FD1011 1:7+6 : the string has no closing quote; "
        "add a \" where it ends; line breaks inside are written \\n");
  CHECK(first_code("{\"a") == "FD1011");
  CHECK(first_code("\"") == "FD1011");
  CHECK(first_code("[\"a\r\n\"]") == "FD1011");
}

TEST_CASE("FD1012: a wrong escape or control character in a string") {
  CHECK(first_error("[\"C:\\data\"]") ==
        "FD1012 1:5+2 : \\d is not an escape JSON knows; "
        "a backslash itself is written \\\\");
  CHECK(first_error("[\"\\ud800\"]") ==
        "FD1012 1:3+6 : \\u is not an escape JSON knows; "
        "write four hexadecimal digits, a surrogate always with its pair");
  CHECK(first_error("[\"a\tb\"]") ==
        "FD1012 1:4+1 : a control character inside a string; a tab is written \\t");
  CHECK(first_error("{\"\x1B\": 1}") ==
        "FD1012 1:3+1 : a control character inside a string; write \\u001b");
  for (const std::string text : {"[\"\\u12\"]", "[\"\\udc00\"]", "[\"\\ud800\\u0041\"]", "[\"\\"}) {
    CHECK(first_code(text) == "FD1012");
  }
}

TEST_CASE("FD1013: not UTF-8") {
  CHECK(first_error("[\n \"gr\xF6\xDF"
                    "e\"]") == "FD1013 2:5+1 : the byte 0xF6 is not UTF-8; save the file as UTF-8");
  CHECK(first_error("\xEF\xBB\xBF{}") ==
        "FD1013 1:1+1 : begins with a byte order mark; save it as UTF-8 without one");
  CHECK(first_error("\xFF\xFE{\0}\0"s) == "FD1013 1:1+1 : is UTF-16, not UTF-8; save it as UTF-8");
  const Result<Document> document = parse_document("a.json",
                                                   "[\"gr\xF6\xDF"
                                                   "e\"]\n");
  CHECK(document.error().front().place.source_line == "[\"gr\uFFFD\uFFFDe\"]");
}

TEST_CASE("FD1014: a character that does not belong here") {
  CHECK(first_error("{\"a\": [1}") ==
        "FD1014 1:9+1 /a: '}' cannot close '['; "
        "write ']' here, or open the other bracket");
  CHECK(first_error("[1, {\"a\": 2]") ==
        "FD1014 1:12+1 /1: ']' cannot close '{'; "
        "write '}' here, or open the other bracket");
  CHECK(first_error("]") == "FD1014 1:1+1 : ']' closes nothing; remove it");
  CHECK(first_error("{\"a\":}") ==
        "FD1014 1:6+1 : the member has no value; "
        "write one after the colon, or remove the member");
  CHECK(first_error("[\"a\": 1]") ==
        "FD1014 1:5+1 : a member inside an array; put the members in braces, { }");
  CHECK(first_error("{\"a\" = 1}") ==
        "FD1014 1:6+1 : '=' does not belong here; ':' and a value was expected");
  CHECK(first_error("{\"a\": 1; \"b\": 2}") ==
        "FD1014 1:8+1 : ';' does not belong here; ',' or '}' was expected");
  CHECK(first_error("{[1]: 2}") ==
        "FD1014 1:2+1 : '[' does not belong here; "
        "a member's name in double quotes was expected");
  CHECK(first_error("[ß]") ==
        "FD1014 1:2+1 : the character 'ß' does not belong here; a value was expected");
  CHECK(first_error("[1,\0 2]"s) ==
        "FD1014 1:4+1 : the invisible character U+0000 does not belong here; a value was expected");
}

TEST_CASE("FD1015: text after the end") {
  CHECK(first_error("{}\nabc {}") ==
        "FD1015 2:1+3 : text after the end of the document; "
        "a file holds one JSON value; remove the rest");
  CHECK(first_code("{} \0 more"s) == "FD1015");
  CHECK(first_code("1 2") == "FD1015");
  CHECK(first_code("{}}") == "FD1015");
}

TEST_CASE("FD1016: nested deeper than 200 levels") {
  const std::string deepest = std::string(200, '[') + std::string(200, ']');
  CHECK(first_error(deepest) == "no error");
  const std::string error = first_error("[" + deepest + "]");
  CHECK(error.starts_with("FD1016 1:201+1 /0/0/"));
  CHECK(
      error.ends_with(": values are nested deeper than 200 levels; "
                      "no file of firedrill needs more than ten; is this the right file?"));
  CHECK(first_code(std::string(1'000'000, '[')) == "FD1016");
}

TEST_CASE("FD1017: larger than 64 MiB") {
  std::string text = "\xFF\n";  // wrong at once, so that the test does not read 64 MiB
  text.resize(std::size_t{64} << 20U, ' ');
  CHECK(first_code(text) == "FD1013");
  CHECK(first_error(text + " ") ==
        "FD1017 0:0+1 : larger than 64 MiB; "
        "a plan of a thousand components takes 1 MiB; is this the right file?");
}

TEST_CASE("FD1018: a number beyond a double") {
  CHECK(first_error("[1e999]") ==
        "FD1018 1:2+5 : 1e999 is too large for a number; numbers end at about 1.8e308");
  CHECK(first_error("[1.7e308, 1e-400]") == "no error");
}

TEST_CASE("the scanners know the tokens of RFC 8259") {
  CHECK(number_length("-12.50e+3,") == 9);
  CHECK(number_length("0123") == 1);
  CHECK(number_length("1.x") == 1);
  CHECK(number_length("1e+") == 1);
  CHECK(number_length("-") == 0);
  CHECK(number_length("x") == 0);
  CHECK(string_length("\"a\\\"b\" rest") == 6);
  CHECK(string_length("\"\\ud83d\\ude00\"") == 14);
  std::size_t fault = 0;
  CHECK(string_length("\"ab\\x\"", &fault) == 3);
  CHECK(fault == 3);
  CHECK(skip_space(" \t\r\n x", 0) == 5);
  CHECK(skip_space("  ", 0) == 2);
}
