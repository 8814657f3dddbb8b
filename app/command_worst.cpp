// firedrill worst: which faults, alone and two at a time, miss the most promises.

#include <memory>
#include <string>
#include <vector>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "app/run_arguments.hpp"
#include "app/shared_work.hpp"
#include "reports/fault_ranking_text.hpp"
#include "sim/fault_ranking.hpp"

namespace firedrill {
namespace {

constexpr const char* worst_examples =
    R"(  firedrill worst scenarios/library/regional-outage.json
  firedrill worst scenarios/library/regional-outage-hardened.json --replications 1000
  mpirun -n 2 firedrill worst scenarios/library/regional-outage.json --checkpoint run)";

struct WorstArguments : LuckArguments {
  std::string scenario;
  std::vector<std::string> settings;
  std::string checkpoint;
  std::uint64_t replications = 200;
};

ExitCode worst_command(const WorstArguments& arguments) {
  if (lacks_checkpoint(arguments.checkpoint)) {
    return ExitCode::usage;
  }
  const Result<Document> assembled = assemble(arguments.scenario, arguments.settings);
  if (!assembled) {
    return report_errors(assembled.error());
  }
  const auto ranking = [&] {
    Progress progress{"breaking things"};
    FaultRankingOptions options;
    options.replications = arguments.replications;
    options.seed = arguments.seed;
    options.threads = arguments.threads;
    options.progress = progress.callback();
    const SharedRun run = shared_run(arguments.checkpoint);
    return shared(rank_faults(*assembled, options, run), run);
  }();
  if (!ranking) {
    return report_errors(ranking.error());
  }
  if (*ranking) {
    print(arguments.wants_json ? fault_ranking_json(**ranking)
                               : fault_ranking_page(**ranking, page_options()));
  }
  return ExitCode::met;
}

class Worst : public CommandWith<WorstArguments> {
 public:
  explicit Worst(CLI::App& program)
      : CommandWith{program,
                    {"worst", "Ranks single faults and pairs of faults by the promises missed",
                     worst_examples}} {
    line_.add_option("SCENARIO", arguments_.scenario, "whose plan, runbook and promises are tried")
        ->required()
        ->option_text(" ");
    line_.add_option("--replications", arguments_.replications, "of each fault and pair (200)")
        ->check(whole_number(2, 1'000'000))
        ->option_text("N");
    line_
        .add_option("--set", arguments_.settings,
                    "change a value of the scenario, plan, runbook or parameters")
        ->option_text("/POINTER=VALUE")
        ->allow_extra_args(false);
    add_checkpoint_option(line_, arguments_.checkpoint);
    add_luck_options(line_, arguments_);
  }
  [[nodiscard]] ExitCode run() const override { return worst_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_worst(CLI::App& program) { return std::make_unique<Worst>(program); }

}  // namespace firedrill
