// firedrill year: the plan's success criteria and indicators over many simulated years.

#include <cstdint>
#include <memory>
#include <string>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/run_arguments.hpp"
#include "reports/year_json.hpp"
#include "reports/year_text.hpp"
#include "sim/year.hpp"

namespace firedrill {
namespace {

constexpr const char* year_examples =
    R"(  firedrill year scenarios/years/gaudi3-scale.json
  firedrill year scenarios/years/gaudi3-scale.json --years 5000 --json)";

struct YearArguments : LuckArguments {
  std::string study;
  std::uint64_t years = 1000;
};

ExitCode year_command(const YearArguments& arguments) {
  const Result<YearStudy> study = load_year_study(arguments.study);
  if (!study) {
    return report_errors(study.error());
  }
  const YearPrediction prediction = [&] {
    Progress progress{"simulating"};
    const YearOptions options{arguments.seed, arguments.years, arguments.threads,
                              progress.callback()};
    return summarise(*study, simulate_years(*study, options), options);
  }();
  print(arguments.wants_json ? year_json(prediction, study->assumptions)
                             : year_page(prediction, study->assumptions, page_options()));
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
    add_luck_options(line_, arguments_);
  }
  [[nodiscard]] ExitCode run() const override { return year_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_year(CLI::App& program) { return std::make_unique<Year>(program); }

}  // namespace firedrill
