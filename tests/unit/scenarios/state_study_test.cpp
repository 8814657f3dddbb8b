// What can be wrong in a study of a model of states, and that it is said where.
#include "scenarios/state_study.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/scenarios/edited_file.hpp"

using namespace firedrill;

namespace {

constexpr const char* pair = "scenarios/oracles/mirrored-pair.json";

Diagnostics errors_after(const std::string& before, const std::string& after) {
  const EditedFile file{pair, before, after, "../"};
  const Result<StateStudy> study = load_state_study(file.path());
  return study ? Diagnostics{} : study.error();
}

}  // namespace

TEST_CASE("a study of states is read as written") {
  const Result<StateStudy> study = load_state_study(pair);
  REQUIRE(study);
  CHECK(study->name == "mirrored-pair");
  REQUIRE(study->model.states.size() == 3);
  CHECK(study->model.states[1].transitions[1].to == 2);
  CHECK(study->model.states[1].is_up);
  CHECK_FALSE(study->model.states[2].is_up);
  CHECK(study->model.watched == std::vector<std::uint32_t>{2});
  CHECK(study->digest.size() == 64);
}

TEST_CASE("each error of a study of states has its code") {
  struct Case {
    const char *from, *to, *code;
  };
  const auto one = GENERATE(
      Case{R"("begins": "both")", R"("begins": "bth")", "FD3001"},
      Case{R"("to": "lost")", R"("to": "lots")", "FD3001"},
      Case{R"("watched": ["lost"])", R"("watched": ["loss"])", "FD3001"},
      Case{R"("name": "one")", R"("name": "both")", "FD3002"},
      Case{R"("to": "one")", R"("to": "both")", "FD3024"},
      Case{R"("horizon": "8760 h")", R"("horizon": "0 h")", "FD2006"},
      Case{R"("horizon": "8760 h")", R"("horizon": "5 GB")", "FD2102"},
      Case{R"("up": false)", R"("up": "no")", "FD2005"},
      Case{R"("after": {"exponential": {"mean": "500 h"}})", R"("till": "500 h")", "FD2003"});
  const Diagnostics errors = errors_after(one.from, one.to);
  INFO(one.to);
  CHECK(std::any_of(errors.begin(), errors.end(),
                    [&](const Diagnostic& error) { return error.code == one.code; }));
}

TEST_CASE("a round in which no time passes is an error, one instant is none") {
  const std::string there = R"("to": "one", "after": {"exponential": {"mean": "500 h"}})";
  CHECK(errors_after(there, R"("to": "one", "after": "0 s")").empty());
  const Diagnostics errors =
      errors_after(there, R"("to": "one", "after": "0 s"}, {"to": "back", "after": "1 h"}]},
        {"name": "back", "up": true, "transitions": [{"to": "both", "after": "0 s"}]},
        {"name": "round", "up": true, "transitions": [{"to": "trip", "after": "0 s"}]},
        {"name": "trip", "up": true, "transitions": [{"to": "round", "after": "0 s")");
  REQUIRE(errors.size() == 1);
  CHECK(errors.front().code == "FD3024");
  CHECK(errors.front().place.pointer == "/states/2/transitions");
}
