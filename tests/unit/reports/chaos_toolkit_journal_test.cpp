// A drill as a journal of Chaos Toolkit: the members that chaostoolkit-lib 1.45 writes, in UTC, and
// nothing of the record lost on the way.
#include "reports/chaos_toolkit_journal.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "scenarios/run_reader.hpp"

using namespace firedrill;
using Json = nlohmann::json;

namespace {

Run example_run() {
  const Result<Run> run = load_run("tests/unit/reports/run_example.json");
  REQUIRE(run);
  return *run;
}

Json journal_of(const Run& run) { return Json::parse(chaos_toolkit_journal(run)); }

std::set<std::string> members_of(const Json& object) {
  std::set<std::string> names;
  for (const auto& [name, value] : object.items()) {
    names.insert(name);
  }
  return names;
}

}  // namespace

TEST_CASE("a journal has the members of one") {
  const Json journal = journal_of(example_run());
  CHECK(members_of(journal) == std::set<std::string>{"chaoslib-version", "platform", "node",
                                                     "experiment", "start", "status", "deviated",
                                                     "steady_states", "run", "rollbacks", "end",
                                                     "duration"});
  for (const Json& one : journal["run"]) {
    CHECK(members_of(one) ==
          std::set<std::string>{"activity", "output", "start", "status", "end", "duration"});
    CHECK((one["status"] == "succeeded" || one["status"] == "failed"));
    CHECK(one["activity"]["provider"]["type"] == "process");
  }
  const Json& probe = journal["steady_states"]["before"]["probes"][0];
  CHECK(probe["tolerance_met"] == true);
  CHECK(probe["activity"]["tolerance"] == true);
}

TEST_CASE("what was injected, done and probed stands in it, in order and in UTC") {
  const Json journal = journal_of(example_run());
  std::vector<std::string> names;
  for (const Json& one : journal["run"]) {
    names.push_back(one["activity"]["name"]);
  }
  // The second fault and the second step were never reached.
  CHECK(names == std::vector<std::string>{"fault: loss-of-us-east-1", "step: promote_replica",
                                          "probe: orders-write@eu-west-1",
                                          "probe: orders-read@client"});
  CHECK(journal["start"] == "2026-11-28T22:17:02.000000+00:00");
  CHECK(journal["run"][0]["start"] == "2026-11-28T22:17:12.000000+00:00");
  CHECK(journal["run"][0]["end"] == "2026-11-28T22:17:57.500000+00:00");
  CHECK(journal["run"][1]["status"] == "failed");
  // It was not ended: what is known last is the answer after 300.4 s.
  CHECK(journal["duration"] == Approx(300.4));
  CHECK(journal["end"] == "2026-11-28T22:22:02.400000+00:00");
}

TEST_CASE("how a drill ended, in the words of a journal") {
  Run run = example_run();
  const auto status = [&](RunState state) {
    run.state = state;
    return journal_of(run)["status"];
  };
  CHECK(status(RunState::completed) == "completed");
  CHECK(status(RunState::aborted) == "aborted");
  CHECK(status(RunState::interrupted) == "interrupted");
  CHECK(status(RunState::voided) == "failed");
  CHECK(status(RunState::running) == "aborted");
  CHECK(journal_of(run)["deviated"] == false);
  CHECK(journal_of(run)["steady_states"]["after"].is_null());
  run.steady_after = RunSteadyState{false, {"probe a fails"}};
  CHECK(journal_of(run)["deviated"] == true);
  CHECK(journal_of(run)["steady_states"]["after"]["probes"][0]["deviations"][0] == "probe a fails");
  run.undo.residue = {"host left"};
  CHECK(journal_of(run)["rollbacks"][0]["status"] == "failed");
}

TEST_CASE("what a journal has no word for is an extension") {
  const Json extension = journal_of(example_run())["experiment"]["extensions"][0];
  CHECK(extension["name"] == "firedrill");
  CHECK(extension["objectives"].size() == 3);
  CHECK(extension["objectives"][0]["verdict"] == "missed");
  CHECK(extension["objectives"][1]["measured_s"].is_null());
  CHECK(extension["ledgers"][0]["acknowledged"] == 100);
}
