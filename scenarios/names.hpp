// The names of a plan's parts, collected before the parts are read, so that any part can refer to
// any other: a reference becomes an index, or an error that suggests the nearest name.
// Example: const auto region = names.regions.find(node, context);  // "us-east-1" -> 0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/plan/component.hpp"
#include "models/text/reader.hpp"

namespace firedrill {

class NameTable {
 public:
  // `noun` is what the messages call one of these, "region".
  explicit NameTable(std::string_view noun) : noun_{noun} {}

  // Takes the member `key` of every item of the array `list`; FD3002 for names given twice.
  void collect(const Node* list, std::string_view key, ReadContext& context);

  void add(std::string name) { names_.push_back(std::move(name)); }

  // The index of the item that `reference` names; FD3001 if there is none.
  [[nodiscard]] std::optional<std::uint32_t> find(const Node& reference,
                                                  ReadContext& context) const;

  [[nodiscard]] const std::string& operator[](std::uint32_t index) const { return names_[index]; }
  [[nodiscard]] std::size_t size() const { return names_.size(); }

 private:
  std::string_view noun_;
  std::vector<std::string> names_;
};

// The members that say what a component is, in the order of ComponentModel.
inline constexpr std::array<std::string_view, 11> component_words{
    "cluster", "database",    "object_store", "prometheus", "prober",        "external_report",
    "dns",     "rebuildable", "facility",     "validator",  "infrastructure"};
static_assert(component_words.size() == std::variant_size_v<ComponentModel>);

struct PlanNames {
  NameTable regions{"region"};
  NameTable components{"component"};
  NameTable services{"service"};
  NameTable data{"kind of data"};
  NameTable roles{"role"};
  NameTable objectives{"objective"};
  NameTable severities{"severity"};
  NameTable responses{"response"};
  std::vector<std::size_t> component_kinds;  // per component: index into component_words

  // Collects all names under `plan`.
  void collect(const Node& plan, ReadContext& context);
};

}  // namespace firedrill
