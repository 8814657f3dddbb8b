#include "scenarios/wan_study.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "models/text/reader.hpp"
#include "scenarios/names.hpp"
#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

constexpr std::array<std::string_view, 3> wan_controls{"cubic", "reno", "bbr"};
constexpr std::array<std::string_view, 3> wan_traffics{"bulk", "stream", "objects"};
constexpr std::array<std::string_view, 4> wan_changes{"cut", "capacity", "loss", "round_trip"};
constexpr std::array<std::string_view, 2> competitors{"flows", "rate"};

class WanReader {
 public:
  WanCase read_case(const Node& node);
  WanResult read_result(const Node& node);

  ReadContext context;

 private:
  Duration positive_duration(ObjectReader& object, std::string_view key);
  double number(ObjectReader& object, std::string_view key);
  void read_competing(const Node& node, NetworkPath& path);
  LogStream read_stream(const Node& node);
  TransferTraffic read_traffic(const Node& node);
  PathEvent read_event(const Node& node);
  WanLag read_lag(const Node& node);
};

Duration WanReader::positive_duration(ObjectReader& object, std::string_view key) {
  const Duration duration = object.duration(key);
  const Node* const node = object.node().find(key);
  if (node != nullptr && !context.has_errors() && duration <= Duration::zero()) {
    context.error(*node, "FD2006", "{} is not longer than zero");
  }
  return duration;
}

double WanReader::number(ObjectReader& object, std::string_view key) {
  const Node* const node = object.required(key);
  return node == nullptr ? 0.0 : read_quantity(*node, Dimension::ratio, context).value_or(0.0);
}

void WanReader::read_competing(const Node& node, NetworkPath& path) {
  ObjectReader object{node, context};
  if (const auto choice = choose(object, competitors, "competitor")) {
    if (choice->index == 0) {
      path.competing_flows = static_cast<int>(object.integer("flows", 1, 1000));
    } else {
      path.competing_rate = object.rate("rate");
    }
  }
  object.finish();
}

LogStream WanReader::read_stream(const Node& node) {
  ObjectReader object{node, context};
  LogStream stream{object.rate("rate"), {}, {}, {}};
  if (const Node* const bursts = object.optional("bursts")) {
    ObjectReader burst{*bursts, context};
    stream.burst_rate = burst.rate("rate");
    stream.burst_every = positive_duration(burst, "every");
    stream.burst_length = burst.duration("length");
    burst.finish();
  }
  object.finish();
  return stream;
}

TransferTraffic WanReader::read_traffic(const Node& node) {
  ObjectReader object{node, context};
  TransferTraffic traffic;
  if (const auto choice = choose(object, wan_traffics, "kind of traffic")) {
    if (choice->index == 0) {
      ObjectReader{*choice->node, context}.finish();
    } else if (choice->index == 1) {
      traffic = read_stream(*choice->node);
    } else {
      ObjectReader objects{*choice->node, context};
      const Bytes size = objects.bytes("size");
      traffic = ObjectWrites{size, positive_duration(objects, "every")};
      objects.finish();
    }
  }
  object.finish();
  return traffic;
}

PathEvent WanReader::read_event(const Node& node) {
  ObjectReader object{node, context};
  PathEvent event{object.duration("at"), CutChange{}};
  if (const auto choice = choose(object, wan_changes, "change")) {
    switch (choice->index) {
      case 0:
        event.change = CutChange{object.boolean("cut")};
        break;
      case 1:
        event.change = CapacityChange{object.rate("capacity")};
        break;
      case 2:
        event.change = LossChange{object.probability("loss")};
        break;
      default:
        event.change = RoundTripChange{positive_duration(object, "round_trip")};
    }
  }
  object.finish();
  return event;
}

