// firedrill campaign: many drills, one after the other, and what they say of the model.

#include <fmt/core.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/campaign_runner.hpp"
#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/drill_folders.hpp"
#include "app/output.hpp"
#include "models/text/reader.hpp"
#include "reports/comparison_json.hpp"
#include "reports/comparison_text.hpp"
#include "scenarios/campaign.hpp"
#include "scenarios/next_drill.hpp"

namespace firedrill {
namespace {

constexpr const char* campaign_examples =
    R"(  firedrill campaign scenarios/campaigns/lab.json --out drills/lab --dry-run
  firedrill campaign scenarios/campaigns/lab.json --out drills/lab
  firedrill campaign scenarios/campaigns/lab.json --out drills/lab --budget "8 h"
  firedrill campaign scenarios/campaigns/lab.json --out drills/lab --report
  firedrill campaign scenarios/campaigns/lab.json --out drills/lab -- --lab second

After a crash, an interruption or the end of its time, the same command goes on where it stopped.)";

struct CampaignArguments {
  std::string file, folder, budget;
  std::vector<std::string> more;  // of every drill
  bool is_dry_run = false, only_report = false, wants_json = false;
};

// What `text` says as a duration, or the errors of a value that stands on the command line.
Result<Duration> duration_of(const std::string& text) {
  Result<Document> document = parse_document("--budget", "{}");
  const Result<Document> given =
      document ? with_value(std::move(document).value(), "/budget", text) : std::move(document);
  if (!given) {
    return given.error();
  }
  ReadContext context;
  const auto seconds = read_quantity(*given->root.find("budget"), Dimension::time, context);
  if (!seconds) {
    return context.diagnostics();
  }
  return from_seconds(*seconds);
}

ExitCode show_plan(const Campaign& campaign, const CampaignRunner& runner,
                   const std::string& folder) {
  for (const CampaignDrill& drill : drills_of(campaign)) {
    std::string line = fmt::format("{:4} ", drill.number);
    for (const std::string& word :
         runner.command_of(drill, folder + "/runs/" + folder_of(drill, campaign))) {
      line += " " + word;
    }
    print(line + "\n");
  }
  return ExitCode::met;
}

ExitCode report(const CampaignArguments& arguments, const Campaign& campaign,
                CampaignRunner& runner) {
  const CampaignProgress progress = runner.progress();
  Result<ComparedDrills> compared_drills = compare_drills(runner.done());
  if (!compared_drills) {
    return report_drill_errors(compared_drills.error());
  }
  const ComparedDrills& compared = *compared_drills;
  const ModelRecord record = record_of(compared.comparisons);
  std::vector<DrillOption> candidates;
  for (const CampaignScenario& scenario : campaign.scenarios) {
    candidates.push_back({scenario.name, scenario.weight});
  }
  const auto next = next_drills(candidates, compared.comparisons);
  const auto page = [&](const PageOptions& options) {
    return campaign_head(campaign, progress, options) + model_record_page(record, options) +
           next_drills_part(next, options);
  };
  const std::string json = campaign_json(campaign, progress, next);
  print(arguments.wants_json ? json : page(page_options()));
  if (!compared.drills.empty()) {
    write_files(arguments.folder,
                {{"campaign.json", json},
                 {"comparison.json", comparison_json(compared.comparisons, record)},
                 {"report.txt", page(PageOptions{})}});
  }
  const bool is_complete = progress.done + progress.given_up == progress.planned;
  return is_complete && progress.given_up == 0 ? ExitCode::met : ExitCode::inconclusive;
}

ExitCode campaign_command(const CampaignArguments& arguments) {
  const Result<Campaign> campaign = load_campaign(arguments.file);
  if (!campaign) {
    return report_errors(campaign.error());
  }
  std::optional<Duration> budget = campaign->time_budget;
  if (!arguments.budget.empty()) {
    const Result<Duration> given = duration_of(arguments.budget);
    if (!given) {
      return report_errors(given.error());
    }
    budget = *given;
  }
  CampaignRunner runner{*campaign, arguments.folder, budget, arguments.more};
  if (arguments.is_dry_run) {
    return show_plan(*campaign, runner, arguments.folder);
  }
  const CampaignEnd end = arguments.only_report ? CampaignEnd::complete : runner.run();
  const ExitCode code = report(arguments, *campaign, runner);
  switch (end) {
    case CampaignEnd::interrupted:
      return ExitCode::interrupted;
    case CampaignEnd::broken:
      return ExitCode::broken;
    case CampaignEnd::out_of_time:
      fmt::print(stderr, "firedrill: the time is over; the same command goes on\n");
      return code;
    case CampaignEnd::given_up:
      fmt::print(stderr,
                 "firedrill: a drill was in vain three times: see what is wrong with the target; "
                 "the same command goes on with the next\n");
      return code;
    case CampaignEnd::complete:
      return code;
  }
  return code;
}

class CampaignCommand : public CommandWith<CampaignArguments> {
 public:
  explicit CampaignCommand(CLI::App& program)
      : CommandWith{program,
                    {"campaign", "Runs many drills, and says how well the model predicted them",
                     campaign_examples}} {
    line_.add_option("FILE", arguments_.file, "the campaign")->required()->option_text(" ");
    line_
        .add_option("ARGUMENT", arguments_.more,
                    "more of every drill, after --: which lab, say, which is not the campaign's")
        ->option_text("...");
    line_
        .add_option("--out", arguments_.folder,
                    "where its drills and its report go; the same to go on")
        ->required()
        ->option_text("FOLDER");
    line_.add_option("--budget", arguments_.budget, "how long this sitting may last (\"8 h\")")
        ->option_text("TIME");
    line_.add_flag("--dry-run", arguments_.is_dry_run, "only print every drill's command");
    line_.add_flag("--report", arguments_.only_report, "no drills, only the report so far");
    line_.add_flag("--json", arguments_.wants_json, "print JSON, not the page");
  }
  [[nodiscard]] ExitCode run() const override { return campaign_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_campaign(CLI::App& program) {
  return std::make_unique<CampaignCommand>(program);
}

}  // namespace firedrill
