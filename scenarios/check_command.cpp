#include "scenarios/check_command.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace firedrill {
namespace {

class Lexer {
 public:
  explicit Lexer(std::string_view script) : rest_{script} {}

  std::vector<ShellCommand> read() {
    while (!rest_.empty()) {
      step();
    }
    end_command("");
    return std::move(commands_);
  }

 private:
  void step() {
    const char letter = rest_.front();
    if (rest_.starts_with("\\\n")) {
      rest_.remove_prefix(2);
    } else if (letter == '\\' && rest_.size() > 1) {
      rest_.remove_prefix(1);
      take();
    } else if (letter == '\'' || letter == '"') {
      take_quoted(letter);
    } else if (rest_.starts_with("$(")) {
      take_substitution();
    } else if (letter == '#' && !is_in_word_) {
      rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
    } else if (letter == ' ' || letter == '\t') {
      rest_.remove_prefix(1);
      end_word();
    } else if (!take_separator()) {
      take();
    }
  }

  void take() {
    word_ += rest_.front();
    rest_.remove_prefix(1);
    is_in_word_ = true;
  }

  void take_quoted(char quote) {
    rest_.remove_prefix(1);
    is_in_word_ = true;
    while (!rest_.empty() && rest_.front() != quote) {
      if (rest_.front() == '\\' && quote == '"' && rest_.size() > 1) {
        rest_.remove_prefix(1);
      }
      take();
    }
    rest_.remove_prefix(rest_.empty() ? 0 : 1);
  }

  void take_substitution() {
    int depth = 0;
    do {
      depth += rest_.front() == '(' ? 1 : rest_.front() == ')' ? -1 : 0;
      take();
    } while (!rest_.empty() && (depth > 0 || word_.ends_with('$')));
  }

  bool take_separator() {
    // A redirection such as 2>&1 or &>file contains & but separates nothing.
    if (rest_.starts_with("&>") || (rest_.front() == '&' && word_.ends_with('>'))) {
      return false;
    }
    for (const std::string_view sign : {"||", "&&", "|&", "|", ";", "&", "\n"}) {
      if (rest_.starts_with(sign)) {
        rest_.remove_prefix(sign.size());
        end_command(sign == "|&" ? "|" : sign == "\n" ? ";" : sign);
        return true;
      }
    }
    return false;
  }

  void end_word() {
    if (is_in_word_) {
      words_.push_back(std::exchange(word_, {}));
    }
    is_in_word_ = false;
  }

  void end_command(std::string_view separator) {
    end_word();
    if (!words_.empty()) {
      commands_.push_back({std::exchange(words_, {}), std::string{separator}});
    }
  }

  std::string_view rest_;
  std::string word_;
  bool is_in_word_ = false;
  std::vector<std::string> words_;
  std::vector<ShellCommand> commands_;
};

std::string text_of(const ShellCommand& command) {
  std::string text;
  for (const std::string& word : command.words) {
    text += text.empty() ? word : " " + word;
  }
  return text;
}

bool is_any_of(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Whether the command exits with 0 whatever it is given: always, or as the end of a pipe.
bool always_succeeds(const ShellCommand& command, bool reads_pipe) {
  static constexpr std::array<std::string_view, 4> always{"true", ":", "echo", "printf"};
  static constexpr std::array<std::string_view, 10> of_any_input{
      "wc", "cat", "tee", "head", "tail", "sort", "uniq", "tr", "cut", "nl"};
  const std::string& name = command.words.front();
  const bool exits_with_zero =
      name == "exit" && command.words.size() > 1 && command.words[1] == "0";
  return is_any_of(name, always) || exits_with_zero ||
         (reads_pipe && is_any_of(name, of_any_input));
}

bool sets_pipefail(const std::vector<ShellCommand>& commands) {
  return std::any_of(commands.begin(), commands.end(), [](const ShellCommand& command) {
    return command.words.front() == "set" &&
           std::find(command.words.begin(), command.words.end(), "pipefail") != command.words.end();
  });
}

// Why the pipeline always succeeds, or "".
std::string why_pipeline(std::span<const ShellCommand> pipeline, bool has_pipefail) {
  const ShellCommand& last = pipeline.back();
  if (pipeline.size() == 1) {
    return always_succeeds(last, false) ? fmt::format("`{}` always succeeds", text_of(last)) : "";
  }
  if (has_pipefail || !always_succeeds(last, true)) {
    return "";
  }
  return fmt::format(
      "the status of a pipeline is that of its last command, and `{}` succeeds whatever `{}` does",
      text_of(last), text_of(pipeline.front()));
}

// Why pipelines joined by && and || always succeed, or ""; advances past them.
std::string why_list(std::span<const ShellCommand>& rest, bool has_pipefail) {
  std::string why;
  std::string joint;
  while (true) {
    std::size_t size = 1;
    while (size < rest.size() && rest[size - 1].separator == "|") {
      ++size;
    }
    const std::string reason = why_pipeline(rest.first(size), has_pipefail);
    const std::string head = text_of(rest[size - 1]);
    if (joint == "||" && why.empty() && !reason.empty()) {
      why = fmt::format("`|| {}` hides the failure of what stands before it", head);
    } else if (joint == "&&" && (why.empty() || reason.empty())) {
      why.clear();
    } else if (joint.empty()) {
      why = reason;
    }
    joint = rest[size - 1].separator;
    rest = rest.subspan(size);
    if (joint == "&") {
      return fmt::format("nobody waits for `{}`, which runs in the background", head);
    }
    if (rest.empty() || joint == ";" || joint.empty()) {
      return why;
    }
  }
}

}  // namespace

std::vector<ShellCommand> parse_commands(std::string_view script) { return Lexer{script}.read(); }

std::string why_it_cannot_fail(std::string_view script) {
  const std::vector<ShellCommand> commands = parse_commands(script);
  const bool has_pipefail = sets_pipefail(commands);
  std::span<const ShellCommand> rest{commands};
  std::string why;
  while (!rest.empty()) {
    if (rest.front().words.front() == "set") {
      rest = rest.subspan(1);
      continue;
    }
    const std::string reason = why_list(rest, has_pipefail);
    if (reason.empty()) {
      return "";
    }
    why = reason;
  }
  return why;
}

}  // namespace firedrill
