// SPDX-License-Identifier: GPL-2.0-only
// Reading a study: every member is known, carries its unit and is within its bounds, or the file is
// refused with the place.

#include <array>
#include <cmath>
#include <fstream>
#include <set>
#include <string_view>

#include "sim/wan/study.hpp"

namespace firedrill_wan {
namespace {

using Json = nlohmann::ordered_json;

struct Unit {
  std::string_view word;
  double multiplier;
  double divisor;
};

constexpr std::array units_of_time = std::to_array<Unit>(
    {{"us", 1, 1e6}, {"ms", 1, 1e3}, {"s", 1, 1}, {"min", 60, 1}, {"h", 3600, 1}});
constexpr std::array units_of_bytes = std::to_array<Unit>(
    {{"B", 1, 1}, {"kB", 1e3, 1}, {"MB", 1e6, 1}, {"GB", 1e9, 1}, {"TB", 1e12, 1}});
constexpr std::array units_of_rate = std::to_array<Unit>({{"bit/s", 1, 8},
                                                          {"kbit/s", 1e3, 8},
                                                          {"Mbit/s", 1e6, 8},
                                                          {"Gbit/s", 1e9, 8},
                                                          {"B/s", 1, 1},
                                                          {"kB/s", 1e3, 1},
                                                          {"MB/s", 1e6, 1}});
constexpr std::array units_of_share = std::to_array<Unit>({{"%", 1, 100}});

template <std::size_t n>
double in_units(double number, std::string_view word, const std::array<Unit, n>& units) {
  for (const Unit& unit : units) {
    if (unit.word == word) {
      return number * unit.multiplier / unit.divisor;
    }
  }
  std::string known;
  for (const Unit& unit : units) {
    known += (known.empty() ? "" : ", ") + std::string{unit.word};
  }
  throw std::invalid_argument("\"" + std::string{word} + "\" is no unit here; known are " + known);
}

// The members of one object; the destructor's work is done by finish(), which names the unknown.
class Members {
 public:
  Members(const Json& object, std::string pointer) : object_{object}, pointer_{pointer} {
    if (!object.is_object()) {
      throw InvalidFile(pointer + ": an object is expected");
    }
  }

  [[nodiscard]] bool has(const char* key) { return known_.insert(key), object_.contains(key); }
  [[nodiscard]] const Json& at(const char* key) {
    if (!has(key)) {
      throw InvalidFile(pointer_ + ": \"" + key + "\" is missing");
    }
    return object_[key];
  }
  [[nodiscard]] std::string place(const char* key) const { return pointer_ + "/" + key; }

  double measure(const char* key, const char* dimension, double low, double high) {
    const Json& value = at(key);
    if (!value.is_string()) {
      throw InvalidFile(place(key) + ": a string with a unit is expected");
    }
    try {
      return within(key, quantity(value.get<std::string>(), dimension), low, high);
    } catch (const std::invalid_argument& error) {
      throw InvalidFile(place(key) + ": " + error.what());
    }
  }
  double number(const char* key, double low, double high) {
    const Json& value = at(key);
    if (!value.is_number()) {
      throw InvalidFile(place(key) + ": a number is expected");
    }
    return within(key, value.get<double>(), low, high);
  }
  std::uint32_t count(const char* key, double low, double high) {
    const double value = number(key, low, high);
    if (value != std::floor(value)) {
      throw InvalidFile(place(key) + ": a whole number is expected");
    }
    return static_cast<std::uint32_t>(value);
  }
  void finish() const {
    for (const auto& [key, value] : object_.items()) {
      if (known_.count(key) == 0) {
        throw InvalidFile(pointer_ + ": \"" + key + "\" is not known here");
      }
    }
  }

 private:
  double within(const char* key, double value, double low, double high) const {
    if (!(value >= low && value <= high)) {
      throw InvalidFile(place(key) + ": out of bounds");
    }
    return value;
  }