WanCase WanReader::read_case(const Node& node) {
  ObjectReader object{node, context};
  WanCase one;
  one.name = object.string("name");
  NetworkPath& path = one.transfer.path;
  path.round_trip = positive_duration(object, "round_trip");
  object.optional_integer("seed", 1, 4'000'000'000);  // of the packets' luck
  object.optional_boolean("through_third_region");    // two links instead of one, as long together
  path.loss = object.probability("loss");
  path.capacity = object.rate("capacity");
  path.buffer = number(object, "buffer");
  path.segment = object.bytes("segment");
  path.congestion = static_cast<CongestionControl>(object.word("congestion_control", wan_controls));
  path.flows = static_cast<int>(object.integer("flows", 1, 1000));
  if (const Node* const competing = object.optional("competing")) {
    read_competing(*competing, path);
  }
  if (const Node* const traffic = object.required("traffic")) {
    one.transfer.traffic = read_traffic(*traffic);
  }
  object.each_optional("events",
                       [&](const Node& item) { one.transfer.events.push_back(read_event(item)); });
  std::stable_sort(one.transfer.events.begin(), one.transfer.events.end(),
                   [](const PathEvent& a, const PathEvent& b) { return a.at < b.at; });
  one.transfer.warm_up = object.duration("warm_up");
  one.transfer.length = positive_duration(object, "length");
  object.finish();
  return one;
}

WanLag WanReader::read_lag(const Node& node) {
  ObjectReader object{node, context};
  WanLag lag;
  lag.mean = to_seconds(object.duration("mean"));
  lag.peak = to_seconds(object.duration("peak"));
  lag.standard_error = to_seconds(object.duration("standard_error"));
  object.duration("peak_standard_error");
  object.finish();
  return lag;
}

WanResult WanReader::read_result(const Node& node) {
  ObjectReader object{node, context};
  WanResult result;
  if (const Node* const one = object.required("case")) {
    result.one = read_case(*one);
  }
  if (const Node* const goodput = object.required("goodput")) {
    ObjectReader figures{*goodput, context};
    result.goodput = figures.rate("mean");
    result.standard_error = figures.rate("standard_error");
    figures.finish();
  }
  if (const Node* const lag = object.optional("lag")) {
    result.lag = read_lag(*lag);
  }
  result.segments = number(object, "segments");
  result.cpu_seconds = number(object, "cpu_seconds");
  for (const char* const known : {"runs", "events", "curve"}) {
    object.ignore(known);
  }
  object.finish();
  return result;
}

}  // namespace

bool is_held_out(const Node& one, const std::string& salt) {
  Document content;
  content.root = one;
  auto& members = content.root.members;
  std::erase_if(members, [](const auto& member) { return member.first == "name"; });
  const std::string first = sha256_hex(salt + content.digest()).substr(0, 8);
  return std::stoull(first, nullptr, 16) % 3 == 0;
}

Result<std::vector<WanCase>> load_wan_study(const std::string& path) {
  const Result<Document> document = load_document(path);
  if (!document) {
    return document.error();
  }
  WanReader reader;
  ObjectReader object{document->root, reader.context};
  read_format(object, "firedrill/wan-study/1");
  object.string("title");
  object.optional_string("salt");
  object.integer("seed", 1, 4'000'000'000);
  object.probability("precision");
  object.integer("segments_at_most", 1, 4'000'000'000);
  NameTable names{"case"};
  names.collect(object.optional("cases"), "name", reader.context);
  std::vector<WanCase> cases;
  object.each("cases", [&](const Node& item) { cases.push_back(reader.read_case(item)); });
  object.finish();
  if (reader.context.has_errors()) {
    return reader.context.diagnostics();
  }
  return cases;
}

Result<WanResults> load_wan_results(const std::string& path) {
  const Result<Document> document = load_document(path);
  if (!document) {
    return document.error();
  }
  WanReader reader;
  ObjectReader object{document->root, reader.context};
  read_format(object, "firedrill/wan-result/1");
  WanResults results;
  results.title = object.string("title");
  results.simulator = object.string("simulator");
  results.command = object.string("command");
  results.salt = object.optional_string("salt").value_or("");
  object.integer("seed", 1, 4'000'000'000);
  object.probability("precision");
  object.each("cases",
              [&](const Node& item) { results.results.push_back(reader.read_result(item)); });
  object.finish();
  if (reader.context.has_errors()) {
    return reader.context.diagnostics();
  }
  return results;
}

}  // namespace firedrill
