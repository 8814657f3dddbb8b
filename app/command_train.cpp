// firedrill train: how much of the time a training run trains, while its nodes fail for months.

#include <cstdint>
#include <memory>
#include <string>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/run_arguments.hpp"
#include "reports/training_json.hpp"
#include "reports/training_text.hpp"
#include "sim/fleet_summary.hpp"

namespace firedrill {
namespace {

constexpr const char* train_examples =
    R"(  firedrill train scenarios/training/gaudi3-production.json
  firedrill train scenarios/training/llama3-405b.json --intervals)";

struct TrainArguments : LuckArguments {
  std::string study;
  std::uint64_t replications = 100;
  bool sweeps_intervals = false;
};

ExitCode train_command(const TrainArguments& arguments) {
  const Result<TrainingStudy> study = load_training_study(arguments.study);
  if (!study) {
    return report_errors(study.error());
  }
  const auto options = [&](Progress& progress) {
    return FleetOptions{arguments.seed, arguments.replications, arguments.threads,
                        progress.callback()};
  };
  TrainingPrediction prediction = [&] {
    Progress progress{"simulating"};
    const FleetOptions run = options(progress);
    return summarise(*study, simulate_fleet(study->fleet_study, run), run);
  }();
  if (arguments.sweeps_intervals) {
    Progress progress{"trying checkpoint intervals"};
    prediction.advice = advise(study->fleet_study, options(progress), true);
  }
  print(arguments.wants_json ? training_json(prediction, study->assumptions)
                             : training_page(prediction, study->assumptions, page_options()));
  return ExitCode::met;
}

class Train : public CommandWith<TrainArguments> {
 public:
  explicit Train(CLI::App& program)
      : CommandWith{program,
                    {"train", "Predicts how much a training run trains while its nodes fail",
                     train_examples}} {
    line_.add_option("STUDY", arguments_.study, "a file of format firedrill/training-study/1")
        ->required()
        ->option_text(" ");
    line_.add_option("--replications", arguments_.replications, "how many runs (default 100)")
        ->check(whole_number(2, 1'000'000))
        ->option_text("N");
    line_.add_flag("--intervals", arguments_.sweeps_intervals,
                   "also try seven checkpoint intervals under the very same failures");
    add_luck_options(line_, arguments_);
  }
  [[nodiscard]] ExitCode run() const override { return train_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_train(CLI::App& program) { return std::make_unique<Train>(program); }

}  // namespace firedrill
