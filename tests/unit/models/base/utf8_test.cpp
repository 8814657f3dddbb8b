#include "models/base/utf8.hpp"

#include <catch2/catch.hpp>

using namespace firedrill;
using namespace std::string_view_literals;

TEST_CASE("code points have one to four bytes") {
  CHECK(code_point_size("a") == 1);
  CHECK(code_point_size("\0"sv) == 1);
  CHECK(code_point_size("ß") == 2);
  CHECK(code_point_size("€") == 3);
  CHECK(code_point_size("😀") == 4);
  CHECK(code_point_size("") == 0);
}

TEST_CASE("what Table 3-7 of The Unicode Standard excludes is ill-formed") {
  CHECK(code_point_size("\x80") == 0);              // a continuation alone
  CHECK(code_point_size("\xC3") == 0);              // cut off
  CHECK(code_point_size("\xC1\xBF") == 0);          // overlong, 2 bytes
  CHECK(code_point_size("\xE0\x9F\xBF") == 0);      // overlong, 3 bytes
  CHECK(code_point_size("\xE0\xA0\x80") == 3);      // U+0800, the first of 3 bytes
  CHECK(code_point_size("\xED\x9F\xBF") == 3);      // U+D7FF
  CHECK(code_point_size("\xED\xA0\x80") == 0);      // the surrogate U+D800
  CHECK(code_point_size("\xF0\x8F\xBF\xBF") == 0);  // overlong, 4 bytes
  CHECK(code_point_size("\xF4\x8F\xBF\xBF") == 4);  // U+10FFFF
  CHECK(code_point_size("\xF4\x90\x80\x80") == 0);  // beyond it
  CHECK(code_point_size("\xE2\x82 ") == 0);
  CHECK(code_point_size("\xF0\x9F\x98 ") == 0);
}

TEST_CASE("counting, cutting and repairing go by code points") {
  CHECK(count_code_points("größe 😀") == 7);
  CHECK(first_code_points("größe", 3) == "grö");
  CHECK(first_code_points("größe", 9) == "größe");
  CHECK(first_code_points("ß", 0).empty());
  CHECK(find_ill_formed("grö\xFFße") == 4);
  CHECK(find_ill_formed("größe") == std::string_view::npos);
  CHECK(repaired_utf8("a\xFF\xC3z") == "a\uFFFD\uFFFDz");
  CHECK(repaired_utf8("größe") == "größe");
}
