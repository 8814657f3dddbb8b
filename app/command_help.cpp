// firedrill help: the page of the program or of one command; the same as --help.

#include <fmt/core.h>

#include <memory>
#include <string>
#include <vector>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"

namespace firedrill {
namespace {

ExitCode help_command(const CLI::App& program, const std::string& wanted) {
  if (wanted.empty()) {
    print(program.help());
    return ExitCode::met;
  }
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands({})) {
    if (command->get_name() == wanted) {
      print(command->help(program.get_name()));
      return ExitCode::met;
    }
    names.push_back(command->get_name());
  }
  const std::string near = nearest_word(wanted, names);
  fmt::print(stderr, "firedrill: there is no command {}{}\n", wanted,
             near.empty() ? "" : "; did you mean " + near + "?");
  return ExitCode::usage;
}

class Help : public CommandWith<std::string> {
 public:
  explicit Help(CLI::App& program)
      : CommandWith{program,
                    {"help", "Shows this page, or that of a command", "  firedrill help simulate"}},
        program_{program} {
    line_.add_option("COMMAND", arguments_, "a command")->option_text(" ");
  }
  [[nodiscard]] ExitCode run() const override { return help_command(program_, arguments_); }

 private:
  const CLI::App& program_;
};

}  // namespace

std::unique_ptr<Command> make_help(CLI::App& program) { return std::make_unique<Help>(program); }

}  // namespace firedrill
