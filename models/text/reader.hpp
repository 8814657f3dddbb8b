// Typed reading of a Node: every problem becomes a diagnostic and a harmless default, so that one
// run reports all of a file's errors. A Reader watches which members were asked for; finish()
// reports the rest as unknown. Quantities carry their unit in a string ("15 min", "5 Gbit/s", "200
// GB"); a bare number where a unit belongs is an error.
// Example:
//   ObjectReader object{node, context};
//   region.ttl = object.optional_duration("ttl").value_or(60s);
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/base/units.hpp"
#include "models/text/document.hpp"

namespace firedrill {

// Collects what is wrong while a file is read.
class ReadContext {
 public:
  // Reports `code` at `node`; the message quotes excerpt(node) where it first contains "{}".
  void error(const Node& node, std::string_view code, std::string message,
             std::string suggestion = {});
  void warning(const Node& node, std::string_view code, std::string message,
               std::string suggestion = {}, std::vector<Place> related = {});
  void add(Diagnostic diagnostic);
  [[nodiscard]] const Diagnostics& diagnostics() const { return diagnostics_; }
  [[nodiscard]] bool has_errors() const;

 private:
  Diagnostics diagnostics_;
};

// What a quantity measures; `ratio` is a plain number without a unit.
enum class Dimension { time, bytes, rate, ratio };

// "15 min" -> 900 (s), "5 Gbit/s" -> 6.25e8 (bytes/s), "200 GB" -> 2e11 (bytes). Units:
// ns us ms s min h d week(s) month(30 d) year(365 d) with their English words; B kB MB GB TB PB,
// KiB..PiB and bit..Tbit; a rate is such an amount per unit of time (Gbit/s, MiB/s, GB/day); ratio
// takes JSON numbers and "95 %".
// On any failure reports (FD21xx: not a quantity, wrong dimension, bare number, negative, not
// finite) with the nearest right word, and returns nullopt.
[[nodiscard]] std::optional<double> read_quantity(const Node& node, Dimension dimension,
                                                  ReadContext& context);

// Which of `words` it is; FD2004 with the nearest word otherwise.
[[nodiscard]] std::optional<std::size_t> read_word(const Node& node,
                                                   std::span<const std::string_view> words,
                                                   ReadContext& context);

// The members of one JSON object. Every getter reports a missing or ill-typed member and returns a
// default; `optional_*` return nullopt when the member is absent.
class ObjectReader {
 public:
  ObjectReader(const Node& node, ReadContext& context);  // reports FD2001 if not an object

  [[nodiscard]] const Node* required(std::string_view key);  // FD2002 if missing
  [[nodiscard]] const Node* optional(std::string_view key);

  std::string string(std::string_view key);
  std::optional<std::string> optional_string(std::string_view key);
  // One of `words`; FD2004 with the nearest word otherwise. Returns the index (0 on error).
  std::size_t word(std::string_view key, std::span<const std::string_view> words);
  bool boolean(std::string_view key);
  std::optional<bool> optional_boolean(std::string_view key);
  // A whole number in [low, high], and within 2^53 - 1, beyond which a double skips integers.
  std::int64_t integer(std::string_view key, std::int64_t low, std::int64_t high);
  std::optional<std::int64_t> optional_integer(std::string_view key, std::int64_t low,
                                               std::int64_t high);
  double probability(std::string_view key);  // a number in [0, 1] or "5 %"
  std::optional<double> optional_probability(std::string_view key);
  Duration duration(std::string_view key);
  std::optional<Duration> optional_duration(std::string_view key);
  Bytes bytes(std::string_view key);
  Rate rate(std::string_view key);
  std::vector<std::string> strings(std::string_view key);  // an array of strings
  std::vector<std::string> optional_strings(std::string_view key);
  // Calls `each` for every item of an array member (reports if it is no array).
  void each(std::string_view key, const std::function<void(const Node&)>& read);
  void each_optional(std::string_view key, const std::function<void(const Node&)>& read);

  // A member that is documentation for people ("$schema", "comment", "declarative", ...).
  void ignore(std::string_view key) { known_.insert(std::string{key}); }

  // Reports FD2003 for every member nobody asked for, with the nearest known key.
  void finish();

  [[nodiscard]] const Node& node() const { return node_; }
  [[nodiscard]] ReadContext& context() { return context_; }

 private:
  const Node& node_;
  ReadContext& context_;
  std::set<std::string> known_;
};

}  // namespace firedrill
