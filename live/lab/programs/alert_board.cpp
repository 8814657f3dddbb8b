#include "live/lab/programs/alert_board.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

std::string label(const Json& alert, const char* name) {
  return alert.at("labels").value(name, "");
}

}  // namespace

void AlertBoard::take(const std::string& webhook, double now) {
  const Json parsed = Json::parse(webhook);
  for (const Json& alert : parsed.at("alerts")) {
    const Key key{label(alert, "alertname"), label(alert, "region"), label(alert, "service"),
                  label(alert, "instance")};
    const std::string observer = label(alert, "observer");
    if (alert.at("status") == "firing") {
      State& state = alerts_[key];
      if (state.observers.empty()) {
        state.since = now;
      }
      state.observers.insert(observer);
      if (state.observers.size() >= quorum_ && state.confirmed_at == 0.0) {
        state.confirmed_at = now;
      }
    } else if (const auto found = alerts_.find(key); found != alerts_.end()) {
      found->second.observers.erase(observer);
      if (found->second.observers.size() < quorum_) {
        found->second.confirmed_at = 0.0;
      }
      if (found->second.observers.empty()) {
        alerts_.erase(found);
      }
    }
  }
}

Json AlertBoard::to_json() const {
  Json list = Json::array();
  for (const auto& [key, state] : alerts_) {
    const auto& [name, region, service, instance] = key;
    Json entry{{"alert", name},
               {"region", region},
               {"service", service},
               {"instance", instance},
               {"observers", state.observers},
               {"since", state.since},
               {"is_confirmed", state.confirmed_at > 0.0}};
    if (state.confirmed_at > 0.0) {
      entry["confirmed_at"] = state.confirmed_at;
    }
    list.push_back(std::move(entry));
  }
  return list;
}

}  // namespace firedrill
