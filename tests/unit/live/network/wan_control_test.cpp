#include "live/network/wan_control.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace firedrill {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

struct TwoRegions {
  std::vector<WanLink> links;
  TwoRegions() {
    for (int count = 0; count < 4; ++count) {
      links.emplace_back(StreamKey{1, "link"});
    }
  }
  WanAnswer ask(const std::string& request) {
    return answer_wan(request, WanState{{"east", "west"}, links, 1s, 0, false});
  }
};

TEST_CASE("a change touches what it names, in one direction") {
  TwoRegions wan;
  const WanAnswer answer = wan.ask(R"({"changes": [{"from": "east", "to": "west",
    "delay": "31 ms", "rate": "80 Mbit/s", "loss": "1 %", "is_up": false}]})");
  CHECK(answer.has_changed);
  CHECK(wan.links[1].settings.delay == 31ms);
  CHECK(wan.links[1].settings.rate.bytes_per_second == 10e6);
  CHECK(wan.links[1].settings.loss == 0.01);
  CHECK_FALSE(wan.links[1].settings.is_up);
  CHECK(wan.links[1].settings.queue == 1s);
  CHECK(wan.links[2].settings.is_up);
  CHECK_FALSE(
      wan.ask(R"({"changes": [{"from": "east", "to": "west", "rate": "unlimited"}]})").wants_stop);
  CHECK(wan.links[1].settings.rate.bytes_per_second == 0.0);
}

TEST_CASE("nothing of a request with an error in it is done") {
  TwoRegions wan;
  for (const char* change : {R"({"from": "east", "to": "wets", "delay": "1 s"})",
                             R"({"from": "east", "to": "east", "delay": "1 s"})",
                             R"({"from": "east", "to": "west", "delay": "1 meter"})",
                             R"({"from": "east", "to": "west", "loss": 1.5})",
                             R"({"from": "east", "to": "west", "dealy": "1 s"})"}) {
    const std::string request =
        std::string{R"({"changes": [{"from": "west", "to": "east", "is_up": false}, )"} + change +
        "]}";
    const WanAnswer answer = wan.ask(request);
    CHECK_FALSE(answer.has_changed);
    CHECK(Json::parse(answer.text)["errors"].size() == 1);
    CHECK(wan.links[2].settings.is_up);
  }
  CHECK(Json::parse(wan.ask("{").text).contains("errors"));
  const Json typo =
      Json::parse(wan.ask(R"({"changes": [{"from": "east", "to": "wets", "is_up": true}]})").text);
  CHECK(typo["errors"][0]["suggestion"] == "did you mean \"west\"?");
}

TEST_CASE("the status has every direction with its settings and counters") {
  TwoRegions wan;
  wan.links[1].counters.lost = 3;
  wan.links[1].lateness.add(2ms);
  const Json status = Json::parse(wan.ask(R"({"status": true, "reset_lateness": true})").text);
  CHECK(status["format"] == "firedrill/wan/1");
  REQUIRE(status["links"].size() == 2);
  CHECK(status["links"][0]["from"] == "east");
  CHECK(status["links"][0]["lost"] == 3);
  CHECK(status["links"][0]["late_max_s"] == 0.002);
  CHECK(wan.links[1].lateness.max() == 0s);
}

}  // namespace
}  // namespace firedrill
