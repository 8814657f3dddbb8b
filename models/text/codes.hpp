// The dictionary behind `firedrill explain CODE`: each diagnostic's code with its meaning and cure.
// Every room keeps the entries of the codes it reports in its own table; the program puts the
// tables together. A test compares the tables with the codes in the sources.
// Example: const CodeEntry* entry = find_code(text_codes(), "FD1010");
#pragma once

#include <span>
#include <string_view>

namespace firedrill {

struct CodeEntry {
  std::string_view code;         // "FD1010"
  std::string_view title;        // one line, no full stop
  std::string_view explanation;  // what it means, how to mend it, an example
};

// FD1xxx (the text is not JSON) and FD2xxx (a value is wrong), in ascending order.
[[nodiscard]] std::span<const CodeEntry> text_codes();

// The entry of `code` in `entries`, or nullptr.
[[nodiscard]] const CodeEntry* find_code(std::span<const CodeEntry> entries, std::string_view code);

}  // namespace firedrill
