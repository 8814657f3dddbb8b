// Words of a shell script that mean themselves, whatever they contain: the one way in which a value
// becomes part of a script.
// Example: "rm -f " + shell_quoted("it's here") == "rm -f 'it'\\''s here'"
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace firedrill {

// `text` between single quotes, which sh reads as that very text. Without quotes if it consists of
// letters, digits and the signs %+,-./:=@_ alone.
[[nodiscard]] std::string shell_quoted(std::string_view text);

// `arguments` quoted, with spaces between them.
[[nodiscard]] std::string shell_words(const std::vector<std::string>& arguments);

}  // namespace firedrill
