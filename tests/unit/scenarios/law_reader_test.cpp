// Laws as they are written, in the base unit of their dimension, and the impossible ones.
#include "tests/unit/scenarios/plan_fixture.hpp"

using namespace firedrill;

namespace {

const std::string law_pointer = "/faults/0/at";

Distribution law_of(const std::string& text) {
  const auto scenario = read_scenario(small_scenario_with(law_pointer, text));
  REQUIRE(scenario);
  return scenario->faults.front().at;
}

}  // namespace

TEST_CASE("every law can be written") {
  CHECK(std::get<Constant>(law_of("10 min").law).value == 600.0);
  const auto uniform = std::get<Uniform>(law_of(R"({"uniform": ["0 s", "1 min"]})").law);
  CHECK(uniform.low == 0.0);
  CHECK(uniform.high == 60.0);
  CHECK(std::get<Exponential>(law_of(R"({"exponential": {"mean": "1 h"}})").law).mean == 3600.0);
  const auto normal = std::get<Normal>(law_of(R"({"normal": {"mean": "5 s", "sd": "1 s"}})").law);
  CHECK(normal.mean == 5.0);
  CHECK(normal.sd == 1.0);
  const auto lognormal =
      std::get<Lognormal>(law_of(R"({"lognormal": {"median": "2 min", "log_sd": 0.5}})").law);
  CHECK(lognormal.median == 120.0);
  CHECK(lognormal.log_sd == 0.5);
  const auto triangular =
      std::get<Triangular>(law_of(R"({"triangular": ["3 min", "6 min", "20 min"]})").law);
  CHECK(triangular.low == 180.0);
  CHECK(triangular.mode == 360.0);
  CHECK(triangular.high == 1200.0);
  const auto weibull =
      std::get<Weibull>(law_of(R"({"weibull": {"scale": "1 d", "shape": 0.7}})").law);
  CHECK(weibull.scale == 86400.0);
  CHECK(weibull.shape == 0.7);
  CHECK(std::get<Empirical>(law_of(R"({"empirical": ["9 s", "3 s", "6 s"]})").law).values ==
        std::vector<double>{3.0, 6.0, 9.0});
}

TEST_CASE("laws nest in mixtures, and parameters stand inside laws") {
  const auto mixture = std::get<Mixture>(
      law_of(R"({"mixture": [{"share": "90 %", "of": {"exponential": {"mean": "1 min"}}},
                             {"share": 0.1, "of": {"parameter": "outage"}}]})")
          .law);
  CHECK(mixture.shares == std::vector<double>{0.9, 0.1});
  CHECK(std::get<Exponential>(mixture.parts[0].law).mean == 60.0);
  CHECK(std::get<Constant>(mixture.parts[1].law).value == 7200.0);
  const auto inside =
      std::get<Exponential>(law_of(R"({"exponential": {"mean": {"parameter": "outage"}}})").law);
  CHECK(inside.mean == 7200.0);
}

TEST_CASE("FD3007: shares that do not add up") {
  const auto problem = only_problem(
      law_pointer, R"({"mixture": [{"share": 0.9, "of": "1 s"}, {"share": 0.2, "of": "2 s"}]})",
      "FD3007", law_pointer + "/mixture");
  CHECK(problem.message == "the shares add up to 1.1, not to 1");
  only_problem(law_pointer, R"({"mixture": []})", "FD3007", law_pointer + "/mixture");
  only_problem(law_pointer,
               R"({"mixture": [{"share": 1, "of": "1 s"}, {"share": 0, "of": "2 s"}]})", "FD3007",
               law_pointer + "/mixture/1");
}

TEST_CASE("FD3008: impossible laws") {
  only_problem(law_pointer, R"({"uniform": ["2 s", "1 s"]})", "FD3008", law_pointer + "/uniform");
  only_problem(law_pointer, R"({"uniform": ["2 s"]})", "FD3008", law_pointer + "/uniform");
  only_problem(law_pointer, R"({"triangular": ["1 s", "3 s", "2 s"]})", "FD3008",
               law_pointer + "/triangular");
  only_problem(law_pointer, R"({"triangular": ["1 s", "1 s", "1 s"]})", "FD3008",
               law_pointer + "/triangular");
  only_problem(law_pointer, R"({"exponential": {"mean": "0 s"}})", "FD3008",
               law_pointer + "/exponential/mean");
  only_problem(law_pointer, R"({"lognormal": {"median": "0 s", "log_sd": 1}})", "FD3008",
               law_pointer + "/lognormal/median");
  only_problem(law_pointer, R"({"weibull": {"scale": "1 s", "shape": 0}})", "FD3008",
               law_pointer + "/weibull/shape");
  only_problem(law_pointer, R"({"empirical": []})", "FD3008", law_pointer + "/empirical");
}

TEST_CASE("quantities inside laws are checked like any other") {
  only_problem(law_pointer, R"({"normal": {"mean": "1 s", "sd": "-1 s"}})", "FD2104",
               law_pointer + "/normal/sd");
  only_problem(law_pointer, R"({"uniform": ["1 s", "2 GB"]})", "FD2102",
               law_pointer + "/uniform/1");
  only_problem(law_pointer, R"({"exponential": {"mean": 60}})", "FD2101",
               law_pointer + "/exponential/mean");
  only_problem(law_pointer, R"({"lognormal": {"median": "1 s"}})", "FD2002",
               law_pointer + "/lognormal");
  only_problem(law_pointer, "true", "FD2005", law_pointer);
  const auto problem =
      only_problem(law_pointer, R"({"lognormall": {}})", "FD2003", law_pointer + "/lognormall");
  CHECK(problem.suggestion == "did you mean \"lognormal\"?");
}
