// What is wrong with a file the user wrote, where, and how to mend it.
// Codes are stable and searchable: FD1xxx the text is not JSON, FD2xxx a value is wrong,
// FD3xxx the parts do not fit together, FD4xxx the plan contradicts itself (no error: a finding).
// Example: FD2103 scenarios/a.json:14:16 /objectives/2/rto: "4 hourz" is not a duration; ...
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace firedrill {

enum class Severity { error, warning };

// Where in the user's text something stands. Lines and columns count from 1; columns count
// characters (code points), not bytes. `line` 0: the place is not in a file (a --set argument).
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
  int length = 1;           // characters to underline with carets
  std::string pointer;      // RFC 6901 pointer of the value, "" for the whole document
  std::string source_line;  // the text of that line, for the caret; "" where there is none
};

struct Diagnostic {
  std::string code;  // "FD2103"
  Severity severity = Severity::error;
  Place place;
  std::string message;         // what is wrong, quoting the offending text
  std::string suggestion;      // the fix, e.g. `did you mean "4 hours"?`; "" where none is known
  std::vector<Place> related;  // the other place of a contradiction
};

using Diagnostics = std::vector<Diagnostic>;

// Whether any of `diagnostics` is an error.
[[nodiscard]] bool has_errors(const Diagnostics& diagnostics);

// One diagnostic as the command line shows it: the line of docs/FORMATS.md, then the source line
// with a caret under the offending text, then the related places. Ends with a newline.
[[nodiscard]] std::string render(const Diagnostic& diagnostic);

// The word of `candidates` nearest to `word` by edit distance (Damerau-Levenshtein, letter case
// aside; at most a third of the word's length away, rounded up), or "" if none is near.
[[nodiscard]] std::string nearest_word(std::string_view word,
                                       const std::vector<std::string>& candidates);

}  // namespace firedrill
