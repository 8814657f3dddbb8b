// What all commands share of the command line: help pages that open with examples, numbers that are
// checked where they are typed, and usage errors that name the word that was probably meant.
// Example: CLI::App* command = add_command(program, {"check", "finds errors", "  firedrill check
// a.json"});
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>

#include "app/exit_code.hpp"

namespace firedrill {

struct CommandText {
  const char* name;
  const char* summary;   // one line of at most 68 characters, for the list of commands
  const char* examples;  // lines indented by two
};

// Gives `app` firedrill's help page, on which `examples` come first.
void set_help(CLI::App& app, const char* examples);

// A new command of `program`.
CLI::App* add_command(CLI::App& program, const CommandText& text);

// Accepts the whole numbers from `low` to `high` and says so of anything else.
[[nodiscard]] CLI::Validator whole_number(std::uint64_t low, std::uint64_t high);

// Says on standard error what is wrong with the command line; returns ExitCode::usage.
[[nodiscard]] ExitCode explain_usage(const CLI::App& program, const CLI::ParseError& error);

}  // namespace firedrill
