// Reads shell commands as far as their exit status goes: a test whose command always exits with 0
// passes whatever it finds. Source: POSIX.1-2017, Shell Command Language, 2.9 Shell Commands.
// Example: why_it_cannot_fail("pg_restore --list dump | wc -l")
//   -> "the status of a pipeline is that of its last command, and `wc -l` succeeds ..."
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace firedrill {

// One simple command of a script.
struct ShellCommand {
  std::vector<std::string> words;  // quotes and escapes removed
  std::string separator;           // after it: "|", "||", "&&", ";", "&" or "" at the end
};

// The simple commands of `script` in order; what stands in $( ) belongs to the word around it.
[[nodiscard]] std::vector<ShellCommand> parse_commands(std::string_view script);

// Why `script` exits with 0 whatever happens, or "" if it can fail. A script of several lines is
// taken to stop at the first that fails, as CI systems run it.
[[nodiscard]] std::string why_it_cannot_fail(std::string_view script);

}  // namespace firedrill
