#include "scenarios/parameter_bindings.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "scenarios/law_reader.hpp"

namespace firedrill {
namespace {

// The id where {"parameter": id} stands.
std::optional<std::string> parameter_in(const Node* node) {
  const Node* const id =
      node != nullptr && node->kind == NodeKind::object ? node->find("parameter") : nullptr;
  return id != nullptr && id->kind == NodeKind::string ? std::optional{id->string} : std::nullopt;
}

// The value below `node` along `path`, or nullptr.
const Node* below(const Node* node, std::initializer_list<std::string_view> path) {
  for (const std::string_view key : path) {
    node = node != nullptr && node->kind == NodeKind::object ? node->find(key) : nullptr;
  }
  return node;
}

std::string text_of(const Node* node) {
  return node != nullptr && node->kind == NodeKind::string ? node->string : std::string{};
}

// The item of the list whose "name" it is, or nullptr.
const Node* named(const Node* list, const std::string& name) {
  if (list == nullptr || list->kind != NodeKind::array) {
    return nullptr;
  }
  const auto found = std::find_if(list->items.begin(), list->items.end(), [&](const Node& item) {
    return text_of(item.find("name")) == name;
  });
  return found == list->items.end() ? nullptr : &*found;
}

std::optional<Verb> verb_called(const std::string& name) {
  for (std::size_t index = 0; index < static_cast<std::size_t>(Verb::inject); ++index) {
    if (name_of(static_cast<Verb>(index)) == name) {
      return static_cast<Verb>(index);
    }
  }
  return std::nullopt;
}

class BindingFinder {
 public:
  explicit BindingFinder(const Node& assembled) : assembled_{assembled} {}

  Bindings find() {
    if (const Node* const steps = below(&assembled_, {"runbook", "steps"})) {
      for (const Node& step : steps->items) {
        bind_step(step);
      }
    }
    if (const Node* const roles = below(&assembled_, {"plan", "roles"})) {
      for (const Node& role : roles->items) {
        const std::string name = text_of(role.find("name"));
        add(role.find("decide"), {.verb = Verb::decide,
                                  .subject = name,
                                  .by_hand = true,
                                  .where = "decisions of " + name});
      }
    }
    if (const Node* const kinds = below(&assembled_, {"plan", "data"})) {
      for (const Node& kind : kinds->items) {
        bind_lag(kind);
      }
    }
    if (const Node* const components = below(&assembled_, {"plan", "components"})) {
      for (const Node& component : components->items) {
        bind_clients(component);
      }
    }
    return std::move(bindings_);
  }

 private:
  bool add(const Node* value, ParameterBinding binding) {
    const auto id = parameter_in(value);
    if (!id) {
      return false;
    }
    binding.parameter = *id;
    bindings_.found.push_back(std::move(binding));
    return true;
  }

  void bind_step(const Node& step) {
    const std::string name = text_of(step.find("name"));
    const bool by_hand = text_of(step.find("performer")) != "automatic";
    const bool is_bound = bind_action(step.find("action"), name, by_hand);
    if (const Node* const escalation = step.find("escalation"); escalation != nullptr && !by_hand) {
      bind_action(escalation->find("action"), name, true);
    }
    if (!is_bound) {
      bindings_.steps_without.push_back(name);
    }
  }

