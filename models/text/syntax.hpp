// Says what is wrong where JSON stops being JSON, in the words of a good compiler. The parser only
// knows that a token did not fit; what the author meant (a comment, a trailing comma, an unquoted
// "4 h") shows in the characters after the last token that did fit.
// Example: FD1004 plan.json:3:12 /regions: a comma too many before ']'; remove it
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "models/base/diagnostic.hpp"
#include "models/text/document.hpp"

namespace firedrill {

// The last token that did fit.
enum class LastToken { none, array_open, object_open, key, item, member, document };

// How far a parser got before the text stopped being JSON.
struct SyntaxState {
  LastToken last = LastToken::none;
  std::size_t last_begin = 0;  // first byte of the last token that did fit
  std::size_t last_end = 0;    // one past it
  std::size_t open_begin = 0;  // the innermost bracket still open
  std::string pointer;         // of the value the error stands in
};

// What is wrong with the text after `state.last_end`; there must be something wrong.
[[nodiscard]] Diagnostic diagnose_syntax(const Source& source, const SyntaxState& state);

// The offset of the first byte from `offset` on that is not JSON white space.
[[nodiscard]] std::size_t skip_space(std::string_view text, std::size_t offset);

// The length of the longest JSON number at the start of `text`; 0 if there is none.
[[nodiscard]] std::size_t number_length(std::string_view text);

// The length of the JSON string at the start of `text`, quotes included. Where the string is
// broken, `fault` (if given) becomes the offset of the broken character and the length ends there.
[[nodiscard]] std::size_t string_length(std::string_view text, std::size_t* fault = nullptr);

}  // namespace firedrill
