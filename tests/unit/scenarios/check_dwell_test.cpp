// The rule about copies that are gone before anybody knows that they are needed.
#include "tests/unit/scenarios/check_fixture.hpp"

using namespace firedrill;

namespace {

const std::string kept = "/plan/data/1/periodic_copy/retention";

// The notes, copied every half hour, go wrong unseen.
Edits notes_go_wrong(const std::string& noticed, const std::string& retention) {
  return {{kept, retention},
          {"/faults/0",
           R"({"name": "rot", "at": "1 min", "data_corruption": {"data": ["notes"], "noticed": )" +
               noticed + "}}"}};
}

const std::string two_days = R"({"exponential": {"mean": "2 days"}})";

}  // namespace

TEST_CASE("FD4028: copies are gone before anybody needs them") {
  CHECK(findings_with(notes_go_wrong("\"6 days\"", "\"7 days\"")).empty());
  CHECK(findings_with(notes_go_wrong(two_days, "\"7 days\"")).empty());  // exp(-3.5) = 3 %
  only_finding(notes_go_wrong("\"8 days\"", "\"7 days\""), "FD4028", kept,
               "/faults/0/data_corruption/noticed");
  const Diagnostic half = only_finding(notes_go_wrong(two_days, "\"4 days\""), "FD4028", kept,
                                       "/faults/0/data_corruption/noticed");
  CHECK(half.message.find("14 %") != std::string::npos);  // exp(-2)
}
