// check_sound.json is a small assembled scenario that contradicts itself nowhere, so that a test
// can change one thing in it and see exactly that found. Example:
// only_finding({{"/plan/data/1/periodic_copy/interval", "\"2 h\""}}, "FD4001", ...)
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/check.hpp"
#include "scenarios/scenario_reader.hpp"

namespace firedrill {

// Pointers and the JSON to put there, in order.
using Edits = std::vector<std::pair<std::string, std::string>>;

inline Diagnostics findings_with(const Edits& edits) {
  Document document = load_document("tests/unit/scenarios/check_sound.json").value();
  for (const auto& [pointer, value] : edits) {
    document = with_value(std::move(document), pointer, value).value();
  }
  const auto scenario = read_scenario(document);
  REQUIRE(scenario);
  return find_contradictions(document, *scenario);
}

// These changes lead to one finding, with this code, about this place and, among others, that one.
inline Diagnostic only_finding(const Edits& edits, const std::string& code,
                               const std::string& place, const std::string& other) {
  const Diagnostics findings = findings_with(edits);
  std::string all;
  for (const Diagnostic& finding : findings) {
    all += render(finding);
  }
  INFO(edits.front().first << " = " << edits.front().second << "\n" << all);
  REQUIRE(findings.size() == 1);
  const Diagnostic& finding = findings.front();
  CHECK(finding.code == code);
  CHECK(finding.severity == Severity::warning);
  CHECK(finding.place.pointer == place);
  CHECK_FALSE(finding.suggestion.empty());
  std::vector<std::string> related;
  for (const Place& one : finding.related) {
    related.push_back(one.pointer);
  }
  CHECK_THAT(related, Catch::Matchers::VectorContains(other));
  return finding;
}

}  // namespace firedrill