  // Whether the length of the action is a parameter.
  bool bind_action(const Node* action, const std::string& step, bool by_hand) {
    if (action == nullptr || action->members.size() != 1) {
      return false;
    }
    const Node& details = action->members.front().second;
    const auto verb = verb_called(action->members.front().first);
    if (!verb) {
      return false;
    }
    const ParameterBinding length{.kind = BindingKind::length,
                                  .parameter = {},
                                  .verb = *verb,
                                  .step = step,
                                  .subject = {},
                                  .by_hand = by_hand,
                                  .where = "step " + step};
    ParameterBinding failure = length;
    failure.kind = BindingKind::failure;
    const auto of_component = [&](std::string_view key) {
      return named(below(&assembled_, {"plan", "components"}), text_of(details.find(key)));
    };
    switch (*verb) {
      case Verb::promote: {
        const Node* const database = below(of_component("database"), {"database"});
        add(below(database, {"promotion_failure"}), failure);
        return add(below(database, {"promotion"}), length);
      }
      case Verb::update_dns:
        return add(below(of_component("zone"), {"dns", "edit"}), length);
      case Verb::rebuild:
        return add(below(of_component("component"), {"rebuildable", "rebuild"}), length);
      case Verb::assess:
        // What is read adds to it.
        return details.find("scan_rate") == nullptr && add(details.find("length"), length);
      case Verb::restore:
        return bind_restore(details, length);
      default:
        add(details.find("failure_probability"), failure);
        return add(details.find("length"), length);
    }
  }

  // Of one kind of data whose copying and validation take what they take: the rest is preparation.
  bool bind_restore(const Node& details, ParameterBinding length) {
    const Node* const data = details.find("data");
    if (data == nullptr || data->kind != NodeKind::array || data->items.size() != 1) {
      return false;
    }
    const Node* const restore = below(
        named(below(&assembled_, {"plan", "data"}), text_of(&data->items.front())), {"restore"});
    const auto size = constant(below(restore, {"size"}), Dimension::bytes);
    const auto rate = constant(below(restore, {"rate"}), Dimension::rate);
    const auto validation = constant(details.find("validation"), Dimension::time);
    if (!size || !rate || !validation || !(*rate > 0.0)) {
      return false;
    }
    length.known_s = *size / *rate + *validation;
    return add(below(restore, {"preparation"}), length);
  }

  // Where no client keeps to the TTL, how long they keep the old answer is a law of its own.
  void bind_clients(const Node& component) {
    const Node* const zone = component.find("dns");
    if (constant(below(zone, {"outliving_share"}), Dimension::ratio) == 1.0) {
      add(below(zone, {"outliving_delay"}),
          {.kind = BindingKind::client_lag,
           .parameter = {},
           .step = {},
           .subject = {},
           .where = "clients of " + text_of(component.find("name"))});
    }
  }

  // What is always the same, written out or as a parameter, in its base unit; none if it is a law.
  [[nodiscard]] std::optional<double> constant(const Node* node, Dimension dimension) const {
    if (const auto id = parameter_in(node)) {
      const Node* const parameters = below(&assembled_, {"parameters"});
      node = below(parameters == nullptr ? nullptr : parameters->find(*id), {"value"});
    }
    if (node == nullptr) {
      return std::nullopt;
    }
    ReadContext context;  // it has been read before, without errors
    const Distribution law = LawReader{nullptr, context}.law(*node, dimension);
    const auto* const value = std::get_if<Constant>(&law.law);
    return value == nullptr ? std::nullopt : std::optional{value->value};
  }

  void bind_lag(const Node& kind) {
    const std::string name = text_of(kind.find("name"));
    const Node* const replica = named(below(&assembled_, {"plan", "components"}),
                                      text_of(below(&kind, {"database_replication", "replica"})));
    const Node* const lag = below(replica, {"database", "lag", "ornstein_uhlenbeck"});
    ParameterBinding binding{.kind = BindingKind::lag_median,
                             .parameter = {},
                             .verb = Verb::read_back,
                             .step = {},
                             .subject = name,
                             .by_hand = false,
                             .where = "loss of " + name};
    add(below(lag, {"median"}), binding);
    binding.kind = BindingKind::lag_spread;
    add(below(lag, {"log_sd"}), binding);
  }

  const Node& assembled_;
  Bindings bindings_;
};

}  // namespace

Bindings bindings_of(const Node& assembled) { return BindingFinder{assembled}.find(); }

}  // namespace firedrill
