// A report on a hundred drills: how long the figures take, how long every form, how long all of it
// from the drills' folders on, and how large each form is: none may be above 1 MB. Drills are
// synthetic, made once.

#include <benchmark/benchmark.h>

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

#include "reports/evidence/pack.hpp"
#include "scenarios/assembly.hpp"
#include "scenarios/scenario_reader.hpp"
#include "tests/synthetic/synthetic_run.hpp"

namespace firedrill {
namespace {

constexpr int drill_count = 100;
constexpr const char* scenario_file = "scenarios/library/regional-outage.json";

// The drills' folders, for as long as the program runs.
class HundredDrills {
 public:
  HundredDrills() {
    const auto assembled = assemble_scenario(scenario_file);
    const auto scenario = load_scenario(scenario_file);
    if (!assembled || !scenario) {
      throw std::runtime_error("run it from the root of the repository");
    }
    scenario_ = *scenario;
    for (int number = 1; number <= drill_count; ++number) {
      const std::string id = "drill-" + std::to_string(number);
      write_synthetic_run({.folder = (folder_ / id).string(),
                           .truth = *scenario,
                           .model = *scenario,
                           .assembled_model = *assembled,
                           .id = id,
                           .started_at = "2026-11-28T22:00:00.000000Z",
                           .seed = static_cast<std::uint64_t>(number),
                           .replications = 200,
                           .cut_at = std::nullopt});
    }
  }
  HundredDrills(const HundredDrills&) = delete;
  HundredDrills& operator=(const HundredDrills&) = delete;
  ~HundredDrills() { std::filesystem::remove_all(folder_); }

  // Every folder read and verified.
  [[nodiscard]] ReportInputs read() const {
    ReportInputs inputs;
    for (int number = 1; number <= drill_count; ++number) {
      const auto folder = folder_ / ("drill-" + std::to_string(number));
      inputs.drills.push_back(load_drill(folder.string()).value());
    }
    inputs.scenarios.emplace(scenario_.digest, scenario_);
    return inputs;
  }

 private:
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / "firedrill-report-bench";
  Scenario scenario_;
};

const HundredDrills& hundred_drills() {
  static const HundredDrills drills;
  return drills;
}

const ReportInputs& inputs_of_hundred() {
  static const ReportInputs inputs = hundred_drills().read();
  return inputs;
}

void make_report_of_100(benchmark::State& state) {
  const ReportInputs& inputs = inputs_of_hundred();
  for (auto _ : state) {
    benchmark::DoNotOptimize(make_report(inputs));
  }
}
BENCHMARK(make_report_of_100)->Unit(benchmark::kMillisecond);

void all_forms_of_100(benchmark::State& state) {
  const ReportInputs& inputs = inputs_of_hundred();
  PackFiles forms;
  for (auto _ : state) {
    forms = report_forms(make_report(inputs));
  }
  constexpr std::size_t most = 1'000'000;
  for (const auto& [name, bytes] : forms) {
    state.counters[name] = static_cast<double>(bytes.size());
    if (bytes.size() > most) {
      state.SkipWithError((name + " is larger than 1 MB").c_str());
    }
  }
}
BENCHMARK(all_forms_of_100)->Unit(benchmark::kMillisecond);

void all_forms_of_100_folders(benchmark::State& state) {
  const HundredDrills& drills = hundred_drills();
  for (auto _ : state) {
    benchmark::DoNotOptimize(report_forms(make_report(drills.read())));
  }
}
BENCHMARK(all_forms_of_100_folders)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace firedrill
