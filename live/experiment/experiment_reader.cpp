// Reads an experiment.

#include <fmt/format.h>

#include <array>
#include <set>

#include "live/charter/safe_text.hpp"
#include "live/experiment/experiment.hpp"
#include "live/experiment/fault_members.hpp"
#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

constexpr std::array<std::string_view, 3> directions{"both", "incoming", "outgoing"};
constexpr std::array<std::string_view, 3> rot_places{"database_page", "object", "backup"};

// Fills the members of a fault from an object.
class FaultReader {
 public:
  explicit FaultReader(ObjectReader& object) : object_{object} {}

  void word(std::string_view key, std::string& value) { value = object_.string(key); }
  void optional_word(std::string_view key, std::string& value) {
    value = object_.optional_string(key).value_or("");
  }
  void words(std::string_view key, std::vector<std::string>& value) {
    value = object_.strings(key);
  }
  void time(std::string_view key, Duration& value) { value = object_.duration(key); }
  void optional_time(std::string_view key, std::optional<Duration>& value) {
    value = object_.optional_duration(key);
  }
  // "-5 min": behind.
  void signed_time(std::string_view key, Duration& value) {
    const Node* const node = object_.required(key);
    if (node == nullptr) {
      return;
    }
    Node positive = *node;
    const bool is_behind = node->string.starts_with('-');
    positive.string = node->string.substr(is_behind ? 1 : 0);
    if (const auto seconds = read_quantity(positive, Dimension::time, object_.context())) {
      value = from_seconds(is_behind ? -*seconds : *seconds);
    }
  }
  void share(std::string_view key, double& value) {
    const Node* const node = object_.required(key);
    if (node != nullptr) {
      value = read_quantity(*node, Dimension::ratio, object_.context()).value_or(1.0);
    }
  }
  void optional_share(std::string_view key, std::optional<double>& value) {
    value = object_.optional_probability(key);
  }
  void optional_rate(std::string_view key, std::optional<Rate>& value) {
    if (object_.optional(key) != nullptr) {
      value = object_.rate(key);
    }
  }
  void amount(std::string_view key, Bytes& value) { value = object_.bytes(key); }
  void number(std::string_view key, std::int64_t& value) {
    value = object_.integer(key, 0, std::int64_t{1} << 52U);
  }
  void ports(std::string_view key, std::vector<int>& value) {
    object_.each_optional(key, [&](const Node& node) {
      if (node.kind != NodeKind::number || node.number < 1.0 || node.number > 65'535.0) {
        object_.context().error(node, "FD2006", "{} is not a port", "write 1 to 65535");
      } else {
        value.push_back(static_cast<int>(node.number));
      }
    });
  }
  void direction(std::string_view key, CutDirection& value) {
    if (object_.optional(key) != nullptr) {
      value = static_cast<CutDirection>(object_.word(key, directions));
    }
  }
  void rot_in(std::string_view key, RotIn& value) {
    value = static_cast<RotIn>(object_.word(key, rot_places));
  }

 private:
  ObjectReader& object_;
};

// The fault with index `kind` of the variant, with default members.
template <std::size_t Index = 0>
LiveFault make_fault(std::size_t kind) {
  if constexpr (Index + 1 < std::variant_size_v<LiveFault>) {
    if (kind != Index) {
      return make_fault<Index + 1>(kind);
    }
  }
  return LiveFault{std::in_place_index<Index>};
}

LiveFault read_live_fault(const Choice& choice, ReadContext& context) {
  ObjectReader object{*choice.node, context};
  allow_notes(object);
  LiveFault fault = make_fault(choice.index);
  FaultReader reader{object};
  std::visit([&](auto& one) { members(reader, one); }, fault);
  object.finish();
  return fault;
}

ExperimentFault read_fault(const Node& node, ReadContext& context) {
  ObjectReader object{node, context};
  allow_notes(object);
  ExperimentFault fault;
  fault.name = object.string("name");
  fault.at = object.optional_duration("at").value_or(Duration::zero());
  fault.length = object.duration("length");
  if (const auto choice = choose(object, fault_kinds(), "kind of fault")) {
    fault.fault = read_live_fault(*choice, context);
  }
  object.finish();
  return fault;
}

SteadyState read_steady_state(const Node& node, ReadContext& context) {
  ObjectReader object{node, context};
  allow_notes(object);
  SteadyState state;
  state.name = object.string("name");
  state.url = object.string("url");
  state.status = static_cast<int>(object.optional_integer("status", 100, 599).value_or(200));
  state.timeout = object.optional_duration("timeout").value_or(std::chrono::seconds{5});
  object.finish();
  return state;
}

}  // namespace

Result<Experiment> read_experiment(const Document& document) {
  ReadContext context;
  ObjectReader object{document.root, context};
  allow_notes(object);
  read_format(object, "firedrill/experiment/1");
  Experiment experiment;
  experiment.name = object.string("name");
  experiment.title = object.optional_string("title").value_or("");
  object.each_optional("steady_state", [&](const Node& node) {
    experiment.steady_state.push_back(read_steady_state(node, context));
  });
  std::set<std::string> names;
  object.each("faults", [&](const Node& node) {
    experiment.faults.push_back(read_fault(node, context));
    if (!names.insert(experiment.faults.back().name).second) {
      context.error(*node.find("name"), "FD3002", "{} is given twice", "give each its own name");
    }
  });
  object.finish();
  if (context.has_errors()) {
    return context.diagnostics();
  }
  return experiment;
}

Result<Experiment> load_experiment(const std::string& path) {
  const Result<Document> document = load_document(path);
  return document ? read_experiment(*document) : Result<Experiment>{document.error()};
}

}  // namespace firedrill
