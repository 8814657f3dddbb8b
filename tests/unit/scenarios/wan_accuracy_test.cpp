// How near the surrogate of the network comes to the packet simulation, on the cases it was fitted
// to and on those that were drawn once it was frozen; and that they were held out.
#include "scenarios/wan_accuracy.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <utility>

#include "models/text/document.hpp"

using namespace firedrill;

namespace {

WanResults read(const std::string& file) {
  const auto all = load_wan_results("models/parameters/wan/" + file);
  REQUIRE(all);
  return *all;
}

const WanResults& fitted_on() {
  static const WanResults all = read("ns-3.37.json");
  return all;
}

const WanResults& held_out() {
  static const WanResults all = read("held-out.json");
  return all;
}

bool has_bbr(const WanResults& results) {
  return std::any_of(results.results.begin(), results.results.end(), [](const WanResult& one) {
    return one.one.transfer.path.congestion == CongestionControl::bbr;
  });
}

}  // namespace

TEST_CASE("there are packet-level cases enough, of each kind in both sets") {
  CHECK(fitted_on().results.size() >= 100);
  CHECK(held_out().results.size() >= 60);
  CHECK(fitted_on().simulator == "ns-3.37");
  CHECK(fitted_on().command.find("firedrill-wan study sim/wan/cases.json") == 0);
  CHECK(held_out().command.find("firedrill-wan study sim/wan/held-out.json") == 0);
  CHECK(has_bbr(fitted_on()));
  CHECK(has_bbr(held_out()));
}

TEST_CASE("the studies' cases are those of the results") {
  for (const auto& [study, results] :
       {std::pair{"sim/wan/cases.json", &fitted_on()}, {"sim/wan/held-out.json", &held_out()}}) {
    const auto cases = load_wan_study(study);
    REQUIRE(cases);
    REQUIRE(cases->size() == results->results.size());
    for (std::size_t index = 0; index < cases->size(); ++index) {
      CHECK((*cases)[index].name == results->results[index].one.name);
    }
  }
}

TEST_CASE("the salt holds every case out that is, and none was fitted to") {
  CHECK(fitted_on().salt.empty());
  REQUIRE_FALSE(held_out().salt.empty());
  const auto text = [](Node one) {
    std::erase_if(one.members, [](const auto& member) { return member.first == "name"; });
    return to_json(one);
  };
  std::vector<std::string> fitted;
  const auto cases = load_document("sim/wan/cases.json");
  REQUIRE(cases);
  for (const Node& one : cases->root.find("cases")->items) {
    fitted.push_back(text(one));
  }
  const auto document = load_document("sim/wan/held-out.json");
  REQUIRE(document);
  for (const Node& one : document->root.find("cases")->items) {
    CAPTURE(one.find("name")->string);
    CHECK(is_held_out(one, held_out().salt));
    CHECK(std::find(fitted.begin(), fitted.end(), text(one)) == fitted.end());
  }
}

TEST_CASE("goodput and lag of the surrogate on cases that were held out") {
  const auto errors = compare(held_out().results, packet_simulation());
  const WanAccuracy goodput = accuracy_of(errors, false);
  INFO("goodput: median " << goodput.median << ", worst " << goodput.worst << " of "
                          << goodput.worst_case);
  CHECK(goodput.count >= 20);
  CHECK(goodput.median <= 0.05);
  const WanAccuracy lag = accuracy_of(errors, true);
  INFO("lag: median " << lag.median << ", worst " << lag.worst << " of " << lag.worst_case);
  CHECK(lag.count >= 60);
  CHECK(lag.median <= 0.05);
}

TEST_CASE("five figures of four cases that were held out are beyond 15 %: there it is missed") {
  // Scored once, as they came out, with nothing changed since; docs/VALIDITY.md says why.
  std::vector<std::string> goodput, lag;
  for (const WanError& error : compare(held_out().results, packet_simulation())) {
    if (std::abs(error.relative()) > 0.15) {
      (error.figure == WanFigure::goodput ? goodput : lag).push_back(error.name);
    }
  }
  CHECK(goodput == std::vector<std::string>{"bulk-wide-04"});
  CHECK(lag == std::vector<std::string>{"lag-objects-08", "lag-objects-14", "lag-objects-22",
                                        "lag-objects-22"});
  for (const WanError& error : compare(held_out().results, packet_simulation())) {
    if (error.name == goodput.front()) {
      CHECK(std::abs(error.relative()) <= 2.0 * error.noise);  // of so few losses
    }
  }
}

