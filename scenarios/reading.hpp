// What the readers of plan, runbook and scenario share while one assembled document is read: where
// problems go, the parameters, and the names that references are looked up in.
// Example: const RegionId region = reading.region(object, "region");
#pragma once

#include <optional>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "models/base/id.hpp"
#include "models/plan/plan.hpp"
#include "scenarios/law_reader.hpp"
#include "scenarios/names.hpp"
#include "scenarios/parameters.hpp"

namespace firedrill {

class Reading {
 public:
  // Reads the parameters of the assembled `document` and collects the names in its plan. The
  // document must outlive the reading.
  explicit Reading(const Node& document);
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  ReadContext context;
  PlanNames names;
  ParameterTable parameters;
  LawReader laws{&parameters, context};

  // References in members of an object. A wrong one is reported and becomes index 0.
  [[nodiscard]] RegionId region(ObjectReader& object, std::string_view key);
  [[nodiscard]] std::optional<RegionId> optional_region(ObjectReader& object, std::string_view key);
  [[nodiscard]] ServiceId service(ObjectReader& object, std::string_view key);
  [[nodiscard]] DataId data(ObjectReader& object, std::string_view key);
  [[nodiscard]] std::optional<RoleId> optional_role(ObjectReader& object, std::string_view key);
  [[nodiscard]] RoleId role(ObjectReader& object, std::string_view key);
  [[nodiscard]] SeverityId severity(ObjectReader& object, std::string_view key);

  // A component that is a Model; FD3006 if it is something else.
  template <class Model>
  [[nodiscard]] ComponentId component(ObjectReader& object, std::string_view key) {
    const Node* const node = object.required(key);
    return node == nullptr ? ComponentId{} : component<Model>(*node);
  }
  template <class Model>
  [[nodiscard]] ComponentId component(const Node& reference) {
    constexpr auto kind = index_of<Model>(static_cast<const ComponentModel*>(nullptr));
    return component_of_kind(reference, kind).value_or(ComponentId{});
  }
  // Any component.
  [[nodiscard]] ComponentId component(const Node& reference);

 private:
  template <class Model, class... All>
  static constexpr std::size_t index_of(const std::variant<All...>* /*tag*/) {
    std::size_t index = 0;
    static_cast<void>(((!std::is_same_v<Model, All> && (++index, true)) && ...));
    return index;
  }
  [[nodiscard]] std::optional<ComponentId> component_of_kind(const Node& reference,
                                                             std::size_t kind);
  [[nodiscard]] std::uint32_t find(const NameTable& table, ObjectReader& object,
                                   std::string_view key);
};

// FD3003 if `cycle` is not empty: at the member `key` of its first item in `list`, naming it all.
void report_cycle(const std::vector<std::uint32_t>& cycle, const Node& list, const NameTable& names,
                  std::string_view key, ReadContext& context);

}  // namespace firedrill
