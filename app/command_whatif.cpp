// firedrill whatif: what a change does, under common random numbers.

#include <fmt/core.h>

#include <memory>
#include <string>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "app/run_arguments.hpp"
#include "reports/whatif_json.hpp"
#include "reports/whatif_text.hpp"
#include "sim/whatif.hpp"

namespace firedrill {
namespace {

constexpr const char* whatif_examples =
    R"(  firedrill whatif scenarios/library/regional-outage.json \
                   scenarios/library/regional-outage-hardened.json
  firedrill whatif scenarios/library/regional-outage.json --set /parameters/dns.ttl/value=5s)";

struct WhatifArguments {
  std::string a, b;
  RunArguments run;
};

ExitCode whatif_command(const WhatifArguments& arguments) {
  if (arguments.b.empty() && arguments.run.settings.empty()) {
    fmt::print(stderr,
               "firedrill: compared with what? Name a second scenario, or a change: --set\n");
    return ExitCode::usage;
  }
  const Result<Document> document_a = assemble(arguments.a, {}, arguments.run.parameters);
  const Result<Document> document_b = assemble(arguments.b.empty() ? arguments.a : arguments.b,
                                               arguments.run.settings, arguments.run.parameters);
  for (const Result<Document>* document : {&document_a, &document_b}) {
    if (!*document) {
      return report_errors(document->error());
    }
  }
  const Result<Scenario> a = read_scenario(*document_a);
  const Result<Scenario> b = read_scenario(*document_b);
  for (const Result<Scenario>* scenario : {&a, &b}) {
    if (!*scenario) {
      return report_errors(scenario->error());
    }
  }
  const Comparison comparison = [&] {
    Progress progress{"simulating"};
    return compare(*a, *b, simulation_options(arguments.run, arguments.run.replications, progress));
  }();
  print(arguments.run.wants_json ? whatif_json(comparison)
                                 : whatif_page(comparison, page_options()));
  return ExitCode::met;
}

class Whatif : public CommandWith<WhatifArguments> {
 public:
  explicit Whatif(CLI::App& program)
      : CommandWith{program,
                    {"whatif", "Compares two scenarios, or one with a change, under the same luck",
                     whatif_examples}} {
    line_.add_option("A", arguments_.a, "the scenario as it is")->required()->option_text(" ");
    line_.add_option("B", arguments_.b, "what it is compared with; A again if left out")
        ->option_text(" ");
    add_run_options(line_, arguments_.run);
    line_.get_option("--set")->description("change a value, in B only");
  }
  [[nodiscard]] ExitCode run() const override { return whatif_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_whatif(CLI::App& program) {
  return std::make_unique<Whatif>(program);
}

}  // namespace firedrill
