// The members of any aggregate one after the other, without listing them: what has to reach every
// figure of a plan (scenarios/figures.hpp) then cannot forget the member that is added tomorrow.
// How many members there are is found by trying how many initialisers the aggregate takes.
// Example: for_each_member(Rate{5.0}, [](double& value) { value *= 2.0; });
#pragma once

#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

namespace firedrill {
namespace member_detail {

template <class Type>
struct IsOptional : std::false_type {};
template <class Type>
struct IsOptional<std::optional<Type>> : std::true_type {};

// Stands for an initialiser of any type. An optional converts from whatever its value converts
// from, so that to convert to one here, too, would be ambiguous.
struct Anything {
  template <class Type>
  requires(!IsOptional<Type>::value) operator Type()
      const;  // NOLINT(google-explicit-constructor): that is what it is for
};

template <class Aggregate, std::size_t... Index>
constexpr bool takes(std::index_sequence<Index...> /*tag*/) {
  return requires { Aggregate{((void)Index, Anything{})...}; };
}

template <class Aggregate, std::size_t Count = 0>
constexpr std::size_t member_count() {
  if constexpr (takes<Aggregate>(std::make_index_sequence<Count + 1>{})) {
    return member_count<Aggregate, Count + 1>();
  } else {
    return Count;
  }
}

}  // namespace member_detail

inline constexpr std::size_t most_members = 16;

// Calls `each(member)` for every member of `aggregate`, in their order. At most 16 members.
template <class Aggregate, class Each>
void for_each_member(Aggregate& aggregate, Each&& each) {
  constexpr std::size_t count = member_detail::member_count<std::remove_const_t<Aggregate>>();
  static_assert(count <= most_members, "add a line below");
  const auto all = [&each](auto&... members) { (each(members), ...); };
  // clang-format off
  if constexpr (count == 1) { auto& [a] = aggregate; all(a); }
  if constexpr (count == 2) { auto& [a, b] = aggregate; all(a, b); }
  if constexpr (count == 3) { auto& [a, b, c] = aggregate; all(a, b, c); }
  if constexpr (count == 4) { auto& [a, b, c, d] = aggregate; all(a, b, c, d); }
  if constexpr (count == 5) { auto& [a, b, c, d, e] = aggregate; all(a, b, c, d, e); }
  if constexpr (count == 6) { auto& [a, b, c, d, e, f] = aggregate; all(a, b, c, d, e, f); }
  if constexpr (count == 7) { auto& [a, b, c, d, e, f, g] = aggregate; all(a, b, c, d, e, f, g); }
  if constexpr (count == 8) {
    auto& [a, b, c, d, e, f, g, h] = aggregate; all(a, b, c, d, e, f, g, h);
  }
  if constexpr (count == 9) {
    auto& [a, b, c, d, e, f, g, h, i] = aggregate; all(a, b, c, d, e, f, g, h, i);
  }
  if constexpr (count == 10) {
    auto& [a, b, c, d, e, f, g, h, i, j] = aggregate; all(a, b, c, d, e, f, g, h, i, j);
  }
  if constexpr (count == 11) {
    auto& [a, b, c, d, e, f, g, h, i, j, k] = aggregate; all(a, b, c, d, e, f, g, h, i, j, k);
  }
  if constexpr (count == 12) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l] = aggregate;
    all(a, b, c, d, e, f, g, h, i, j, k, l);
  }
  if constexpr (count == 13) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m] = aggregate;
    all(a, b, c, d, e, f, g, h, i, j, k, l, m);
  }
  if constexpr (count == 14) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = aggregate;
    all(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
  }
  if constexpr (count == 15) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = aggregate;
    all(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  }
  if constexpr (count == 16) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = aggregate;
    all(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
  }
  // clang-format on
}

}  // namespace firedrill
