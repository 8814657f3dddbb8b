// Message templates: what is filled in, what stays open, and which template serves which message.
#include "scenarios/message.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/scenarios/check_fixture.hpp"

using namespace firedrill;

TEST_CASE("blanks are filled by name, whatever stands around them") {
  const MessageFacts facts{{"cause", "a fire"}, {"end", ""}};
  CHECK(filled_in("It was {{ cause }}.", facts) == "It was a fire.");
  CHECK(filled_in("{{cause}}{{   cause   }}", facts) == "a firea fire");
  CHECK(filled_in("{{ end }}!", facts) == "!");
  CHECK(filled_in("{{ user_count }} users", facts) == "[user_count: not known] users");
  CHECK(filled_in("{{ cause", facts) == "{{ cause");
  CHECK(filled_in("}} {{ cause }}", facts) == "}} a fire");
}

TEST_CASE("updates repeat the initial notification, the confirmation is the one with a review") {
  Plan plan;
  plan.governance.templates.resize(2);
  plan.governance.templates[0].repeat_every = std::chrono::minutes{30};
  plan.governance.templates[1].review_within = std::chrono::hours{48};
  CHECK(template_of(plan, DutyKind::initial) == &plan.governance.templates[0]);
  CHECK(template_of(plan, DutyKind::update) == &plan.governance.templates[0]);
  CHECK(template_of(plan, DutyKind::confirmation) == &plan.governance.templates[1]);
  CHECK(template_of(plan, DutyKind::regulatory) == nullptr);
}

TEST_CASE("what the plan itself says can be filled, too") {
  Plan plan;
  CHECK(can_fill(plan, "incident_id"));
  CHECK_FALSE(can_fill(plan, "user_count"));
  plan.communication = Communication{};
  CHECK_FALSE(can_fill(plan, "user_count"));
  plan.communication->fields["user_count"] = "about 40 teams";
  CHECK(can_fill(plan, "user_count"));
}
