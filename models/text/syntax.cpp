#include "models/text/syntax.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "models/base/utf8.hpp"

namespace firedrill {

namespace {

enum class Wanted { value, key, separator, colon, nothing };

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

bool is_word_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_' ||
         letter == '$' || is_digit(letter);
}

class SyntaxDiagnosis {
 public:
  SyntaxDiagnosis(const Source& source, const SyntaxState& state)
      : source_{source}, text_{source.text}, state_{state} {}

  Diagnostic run() {
    at_ = skip_space(text_, state_.last_end);
    const Wanted wanted = what_is_wanted();
    if (at_ == text_.size()) {
      return end_of_text();
    }
    const std::string_view rest = text_.substr(at_);
    if (rest[0] == '#' || rest.starts_with("//") || rest.starts_with("/*")) {
      return report("FD1006", at_, end_of_comment(), "JSON has no comments",
                    "remove it, or make it a \"comment\" member");
    }
    if (wanted == Wanted::separator && runs_on()) {
      return wrong_token(state_.last_begin);
    }
    if (rest[0] == '"' && (wanted == Wanted::value || wanted == Wanted::key)) {
      return broken_string();
    }
    if (rest[0] == '\'' || rest[0] == '`' || typographic_quote(rest)) {
      return wrong_quotes();
    }
    switch (wanted) {
      case Wanted::value:
        return wrong_value();
      case Wanted::key:
        return wrong_key();
      case Wanted::separator:
        return wrong_separator();
      case Wanted::colon:
        return wrong_colon();
      case Wanted::nothing:
        break;
    }
    return report("FD1015", at_, end_of_word(at_), "text after the end of the document",
                  "a file holds one JSON value; remove the rest");
  }

 private:
  // What may stand at at_; steps over the comma or colon that is in order.
  Wanted what_is_wanted() {
    const char next = at_ < text_.size() ? text_[at_] : '\0';
    const bool follows_comma =
        next == ',' && (state_.last == LastToken::item || state_.last == LastToken::member);
    if (follows_comma || (next == ':' && state_.last == LastToken::key)) {
      separator_ = at_;
      at_ = skip_space(text_, at_ + 1);
    }
    switch (state_.last) {
      case LastToken::none:
      case LastToken::array_open:
        return Wanted::value;
      case LastToken::object_open:
        return Wanted::key;
      case LastToken::key:
        return separator_ == none ? Wanted::colon : Wanted::value;
      case LastToken::item:
        return follows_comma ? Wanted::value : Wanted::separator;
      case LastToken::member:
        return follows_comma ? Wanted::key : Wanted::separator;
      case LastToken::document:
        break;
    }
    return Wanted::nothing;
  }

  Diagnostic report(std::string_view code, std::size_t begin, std::size_t end, std::string message,
                    std::string suggestion) const {
    return Diagnostic{
        std::string{code},  Severity::error,       place_in(source_, begin, end, state_.pointer),
        std::move(message), std::move(suggestion), {}};
  }

  bool is_inside_brackets() const {
    return state_.last != LastToken::none && state_.last != LastToken::document;
  }

  // `diagnostic` with the innermost open bracket as its other place.
  Diagnostic with_bracket(Diagnostic diagnostic) const {
    diagnostic.related.push_back(
        place_in(source_, state_.open_begin, state_.open_begin + 1, state_.pointer));
    return diagnostic;
  }

  std::string_view closing_bracket() const { return text_[state_.open_begin] == '{' ? "}" : "]"; }

  Diagnostic end_of_text() const {
    if (!is_inside_brackets()) {
      return report("FD1002", 0, 0, "there is no JSON value, only white space",
                    "the smallest document is {}");
    }
    return with_bracket(
        report("FD1003", state_.last_end, state_.last_end, "the text ends in the middle of a value",
               fmt::format("add the missing '{}' or restore the rest", closing_bracket())));
  }

  std::size_t end_of_comment() const {
    if (text_.substr(at_, 2) == "/*") {
      const std::size_t close = text_.find("*/", at_ + 2);
      return close == std::string_view::npos ? text_.size() : close + 2;
    }
    return std::min(text_.find('\n', at_), text_.size());
  }

  // The end of the bare text at `begin`, which reaches up to the next delimiter of JSON.
  std::size_t end_of_word(std::size_t begin) const {
    std::size_t end = std::min(text_.find_first_of(",:=[]{}\"\t\r\n", begin), text_.size());
    while (end > begin + 1 && text_[end - 1] == ' ') {
      --end;
    }
    return std::max(end, begin + 1);
  }

