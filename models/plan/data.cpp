#include "models/plan/data.hpp"

namespace firedrill {

const PeriodicCopy* copies_of(const DataKind& kind) {
  return kind.snapshots ? &*kind.snapshots : std::get_if<PeriodicCopy>(&kind.protection);
}

}  // namespace firedrill
