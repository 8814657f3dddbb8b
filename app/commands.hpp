// The commands of firedrill. Each registers its options with the parser when it is made and keeps
// what the command line said; main() runs the one that was asked for. Example: const auto command =
// make_check(program); program.parse(argc, argv); command->run();
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "app/exit_code.hpp"

namespace firedrill {

class Command {
 public:
  Command() = default;
  Command(const Command&) = delete;  // the parser writes into it
  Command& operator=(const Command&) = delete;
  virtual ~Command() = default;

  [[nodiscard]] virtual ExitCode run() const = 0;
  // Whether the command line that was parsed asks for this one.
  [[nodiscard]] virtual bool is_chosen() const = 0;
  [[nodiscard]] virtual std::string name() const = 0;
  // Whether several processes can share its work (shared_work.hpp).
  [[nodiscard]] virtual bool is_shareable() const = 0;
};

[[nodiscard]] std::unique_ptr<Command> make_simulate(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_whatif(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_replay(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_train(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_year(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_plan(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_states(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_lab(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_sensitivity(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_improve(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_worst(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_check(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_analyze(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_compare(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_calibrate(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_campaign(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_history(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_inject(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_undo(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_stop(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_import(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_export(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_explain(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_lab_program(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_drill(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_report_command(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_verify(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_seal(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_respond(CLI::App& program);
[[nodiscard]] std::unique_ptr<Command> make_help(CLI::App& program);

}  // namespace firedrill