TEST_CASE("the lag after a cut that was held out is met: within 15 %, and half within 2 %") {
  std::vector<WanError> errors = compare(held_out().results, packet_simulation());
  std::erase_if(errors, [](const WanError& error) {
    return error.name.find("lag-cut") != 0 && error.name.find("lag-flap") != 0 &&
           error.name.find("lag-bbr") != 0;
  });
  const WanAccuracy lag = accuracy_of(errors, true);
  INFO("median " << lag.median << ", worst " << lag.worst << " of " << lag.worst_case);
  CHECK(lag.count >= 30);
  CHECK(lag.median <= 0.02);
  CHECK(lag.worst <= 0.15);
}

TEST_CASE("on the cases it was fitted to the surrogate is as near as their luck lets it be") {
  const auto errors = compare(fitted_on().results, packet_simulation());
  CHECK(accuracy_of(errors, false).median <= 0.012);
  for (const WanError& error : errors) {
    if (error.figure == WanFigure::goodput && error.published > 0.0) {
      CAPTURE(error.name, error.noise);
      CHECK(std::abs(error.relative()) <= 0.06 + 3.0 * error.noise);
    }
  }
  CHECK(accuracy_of(errors, true).median <= 0.012);
  double noise = 0.0;  // of the case's mean lag, which stands before its peak
  for (const WanError& error : errors) {
    if (error.figure == WanFigure::lag_mean) {
      noise = error.standard_error / error.measured;
    }
    if (error.figure != WanFigure::goodput) {
      CAPTURE(error.name, noise);
      CHECK(std::abs(error.relative()) <= 0.17 + 2.0 * noise);
    }
  }
}

TEST_CASE(
    "what n random losses leave open of a goodput is 90 % / sqrt(n), less where the link limits") {
  WanResult result;
  result.one.transfer.path.loss = 1e-3;
  result.one.transfer.path.capacity = Rate{1e9};
  result.segments = 90'000.0;  // of which 90 were lost
  result.goodput = Rate{1e6};
  CHECK(relative_noise(result) == Approx(0.9 / std::sqrt(90.0)).epsilon(2e-3));
  CHECK(relative_noise(result, 4.0) == Approx(2.0 * relative_noise(result)));
  result.one.transfer.path.capacity = Rate{1.05e6};
  CHECK(relative_noise(result) < 0.02);
  result.standard_error = Rate{5e4};
  CHECK(relative_noise(result) == Approx(0.05));
}

TEST_CASE("published response functions stand beside the surrogate, and are farther off") {
  const auto errors = compare(held_out().results, packet_simulation());
  const WanAccuracy published = published_accuracy(errors);
  CHECK(published.count > 0);
  CHECK(published.median > accuracy_of(errors, false).median);
  CHECK(published.worst > accuracy_of(errors, false).worst);
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

TEST_CASE("a case is held out whatever its name, and another salt chooses others") {
  const auto document = load_document("sim/wan/cases.json");
  REQUIRE(document);
  Node one = document->root.find("cases")->items.front();
  const bool before = is_held_out(one, "salt");
  one.find("name")->string = "another name";
  CHECK(is_held_out(one, "salt") == before);
  // Of sixteen variants some are held out and some are not, and others by another salt.
  int held_out = 0, differ = 0;
  for (int flows = 1; flows <= 16; ++flows) {
    one.find("flows")->number = flows;
    held_out += is_held_out(one, "salt") ? 1 : 0;
    differ += is_held_out(one, "salt") != is_held_out(one, "pepper") ? 1 : 0;
  }
  CHECK(held_out > 0);
  CHECK(held_out < 16);
  CHECK(differ > 0);
}
