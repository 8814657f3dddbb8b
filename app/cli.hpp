// What all commands share of the command line: help pages that open with examples, numbers that are
// checked where they are typed, and usage errors that name the word that was probably meant.
// Example: command.add_option("--seed", seed)->check(whole_number(0, 9));
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>

#include "app/commands.hpp"
#include "app/exit_code.hpp"

namespace firedrill {

struct CommandText {
  const char* name;
  const char* summary;   // one line of at most 68 characters, for the list of commands
  const char* examples;  // lines indented by two
};

// Gives `app` firedrill's help page, on which `examples` come first.
void set_help(CLI::App& app, const char* examples);

// A command whose options the parser writes into `arguments_`.
template <class Arguments>
class CommandWith : public Command {
 public:
  CommandWith(CLI::App& program, const CommandText& text)
      : line_{*program.add_subcommand(text.name, text.summary)} {
    set_help(line_, text.examples);
  }
  [[nodiscard]] bool is_chosen() const override { return line_.parsed(); }
  [[nodiscard]] std::string name() const override { return line_.get_name(); }
  [[nodiscard]] bool is_shareable() const override {
    return line_.get_option_no_throw("--checkpoint") != nullptr;
  }

 protected:
  CLI::App& line_;
  Arguments arguments_;
};

// Accepts the whole numbers from `low` to `high` and says so of anything else.
[[nodiscard]] CLI::Validator whole_number(std::uint64_t low, std::uint64_t high);

// Says on standard error what is wrong with the command line; returns ExitCode::usage.
[[nodiscard]] ExitCode explain_usage(const CLI::App& program, const CLI::ParseError& error);

}  // namespace firedrill
