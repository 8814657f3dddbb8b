// How a verdict looks on every page: its ink, and a mark that reads the same without colour. One
// place, so that all tables of a page agree.
// Example: Cell{mark_of(Verdict::met), ink_of(Verdict::met)} is a green tick.
#pragma once

#include <string>

#include "models/recovery/prediction.hpp"
#include "reports/page.hpp"

namespace firedrill {

[[nodiscard]] inline Ink ink_of(Verdict verdict) {
  return verdict == Verdict::met      ? Ink::good
         : verdict == Verdict::missed ? Ink::bad
                                      : Ink::doubtful;
}

[[nodiscard]] inline std::string mark_of(Verdict verdict) {
  return verdict == Verdict::met ? "✓" : verdict == Verdict::missed ? "✗" : "?";
}

}  // namespace firedrill