  const Json& object_;
  std::string pointer_;
  std::set<std::string> known_;
};

Traffic read_traffic(const Json& json, const std::string& pointer) {
  Members members{json, pointer};
  Traffic traffic;
  if (members.has("bulk")) {
    Members{json["bulk"], pointer + "/bulk"}.finish();
  } else if (members.has("stream")) {
    Members stream{json["stream"], pointer + "/stream"};
    traffic.kind = Traffic::Kind::stream;
    traffic.rate = stream.measure("rate", "rate", 1.0, 1e9);
    if (stream.has("bursts")) {
      Members bursts{json["stream"]["bursts"], pointer + "/stream/bursts"};
      traffic.burst_rate = bursts.measure("rate", "rate", 1.0, 1e9);
      traffic.burst_every = bursts.measure("every", "time", 0.1, 1e5);
      traffic.burst_length = bursts.measure("length", "time", 0.01, traffic.burst_every);
      bursts.finish();
    }
    stream.finish();
  } else if (members.has("objects")) {
    Members objects{json["objects"], pointer + "/objects"};
    traffic.kind = Traffic::Kind::objects;
    traffic.size = objects.measure("size", "bytes", 1.0, 1e12);
    traffic.every = objects.measure("every", "time", 0.001, 1e5);
    objects.finish();
  } else {
    throw InvalidFile(pointer + ": one of \"bulk\", \"stream\" and \"objects\" is expected");
  }
  members.finish();
  return traffic;
}

LinkEvent read_event(const Json& json, const std::string& pointer) {
  Members members{json, pointer};
  LinkEvent event;
  event.at = members.measure("at", "time", 0.0, 1e5);
  if (members.has("cut")) {
    if (!json["cut"].is_boolean()) {
      throw InvalidFile(pointer + "/cut: true or false is expected");
    }
    event.kind = json["cut"].get<bool>() ? LinkEvent::Kind::cut : LinkEvent::Kind::heal;
  } else if (members.has("capacity")) {
    event.kind = LinkEvent::Kind::capacity;
    event.value = members.measure("capacity", "rate", 1e3, 1.25e9);
  } else if (members.has("round_trip")) {
    event.kind = LinkEvent::Kind::round_trip;
    event.value = members.measure("round_trip", "time", 1e-3, 2.0);
  } else {
    event.kind = LinkEvent::Kind::loss;
    event.value = members.measure("loss", "share", 0.0, 0.5);
  }
  members.finish();
  return event;
}

Congestion read_congestion(const Json& json, const std::string& pointer) {
  const std::array<std::string_view, 3> words{"cubic", "reno", "bbr"};
  for (std::size_t index = 0; index < words.size(); ++index) {
    if (json == words[index]) {
      return static_cast<Congestion>(index);
    }
  }
  throw InvalidFile(pointer + ": \"cubic\", \"reno\" or \"bbr\" is expected");
}

StudyCase read_case(const Json& json, const std::string& pointer) {
  Members members{json, pointer};
  StudyCase one;
  one.written = json;
  const Json& name = members.at("name");
  if (!name.is_string() || name.get<std::string>().empty()) {
    throw InvalidFile(members.place("name") + ": a name is expected");
  }
  one.name = name.get<std::string>();
  PacketCase& packets = one.packets;
  packets.round_trip = members.measure("round_trip", "time", 1e-3, 2.0);
  packets.through_third =
      members.has("through_third_region") && json["through_third_region"] == true;
  packets.loss = members.measure("loss", "share", 0.0, 0.5);
  packets.capacity = members.measure("capacity", "rate", 1e3, 1.25e9);
  packets.buffer = members.number("buffer", 0.0, 100.0);
  packets.segment =
      static_cast<std::uint32_t>(members.measure("segment", "bytes", 100.0, 60'000.0));
  packets.congestion =
      read_congestion(members.at("congestion_control"), members.place("congestion_control"));
  packets.flows = members.count("flows", 1, 1000);
  if (members.has("competing")) {
    Members competing{json["competing"], members.place("competing")};
    if (competing.has("rate")) {
      packets.competing_rate = competing.measure("rate", "rate", 1e3, packets.capacity);
    } else {
      packets.competing_flows = competing.count("flows", 1, 1000);
    }
    competing.finish();
  }
  packets.traffic = read_traffic(members.at("traffic"), members.place("traffic"));
  if (members.has("events")) {
    for (std::size_t index = 0; index < json["events"].size(); ++index) {
      packets.events.push_back(
          read_event(json["events"][index], members.place("events") + "/" + std::to_string(index)));
    }
  }
  packets.warm_up = members.measure("warm_up", "time", 0.0, 1e4);
  packets.length = members.measure("length", "time", 1.0, 1e5);
  members.finish();
  return one;
}

}  // namespace

double quantity(const std::string& text, const char* dimension) {
  std::size_t used = 0;
  double number = 0.0;
  try {
    number = std::stod(text, &used);
  } catch (const std::logic_error&) {
    throw std::invalid_argument("\"" + text + "\" is not a number with a unit");
  }
  while (used < text.size() && text[used] == ' ') {
    ++used;
  }
  const std::string_view word = std::string_view{text}.substr(used);
  const std::string_view wanted{dimension};
  if (wanted == "time") {
    return in_units(number, word, units_of_time);
  }
  if (wanted == "bytes") {
    return in_units(number, word, units_of_bytes);
  }
  return wanted == "rate" ? in_units(number, word, units_of_rate)
                          : in_units(number, word, units_of_share);
}

Study read_study(const std::string& path) {
  std::ifstream file{path};
  if (!file) {
    throw InvalidFile(path + ": cannot be read");
  }
  try {
    const Json json = Json::parse(file);
    Members members{json, ""};
    if (members.at("format") != "firedrill/wan-study/1") {
      throw InvalidFile("/format: \"firedrill/wan-study/1\" is expected");
    }
    static_cast<void>(members.has("$schema"));
    Study study;
    study.title = members.at("title").get<std::string>();
    study.seed = members.count("seed", 1, 4e9);
    study.precision = members.measure("precision", "share", 1e-4, 1.0);
    study.segments = members.count("segments_at_most", 1, 4e9);
    const Json& cases = members.at("cases");
    members.finish();
    std::set<std::string> names;
    for (std::size_t index = 0; index < cases.size(); ++index) {
      study.cases.push_back(read_case(cases[index], "/cases/" + std::to_string(index)));
      if (!names.insert(study.cases.back().name).second) {
        throw InvalidFile("/cases/" + std::to_string(index) + "/name: stands twice");
      }
    }
    return study;
  } catch (const nlohmann::json::exception& error) {
    throw InvalidFile(path + ": " + error.what());
  } catch (const InvalidFile& error) {
    throw InvalidFile(path + " " + error.what());
  }
}

}  // namespace firedrill_wan
