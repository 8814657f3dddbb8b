// firedrill report: what drills showed, for auditors, managers and engineers, with its evidence.

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
#include "app/pack_files.hpp"
#include "app/report_pdf.hpp"
#include "reports/audit/redact.hpp"
#include "reports/audit/report_json.hpp"
#include "reports/audit/report_text.hpp"
#include "reports/evidence/manifest.hpp"
#include "scenarios/run_folder.hpp"

namespace firedrill {
namespace {

constexpr const char* report_examples =
    R"(  firedrill report runs/2026-11-28-failover --out report
  firedrill report runs --dossier dossier.json --actions actions.json --out report
  firedrill report runs --calendar calendar/calendar.json --dossier q4.json --out q4  # a quarter
  firedrill report --prediction prediction.json --out report  # a simulation alone
  firedrill report runs --dossier dossier.json --redact --out for-customers
  firedrill verify report

--out writes an evidence pack: the report in every form, the runs and inputs that it follows from,
a manifest over all of it. Exit status: of the promises, as of a drill; 0 for a simulation.)";

struct ReportArguments {
  std::vector<std::string> runs, predictions, calendars;
  std::string dossier, actions, folder;
  bool is_redacted = false, has_pdf = false, wants_json = false;
};

// Gathers what the report follows from, under the names that it has in a pack.
class Sources {
 public:
  void add_file(const std::string& path, const std::string& name) {
    auto bytes = read_bytes(path);
    if (bytes) {
      files_[name] = std::move(bytes).value();
    } else {
      problems_.insert(problems_.end(), bytes.error().begin(), bytes.error().end());
    }
  }
  void add_run(const std::string& folder) {
    const std::string id = std::filesystem::path{folder}.lexically_normal().filename().string();
    auto files = read_folder(folder);
    if (!files) {
      problems_.insert(problems_.end(), files.error().begin(), files.error().end());
      return;
    }
    const std::string place = "runs/" + id + "/";
    if (files_.contains(place + "run.json")) {
      Diagnostic twice;
      twice.code = "FD3065";
      twice.place.file = folder;
      twice.message = "a run of the folder name " + id + " is in the report already";
      problems_.push_back(std::move(twice));
    }
    for (const auto& [name, bytes] : *files) {
      files_[place + name] = bytes;
    }
  }
  [[nodiscard]] PackFiles& files() { return files_; }
  [[nodiscard]] const Diagnostics& problems() const { return problems_; }

 private:
  PackFiles files_;
  Diagnostics problems_;
};

Sources gather(const ReportArguments& arguments) {
  Sources sources;
  for (const std::string& folder : drill_folders(arguments.runs)) {
    sources.add_run(folder);
  }
  for (std::size_t index = 0; index < arguments.predictions.size(); ++index) {
    sources.add_file(arguments.predictions[index],
                     fmt::format("inputs/prediction-{:03}.json", index + 1));
  }
  for (std::size_t index = 0; index < arguments.calendars.size(); ++index) {
    sources.add_file(arguments.calendars[index],
                     fmt::format("inputs/calendar-{:03}.json", index + 1));
  }
  if (!arguments.dossier.empty()) {
    sources.add_file(arguments.dossier, "inputs/dossier.json");
  }
  if (!arguments.actions.empty()) {
    sources.add_file(arguments.actions, "inputs/actions.json");
  }
  return sources;
}

ExitCode status_of(const Report& report) {
  if (report.kind == ReportKind::simulation || report.verdict == Verdict::met) {
    return ExitCode::met;
  }
  return report.verdict == Verdict::missed ? ExitCode::missed : ExitCode::inconclusive;
}

// The whole pack, or, redacted, the forms alone: evidence names hosts and people.
void write_report(const ReportArguments& arguments, const Report& report, PackFiles& sources) {
  PackFiles pack = arguments.is_redacted ? PackFiles{} : std::move(sources);
  pack.merge(report_forms(report));
  if (arguments.has_pdf) {
    add_pdf(pack);
  }
  if (!arguments.is_redacted) {
    seal_pack(pack, report);
  }
  write_pack(arguments.folder, pack);
  fmt::print(
      stderr, "firedrill: wrote {} files to {}{}\n", pack.size(), arguments.folder,
      arguments.is_redacted ? "" : "; Merkle root " + parse_manifest(pack["manifest.json"])->root);
}

ExitCode report_command(const ReportArguments& arguments) {
  if (arguments.runs.empty() && arguments.predictions.empty()) {
    fmt::print(stderr, "firedrill: report what? name runs, or --prediction FILE\n");
    return ExitCode::usage;
  }
  Sources sources = gather(arguments);
  if (!sources.problems().empty()) {
    return report_drill_errors(sources.problems());
  }
  auto inputs = inputs_of(sources.files(), this_tool());
  if (!inputs) {
    return report_drill_errors(inputs.error());
  }
  if (inputs->drills.empty() && inputs->predictions.empty()) {
    fmt::print(stderr, "firedrill: there is no recorded drill below {}\n", arguments.runs.front());
    return ExitCode::invalid_file;
  }
  ReportInputs final_inputs = std::move(inputs).value();
  std::string root;
  if (arguments.is_redacted) {
    PackFiles whole = sources.files();
    const Report named = make_report(final_inputs);
    whole.merge(report_forms(named));
    root = manifest_of(whole, named.id, named.as_of).root;
    redact(final_inputs);
  }
  Report report = make_report(final_inputs);
  report.is_redacted = arguments.is_redacted;
  report.redacted_from = root;
  print(arguments.wants_json ? report_json(report) : report_page(report, page_options()));
  if (!arguments.folder.empty()) {
    write_report(arguments, report, sources.files());
  }
  return status_of(report);
}

class ReportDrills : public CommandWith<ReportArguments> {
 public:
  explicit ReportDrills(CLI::App& program)
      : CommandWith{program,
                    {"report", "Reports drills for an audit, with the evidence", report_examples}} {
    line_.add_option("RUN", arguments_.runs, "folders of drills, or folders of such folders")
        ->option_text("...");
    line_
        .add_option("--prediction", arguments_.predictions,
                    "a simulation that no drill was held for; SIMULATED")
        ->option_text("FILE");
    line_
        .add_option("--calendar", arguments_.calendars,
                    "what was to be drilled: calendar.json of firedrill plan --out")
        ->option_text("FILE");
    line_
        .add_option("--dossier", arguments_.dossier,
                    "what people declare: a file of format firedrill/dossier/1")
        ->option_text("FILE");
    line_.add_option("--actions", arguments_.actions, "the corrective actions beside the plan")
        ->option_text("FILE");
    line_.add_option("--out", arguments_.folder, "write the evidence pack here")
        ->option_text("FOLDER");
    line_.add_flag("--pdf", arguments_.has_pdf, "with report.pdf, if anything here can make one");
    line_.add_flag("--redact", arguments_.is_redacted,
                   "without names of people, hosts and places, and without the evidence");
    line_.add_flag("--json", arguments_.wants_json, "print JSON, not the page");
  }
  [[nodiscard]] ExitCode run() const override { return report_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_report_command(CLI::App& program) {
  return std::make_unique<ReportDrills>(program);
}

}  // namespace firedrill
