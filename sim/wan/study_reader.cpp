// SPDX-License-Identifier: GPL-2.0-only
// Reading a study: every member is known, carries its unit and is within its bounds, or the file is
// refused with all that is wrong and where.

#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <optional>
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

struct Measure {
  std::string_view noun;
  std::string_view example;
  std::vector<Unit> units;
};

const Measure time_measure{
    "a duration",
    "\"62 ms\"",
    {{"us", 1, 1e6}, {"ms", 1, 1e3}, {"s", 1, 1}, {"min", 60, 1}, {"h", 3600, 1}}};
const Measure bytes_measure{
    "an amount of data",
    "\"30 MB\"",
    {{"B", 1, 1}, {"kB", 1e3, 1}, {"MB", 1e6, 1}, {"GB", 1e9, 1}, {"TB", 1e12, 1}}};
const Measure rate_measure{"a rate",
                           "\"20 Mbit/s\"",
                           {{"bit/s", 1, 8},
                            {"kbit/s", 1e3, 8},
                            {"Mbit/s", 1e6, 8},
                            {"Gbit/s", 1e9, 8},
                            {"B/s", 1, 1},
                            {"kB/s", 1e3, 1},
                            {"MB/s", 1e6, 1}}};
const Measure share_measure{"a share", "\"0.01 %\"", {{"%", 1, 100}}};

// The members of one object; finish() reports those nobody asked for.
class Members {
 public:
  Members(Located& file, const Json& object, std::string pointer)
      : file_{file}, object_{object}, pointer_{std::move(pointer)} {
    if (!object.is_object()) {
      file_.error(pointer_, "FD2001", "{} is not an object", "write its members in braces, { }");
    }
  }

  [[nodiscard]] bool has(const char* key) {
    known_.insert(key);
    return object_.is_object() && object_.contains(key);
  }
  // The member, or null with a report.
  [[nodiscard]] const Json* at(const char* key) {
    if (has(key)) {
      return &object_[key];
    }
    if (object_.is_object()) {
      file_.error(pointer_, "FD2002", std::string{"the member \""} + key + "\" is missing", {},
                  Located::At::begin);
    }
    return nullptr;
  }
  [[nodiscard]] std::string place(const char* key) const { return pointer_ + "/" + key; }
  void wrong(const char* key, std::string_view code, const std::string& message,
             const std::string& suggestion = {}) {
    file_.error(place(key), code, message, suggestion);
  }

  // Each of these gives `low`, or the like, after a report.
  double measure(const char* key, const Measure& kind, double low, double high);
  double number(const char* key, double low, double high);
  std::uint32_t count(const char* key, double low, double high);
  bool boolean(const char* key);
  std::string text(const char* key);
  std::size_t word(const char* key, const std::vector<std::string>& words);
  // Which one of `keys` is there; the first after a report.
  std::string choice(const std::vector<const char*>& keys);
  Members object(const char* key) {
    static_cast<void>(has(key));
    return {file_, object_[key], place(key)};
  }
  void finish();

 private:
  double within(const char* key, double value, double low, double high);

  Located& file_;
  const Json& object_;
  std::string pointer_;
  std::set<std::string> known_;
};

double Members::within(const char* key, double value, double low, double high) {
  if (value >= low && value <= high) {
    return value;
  }
  wrong(key, value < 0.0 ? "FD2104" : "FD2006",
        value < 0.0   ? "{} is negative"
        : value < low ? "{} is too small"
                      : "{} is too large");
  return low;
}

double Members::measure(const char* key, const Measure& kind, double low, double high) {
  const Json* const value = at(key);
  if (value == nullptr) {
    return low;
  }
  const std::string like = "write it like " + std::string{kind.example};
  if (!value->is_string()) {
    const bool is_bare = value->is_number();
    wrong(key, is_bare ? "FD2101" : "FD2005",
          is_bare ? "{} has no unit" : "{} is not " + std::string{kind.noun}, like);
    return low;
  }
  const auto written = value->get<std::string>();
  std::size_t used = 0;
  double amount = 0.0;
  try {
    amount = std::stod(written, &used);
  } catch (const std::logic_error&) {
    wrong(key, "FD2103", "{} is not " + std::string{kind.noun}, like);
    return low;
  }
  const std::size_t begin = std::min(written.size(), written.find_first_not_of(' ', used));
  const std::string unit = written.substr(begin);
  std::vector<std::string> words;
  for (const Unit& one : kind.units) {
    if (one.word == unit) {
      return within(key, amount * one.multiplier / one.divisor, low, high);
    }
    words.emplace_back(one.word);
  }
  wrong(key, unit.empty() ? "FD2101" : "FD2103",
        unit.empty() ? "{} has no unit" : "{} is not " + std::string{kind.noun},
        unit.empty() ? like : meant(unit, words));
  return low;
}

