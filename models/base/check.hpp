// Assertions that stay on in release: a broken invariant is a wrong program, and a wrong program
// must not print a recovery time.
// Example: firedrill_assert(outcome != Outcome::pending);
#pragma once

namespace firedrill {

[[noreturn]] void assertion_failed(const char* expression, const char* file, int line) noexcept;

}  // namespace firedrill

#define firedrill_assert(expression) \
  ((expression) ? void() : ::firedrill::assertion_failed(#expression, __FILE__, __LINE__))
