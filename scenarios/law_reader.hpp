// Reads quantities and probability laws, written out or named as a parameter, and checks that the
// law is possible. Everything comes back in the base unit of its dimension (s, bytes, bytes/s, 1).
// Example: "5 min", {"lognormal": {"median": "6 min", "log_sd": 0.4}}, {"parameter": "dns.ttl"}
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "models/chance/distribution.hpp"
#include "models/text/reader.hpp"

namespace firedrill {

class ParameterTable;

class LawReader {
 public:
  // Without `parameters` none may be named (inside a parameter file).
  LawReader(ParameterTable* parameters, ReadContext& context)
      : parameters_{parameters}, context_{context} {}

  // A law of `dimension`. FD3007: shares of a mixture do not add up to 1; FD3008: it is impossible.
  [[nodiscard]] Distribution law(const Node& node, Dimension dimension);
  [[nodiscard]] Distribution law(ObjectReader& object, std::string_view key, Dimension dimension);

  // Times are what most laws measure.
  [[nodiscard]] Distribution time(ObjectReader& object, std::string_view key) {
    return law(object, key, Dimension::time);
  }

  // A single value, not a law; FD3014 if a parameter that is a law stands there.
  [[nodiscard]] double probability(ObjectReader& object, std::string_view key);
  [[nodiscard]] double ratio(ObjectReader& object, std::string_view key);
  [[nodiscard]] Duration duration(ObjectReader& object, std::string_view key);
  // Since midnight, less than a day (FD2006).
  [[nodiscard]] Duration time_of_day(ObjectReader& object, std::string_view key);
  // Longer than zero (FD2006): an interval that is repeated.
  [[nodiscard]] Duration interval(ObjectReader& object, std::string_view key);
  [[nodiscard]] Bytes bytes(ObjectReader& object, std::string_view key);
  [[nodiscard]] Rate rate(ObjectReader& object, std::string_view key);

 private:
  [[nodiscard]] std::optional<double> value(const Node& node, Dimension dimension);
  [[nodiscard]] std::optional<double> value(ObjectReader& object, std::string_view key,
                                            Dimension dimension);
  [[nodiscard]] std::optional<double> positive(ObjectReader& object, std::string_view key,
                                               Dimension dimension);
  [[nodiscard]] std::optional<std::vector<double>> values(const Node& node, Dimension dimension);
  [[nodiscard]] std::optional<std::vector<double>> ascending(const Node& node, std::size_t count,
                                                             Dimension dimension);
  [[nodiscard]] Distribution named_law(std::string_view word, const Node& node,
                                       Dimension dimension);
  [[nodiscard]] Distribution triangular(const Node& node, Dimension dimension);
  [[nodiscard]] Distribution mixture(const Node& node, Dimension dimension);
  [[nodiscard]] Distribution empirical(const Node& node, Dimension dimension);

  ParameterTable* parameters_;
  ReadContext& context_;
};

}  // namespace firedrill
