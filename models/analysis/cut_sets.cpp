#include "models/analysis/cut_sets.hpp"

#include <algorithm>
#include <set>

namespace firedrill {
namespace {

class HittingSetSearch {
 public:
  HittingSetSearch(std::size_t elements, const StructureFunction& is_up, std::size_t largest)
      : lost_(elements, false), is_up_{is_up}, largest_{largest} {}

  std::vector<CutSet> run() {
    visit({});
    std::vector<CutSet> minimal(cuts_.begin(), cuts_.end());
    std::stable_sort(minimal.begin(), minimal.end(), [](const CutSet& one, const CutSet& other) {
      return one.size() < other.size();
    });
    return minimal;
  }

 private:
  void visit(const CutSet& chosen) {
    if (!seen_.insert(chosen).second) {
      return;
    }
    if (!is_up_(lost_)) {
      if (is_minimal(chosen)) {
        cuts_.insert(chosen);
      }
      return;
    }
    if (chosen.size() == largest_) {
      return;
    }
    for (const std::uint32_t element : path_set()) {
      CutSet more = chosen;
      more.insert(std::upper_bound(more.begin(), more.end(), element), element);
      lost_[element] = true;
      visit(more);
      lost_[element] = false;
    }
  }

  // Whether every element of the cut set `chosen`, which is lost, could bring all back.
  bool is_minimal(const CutSet& chosen) {
    return std::all_of(chosen.begin(), chosen.end(), [&](std::uint32_t element) {
      lost_[element] = false;
      const bool is_needed = is_up_(lost_);
      lost_[element] = true;
      return is_needed;
    });
  }

  // Elements that are not lost and suffice together, none to spare.
  CutSet path_set() {
    std::vector<bool> without = lost_;
    CutSet path;
    for (std::uint32_t element = 0; element < without.size(); ++element) {
      if (without[element]) {
        continue;
      }
      without[element] = true;
      if (!is_up_(without)) {
        without[element] = false;
        path.push_back(element);
      }
    }
    return path;
  }

  std::vector<bool> lost_;
  const StructureFunction& is_up_;
  std::size_t largest_;
  std::set<CutSet> seen_;
  std::set<CutSet> cuts_;
};

}  // namespace

std::vector<CutSet> minimal_cut_sets(std::size_t elements, const StructureFunction& is_up,
                                     std::size_t largest) {
  return HittingSetSearch{elements, is_up, largest}.run();
}

}  // namespace firedrill