  // Whether the text after the last token continues that token, as in 4h, 15 min, 007 or truely.
  bool runs_on() const {
    const char first = text_[state_.last_begin];
    const char next = text_[at_];
    const bool is_number = is_digit(first) || first == '-';
    if (at_ == state_.last_end) {
      return (is_number || is_word_letter(first)) &&
             (is_word_letter(next) || next == '.' || next == '-' || next == '+');
    }
    if (!is_number || !is_word_letter(next) || is_digit(next)) {
      return false;
    }
    // Not a unit: the next value, or the next member's name, behind a missing comma.
    const std::size_t end = end_of_word(at_);
    const std::string_view word = text_.substr(at_, end - at_);
    return text_.substr(state_.last_end, at_ - state_.last_end).find('\n') == none &&
           word != "true" && word != "false" && word != "null" &&
           (end == text_.size() || text_[end] != ':');
  }

  // A bare word or number that JSON does not know, beginning at `begin`.
  Diagnostic wrong_token(std::size_t begin) const {
    const std::size_t end = end_of_word(begin);
    const std::string_view token = text_.substr(begin, end - begin);
    const std::string shown{first_code_points(token, 60)};
    const std::size_t sign = token[0] == '-' || token[0] == '+' ? 1 : 0;
    const std::string_view unsigned_token = token.substr(sign);
    for (const std::string_view word : {"NaN", "nan", "Infinity", "inf", "Inf", "infinity"}) {
      if (unsigned_token == word) {
        return report("FD1009", begin, end, fmt::format("{} is not a JSON number", shown),
                      "leave the member out, or write a finite number");
      }
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 9> literals{
        {{"True", "true"},
         {"TRUE", "true"},
         {"False", "false"},
         {"FALSE", "false"},
         {"None", "null"},
         {"nil", "null"},
         {"Null", "null"},
         {"NULL", "null"},
         {"undefined", "null"}}};
    for (const auto& [word, literal] : literals) {
      if (token == word) {
        return report("FD1008", begin, end, fmt::format("{} is not a JSON word", shown),
                      fmt::format("write {}", literal));
      }
    }
    if (number_length(token) == token.size()) {
      return report("FD1018", begin, end, fmt::format("{} is too large for a number", shown),
                    "numbers end at about 1.8e308");
    }
    const bool starts_like_number =
        !unsigned_token.empty() && (is_digit(unsigned_token[0]) || unsigned_token[0] == '.');
    const std::size_t other = unsigned_token.find_first_not_of("0123456789.eE_");
    if (token == "-" || token == "+" ||
        (starts_like_number && (other == none || unsigned_token.starts_with("0x")))) {
      return report("FD1009", begin, end, fmt::format("{} is not a JSON number", shown),
                    number_advice(token));
    }
    return report("FD1008", begin, end, fmt::format("{} stands without quotes", shown),
                  fmt::format("write \"{}\"", shown));
  }

  static std::string number_advice(std::string_view token) {
    if (token[0] == '+') {
      return "leave the + out";
    }
    if (token[0] == '.' || token.starts_with("-.")) {
      return "write a 0 before the point";
    }
    if (token.back() == '.') {
      return "write a digit after the point, or leave the point out";
    }
    if (token.starts_with("0x")) {
      return "write it in decimal";
    }
    const std::size_t sign = token[0] == '-' ? 1 : 0;
    if (token.size() > sign + 1 && token[sign] == '0' && is_digit(token[sign + 1])) {
      return "leave the leading zeros out";
    }
    return "write it like 1200, -0.5 or 1e6";
  }

  Diagnostic broken_string() const {
    std::size_t fault = 0;
    const std::size_t end = at_ + string_length(text_.substr(at_), &fault);
    const std::size_t broken = at_ + fault;
    if (broken >= text_.size() || text_[broken] == '\n' || text_[broken] == '\r') {
      return report("FD1011", at_, end, "the string has no closing quote",
                    "add a \" where it ends; line breaks inside are written \\n");
    }
    if (text_[broken] == '\\') {
      const std::string escape{first_code_points(text_.substr(broken), 2)};
      const bool is_unicode = escape == "\\u";
      return report("FD1012", broken, broken + (is_unicode ? 6 : 2),
                    fmt::format("{} is not an escape JSON knows", escape),
                    is_unicode ? "write four hexadecimal digits, a surrogate always with its pair"
                               : "a backslash itself is written \\\\");
    }
    return report("FD1012", broken, broken + 1, "a control character inside a string",
                  text_[broken] == '\t'
                      ? "a tab is written \\t"
                      : fmt::format("write \\u{:04x}", static_cast<unsigned>(text_[broken])));
  }

  static bool typographic_quote(std::string_view rest) {
    return rest.starts_with("“") || rest.starts_with("”") || rest.starts_with("„") ||
           rest.starts_with("‘") || rest.starts_with("’") || rest.starts_with("«");
  }

  Diagnostic wrong_quotes() const {
    const std::size_t line_end = std::min(text_.find('\n', at_), text_.size());
    std::size_t end = at_ + code_point_size(text_.substr(at_));
    if (text_[at_] == '\'' || text_[at_] == '`') {
      const std::size_t close = text_.find(text_[at_], end);
      if (close < line_end) {
        const std::string_view inside = text_.substr(end, close - end);
        return report("FD1007", at_, close + 1, "strings stand in double quotes",
                      fmt::format("write \"{}\"", first_code_points(inside, 60)));
      }
    }
    return report("FD1007", at_, end, "strings stand in double quotes", "write \"");
  }

  Diagnostic wrong_value() const {
    const char next = text_[at_];
    if (next == ',') {
      return report("FD1004", at_, at_ + 1, "a comma with no value before it", "remove it");
    }
    if (next == ']' || next == '}') {
      return state_.last == LastToken::item ? wrong_end() : missing_value();
    }
    if (is_word_letter(next) || next == '-' || next == '+' || next == '.') {
      return wrong_token(at_);
    }
    return unexpected("a value");
  }

  // A closing bracket after a comma.
  Diagnostic wrong_end() const {
    return report("FD1004", separator_, separator_ + 1,
                  fmt::format("a comma too many before '{}'", text_[at_]), "remove it");
  }

  Diagnostic missing_value() const {
    if (state_.last == LastToken::key) {
      return report("FD1014", at_, at_ + 1, "the member has no value",
                    "write one after the colon, or remove the member");
    }
    return wrong_bracket();
  }

  Diagnostic wrong_bracket() const {
    if (!is_inside_brackets()) {
      return report("FD1014", at_, at_ + 1, fmt::format("'{}' closes nothing", text_[at_]),
                    "remove it");
    }
    return with_bracket(
        report("FD1014", at_, at_ + 1,
               fmt::format("'{}' cannot close '{}'", text_[at_], text_[state_.open_begin]),
               fmt::format("write '{}' here, or open the other bracket", closing_bracket())));
  }

  Diagnostic wrong_key() const {
    const char next = text_[at_];
    if (next == ',') {
      return report("FD1004", at_, at_ + 1, "a comma with no member before it", "remove it");
    }
    if (next == '}') {
      return wrong_end();
    }
    if (next == ']') {
      return wrong_bracket();
    }
    if (is_word_letter(next)) {
      const std::size_t end = end_of_word(at_);
      const std::string name{first_code_points(text_.substr(at_, end - at_), 60)};
      return report("FD1008", at_, end, fmt::format("the name {} stands without quotes", name),
                    fmt::format("write \"{}\"", name));
    }
    return unexpected("a member's name in double quotes");
  }

  Diagnostic wrong_separator() const {
    const char next = text_[at_];
    if (next == ']' || next == '}') {
      return wrong_bracket();
    }
    if (next == ':' && state_.last == LastToken::item) {
      return with_bracket(report("FD1014", at_, at_ + 1, "a member inside an array",
                                 "put the members in braces, { }"));
    }
    if (is_word_letter(next) || std::string_view{"\"{[-'"}.find(next) != std::string_view::npos) {
      return report("FD1005", state_.last_end, state_.last_end, "a comma is missing",
                    fmt::format("write ',' or '{}'", closing_bracket()));
    }
    return unexpected(fmt::format("',' or '{}'", closing_bracket()));
  }

  Diagnostic wrong_colon() const {
    if (text_[at_] == '=' || text_[at_] == ',' || text_[at_] == '}') {
      return unexpected("':' and a value");
    }
    return report("FD1005", state_.last_end, state_.last_end,
                  "the colon after the member's name is missing", "write ':'");
  }

  Diagnostic unexpected(std::string_view wanted) const {
    const char next = text_[at_];
    const std::size_t size = std::max<std::size_t>(code_point_size(text_.substr(at_)), 1);
    const bool is_visible = next > 0x20 && next < 0x7F;
    const std::string shown =
        is_visible  ? fmt::format("'{}'", next)
        : size == 1 ? fmt::format("the invisible character U+{:04X}", static_cast<unsigned>(next))
                    : fmt::format("the character '{}'", text_.substr(at_, size));
    return report("FD1014", at_, at_ + size, shown + " does not belong here",
                  fmt::format("{} was expected", wanted));
  }

  static constexpr std::size_t none = std::string_view::npos;

  const Source& source_;
  std::string_view text_;
  const SyntaxState& state_;
  std::size_t at_ = 0;            // the first byte that may be wrong
  std::size_t separator_ = none;  // the comma or colon before it
};

}  // namespace

Diagnostic diagnose_syntax(const Source& source, const SyntaxState& state) {
  return SyntaxDiagnosis{source, state}.run();
}

}  // namespace firedrill
