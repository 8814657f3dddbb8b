// firedrill states: how much of the time a service works, and how soon the worst comes, of a
// recovery written as states and the laws that lead from one to the next.

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/rare_method.hpp"
#include "app/run_arguments.hpp"
#include "app/shared_work.hpp"
#include "reports/rare_text.hpp"
#include "reports/states_json.hpp"
#include "reports/states_text.hpp"
#include "sim/rare_states.hpp"
#include "sim/state_runs.hpp"

namespace firedrill {
namespace {

constexpr const char* states_examples =
    R"(  firedrill states scenarios/oracles/recovery-chain.json
  firedrill states scenarios/oracles/mirrored-pair.json --json
  firedrill states scenarios/oracles/three-regions.json --rare all-lost --method restart)";

struct StatesArguments : LuckArguments {
  std::string study;
  std::uint64_t replications = 10'000;
  std::string rare;
  std::string checkpoint;
  RareMethod method = RareMethod::fixed_effort;
};

ExitCode predict_rare_entry(const StatesArguments& arguments, const StateStudy& study) {
  const auto& states = study.model.states;
  const auto found = std::find_if(states.begin(), states.end(), [&](const ModelState& state) {
    return state.name == arguments.rare;
  });
  const auto target = static_cast<std::uint32_t>(found - states.begin());
  if (found == states.end() || target == study.model.begins) {
    fmt::print(stderr, "firedrill: --rare: {}\n",
               found == states.end() ? fmt::format("the model has no state \"{}\"", arguments.rare)
                                     : fmt::format("the model begins in \"{}\"", arguments.rare));
    return ExitCode::usage;
  }
  const auto prediction = [&] {
    Progress progress{"splitting"};
    RareOptions options;
    options.repetitions = 12;
    options.arrivals = 60;  // what a loss every ten thousand jumps takes a million paths for
    options.seed = arguments.seed;
    options.threads = arguments.threads;
    options.progress = progress.callback();
    options.method = arguments.method;
    const SharedRun run = shared_run(arguments.checkpoint);
    return shared(predict_rare(study, target, options, run), run);
  }();
  if (!prediction) {
    return report_errors(prediction.error());
  }
  if (*prediction) {
    print(arguments.wants_json ? rare_json(**prediction)
                               : rare_page(**prediction, nullptr, page_options()));
  }
  return ExitCode::met;
}

ExitCode states_command(const StatesArguments& arguments) {
  if (arguments.rare.empty() ? is_one_too_many("states without --rare")
                             : lacks_checkpoint(arguments.checkpoint)) {
    return ExitCode::usage;
  }
  const Result<StateStudy> study = load_state_study(arguments.study);
  if (!study) {
    return report_errors(study.error());
  }
  if (!arguments.rare.empty()) {
    return predict_rare_entry(arguments, *study);
  }
  const StatesPrediction prediction = [&] {
    Progress progress{"simulating"};
    return predict_states(
        *study, {arguments.seed, arguments.replications, arguments.threads, progress.callback()});
  }();
  print(arguments.wants_json ? states_json(prediction, study->assumptions)
                             : states_page(prediction, study->assumptions, page_options()));
  return ExitCode::met;
}

class States : public CommandWith<StatesArguments> {
 public:
  explicit States(CLI::App& program)
      : CommandWith{program,
                    {"states", "Predicts availability from a model of states, simulated and exact",
                     states_examples}} {
    line_.add_option("STUDY", arguments_.study, "a file of format firedrill/state-study/1")
        ->required()
        ->option_text(" ");
    line_.add_option("--replications", arguments_.replications, "how many runs (default 10,000)")
        ->check(whole_number(2, 1'000'000))
        ->option_text("N");
    line_
        .add_option("--rare", arguments_.rare,
                    "how likely this state is entered, however rarely, and on which way")
        ->option_text("STATE");
    add_method_option(line_, arguments_.method)->needs("--rare");
    add_checkpoint_option(line_, arguments_.checkpoint)->needs("--rare");
    add_luck_options(line_, arguments_);
  }
  [[nodiscard]] ExitCode run() const override { return states_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_states(CLI::App& program) {
  return std::make_unique<States>(program);
}

}  // namespace firedrill
