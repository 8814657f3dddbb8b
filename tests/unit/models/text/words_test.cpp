#include "models/text/words.hpp"

#include <catch2/catch.hpp>

using namespace firedrill;
using Parts = std::vector<std::string>;

TEST_CASE("a list with commas gives its parts, and nothing where nothing stands", "[text]") {
  CHECK(comma_separated("node-1,node-2") == Parts{"node-1", "node-2"});
  CHECK(comma_separated(",a,,b,") == Parts{"a", "b"});
  CHECK(comma_separated("one") == Parts{"one"});
  CHECK(comma_separated("").empty());
}
