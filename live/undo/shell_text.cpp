#include "live/undo/shell_text.hpp"

#include <algorithm>

namespace firedrill {
namespace {

bool is_plain(char sign) {
  return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') ||
         (sign >= '0' && sign <= '9') ||
         std::string_view{"%+,-./:=@_"}.find(sign) != std::string_view::npos;
}

}  // namespace

std::string shell_quoted(std::string_view text) {
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain)) {
    return std::string{text};
  }
  std::string quoted = "'";
  for (const char sign : text) {
    if (sign == '\'') {
      quoted += R"('\'')";
    } else {
      quoted += sign;
    }
  }
  return quoted + "'";
}

std::string shell_words(const std::vector<std::string>& arguments) {
  std::string words;
  for (const std::string& argument : arguments) {
    words += (words.empty() ? "" : " ") + shell_quoted(argument);
  }
  return words;
}

}  // namespace firedrill
