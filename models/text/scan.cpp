// The tokens of JSON whose length is not fixed: space, numbers, strings (RFC 8259, 2017, sections
// 2, 6 and 7). The parser's cursor steps over them, and the diagnosis finds where they break.
// Example: number_length("1.5, 2") == 3
#include <algorithm>

#include "models/text/syntax.hpp"

namespace firedrill {

namespace {

std::size_t skip_digits(std::string_view text, std::size_t offset) {
  return std::min(text.find_first_not_of("0123456789", offset), text.size());
}

bool has(std::string_view text, std::size_t offset, std::string_view any_of) {
  return offset < text.size() && any_of.find(text[offset]) != std::string_view::npos;
}

// The code unit of the \uXXXX at the start of `text`, or -1.
int escaped_unit(std::string_view text) {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') {
    return -1;
  }
  int unit = 0;
  for (const char letter : text.substr(2, 4)) {
    const std::size_t digit = std::string_view{"0123456789abcdefABCDEF"}.find(letter);
    if (digit == std::string_view::npos) {
      return -1;
    }
    unit = unit * 16 + static_cast<int>(digit < 16 ? digit : digit - 6);
  }
  return unit;
}

// The length of the escape at the start of `text`; 0 if it is none that JSON knows. Characters
// beyond U+FFFF are two \u escapes, which mean nothing alone.
std::size_t escape_length(std::string_view text) {
  if (has(text, 1, "\"\\/bfnrt")) {
    return 2;
  }
  const int unit = escaped_unit(text);
  if (unit >= 0xD800 && unit <= 0xDBFF) {
    const int low = escaped_unit(text.substr(6));
    return low >= 0xDC00 && low <= 0xDFFF ? 12 : 0;
  }
  return unit < 0 || (unit >= 0xDC00 && unit <= 0xDFFF) ? 0 : 6;
}

}  // namespace

std::size_t skip_space(std::string_view text, std::size_t offset) {
  return std::min(text.find_first_not_of(" \t\r\n", offset), text.size());
}

std::size_t number_length(std::string_view text) {
  std::size_t end = has(text, 0, "-") ? 1 : 0;
  if (!has(text, end, "0123456789")) {
    return 0;
  }
  end = text[end] == '0' ? end + 1 : skip_digits(text, end);
  if (has(text, end, ".") && has(text, end + 1, "0123456789")) {
    end = skip_digits(text, end + 1);
  }
  if (has(text, end, "eE")) {
    const std::size_t exponent = has(text, end + 1, "+-") ? end + 2 : end + 1;
    if (has(text, exponent, "0123456789")) {
      end = skip_digits(text, exponent);
    }
  }
  return end;
}

std::size_t string_length(std::string_view text, std::size_t* fault) {
  std::size_t end = 1;
  while (end < text.size() && text[end] != '"') {
    const std::size_t step = text[end] == '\\' ? escape_length(text.substr(end)) : 1;
    if (step == 0 || static_cast<unsigned char>(text[end]) < 0x20) {
      break;
    }
    end += step;
  }
  if (end < text.size() && text[end] == '"') {
    return end + 1;
  }
  if (fault != nullptr) {
    *fault = end;
  }
  return end;
}

}  // namespace firedrill
