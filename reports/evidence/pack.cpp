#include "reports/evidence/pack.hpp"

#include <set>
#include <string_view>
#include <utility>

#include "models/text/document.hpp"
#include "reports/audit/machine_forms.hpp"
#include "reports/audit/oscal.hpp"
#include "reports/audit/report_html.hpp"
#include "reports/audit/report_json.hpp"
#include "reports/audit/report_markdown.hpp"
#include "reports/audit/view.hpp"
#include "scenarios/drill_programme.hpp"
#include "scenarios/planned_year_reader.hpp"
#include "scenarios/predicted_run_reader.hpp"
#include "scenarios/scenario_reader.hpp"

namespace firedrill {
namespace {

constexpr std::string_view runs_folder = "runs/";

std::set<std::string> run_ids(const PackFiles& files) {
  std::set<std::string> ids;
  for (const auto& [name, bytes] : files) {
    const std::size_t end = name.find('/', runs_folder.size());
    if (name.starts_with(runs_folder) && end != std::string::npos) {
      ids.insert(name.substr(runs_folder.size(), end - runs_folder.size()));
    }
  }
  return ids;
}

class Gatherer {
 public:
  Gatherer(const PackFiles& files, ReportInputs& inputs) : files_{files}, inputs_{inputs} {}

  Diagnostics gather() {
    for (const std::string& id : run_ids(files_)) {
      read_run(std::string{runs_folder} + id);
    }
    read_said();
    return std::move(problems_);
  }

 private:
  template <class Value>
  bool take(const Result<Value>& result) {
    if (!result) {
      problems_.insert(problems_.end(), result.error().begin(), result.error().end());
    }
    return result.has_value();
  }

  void read_run(const std::string& folder) {
    auto drill = read_drill(folder, [&](const std::string& name) -> std::optional<std::string> {
      const auto found = files_.find(folder + "/" + name);
      return found == files_.end() ? std::nullopt : std::optional{found->second};
    });
    if (!take(drill)) {
      return;
    }
    const std::string& digest = drill->run.scenario.digest;
    const auto text = files_.find(folder + "/scenario.json");
    if (text != files_.end() && !inputs_.scenarios.contains(digest)) {
      const auto document = parse_document(text->first, text->second);
      if (take(document)) {
        auto scenario = read_scenario(*document);
        if (take(scenario) && scenario->digest == digest) {
          inputs_.scenarios.emplace(digest, std::move(scenario).value());
        }
      }
    }
    inputs_.drills.push_back(std::move(drill).value());
  }

  void read_said() {
    for (const auto& [name, bytes] : files_) {
      if (!name.starts_with("inputs/")) {
        continue;
      }
      const auto document = parse_document(name, bytes);
      if (!take(document)) {
        continue;
      }
      if (name == "inputs/dossier.json") {
        auto dossier = read_dossier(*document);
        inputs_.dossier = take(dossier) ? std::move(dossier).value() : Dossier{};
      } else if (name == "inputs/actions.json") {
        auto actions = read_actions(*document);
        inputs_.actions = take(actions) ? std::move(actions).value() : inputs_.actions;
      } else if (name.starts_with("inputs/calendar-")) {
        auto planned = read_planned_year(*document);
        if (take(planned)) {
          inputs_.calendars.push_back(std::move(planned).value());
        }
      } else if (name.starts_with("inputs/prediction-")) {
        auto prediction = read_predicted_run(*document);
        if (take(prediction)) {
          inputs_.predictions.push_back(std::move(prediction).value());
        }
      }
    }
  }

  const PackFiles& files_;
  ReportInputs& inputs_;
  Diagnostics problems_;
};

}  // namespace

bool is_source(const std::string& name) {
  return name.starts_with(runs_folder) || name.starts_with("inputs/");
}

bool is_covered(const std::string& name) {
  return name != "manifest.json" && name != "attestation.json" && name != "SHA256SUMS" &&
         name != "FILES.sha256" && !name.starts_with("signatures/") &&
         !name.starts_with("timestamps/");
}

Result<ReportInputs> inputs_of(const PackFiles& files, const ReportTool& tool) {
  ReportInputs inputs;
  inputs.tool = tool;
  Diagnostics problems = Gatherer{files, inputs}.gather();
  if (has_errors(problems)) {
    return problems;
  }
  return inputs;
}

PackFiles report_forms(const Report& report) {
  const ReportView view = report_view(report);
  PackFiles forms;
  forms["report.html"] = report_html(view);
  forms["report.md"] = report_markdown(view);
  forms["report.json"] = report_json(report);
  forms["report.typ"] = report_typst(view);
  forms["junit.xml"] = report_junit(report);
  forms["metrics.txt"] = report_metrics(report);
  forms["dashboard.json"] = report_dashboard(report);
  forms["oscal/assessment-plan.json"] = oscal_plan(report);
  forms["oscal/assessment-results.json"] = oscal_results(report);
  forms["oscal/poam.json"] = oscal_poam(report);
  return forms;
}

}  // namespace firedrill
