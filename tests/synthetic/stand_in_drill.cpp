// Takes the command line of `firedrill drill` and leaves a synthetic run where that would leave a
// real one; what the world is like in truth is given as settings of the scenario.
// Example: stand_in_drill drill tests/synthetic/loss-of-east.json --seed 7 --out runs/7
//                         --truth '/parameters/promotion/value=60 s'

#include <fmt/core.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "scenarios/assembly.hpp"
#include "scenarios/scenario_reader.hpp"
#include "tests/synthetic/synthetic_run.hpp"

namespace {

struct Arguments {
  std::string scenario, folder, started_at = "2026-11-28T22:00:00.000000Z";
  std::uint64_t seed = 1;
  std::vector<firedrill::Setting> truth;
  std::vector<std::string> parameters;
  double cut_at_s = 0.0, lie_s = 0.0;
  // Each a file: made, and the program dies, its run is void, or it waits to be ended, unless it is
  // there.
  std::string crash_once, void_once, wait_once;
};

Arguments read(const std::vector<std::string>& words) {
  Arguments arguments;
  arguments.scenario = words.at(1);
  for (std::size_t index = 2; index + 1 < words.size(); index += 2) {
    const std::string& name = words[index];
    const std::string& value = words[index + 1];
    if (name == "--seed") {
      arguments.seed = std::stoull(value);
    } else if (name == "--out") {
      arguments.folder = value;
    } else if (name == "--started-at") {
      arguments.started_at = value;
    } else if (name == "--truth") {
      const std::size_t equals = value.find('=');
      arguments.truth.push_back({value.substr(0, equals), value.substr(equals + 1)});
    } else if (name == "--parameters") {
      arguments.parameters.push_back(value);
    } else if (name == "--cut-at") {
      arguments.cut_at_s = std::stod(value);
    } else if (name == "--lie") {
      arguments.lie_s = std::stod(value);
    } else if (name == "--crash-once") {
      arguments.crash_once = value;
    } else if (name == "--void-once") {
      arguments.void_once = value;
    } else if (name == "--wait-once") {
      arguments.wait_once = value;
    }
  }
  return arguments;
}

// Whether nobody has asked for this mark yet; "" was asked for.
bool is_first(const std::string& mark) {
  return !mark.empty() && std::filesystem::create_directories(mark);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace firedrill;
  const Arguments arguments = read({argv + 1, argv + argc});
  const auto assembled = assemble_scenario(arguments.scenario, arguments.parameters);
  const auto model = assembled ? read_scenario(*assembled) : Result<Scenario>{assembled.error()};
  const auto truth = load_scenario(arguments.scenario, arguments.truth);
  if (!model || !truth) {
    for (const Diagnostic& problem : (model ? truth : model).error()) {
      fmt::print(stderr, "{}", render(problem));
    }
    return 3;
  }
  if (is_first(arguments.crash_once)) {
    std::filesystem::create_directories(arguments.folder);
    std::abort();
  }
  if (is_first(arguments.wait_once)) {
    std::this_thread::sleep_for(std::chrono::seconds{60});
  }
  SyntheticDrill drill{.folder = arguments.folder,
                       .truth = *truth,
                       .model = *model,
                       .assembled_model = *assembled,
                       .id = std::filesystem::path{arguments.folder}.filename().string(),
                       .started_at = arguments.started_at,
                       .seed = arguments.seed,
                       .cut_at = std::nullopt};
  if (arguments.cut_at_s > 0.0) {
    drill.cut_at = from_seconds(arguments.cut_at_s);
  }
  drill.lie = from_seconds(arguments.lie_s);
  drill.is_void = is_first(arguments.void_once);
  write_synthetic_run(drill);
  return 0;
}
