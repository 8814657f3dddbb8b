// SPDX-License-Identifier: GPL-2.0-only
// A JSON file whose problems name the place: code, file, line, column, pointer, what is wrong and
// what would be right, with a caret under the text. The codes and the form are those of the rest of
// firedrill (`firedrill explain FD2103`), whose reader is under another licence than ns-3.
// Example: Located file{"study.json", text}; file.error("/seed", "FD2005", "a number is expected");
#pragma once

#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace firedrill_wan {

// All that is wrong with a file, as the command line shows it.
class InvalidFile : public std::runtime_error {
 public:
  InvalidFile(const std::string& text, std::size_t count)
      : std::runtime_error{text}, count_{count} {}
  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  std::size_t count_;
};

class Located {
 public:
  // Throws InvalidFile where `text` is no JSON (FD1014), names a member twice (FD1010) or nests
  // values deeper than 200 levels (FD1016).
  Located(std::string file, std::string text);

  [[nodiscard]] const nlohmann::ordered_json& root() const { return root_; }

  // Reports a problem of the value at `pointer` (RFC 6901); "{}" in `message` becomes its text. The
  // place is that of the value, of its name, or of its first character alone.
  enum class At { value, name, begin };
  void error(const std::string& pointer, std::string_view code, std::string message,
             const std::string& suggestion = {}, At at = At::value);

  // Throws InvalidFile with all that was reported, in the order of the text.
  void throw_if_wrong() const;

 private:
  struct Range {
    std::size_t begin = 0, end = 0;  // bytes
  };
  struct Problem {
    std::size_t begin = 0;
    std::string text;
  };

  std::size_t scan(std::size_t at, const std::string& pointer, int depth);
  std::size_t scan_members(std::size_t at, const std::string& pointer, int depth);
  [[nodiscard]] std::size_t past_string(std::size_t at) const;
  [[nodiscard]] std::size_t past_space(std::size_t at) const;
  [[nodiscard]] std::string rendered(Range range, std::string_view code, const std::string& pointer,
                                     const std::string& message) const;

  std::string file_, text_;
  nlohmann::ordered_json root_;
  std::map<std::string, Range> values_, names_;
  std::vector<Problem> problems_;
};

// "did you mean "Mbit/s"?", or the list of `words` where none is near.
[[nodiscard]] std::string meant(const std::string& word, const std::vector<std::string>& words);

}  // namespace firedrill_wan