double Members::number(const char* key, double low, double high) {
  const Json* const value = at(key);
  if (value != nullptr && !value->is_number()) {
    wrong(key, "FD2005", "{} is not a number");
    return low;
  }
  return value != nullptr ? within(key, value->get<double>(), low, high) : low;
}

std::uint32_t Members::count(const char* key, double low, double high) {
  const double value = number(key, low, high);
  if (value != std::floor(value)) {
    wrong(key, "FD2006", "{} is not a whole number", "leave the fraction out");
  }
  return static_cast<std::uint32_t>(value);
}

bool Members::boolean(const char* key) {
  const Json* const value = at(key);
  if (value != nullptr && !value->is_boolean()) {
    wrong(key, "FD2005", "{} is not true or false");
  }
  return value != nullptr && value->is_boolean() && value->get<bool>();
}

std::string Members::text(const char* key) {
  const Json* const value = at(key);
  if (value != nullptr && (!value->is_string() || value->get<std::string>().empty())) {
    wrong(key, "FD2005", "{} is not a text", "write it in quotes");
  }
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string{};
}

std::size_t Members::word(const char* key, const std::vector<std::string>& words) {
  const std::string written = text(key);
  for (std::size_t index = 0; index < words.size(); ++index) {
    if (written == words[index]) {
      return index;
    }
  }
  if (!written.empty()) {
    wrong(key, "FD2004", "{} is not a word known here", meant(written, words));
  }
  return 0;
}

std::string Members::choice(const std::vector<const char*>& keys) {
  std::vector<std::string> there;
  std::string all;
  for (const char* const key : keys) {
    all += (all.empty() ? "\"" : ", \"") + std::string{key} + "\"";
    if (has(key)) {
      there.emplace_back(key);
    }
  }
  if (there.size() != 1 && object_.is_object()) {
    file_.error(pointer_, "FD2002", "exactly one of " + all + " is expected", {},
                Located::At::begin);
  }
  return there.size() == 1 ? there.front() : std::string{};
}

void Members::finish() {
  if (!object_.is_object()) {
    return;
  }
  for (const auto& [key, value] : object_.items()) {
    if (known_.count(key) == 0) {
      const std::vector<std::string> known{known_.begin(), known_.end()};
      file_.error(place(key.c_str()), "FD2003", "the member {} is not known here",
                  meant(key, known), Located::At::name);
    }
  }
}

Traffic read_traffic(Members members) {
  Traffic traffic;
  const std::string kind = members.choice({"bulk", "stream", "objects"});
  if (kind == "bulk") {
    members.object("bulk").finish();
  } else if (kind == "stream") {
    Members stream = members.object("stream");
    traffic.kind = Traffic::Kind::stream;
    traffic.rate = stream.measure("rate", rate_measure, 1.0, 1e9);
    if (stream.has("bursts")) {
      Members bursts = stream.object("bursts");
      traffic.burst_rate = bursts.measure("rate", rate_measure, 1.0, 1e9);
      traffic.burst_every = bursts.measure("every", time_measure, 0.1, 1e5);
      traffic.burst_length = bursts.measure("length", time_measure, 0.01, traffic.burst_every);
      bursts.finish();
    }
    stream.finish();
  } else if (kind == "objects") {
    Members objects = members.object("objects");
    traffic.kind = Traffic::Kind::objects;
    traffic.size = objects.measure("size", bytes_measure, 1.0, 1e12);
    traffic.every = objects.measure("every", time_measure, 0.001, 1e5);
    objects.finish();
  }
  members.finish();
  return traffic;
}

LinkEvent read_event(Members members) {
  LinkEvent event;
  event.at = members.measure("at", time_measure, 0.0, 1e5);
  const std::string change = members.choice({"cut", "capacity", "loss", "round_trip"});
  if (change == "cut") {
    event.kind = members.boolean("cut") ? LinkEvent::Kind::cut : LinkEvent::Kind::heal;
  } else if (change == "capacity") {
    event.kind = LinkEvent::Kind::capacity;
    event.value = members.measure("capacity", rate_measure, 1e3, 1.25e9);
  } else if (change == "round_trip") {
    event.kind = LinkEvent::Kind::round_trip;
    event.value = members.measure("round_trip", time_measure, 1e-3, 2.0);
  } else if (change == "loss") {
    event.kind = LinkEvent::Kind::loss;
    event.value = members.measure("loss", share_measure, 0.0, 0.5);
  }
  members.finish();
  return event;
}

