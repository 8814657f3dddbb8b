// The commands of firedrill. Each registers its options with the parser and leaves behind what is
// to run; main() runs the one that was asked for. Example: add_simulate(program, chosen);
// program.parse(argc, argv); return to_status(chosen());
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "app/exit_code.hpp"

namespace firedrill {

// What the command line asked for.
using Chosen = std::function<ExitCode()>;

void add_simulate(CLI::App& program, Chosen& chosen);
void add_whatif(CLI::App& program, Chosen& chosen);
void add_check(CLI::App& program, Chosen& chosen);
void add_explain(CLI::App& program, Chosen& chosen);
void add_help(CLI::App& program, Chosen& chosen);

}  // namespace firedrill
