// Writes an experiment.

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "live/experiment/experiment.hpp"
#include "live/experiment/fault_members.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

std::string time_text(Duration time) {
  using namespace std::chrono_literals;
  if (time % 1s == 0s) {
    return fmt::format("{} s", time / 1s);
  }
  return time % 1ms == 0ns ? fmt::format("{} ms", time / 1ms) : fmt::format("{} us", time / 1us);
}

class FaultWriter {
 public:
  Json object = Json::object();

  void word(const char* key, const std::string& value) { object[key] = value; }
  void optional_word(const char* key, const std::string& value) {
    if (!value.empty()) {
      object[key] = value;
    }
  }
  void words(const char* key, const std::vector<std::string>& value) { object[key] = value; }
  void time(const char* key, Duration value) { object[key] = time_text(value); }
  void optional_time(const char* key, const std::optional<Duration>& value) {
    if (value) {
      time(key, *value);
    }
  }
  void signed_time(const char* key, Duration value) {
    object[key] = value < Duration::zero() ? "-" + time_text(-value) : time_text(value);
  }
  void share(const char* key, double value) { object[key] = value; }
  void optional_share(const char* key, const std::optional<double>& value) {
    if (value) {
      object[key] = *value;
    }
  }
  void optional_rate(const char* key, const std::optional<Rate>& value) {
    if (value) {
      object[key] = fmt::format("{:.0f} bit/s", value->bytes_per_second * 8.0);
    }
  }
  void amount(const char* key, Bytes value) { object[key] = fmt::format("{} B", value.count); }
  void number(const char* key, std::int64_t value) { object[key] = value; }
  void ports(const char* key, const std::vector<int>& value) {
    if (!value.empty()) {
      object[key] = value;
    }
  }
  void direction(const char* key, CutDirection value) {
    constexpr std::array words{"both", "incoming", "outgoing"};
    object[key] = words[static_cast<std::size_t>(value)];
  }
  void rot_in(const char* key, RotIn value) {
    constexpr std::array words{"database_page", "object", "backup"};
    object[key] = words[static_cast<std::size_t>(value)];
  }
};

}  // namespace

std::string experiment_json(const Experiment& experiment) {
  Json json{{"format", "firedrill/experiment/1"}, {"name", experiment.name}};
  if (!experiment.title.empty()) {
    json["title"] = experiment.title;
  }
  for (const SteadyState& state : experiment.steady_state) {
    json["steady_state"].push_back({{"name", state.name},
                                    {"url", state.url},
                                    {"status", state.status},
                                    {"timeout", time_text(state.timeout)}});
  }
  json["faults"] = Json::array();
  for (const ExperimentFault& one : experiment.faults) {
    FaultWriter writer;
    LiveFault fault = one.fault;
    std::visit([&](auto& inner) { members(writer, inner); }, fault);
    json["faults"].push_back({{"name", one.name},
                              {"at", time_text(one.at)},
                              {"length", time_text(one.length)},
                              {std::string{kind_of(one.fault)}, writer.object}});
  }
  return json.dump(2) + "\n";
}

}  // namespace firedrill
