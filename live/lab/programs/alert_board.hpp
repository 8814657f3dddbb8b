// Who raises which alert: what Alertmanager's webhooks of several observers add up to. An observer
// that is cut off raises alarms about everybody else, so an alert counts once a quorum raises it.
// Example: AlertBoard board{2}; board.take(webhook_body, now); board.to_json()
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <tuple>

namespace firedrill {

class AlertBoard {
 public:
  explicit AlertBoard(std::size_t quorum) : quorum_{quorum} {}

  // The body of one webhook (Alertmanager's version 4), come at `now` [s since 1970]. Throws
  // nlohmann::json::exception for what is none.
  void take(const std::string& webhook, double now);

  // All alerts that any observer raises: name, region, service, instance, the observers, since
  // when, whether they are enough, and when they came to be.
  [[nodiscard]] nlohmann::ordered_json to_json() const;

 private:
  using Key = std::tuple<std::string, std::string, std::string, std::string>;
  struct State {
    std::set<std::string> observers;
    double since = 0.0;
    double confirmed_at = 0.0;  // 0: not yet
  };

  std::size_t quorum_;
  std::map<Key, State> alerts_;
};

}  // namespace firedrill
