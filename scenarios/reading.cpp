#include "scenarios/reading.hpp"

#include <fmt/format.h>

namespace firedrill {

Reading::Reading(const Node& document) {
  if (const Node* const table = document.find("parameters")) {
    parameters = ParameterTable{*table, context};
  }
  if (const Node* const plan = document.find("plan")) {
    names.collect(*plan, context);
  }
}

std::uint32_t Reading::find(const NameTable& table, ObjectReader& object, std::string_view key) {
  const Node* const node = object.required(key);
  return node == nullptr ? 0 : table.find(*node, context).value_or(0);
}

RegionId Reading::region(ObjectReader& object, std::string_view key) {
  return RegionId{find(names.regions, object, key)};
}

std::optional<RegionId> Reading::optional_region(ObjectReader& object, std::string_view key) {
  return object.optional(key) == nullptr ? std::nullopt : std::optional{region(object, key)};
}

ServiceId Reading::service(ObjectReader& object, std::string_view key) {
  return ServiceId{find(names.services, object, key)};
}

DataId Reading::data(ObjectReader& object, std::string_view key) {
  return DataId{find(names.data, object, key)};
}

std::optional<RoleId> Reading::optional_role(ObjectReader& object, std::string_view key) {
  return object.optional(key) == nullptr ? std::nullopt : std::optional{role(object, key)};
}

RoleId Reading::role(ObjectReader& object, std::string_view key) {
  return RoleId{find(names.roles, object, key)};
}

SeverityId Reading::severity(ObjectReader& object, std::string_view key) {
  return SeverityId{find(names.severities, object, key)};
}

ComponentId Reading::component(const Node& reference) {
  return ComponentId{names.components.find(reference, context).value_or(0)};
}

std::optional<ComponentId> Reading::component_of_kind(const Node& reference, std::size_t kind) {
  const auto index = names.components.find(reference, context);
  if (!index) {
    return std::nullopt;
  }
  const std::size_t actual = names.component_kinds[*index];
  if (actual == kind) {
    return ComponentId{*index};
  }
  if (actual < component_words.size()) {  // a component without a kind is an error of its own
    context.error(reference, "FD3006",
                  fmt::format("{{}} is of the kind {}, but {} is needed here",
                              component_words[actual], component_words[kind]));
  }
  return std::nullopt;
}

void report_cycle(const std::vector<std::uint32_t>& cycle, const Node& list, const NameTable& names,
                  std::string_view key, ReadContext& context) {
  if (cycle.empty()) {
    return;
  }
  std::string path;
  for (const std::uint32_t index : cycle) {
    path += fmt::format("\"{}\" -> ", names[index]);
  }
  const Node& first = list.items[cycle.front()];
  const Node* const member = first.find(key);
  context.error(member != nullptr ? *member : first, "FD3003",
                fmt::format("{} goes round in a circle: {}\"{}\"", key, path, names[cycle.front()]),
                "remove one of these links");
}

}  // namespace firedrill
