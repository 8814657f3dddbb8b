// firedrill: predicts, drills and judges disaster recovery. This file only finds the command, runs
// it and turns what happened into an exit status.

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/progress.hpp"
#include "app/shared_work.hpp"
#include "models/base/check.hpp"

#ifndef FIREDRILL_VERSION
#error "the build defines FIREDRILL_VERSION"
#endif

namespace firedrill {
namespace {

constexpr const char* program_examples =
    R"(  firedrill simulate scenarios/library/regional-outage.json
  firedrill whatif scenarios/library/regional-outage.json \
                   scenarios/library/regional-outage-hardened.json
  firedrill check scenarios/plans/gaudi3-scale.json
  firedrill analyze scenarios/plans/gaudi3-scale.json --map plan.svg
  firedrill explain FD4007)";

constexpr const char* description =
    R"(Predicts how long a disaster recovery takes and how much data it loses, and says whether a
plan's promises hold.

Exit status: 0 objectives met, 1 firedrill failed, 2 usage, 3 invalid file, 4 objectives missed,
5 inconclusive, 6 stopped by a safety limit, 7 evidence does not verify, 130 interrupted.)";

int run(int argc, char** argv) {
  CLI::App program{description, "firedrill"};
  set_help(program, program_examples);
  program.set_version_flag("--version", "firedrill " FIREDRILL_VERSION);
  program.require_subcommand(1);
  const std::array commands{
      make_simulate(program), make_whatif(program),         make_sensitivity(program),
      make_improve(program),  make_worst(program),          make_replay(program),
      make_year(program),     make_plan(program),           make_states(program),
      make_train(program),    make_drill(program),          make_respond(program),
      make_inject(program),   make_undo(program),           make_stop(program),
      make_compare(program),  make_calibrate(program),      make_campaign(program),
      make_history(program),  make_report_command(program), make_seal(program),
      make_verify(program),   make_import(program),         make_export(program),
      make_analyze(program),  make_check(program),          make_explain(program),
      make_lab(program),      make_lab_program(program),    make_help(program)};
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& request) {
    return program.exit(request);  // --help or --version
  } catch (const CLI::ParseError& error) {
    return to_status(explain_usage(program, error));
  }
  const auto chosen = std::find_if(commands.begin(), commands.end(),
                                   [](const auto& command) { return command->is_chosen(); });
  firedrill_assert(chosen != commands.end());  // the parser requires one
  if (!(*chosen)->is_shareable() && is_one_too_many((*chosen)->name())) {
    return to_status(ExitCode::usage);
  }
  return to_status((*chosen)->run());
}

}  // namespace
}  // namespace firedrill

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_DFL);  // a reader that has seen enough ends us quietly
  try {
    return firedrill::run(argc, argv);
  } catch (const firedrill::Interrupted&) {
    fmt::print(stderr, "firedrill: interrupted\n");
    return firedrill::to_status(firedrill::ExitCode::interrupted);
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "firedrill: not enough memory; fewer --replications need less\n");
  } catch (const std::exception& error) {
    fmt::print(stderr, "firedrill: {}\n", error.what());
  }
  return firedrill::to_status(firedrill::ExitCode::broken);
}
