// A run is written and read back without loss, and what is wrong in one is said where.
#include "reports/run_json.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <string>

#include "scenarios/run_reader.hpp"
#include "tests/unit/scenarios/edited_file.hpp"

using namespace firedrill;

namespace {

constexpr const char* example = "tests/unit/reports/run_example.json";

}  // namespace

TEST_CASE("a run is written and read back without loss") {
  const Result<Run> run = load_run(example);
  REQUIRE(run);
  std::ifstream stream{example};
  std::string text{std::istreambuf_iterator<char>{stream}, {}};
  const std::string schema = "  \"$schema\": \"../../../scenarios/schema/run.schema.json\",\n";
  REQUIRE(text.find(schema) != std::string::npos);
  text.erase(text.find(schema), schema.size());
  CHECK(run_json(*run) == text);
}

TEST_CASE("a run is read as written") {
  const Result<Run> run = load_run(example);
  REQUIRE(run);
  CHECK(run->state == RunState::aborted);
  CHECK(run->prediction->seal == 3);
  REQUIRE(run->faults.size() == 2);
  CHECK(run->faults[0].injected == Duration{10'000'000'001});
  CHECK_FALSE(run->faults[1].injected);
  CHECK(run->timeline[1].value == 10'100'000'000);
  CHECK(Duration{run->timeline[4].value} == never);
  CHECK(run->timeline[6].value == all_tokens);
  CHECK(run->timeline[3].step == "promote_replica");
  CHECK(run->objectives[0].verdict == Verdict::missed);
  CHECK(run->objectives[0].value == never);
  CHECK_FALSE(run->objectives[1].is_measured);
  CHECK(run->probes[0].unavailable == never);
  CHECK(run->ledgers[0].loss_window == std::chrono::milliseconds{750});
  CHECK(run->steady_before->is_held);
  CHECK_FALSE(run->steady_after);
}

TEST_CASE("a verdict follows from the interval and the target") {
  RunObjective objective;
  objective.target = std::chrono::seconds{10};
  CHECK(judge_run(objective) == Verdict::inconclusive);  // not measured
  objective.is_measured = true;
  objective.low = std::chrono::seconds{9};
  objective.high = std::chrono::seconds{10};
  CHECK(judge_run(objective) == Verdict::met);
  objective.high += Duration{1};
  CHECK(judge_run(objective) == Verdict::inconclusive);
  objective.low = std::chrono::seconds{10};
  CHECK(judge_run(objective) == Verdict::inconclusive);
  objective.low += Duration{1};
  objective.high = never;
  CHECK(judge_run(objective) == Verdict::missed);
}

TEST_CASE("each error of a run has its code") {
  struct Case {
    const char *from, *to, *code;
  };
  const auto one = GENERATE(
      Case{R"("firedrill/run/1")", R"("firedrill/run/2")", "FD3013"},
      Case{R"("label": "MEASURED")", R"("label": "GUESSED")", "FD2004"},
      Case{R"("label": "MEASURED")", R"("label": "SIMULATED")", "FD3050"},
      Case{R"("kind": "lab")", R"("kind": "stand_in")", "FD3050"},
      Case{R"("kind": "lab")", R"("kind": "laboratory")", "FD2004"},
      Case{R"("state": "aborted")", R"("state": "abort")", "FD2004"},
      Case{R"("seed": 7,)", R"("seed": -7,)", "FD2006"},
      Case{R"("seal": 3})", R"("seals": 3})", "FD2003"},
      Case{R"("name": "lab", "digest": "bbbb)", R"("name": "lab", "digest": "bbb)", "FD2006"},
      Case{R"("healed_s": 55.5)", R"("healed_s": 9.5)", "FD3050"},
      Case{R"("healed_s": 55.5)", R"("healed_s": "55.5 s")", "FD2005"},
      Case{R"("outcome": "succeeded",
      "injected_s": 10.000000001)",
           R"("outcome": "succeeded",
      "injected_s": -1)",
           "FD2006"},
      Case{R"("answered_s": 13.25)", R"("answered_s": 11.25)", "FD3050"},
      Case{R"("verb": "promote")", R"("verb": "demote")", "FD2004"},
      Case{R"("interval_s": [290.0, null])", R"("interval_s": [290.0])", "FD2006"},
      Case{R"("interval_s": [9.5, 10.5])", R"("interval_s": [10.5, 11.5])", "FD3050"},
      Case{R"("verdict": "missed")", R"("verdict": "met")", "FD3050"},
      Case{R"("unverified": 0)", R"("unverified": 0.5)", "FD2006"},
      Case{R"("events": 42)", R"("event": 42)", "FD2002"});
  const EditedFile file{example, one.from, one.to, "../"};
  const Result<Run> run = load_run(file.path());
  INFO(one.to);
  REQUIRE_FALSE(run);
  const auto& errors = run.error();
  CHECK(std::any_of(errors.begin(), errors.end(),
                    [&](const Diagnostic& error) { return error.code == one.code; }));
}

TEST_CASE("a fault without a sealed prediction is an error") {
  const EditedFile file{example, R"("prediction": {)", R"("prediction": null, "comment": {)",
                        "../"};
  const Result<Run> run = load_run(file.path());
  REQUIRE_FALSE(run);
  CHECK(std::any_of(run.error().begin(), run.error().end(),
                    [](const Diagnostic& error) { return error.code == "FD3050"; }));
}
