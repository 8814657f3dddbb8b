#include "app/run_arguments.hpp"

#include <limits>

#include "app/cli.hpp"

namespace firedrill {

void add_luck_options(CLI::App& command, LuckArguments& arguments) {
  constexpr std::uint64_t most_threads = 1'024;
  command.add_option("--seed", arguments.seed, "another seed is other luck (1)")
      ->option_text("S")
      ->check(whole_number(0, std::numeric_limits<std::uint64_t>::max()));
  command
      .add_option("--threads", arguments.threads,
                  "results never depend on it (as many as there are processors)")
      ->option_text("T")
      ->check(whole_number(1, most_threads));
  command.add_flag("--json", arguments.wants_json, "print JSON, not the page");
}

void add_run_options(CLI::App& command, RunArguments& arguments) {
  // Every measurement is kept: ten million recoveries take a few gigabytes.
  constexpr std::uint64_t most_replications = 10'000'000;
  command.add_option("--replications", arguments.replications, "recoveries to simulate (10000)")
      ->option_text("N")
      ->check(whole_number(2, most_replications));
  command
      .add_option("--set", arguments.settings,
                  "change a value of the scenario, plan, runbook or parameters")
      ->option_text("/POINTER=VALUE")
      ->allow_extra_args(false);
  command
      .add_option("--parameters", arguments.parameters,
                  "parameters on top of the plan's, as firedrill calibrate writes them")
      ->option_text("FILE")
      ->allow_extra_args(false);
  add_luck_options(command, arguments);
}

SimulationOptions simulation_options(const RunArguments& arguments, std::uint64_t replications,
                                     Progress& progress) {
  SimulationOptions options;
  options.seed = arguments.seed;
  options.replications = replications;
  options.threads = arguments.threads;
  options.progress = progress.callback();
  return options;
}

Result<Document> assemble(const std::string& path, const std::vector<std::string>& settings,
                          const std::vector<std::string>& parameters) {
  Result<Document> assembled = assemble_scenario(path, parameters);
  for (const std::string& setting : settings) {
    if (!assembled) {
      break;
    }
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos || !setting.starts_with("/")) {
      Diagnostic diagnostic;
      diagnostic.code = "FD1019";
      diagnostic.place.file = "--set";
      diagnostic.message = "\"" + setting + "\" is not of the form /pointer=value";
      diagnostic.suggestion = "e.g. --set /parameters/dns.ttl/value=5s";
      return Diagnostics{diagnostic};
    }
    assembled = with_value(std::move(assembled).value(), setting.substr(0, equals),
                           setting.substr(equals + 1));
  }
  return assembled;
}

}  // namespace firedrill
