// Synthetic drills in memory, for tests of what reads many: a model, a world that may differ from
// it, and comparisons of drills in that world with predictions of that model.
// Example: const Drills drills{{}}; watch_drift(drills.campaign(30, 1, drills))
#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "reports/prediction_json.hpp"
#include "scenarios/assembly.hpp"
#include "scenarios/compare_run.hpp"
#include "scenarios/predicted_run_reader.hpp"
#include "scenarios/scenario_reader.hpp"
#include "sim/monte_carlo.hpp"
#include "tests/synthetic/synthetic_run.hpp"

namespace firedrill::test {

inline constexpr const char* loss_of_east = "tests/synthetic/loss-of-east.json";

inline Document assembled_with(const std::vector<std::pair<std::string, std::string>>& settings,
                               const std::string& path) {
  Result<Document> document = assemble_scenario(path);
  REQUIRE(document);
  for (const auto& [pointer, value] : settings) {
    document = with_value(std::move(document).value(), pointer, value);
    REQUIRE(document);
  }
  return std::move(document).value();
}

// A scenario with its document.
struct World {
  explicit World(const std::vector<std::pair<std::string, std::string>>& settings = {},
                 const std::string& path = loss_of_east)
      : document{assembled_with(settings, path)}, scenario{read_scenario(document).value()} {}
  Document document;
  Scenario scenario;
};

inline PredictedRun predicted_by(const World& model, std::uint64_t seed,
                                 std::uint64_t replications = 2'000) {
  SimulationOptions options;
  options.seed = seed;
  options.replications = replications;
  options.threads = 1;
  const Prediction prediction = summarise(model.scenario, simulate(model.scenario, options));
  const auto document = parse_document("p", prediction_json(prediction, model.scenario));
  REQUIRE(document);
  const auto predicted = read_predicted_run(*document);
  REQUIRE(predicted);
  return *predicted;
}

inline SyntheticDrill drill_in(const World& truth, const World& model, int number,
                               std::uint64_t seed) {
  return {.folder = {},
          .truth = truth.scenario,
          .model = model.scenario,
          .assembled_model = model.document,
          .id = fmt::format("drill-{:03}", number),
          .started_at = fmt::format("2026-{:02}-{:02}T12:00:00.000000Z", 1 + number / 28 % 12,
                                    1 + number % 28),
          .seed = seed,
          .cut_at = std::nullopt};
}

// Drills `from` to `from + count` - 1 in the world `truth`, each against a prediction of `model`.
inline void add_drills(const World& truth, const World& model, int from, int count,
                       std::uint64_t campaign, std::vector<RunComparison>& comparisons,
                       Duration lie = {}) {
  // The same prediction for ten drills each: its luck is shared, their own is not.
  PredictedRun predicted;
  for (int number = from; number < from + count; ++number) {
    if (number == from || number % 10 == 0) {
      predicted = predicted_by(model, campaign * 1'000 + static_cast<std::uint64_t>(number) + 7);
    }
    SyntheticDrill drill =
        drill_in(truth, model, number, campaign * 100'000 + static_cast<std::uint64_t>(number));
    drill.lie = lie;
    comparisons.push_back(compare_run(synthetic_run(drill), predicted));
  }
}

// A folder of its own that goes when the test does.
class Folder {
 public:
  explicit Folder(const std::string& name)
      : path_{std::filesystem::temp_directory_path() /
              fmt::format("firedrill-{}-{}", name, ::getpid())} {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::string path(const std::string& name = {}) const {
    return (path_ / name).generic_string();
  }

 private:
  std::filesystem::path path_;
};

}  // namespace firedrill::test