void read_competing(Members competing, PacketCase& packets) {
  const std::string kind = competing.choice({"flows", "rate"});
  if (kind == "rate") {
    const double most = std::max(1e3, packets.capacity);
    packets.competing_rate = competing.measure("rate", rate_measure, 1e3, most);
  } else if (kind == "flows") {
    packets.competing_flows = competing.count("flows", 1, 1000);
  }
  competing.finish();
}

// The items of an array member, each with its pointer.
template <class Read>
void each(Members& members, Located& file, const char* key, const Read& read) {
  const Json* const list = members.at(key);
  if (list != nullptr && !list->is_array()) {
    members.wrong(key, "FD2005", "{} is not a list", "write its items in brackets, [ ]");
    return;
  }
  for (std::size_t index = 0; list != nullptr && index < list->size(); ++index) {
    const std::string pointer = members.place(key) + "/" + std::to_string(index);
    read((*list)[index], Members{file, (*list)[index], pointer});
  }
}

StudyCase read_case(Located& file, const Json& json, Members members) {
  StudyCase one;
  one.written = json;
  one.name = members.text("name");
  one.seed = members.has("seed") ? members.count("seed", 1, 4e9) : 0;
  PacketCase& packets = one.packets;
  packets.round_trip = members.measure("round_trip", time_measure, 1e-3, 2.0);
  packets.through_third =
      members.has("through_third_region") && members.boolean("through_third_region");
  packets.loss = members.measure("loss", share_measure, 0.0, 0.5);
  packets.capacity = members.measure("capacity", rate_measure, 1e3, 1.25e9);
  packets.buffer = members.number("buffer", 0.0, 100.0);
  packets.segment =
      static_cast<std::uint32_t>(members.measure("segment", bytes_measure, 100.0, 60'000.0));
  packets.congestion =
      static_cast<Congestion>(members.word("congestion_control", {"cubic", "reno", "bbr"}));
  packets.flows = members.count("flows", 1, 1000);
  if (members.has("competing")) {
    read_competing(members.object("competing"), packets);
  }
  if (members.at("traffic") != nullptr) {
    packets.traffic = read_traffic(members.object("traffic"));
  }
  if (members.has("events")) {
    each(members, file, "events", [&](const Json& /*item*/, const Members& event) {
      packets.events.push_back(read_event(event));
    });
  }
  packets.warm_up = members.measure("warm_up", time_measure, 0.0, 1e4);
  packets.length = members.measure("length", time_measure, 1.0, 1e5);
  members.finish();
  return one;
}

std::string text_of(const std::string& path) {
  std::ifstream stream{path};
  std::string text{std::istreambuf_iterator<char>{stream}, {}};
  if (!stream || text.empty()) {
    throw InvalidFile("FD1001 " + path + ": the file cannot be read, or is empty\n", 1);
  }
  return text;
}

}  // namespace

Study read_study(const std::string& path) {
  Located file{path, text_of(path)};
  Members members{file, file.root(), ""};
  const std::string format = members.text("format");
  if (!format.empty() && format != "firedrill/wan-study/1") {
    members.wrong("format", "FD3013", "{} is not what is read here",
                  "a study is "
                  "\"firedrill/wan-study/1\"");
  }
  static_cast<void>(members.has("$schema"));
  Study study;
  study.title = members.text("title");
  study.salt = members.has("salt") ? members.text("salt") : "";
  study.seed = members.count("seed", 1, 4e9);
  study.precision = members.measure("precision", share_measure, 1e-4, 1.0);
  study.segments = members.count("segments_at_most", 1, 4e9);
  std::set<std::string> names;
  each(members, file, "cases", [&](const Json& item, Members one) {
    study.cases.push_back(read_case(file, item, one));
    const std::string& name = study.cases.back().name;
    if (!name.empty() && !names.insert(name).second) {
      one.wrong("name", "FD3002", "{} stands twice", "give each case a name of its own");
    }
  });
  members.finish();
  file.throw_if_wrong();
  return study;
}

}  // namespace firedrill_wan
