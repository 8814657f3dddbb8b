// How near the surrogate of the network comes to the packet simulation, on the cases that were held
// out before anything was fitted; and that they were.
#include "scenarios/wan_accuracy.hpp"

#include <catch2/catch.hpp>

#include "models/text/document.hpp"

using namespace firedrill;

namespace {

constexpr const char* results_file = "models/parameters/wan/ns-3.37.json";

const WanResults& results() {
  static const WanResults all = [] {
    const auto read = load_wan_results(results_file);
    REQUIRE(read);
    return *read;
  }();
  return all;
}

}  // namespace

TEST_CASE("there are packet-level cases enough, and a third of them is held out by their content") {
  CHECK(results().results.size() >= 100);
  CHECK(results().simulator == "ns-3.37");
  CHECK(results().command.find("firedrill-wan study sim/wan/cases.json") == 0);
  std::size_t held_out = 0;
  for (const WanResult& result : results().results) {
    held_out += result.one.is_held_out ? 1 : 0;
    // The generator wrote its decision into the name, which the hash does not cover.
    CAPTURE(result.one.name);
    CHECK(result.one.is_held_out == (result.one.name.find("held-out") != std::string::npos));
  }
  CHECK(held_out >= results().results.size() / 4);
  CHECK(held_out <= results().results.size() / 2);
}

TEST_CASE("the study's cases are those of the results") {
  const auto cases = load_wan_study("sim/wan/cases.json");
  REQUIRE(cases);
  REQUIRE(cases->size() == results().results.size());
  for (std::size_t index = 0; index < cases->size(); ++index) {
    CHECK((*cases)[index].name == results().results[index].one.name);
  }
}

TEST_CASE("goodput and lag of the surrogate on cases that were held out") {
  const auto errors = compare(results().results, packet_simulation());
  const WanAccuracy goodput = accuracy_of(errors, false, true);
  INFO("goodput: median " << goodput.median << ", worst " << goodput.worst << " of "
                          << goodput.worst_case);
  CHECK(goodput.count >= 15);
  CHECK(goodput.median <= 0.05);
  CHECK(goodput.worst <= 0.15);
  const WanAccuracy lag = accuracy_of(errors, true, true);
  INFO("lag: median " << lag.median << ", worst " << lag.worst << " of " << lag.worst_case);
  CHECK(lag.count >= 20);
  CHECK(lag.median <= 0.05);
  CHECK(lag.worst <= 0.15);
}

TEST_CASE("published response functions stand beside the surrogate, and are farther off") {
  const auto errors = compare(results().results, packet_simulation());
  const WanAccuracy published = published_accuracy(errors, true);
  CHECK(published.count > 0);
  CHECK(published.median > accuracy_of(errors, false, true).median);
  for (const WanError& error : errors) {
    const bool is_bulk = error.name.find("bulk") == 0;
    CHECK((error.published > 0.0) == is_bulk);
  }
}

TEST_CASE("what is wrong with a study is told with its place") {
  const auto missing = load_wan_study("sim/wan/no-such-file.json");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().front().code == "FD1001");
  const auto wrong_kind = load_wan_results("sim/wan/cases.json");
  REQUIRE_FALSE(wrong_kind);
  CHECK(wrong_kind.error().front().code == "FD3013");
}

TEST_CASE("a case is held out whatever its name, and its name decides nothing") {
  const auto document = load_document("sim/wan/cases.json");
  REQUIRE(document);
  Node one = document->root.find("cases")->items.front();
  const bool before = is_held_out(one);
  one.find("name")->string = "another name";
  CHECK(is_held_out(one) == before);
  // Of sixteen variants some are held out and some are not.
  int held_out = 0;
  for (int flows = 1; flows <= 16; ++flows) {
    one.find("flows")->number = flows;
    held_out += is_held_out(one) ? 1 : 0;
  }
  CHECK(held_out > 0);
  CHECK(held_out < 16);
}
