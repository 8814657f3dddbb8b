// A value, or the diagnostics that say why there is none (g++ 12 has no std::expected; same names).
// A problem that its reader can mend travels this way; what nobody can mend is an exception.
// Example: const Result<Plan> plan = load_plan(path); if (!plan) { report(plan.error()); }
#pragma once

#include <utility>
#include <variant>

#include "models/base/diagnostic.hpp"

namespace firedrill {

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_{std::in_place_index<0>, std::move(value)} {}        // NOLINT: implicit
  Result(Diagnostics why) : state_{std::in_place_index<1>, std::move(why)} {}  // NOLINT: implicit

  [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
  [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

  // The value; asking for it where there is none is a wrong program and throws.
  [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
  [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }
  [[nodiscard]] const T& operator*() const& { return value(); }
  [[nodiscard]] const T* operator->() const { return &value(); }
  [[nodiscard]] const Diagnostics& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Diagnostics> state_;
};

}  // namespace firedrill
