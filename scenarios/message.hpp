// The plan's message templates, filled in with what a recovery knows. The same whether it was
// simulated or measured: everything comes from the timeline, the scenario and the plan's own
// `communication.fields`; a blank that nobody can fill stays visible.
// Example: filled_in("Duration: {{ total_duration }}", facts) == "Duration: 1 h 08 min"
#pragma once

#include <array>
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "models/plan/plan.hpp"
#include "models/recovery/duty.hpp"

namespace firedrill {

using MessageFacts = std::map<std::string, std::string, std::less<>>;

// What every recovery knows.
inline constexpr std::array<std::string_view, 9> known_fields{
    "incident_id", "affected_services",  "impact_description",
    "start_time",  "estimated_recovery", "recovery_time",
    "root_cause",  "resolution_steps",   "total_duration"};

// Whether a recovery or the plan itself says what belongs there.
[[nodiscard]] bool can_fill(const Plan& plan, std::string_view field);

// The template of a message: of the initial notification and updates the one that promises
// repetition, of a confirmation the one that promises a review; nullptr for others.
[[nodiscard]] const MessageTemplate* template_of(const Plan& plan, DutyKind kind);

// The names between {{ and }} in these texts, each once.
[[nodiscard]] std::vector<std::string> fields_of(std::initializer_list<std::string_view> texts);

// `text` with every {{ name }} replaced; "[name: not known]" where `facts` do not have it.
[[nodiscard]] std::string filled_in(std::string_view text, const MessageFacts& facts);

}  // namespace firedrill
