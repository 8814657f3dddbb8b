// The dictionary of the readers' codes; that it is whole, tests/contract/codes_test.cpp sees to.
#include "models/text/codes.hpp"

#include <catch2/catch.hpp>

using namespace firedrill;

TEST_CASE("a code is found by its name") {
  REQUIRE(find_code(text_codes(), "FD2103") != nullptr);
  CHECK(find_code(text_codes(), "FD2103")->title == "Not a quantity");
  CHECK(find_code(text_codes(), "FD9999") == nullptr);
  CHECK(find_code({}, "FD2103") == nullptr);
}
