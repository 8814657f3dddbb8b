#include "models/base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace firedrill {

void assertion_failed(const char* expression, const char* file, int line) noexcept {
  std::fprintf(stderr, "firedrill: broken invariant at %s:%d: %s\n", file, line, expression);
  std::abort();
}

}  // namespace firedrill
