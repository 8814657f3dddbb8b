// firedrill analyze: what a plan's structure alone says, before any simulation.

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli.hpp"
#include "app/commands.hpp"
#include "app/output.hpp"
#include "models/analysis/plan_analysis.hpp"
#include "reports/analysis_json.hpp"
#include "reports/analysis_text.hpp"
#include "reports/plan_map.hpp"
#include "scenarios/plan_reader.hpp"

namespace firedrill {
namespace {

constexpr const char* analyze_examples =
    R"(  firedrill analyze scenarios/plans/gaudi3-scale.json --map plan.svg
  firedrill analyze scenarios/plans/gaudi3-scale.json \
                    --failure "us-east-1=5 years, 6 h" --failure "dns=10 years, 1 h")";

struct AnalyzeArguments {
  std::string plan;
  std::string map;
  std::vector<std::string> failures;
  bool wants_json = false;
};

// A failure figure, or what is wrong with it.
struct FigureText {
  std::optional<FailureFigure> figure;
  std::string problem;
};

std::optional<double> positive_seconds(const std::string& text) {
  ReadContext context;
  Node node;
  node.kind = NodeKind::string;
  node.string = text;
  const auto seconds = read_quantity(node, Dimension::time, context);
  return seconds && *seconds > 0.0 ? seconds : std::nullopt;
}

std::optional<Element> find_element(const Plan& plan, const std::string& name) {
  const auto index_in = [&](const auto& list) -> std::optional<std::uint32_t> {
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.name == name; });
    return found == list.end() ? std::nullopt
                               : std::optional{static_cast<std::uint32_t>(found - list.begin())};
  };
  if (const auto component = index_in(plan.components)) {
    return Element{ElementKind::component, *component};
  }
  if (const auto region = index_in(plan.regions)) {
    return Element{ElementKind::region, *region};
  }
  return std::nullopt;
}

// "us-east-1=5 years, 6 h"
FigureText read_figure(const Plan& plan, const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::size_t comma = text.find(',', equals == std::string::npos ? 0 : equals);
  if (equals == std::string::npos || comma == std::string::npos) {
    return {std::nullopt, fmt::format("\"{}\" is not NAME=BETWEEN FAILURES,REPAIR", text)};
  }
  const std::string name = text.substr(0, equals);
  const auto element = find_element(plan, name);
  if (!element) {
    std::vector<std::string> names;
    for (const Component& component : plan.components) {
      names.push_back(component.name);
    }
    for (const Region& region : plan.regions) {
      names.push_back(region.name);
    }
    const std::string near = nearest_word(name, names);
    return {std::nullopt, fmt::format("the plan has no component or region \"{}\"{}", name,
                                      near.empty() ? "" : "; did you mean " + near + "?")};
  }
  FailureFigure figure{*element, 0.0, 0.0};
  for (const auto& [part, value] :
       {std::pair{text.substr(equals + 1, comma - equals - 1), &figure.between_failures_s},
        std::pair{text.substr(comma + 1), &figure.repair_s}}) {
    const auto seconds = positive_seconds(part);
    if (!seconds) {
      return {std::nullopt,
              fmt::format("\"{}\" is not a duration above zero, as \"6 h\" or \"5 years\"", part)};
    }
    *value = *seconds;
  }
  return {figure, ""};
}

ExitCode analyze_command(const AnalyzeArguments& arguments) {
  const Result<Plan> plan = load_plan(arguments.plan);
  if (!plan) {
    return report_errors(plan.error());
  }
  std::vector<FailureFigure> figures;
  for (const std::string& text : arguments.failures) {
    FigureText read = read_figure(*plan, text);
    const bool is_repeated =
        read.figure && std::any_of(figures.begin(), figures.end(), [&](const auto& other) {
          return other.element == read.figure->element;
        });
    if (is_repeated) {
      read.problem = fmt::format("{} is given twice", name_of(*plan, read.figure->element));
    }
    if (!read.problem.empty()) {
      fmt::print(stderr, "firedrill: --failure: {}\n", read.problem);
      return ExitCode::usage;
    }
    figures.push_back(*read.figure);
  }
  const PlanAnalysis analysis = analyse(*plan, figures);
  if (!arguments.map.empty()) {
    const std::filesystem::path path{arguments.map};
    const std::string folder = path.parent_path().empty() ? "." : path.parent_path().string();
    prepare_folder(folder);
    write_files(folder, {{path.filename().string(), plan_map(*plan, analysis)}});
    fmt::print(stderr, "firedrill: wrote {}\n", arguments.map);
  }
  print(arguments.wants_json ? analysis_json(*plan, analysis)
                             : analysis_page(*plan, analysis, page_options()));
  return ExitCode::met;
}

class Analyze : public CommandWith<AnalyzeArguments> {
 public:
  explicit Analyze(CLI::App& program)
      : CommandWith{program,
                    {"analyze", "Finds a plan's weak points: cut sets, critical paths, cycles",
                     analyze_examples}} {
    line_.add_option("PLAN", arguments_.plan, "the plan")->required()->option_text(" ");
    line_.add_option("--map", arguments_.map, "draw the plan into this SVG file")
        ->option_text("FILE");
    line_
        .add_option("--failure", arguments_.failures,
                    "how often a component or region fails and how long its repair takes, on "
                    "average; repeat it for others")
        ->option_text("NAME=TIME,TIME")
        ->allow_extra_args(false);
    line_.add_flag("--json", arguments_.wants_json, "print JSON");
  }
  [[nodiscard]] ExitCode run() const override { return analyze_command(arguments_); }
};

}  // namespace

std::unique_ptr<Command> make_analyze(CLI::App& program) {
  return std::make_unique<Analyze>(program);
}

}  // namespace firedrill
