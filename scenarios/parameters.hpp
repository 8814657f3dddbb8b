// The parameters a plan leaves open, each with its value and where that comes from. Whoever reads
// one leaves a trace: what was read is what the answer rests on (Scenario::assumptions).
// Example: {"parameter": "database.promotion"} in a plan, and in a parameter file
//   "database.promotion": {"title": "...", "dimension": "time", "value": "6 min", "assumed": "..."}
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/chance/distribution.hpp"
#include "models/text/reader.hpp"
#include "scenarios/scenario.hpp"

namespace firedrill {

class ParameterTable {
 public:
  ParameterTable() = default;

  // The table under /parameters of an assembled document; all its entries are checked, read or not.
  // The nodes must outlive the table.
  ParameterTable(const Node& parameters, ReadContext& context);

  // The law that `reference`, {"parameter": "<id>"}, names, in the base unit of `dimension`.
  // Nothing, and FD3009, if there is no such parameter; FD3010 if it measures something else.
  std::optional<Distribution> use(const Node& reference, Dimension dimension, ReadContext& context);

  // From now on the law of each parameter is what `variation` makes of it.
  using Variation = std::function<Distribution(const std::string& id, const Distribution& law)>;
  void vary(const Variation& variation);

  // What has been used so far, in the order of first use.
  [[nodiscard]] const std::vector<Assumption>& assumptions() const { return assumptions_; }

 private:
  struct Parameter {
    std::string id;
    const Node* value = nullptr;
    Dimension dimension = Dimension::ratio;
    Distribution law;
    std::string source;
    bool is_assumed = false;
    double known_within = 1.0;
    std::vector<std::string> fitted_on;
    bool is_used = false;
  };

  static Parameter read(const std::string& id, const Node& node, ReadContext& context);

  std::vector<Parameter> parameters_;
  std::vector<Assumption> assumptions_;
};

}  // namespace firedrill
