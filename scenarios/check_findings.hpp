// What the rules of scenarios/check*.cpp share: finding a value's place again by its pointer,
// writing down a finding, and saying quantities in words. Example: findings.add("FD4015",
// at("/plan/data", 3), {"/plan/objectives/2/target"}, "...", "...");
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/base/diagnostic.hpp"
#include "models/base/units.hpp"
#include "models/text/document.hpp"

namespace firedrill {

inline const std::string step_list = "/runbook/steps";  // where the steps of a runbook stand

class Findings {
 public:
  explicit Findings(const Document& document) : document_{document} {}

  // A finding about the value at `pointer`, against those at `related`. A pointer that leads past
  // the end of what was written stands for its nearest ancestor; behind a reference to a parameter,
  // the place of the parameter's value is shown as well.
  void add(std::string_view code, const std::string& pointer,
           const std::vector<std::string>& related, std::string message, std::string suggestion);

  // The pointer of the item whose member `name` is `value` in the list at `list`.
  [[nodiscard]] std::string item(const std::string& list, std::string_view value,
                                 std::string_view name = "name") const;

  [[nodiscard]] Diagnostics take() { return std::move(found_); }

 private:
  [[nodiscard]] const Node& node_at(std::string_view pointer) const;
  void relate(const Node& node, bool is_main, Diagnostic& finding) const;

  const Document& document_;
  Diagnostics found_;
};

// "/plan/data", 3 -> "/plan/data/3".
[[nodiscard]] std::string at(std::string_view list, std::size_t index);

// "65 min", "24 h", "7 d".
[[nodiscard]] std::string in_words(Duration duration);

// 0.95 -> "95 %".
[[nodiscard]] std::string in_percent(double fraction);

// The words of `text` in small letters: "8x Gaudi3-nodes" -> "8x", "gaudi3", "nodes".
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);

}  // namespace firedrill
