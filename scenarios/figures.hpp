// Every figure of a scenario that a parameter can stand for: laws, numbers, spans, amounts and
// rates, wherever they are in plan, runbook and faults, always in the same order. With it a
// parameter's value can be changed where it ended up, a thousand times faster than by reading the
// files again.
// Example: for_each_figure(scenario, [](auto& figure) { ... });  // Distribution&, double&, ...
#pragma once

#include <optional>
#include <type_traits>
#include <variant>
#include <vector>

#include "models/base/members.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {
namespace figure_detail {

template <class Type>
inline constexpr bool is_figure =
    std::is_same_v<Type, Distribution> || std::is_same_v<Type, double> ||
    std::is_same_v<Type, Duration> || std::is_same_v<Type, Bytes> || std::is_same_v<Type, Rate>;

template <class Type>
struct Shape {
  static constexpr bool is_list = false, is_optional = false, is_variant = false;
};
template <class Type>
struct Shape<std::vector<Type>> {
  static constexpr bool is_list = true, is_optional = false, is_variant = false;
};
template <class Type>
struct Shape<std::optional<Type>> {
  static constexpr bool is_list = false, is_optional = true, is_variant = false;
};
template <class... Types>
struct Shape<std::variant<Types...>> {
  static constexpr bool is_list = false, is_optional = false, is_variant = true;
};

template <class Type, class Each>
void visit(Type& part, Each& each) {
  using Kind = Shape<Type>;
  if constexpr (is_figure<Type>) {
    each(part);
  } else if constexpr (Kind::is_list) {
    for (auto& item : part) {
      visit(item, each);
    }
  } else if constexpr (Kind::is_optional) {
    if (part) {
      visit(*part, each);
    }
  } else if constexpr (Kind::is_variant) {
    std::visit([&each](auto& alternative) { visit(alternative, each); }, part);
  } else if constexpr (std::is_aggregate_v<Type> && !std::is_array_v<Type> &&
                       !std::is_empty_v<Type>) {
    for_each_member(part, [&each](auto& member) { visit(member, each); });
  }
}

}  // namespace figure_detail

// Calls `each` with a reference to every figure; the types are those of is_figure above.
template <class Each>
void for_each_figure(Scenario& scenario, Each each) {
  figure_detail::visit(scenario.plan, each);
  figure_detail::visit(scenario.runbook, each);
  figure_detail::visit(scenario.faults, each);
  figure_detail::visit(scenario.duties, each);
  figure_detail::visit(scenario.objectives, each);
  figure_detail::visit(scenario.begins, each);
  each(scenario.probe_interval);
  each(scenario.horizon);
}

}  // namespace firedrill
