// What commands that simulate share: which luck, how many threads, JSON or a page; and, for those
// of scenarios, how many recoveries and the file with the --set arguments applied. Settings reach
// every value of the plan, the runbook and the parameters by its pointer.
// Example: assemble("a.json", {"/parameters/dns.ttl/value=5 s"})
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "app/progress.hpp"
#include "models/text/document.hpp"
#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"

namespace firedrill {

struct LuckArguments {
  std::uint64_t seed = 1;
  unsigned threads = 0;  // 0: one a processor
  bool wants_json = false;
};

// Adds --seed, --threads and --json to `command`.
void add_luck_options(CLI::App& command, LuckArguments& arguments);

struct RunArguments : LuckArguments {
  std::uint64_t replications = 10'000;
  std::vector<std::string> settings;
  std::vector<std::string> parameters;  // files on top of the plan's
};

// Adds --replications, --seed, --threads, --set, --parameters and --json to `command`.
void add_run_options(CLI::App& command, RunArguments& arguments);

// The options of a run of `replications` that shows its `progress`.
[[nodiscard]] SimulationOptions simulation_options(const RunArguments& arguments,
                                                   std::uint64_t replications, Progress& progress);

// The assembled scenario at `path`, with parameter files on top of its own, and with `settings`
// ("/pointer=value") applied in order; FD1019 for a setting that is not of that form.
[[nodiscard]] Result<Document> assemble(const std::string& path,
                                        const std::vector<std::string>& settings,
                                        const std::vector<std::string>& parameters = {});

}  // namespace firedrill
