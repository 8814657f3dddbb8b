// The rules about people: blanks in messages, training, access.
#include "tests/unit/scenarios/check_fixture.hpp"

using namespace firedrill;

namespace {

const std::string templates = "/plan/governance/templates";
const std::string training = "/plan/governance/training";
const std::string access_list = "/plan/governance/access";
const std::string actor = "/runbook/steps/5/performer";  // by hand: the operator

std::string message(const std::string& body) {
  return R"([{"name": "m", "subject": "s", "body": ")" + body + R"(", "repeat_every": "1 h"}])";
}

}  // namespace

TEST_CASE("FD4025: a blank that nobody can fill") {
  CHECK(findings_with({{templates, message("Began {{ start_time }}")}}).empty());
  const Diagnostic finding = only_finding({{templates, message("For {{ user_count }}")}}, "FD4025",
                                          templates + "/0/body", "/plan");
  CHECK(finding.message.find("{{ user_count }}") != std::string::npos);
}

TEST_CASE("FD4026: somebody acts who is trained in nothing") {
  const std::string none = R"([{"role": "clerk", "every": "1 year", "covers": "all"}])";
  const std::string all = R"([{"role": "operator", "every": "1 year", "covers": "all"}])";
  CHECK(findings_with({{training, all}}).empty());
  CHECK(findings_with({{training, "[]"}}).empty());  // a plan without training says so elsewhere
  const std::string role = R"(", "acknowledge": "5 min", "absence_probability": 0.1,
    "escalate_after": "15 min", "decide": "1 min"})";
  const std::string both = R"([{"name": "operator)" + role + R"(, {"name": "clerk)" + role + "]";
  only_finding({{"/plan/roles", both}, {training, none}}, "FD4026", actor, training);
}

TEST_CASE("FD4027: somebody acts who may read nothing") {
  CHECK(findings_with({{access_list, R"([{"document": "d", "roles": ["operator"]}])"}}).empty());
  only_finding({{access_list, R"([{"document": "d", "roles": []}])"}}, "FD4027", actor,
               access_list);
}
