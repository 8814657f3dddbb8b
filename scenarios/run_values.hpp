// The values that stand in a recorded run: seconds as plain numbers, null for what did not come,
// digests, counts. Results are for programs, so unlike in the files that people write a quantity is
// a number whose unit ends its name. Example: fault.healed = values.optional_time("healed_s");
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "models/recovery/run.hpp"
#include "models/text/reader.hpp"

namespace firedrill {

class RunValues {
 public:
  RunValues(const Node& node, ReadContext& context) : object{node, context}, context_{context} {}

  ObjectReader object;

  // Seconds from the zero of the run, or a span, to the nearest nanosecond; FD2005, FD2006 if it is
  // no number or negative.
  [[nodiscard]] Duration time(std::string_view key);
  // Likewise; nullopt where the member is null.
  [[nodiscard]] std::optional<Duration> optional_time(std::string_view key);
  [[nodiscard]] std::optional<Duration> optional_time(const Node& node);
  [[nodiscard]] double number(std::string_view key);  // not negative
  [[nodiscard]] std::uint64_t count(std::string_view key);
  [[nodiscard]] std::string digest(std::string_view key);  // FD2006: not 64 hexadecimal digits
  [[nodiscard]] std::optional<std::string> optional_name(std::string_view key);  // a string or null
  [[nodiscard]] Verb verb(std::string_view key);
  // What an observation of that kind found; see RunEvent::value.
  [[nodiscard]] std::int64_t finding(Verb verb);

 private:
  ReadContext& context_;
};

void read_probe(RunValues& values, RunProbe& probe);
void read_ledger(RunValues& values, RunLedger& ledger);
void read_environment(RunValues& values, RunEnvironment& environment);

}  // namespace firedrill
