// firedrill history: what was drilled so far, filtered, and the trend by quarters.

#include <fmt/core.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/drill_folders.hpp"
#include "app/output.hpp"
#include "history/run_history.hpp"
#include "reports/history_text.hpp"
#include "scenarios/compare_run.hpp"

namespace firedrill {
namespace {

constexpr const char* history_examples =
    R"(  firedrill history runs
  firedrill history runs --trend
  firedrill history runs --scenario failover --since 2026-07 --missed
  firedrill history runs --json

Keeps FOLDER/history.sqlite, an index that is brought up to date from the folders of the drills
each time; they are the evidence, and are verified anew.)";

struct HistoryArguments {
  std::string folder;
  HistoryFilter filter;
  bool wants_trend = false, wants_json = false;
};

// A drill that does not verify is in the history all the same: it happened, and cannot be believed.
HistoryEntry unverified_entry(const std::string& folder, const Diagnostics& problems) {
  HistoryEntry entry;
  entry.folder = folder;
  entry.id = std::filesystem::path{folder}.filename().string();
  entry.problem =
      problems.front().code + " " + problems.front().place.file + ": " + problems.front().message;
  return entry;
}

std::vector<HistoryEntry> entries_below(const std::string& folder) {
  std::vector<HistoryEntry> entries;
  for (const std::string& one : drill_folders({folder})) {
    const Result<RecordedDrill> drill = load_drill(one);
    if (drill) {
      RunComparison comparison = compare_run(drill->run, drill->prediction);
      comparison.folder = one;
      entries.push_back(history_entry(comparison));
    } else {
      entries.push_back(unverified_entry(one, drill.error()));
    }
  }
  return entries;
}

ExitCode history_command(const HistoryArguments& arguments) {
  if (!std::filesystem::is_directory(arguments.folder)) {
    fmt::print(stderr, "firedrill: {} is no folder\n", arguments.folder);
    return ExitCode::usage;
  }
  RunHistory history{(std::filesystem::path{arguments.folder} / "history.sqlite").string()};
  history.put(entries_below(arguments.folder));
  const std::vector<HistoryEntry> entries = history.list(arguments.filter);
  if (arguments.wants_json) {
    print(history_json(entries));
  } else if (arguments.wants_trend) {
    print(trend_page(trend_of(entries), page_options()));
  } else {
    print(history_page(entries, page_options()));
  }
  bool is_sound = true;
  for (const HistoryEntry& entry : entries) {
    if (!entry.is_verified) {
      fmt::print(stderr, "firedrill: {}\n", entry.problem);
      is_sound = false;
    }
  }
  return is_sound ? ExitCode::met : ExitCode::unverified;
}

class History : public CommandWith<HistoryArguments> {
 public:
  explicit History(CLI::App& program)
      : CommandWith{
            program,
            {"history", "Lists recorded drills, and their trend by quarters", history_examples}} {
    line_.add_option("FOLDER", arguments_.folder, "where the folders of the drills are")
        ->required()
        ->option_text(" ");
    const auto add = [this](const char* name, std::string& value, const char* text,
                            const char* what) {
      line_.add_option(name, value, what)->option_text(text);
    };
    add("--scenario", arguments_.filter.scenario, "NAME", "only drills of this scenario");
    add("--target", arguments_.filter.target, "NAME", "only drills on this target");
    add("--state", arguments_.filter.state, "STATE",
        "completed, aborted, interrupted, void or running");
    add("--since", arguments_.filter.since, "DATE", "2026, 2026-07 or 2026-07-15; UTC");
    add("--until", arguments_.filter.until, "DATE", "likewise; that year, month or day included");
    line_.add_flag("--missed", arguments_.filter.only_missed, "only drills that missed a promise");
    line_.add_flag("--trend", arguments_.wants_trend, "the trend by quarters");
    line_.add_flag("--json", arguments_.wants_json, "print JSON, not the page");
  }
  [[nodiscard]] ExitCode run() const override { return history_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_history(CLI::App& program) {
  return std::make_unique<History>(program);
}

}  // namespace firedrill
