#include "scenarios/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "scenarios/notes.hpp"

namespace firedrill {

void NameTable::collect(const Node* list, std::string_view key, ReadContext& context) {
  if (list == nullptr) {
    return;
  }
  std::map<std::string_view, const Node*> first;
  for (const Node& item : list->items) {
    const Node* const name = item.find(key);
    const bool is_named = name != nullptr && name->kind == NodeKind::string;
    names_.push_back(is_named ? name->string : std::string{});
    if (!is_named) {
      continue;  // the reader of the item reports it
    }
    const auto [earlier, is_new] = first.emplace(name->string, name);
    if (!is_new) {
      context.add(Diagnostic{"FD3002",
                             Severity::error,
                             place_of(*name),
                             fmt::format("a second {} is called \"{}\"", noun_, name->string),
                             "names must differ",
                             {place_of(*earlier->second)}});
    }
  }
}

std::optional<std::uint32_t> NameTable::find(const Node& reference, ReadContext& context) const {
  if (reference.kind != NodeKind::string) {
    context.error(reference, "FD2005", fmt::format("{{}} is not the name of a {}", noun_));
    return std::nullopt;
  }
  const auto found = std::find(names_.begin(), names_.end(), reference.string);
  if (found == names_.end()) {
    context.error(reference, "FD3001", fmt::format("there is no {} {{}}", noun_),
                  did_you_mean(reference.string, names_));
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(found - names_.begin());
}

void PlanNames::collect(const Node& plan, ReadContext& context) {
  regions.collect(plan.find("regions"), "name", context);
  const Node* const list = plan.find("components");
  components.collect(list, "name", context);
  services.collect(plan.find("services"), "name", context);
  data.collect(plan.find("data"), "name", context);
  roles.collect(plan.find("roles"), "name", context);
  objectives.collect(plan.find("objectives"), "name", context);
  if (const Node* const governance = plan.find("governance")) {
    severities.collect(governance->find("notifications"), "severity", context);
    responses.collect(governance->find("responses"), "name", context);
  }
  for (std::size_t index = 0; index < components.size(); ++index) {
    const auto kind = std::find_if(
        component_words.begin(), component_words.end(),
        [&](std::string_view word) { return list->items[index].find(word) != nullptr; });
    component_kinds.push_back(static_cast<std::size_t>(kind - component_words.begin()));
  }
}

}  // namespace firedrill
