#include "live/lab/programs/alert_board.hpp"

#include <catch2/catch.hpp>

namespace firedrill {
namespace {

std::string webhook(const std::string& observer, const std::string& status) {
  return R"({"version": "4", "alerts": [{"status": ")" + status +
         R"(", "labels": {"alertname": "RegionDown", "region": "us-east-1", "observer": ")" +
         observer + R"("}}]})";
}

TEST_CASE("an alert is confirmed by a quorum of observers, not by one that repeats itself") {
  AlertBoard board{2};
  board.take(webhook("us-west-2", "firing"), 10.0);
  board.take(webhook("us-west-2", "firing"), 11.0);
  auto alerts = board.to_json();
  REQUIRE(alerts.size() == 1);
  CHECK(alerts[0]["is_confirmed"] == false);
  CHECK(alerts[0]["since"] == 10.0);
  board.take(webhook("eu-west-1", "firing"), 12.5);
  alerts = board.to_json();
  CHECK(alerts[0]["is_confirmed"] == true);
  CHECK(alerts[0]["confirmed_at"] == 12.5);
  CHECK(alerts[0]["observers"].size() == 2);
}

TEST_CASE("an alert loses its confirmation with its quorum, and is gone with its last observer") {
  AlertBoard board{2};
  board.take(webhook("a", "firing"), 1.0);
  board.take(webhook("b", "firing"), 2.0);
  board.take(webhook("b", "resolved"), 3.0);
  CHECK(board.to_json()[0]["is_confirmed"] == false);
  board.take(webhook("c", "firing"), 4.0);
  CHECK(board.to_json()[0]["confirmed_at"] == 4.0);
  board.take(webhook("a", "resolved"), 5.0);
  board.take(webhook("c", "resolved"), 6.0);
  CHECK(board.to_json().empty());
  board.take(webhook("c", "resolved"), 7.0);  // Alertmanager may say so again
  CHECK(board.to_json().empty());
}

}  // namespace
}  // namespace firedrill
