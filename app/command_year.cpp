// firedrill year: the plan's success criteria and indicators over many simulated years.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/run_arguments.hpp"
#include "app/shared_work.hpp"
#include "reports/year_json.hpp"
#include "reports/year_text.hpp"
#include "sim/shared_runs.hpp"
#include "sim/year.hpp"

namespace firedrill {
namespace {

constexpr const char* year_examples =
    R"(  firedrill year scenarios/years/gaudi3-scale.json
  firedrill year scenarios/years/gaudi3-scale.json --years 5000 --json
  mpirun -n 2 firedrill year scenarios/years/gaudi3-scale.json --years 1000000 --checkpoint years)";

struct YearArguments : LuckArguments {
  std::string study;
  std::string checkpoint;
  std::uint64_t years = 1000;
};

// All years; none if the answer is another worker's, or others have yet to do their share.
Result<std::optional<std::vector<YearTally>>> years_of(const YearArguments& arguments,
                                                       const YearStudy& study,
                                                       YearOptions options) {
  Progress progress{"simulating"};
  options.progress = progress.callback();
  if (arguments.checkpoint.empty()) {
    return std::optional{simulate_years(study, options)};
  }
  const SharedRun run = shared_run(arguments.checkpoint);
  return shared(simulate_years_shared(study, options, run), run);
}

ExitCode year_command(const YearArguments& arguments) {
  const Result<YearStudy> study = load_year_study(arguments.study);
  if (!study) {
    return report_errors(study.error());
  }
  if (lacks_checkpoint(arguments.checkpoint)) {
    return ExitCode::usage;
  }
  YearOptions options;
  options.seed = arguments.seed;
  options.years = arguments.years;
  options.threads = arguments.threads;
  const auto years = years_of(arguments, *study, options);
  if (!years) {
    return report_errors(years.error());
  }
  if (*years) {
    const YearPrediction prediction = summarise(*study, **years, options);
    print(arguments.wants_json ? year_json(prediction, study->assumptions)
                               : year_page(prediction, study->assumptions, page_options()));
  }
  return ExitCode::met;
}

class Year : public CommandWith<YearArguments> {
 public:
  explicit Year(CLI::App& program)
      : CommandWith{program,
                    {"year", "Predicts a plan's success criteria and indicators over a year",
                     year_examples}} {
    line_.add_option("STUDY", arguments_.study, "a file of format firedrill/year-study/1")
        ->required()
        ->option_text(" ");
    line_.add_option("--years", arguments_.years, "how many (default 1000)")
        ->check(whole_number(2, 1'000'000))
        ->option_text("N");
    add_checkpoint_option(line_, arguments_.checkpoint);
    add_luck_options(line_, arguments_);
  }
  [[nodiscard]] ExitCode run() const override { return year_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_year(CLI::App& program) { return std::make_unique<Year>(program); }

}  // namespace firedrill
