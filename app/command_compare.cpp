// firedrill compare: recorded drills against the predictions that were sealed before them.

#include <fmt/core.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/drill_folders.hpp"
#include "app/output.hpp"
#include "reports/comparison_json.hpp"
#include "reports/comparison_picture.hpp"
#include "reports/comparison_text.hpp"

namespace firedrill {
namespace {

constexpr const char* compare_examples =
    R"(  firedrill compare runs/2026-11-28-failover
  firedrill compare runs/2026-11-28-failover --out comparison
  firedrill compare campaigns/lab --model
  firedrill compare runs/* --json

The exit status speaks of the promises; whether the model is right stands on the page. 7: the
evidence does not verify, and nothing was compared.)";

struct CompareArguments {
  std::vector<std::string> runs;
  std::string folder;
  bool wants_json = false;
  bool only_model = false;
};

ExitCode status_of(const std::vector<RunComparison>& comparisons) {
  auto code = ExitCode::met;
  for (const RunComparison& comparison : comparisons) {
    for (const ComparedObjective& one : comparison.objectives) {
      if (one.verdict == Verdict::missed) {
        return ExitCode::missed;
      }
      code = one.verdict == Verdict::inconclusive ? ExitCode::inconclusive : code;
    }
  }
  return code;
}

std::string pages(const CompareArguments& arguments, const std::vector<RunComparison>& comparisons,
                  const ModelRecord& record, const PageOptions& options) {
  std::string text;
  if (!arguments.only_model) {
    for (const RunComparison& comparison : comparisons) {
      text += (text.empty() ? "" : "\n\n") + comparison_page(comparison, record, options);
    }
  }
  if (arguments.only_model || comparisons.size() > 1) {
    text += (text.empty() ? "" : "\n\n") + model_record_page(record, options);
  }
  return text;
}

ExitCode compare_command(const CompareArguments& arguments) {
  if (!arguments.folder.empty()) {
    prepare_folder(arguments.folder);
  }
  const Result<ComparedDrills> drills = load_drills(arguments.runs);
  if (!drills) {
    return report_drill_errors(drills.error());
  }
  const ModelRecord record = record_of(drills->comparisons);
  const std::string json = comparison_json(drills->comparisons, record);
  print(arguments.wants_json ? json
                             : pages(arguments, drills->comparisons, record, page_options()));
  if (!arguments.folder.empty()) {
    std::vector<std::pair<std::string, std::string>> files{
        {"comparison.json", json},
        {"comparison.txt", pages(arguments, drills->comparisons, record, PageOptions{})}};
    for (const RunComparison& comparison : drills->comparisons) {
      files.emplace_back(comparison.id + ".svg", comparison_picture(comparison));
    }
    write_files(arguments.folder, files);
    fmt::print(stderr, "firedrill: wrote {} files to {}\n", files.size(), arguments.folder);
  }
  return status_of(drills->comparisons);
}

class Compare : public CommandWith<CompareArguments> {
 public:
  explicit Compare(CLI::App& program)
      : CommandWith{program,
                    {"compare", "Holds recorded drills against their sealed predictions",
                     compare_examples}} {
    line_.add_option("RUN", arguments_.runs, "folders of drills, or folders of such folders")
        ->required()
        ->option_text("...");
    line_
        .add_option("--out", arguments_.folder,
                    "also write comparison.json, comparison.txt and a picture of each drill here")
        ->option_text("FOLDER");
    line_.add_flag("--model", arguments_.only_model, "only the model's record, not each drill");
    line_.add_flag("--json", arguments_.wants_json, "print JSON, not the page");
  }
  [[nodiscard]] ExitCode run() const override { return compare_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_compare(CLI::App& program) {
  return std::make_unique<Compare>(program);
}

}  // namespace firedrill
