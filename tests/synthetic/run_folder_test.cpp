// A sealed run is believed, and one byte changed anywhere in it is not.
#include "scenarios/run_folder.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/synthetic/drills_fixture.hpp"

using namespace firedrill;
using namespace firedrill::test;

namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream stream{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

void write(const std::string& path, const std::string& bytes) {
  std::ofstream stream{path, std::ios::binary};
  stream << bytes;
}

void write_run(const std::string& folder, const World& model) {
  SyntheticDrill drill = drill_in(model, model, 1, 5);
  drill.folder = folder;
  drill.replications = 200;
  write_synthetic_run(drill);
}

// The code of the first problem; "" if the folder is believed.
std::string problem_of(const std::string& folder) {
  const auto drill = load_drill(folder);
  return drill ? "" : drill.error().front().code;
}

// Puts `to` in place of the first `from` in a file, and seals run.json anew.
void edit(const std::string& folder, const char* name, const std::string& from,
          const std::string& to) {
  std::string text = bytes_of(folder + "/" + name);
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  write(folder + "/" + name, text.replace(at, from.size(), to));
  seal_folder(folder);
}

}  // namespace

TEST_CASE("one changed byte anywhere makes a run unbelievable") {
  const Folder place{"mutation"};
  const std::string folder = place.path("run");
  write_run(folder, World{});
  REQUIRE(problem_of(folder).empty());
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    const std::string path = entry.path().string();
    const std::string good = bytes_of(path);
    // Every byte of the small ones, many of the large ones.
    const std::size_t step = std::max<std::size_t>(1, good.size() / 60);
    for (std::size_t at = 0; at < good.size(); at += step) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ 1);
      write(path, bad);
      INFO(path << " byte " << at);
      const auto drill = load_drill(folder);
      REQUIRE_FALSE(drill);
      CHECK(is_unverified(drill.error()));
    }
    write(path, good + " ");
    CHECK(is_unverified(load_drill(folder).error()));
    std::filesystem::remove(path);
    CHECK_FALSE(load_drill(folder));
    write(path, good);
  }
  CHECK(problem_of(folder).empty());
}

TEST_CASE("what was sealed anew after an edit contradicts itself elsewhere") {
  const Folder place{"edited"};
  const std::string folder = place.path("run");
  const World model;
  const auto fresh = [&] {
    std::filesystem::remove_all(folder);
    write_run(folder, model);
  };
  fresh();
  edit(folder, "run.json", "\"seal\": 1", "\"seal\": 0");
  CHECK(problem_of(folder) == "FD7003");
  fresh();
  edit(folder, "run.json", "\"injected_s\": 120.0", "\"injected_s\": 0.0");
  CHECK(problem_of(folder) == "FD7003");
  fresh();
  std::filesystem::remove(folder + "/SHA256SUMS");
  CHECK(problem_of(folder) == "FD7001");
  fresh();
  edit(folder, "run.json", "\"chain\": {\"events\": ", "\"chain\": {\"events\": 1");
  CHECK(problem_of(folder) == "FD7004");
  fresh();
  edit(folder, "run.json", "\"events.jsonl\"", "\"../events.jsonl\"");
  CHECK(problem_of(folder) == "FD7002");
}

TEST_CASE("a prediction of something else, or by a model that has seen the run, is refused") {
  const Folder place{"else"};
  const World model;
  const World other{{{"/parameters/promotion/value", "60 s"}}};
  const std::string folder = place.path("run");
  SyntheticDrill drill = drill_in(model, model, 1, 5);
  drill.folder = folder;
  drill.replications = 200;
  write_synthetic_run(drill);
  edit(folder, "run.json", model.scenario.digest, other.scenario.digest);
  CHECK(problem_of(folder) == "FD7005");

  std::filesystem::remove_all(folder);
  Document fitted =
      with_value(
          model.document, "/parameters/fence",
          R"({"title": "t", "dimension": "time", "value": "9 s", "fitted": {"runs": ["drill-001"],
          "samples": 1, "censored": 0, "prior_weight": 0.5, "before": "assumed"}})")
          .value();
  const Scenario scenario = read_scenario(fitted).value();
  const auto fence = std::find_if(scenario.assumptions.begin(), scenario.assumptions.end(),
                                  [](const Assumption& one) { return one.name == "fence"; });
  REQUIRE(fence != scenario.assumptions.end());
  CHECK(fence->fitted_on == std::vector<std::string>{"drill-001"});
  SyntheticDrill seen{.folder = folder,
                      .truth = model.scenario,
                      .model = scenario,
                      .assembled_model = fitted,
                      .id = "drill-001",
                      .started_at = "2026-01-01T00:00:00.000000Z",
                      .replications = 200,
                      .cut_at = std::nullopt};
  write_synthetic_run(seen);
  CHECK(problem_of(folder) == "FD7006");
}
