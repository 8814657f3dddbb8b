// Minimal cut sets of anything that fails only more often when more is lost: which losses together
// bring it down, none of which could be spared.
// Example: with is_up = [](const auto& lost) { return !lost[0] || !lost[1]; },
//          minimal_cut_sets(2, is_up, 3) == {{0, 1}}
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace firedrill {

// Ascending numbers of elements.
using CutSet = std::vector<std::uint32_t>;

// Whether the whole is up; `lost` has one entry an element. Losing more must never bring it back.
using StructureFunction = std::function<bool(const std::vector<bool>& lost)>;

// All minimal cut sets of at most `largest` of the `elements`, smaller ones first. Exact: every cut
// set has an element of every path set, so that trying, against a path set that is left, each of
// its elements in turn reaches all of them (Reiter, "A theory of diagnosis from first principles",
// Artificial Intelligence 32, 1987). What is down with nothing lost has the empty cut set alone.
// Asks `is_up` at most some p^(largest - 1) * (elements + p) times, where p is the size of the
// largest path set.
[[nodiscard]] std::vector<CutSet> minimal_cut_sets(std::size_t elements,
                                                   const StructureFunction& is_up,
                                                   std::size_t largest);

}  // namespace firedrill
