// libFuzzer target for the readers of plans, runbooks, scenarios, parameters and training studies,
// and for the rules of `check`: a file of any of these kinds, mutated, takes its place in the
// library's scenario.
// Half of the mutations put one value of the file in place of another, so that it stays JSON.
// Example (from the repository's root): tests/fuzz/scenario_fuzz -max_total_time=120 CORPUS
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "models/base/check.hpp"
#include "models/base/utf8.hpp"
#include "models/text/document.hpp"
#include "scenarios/assembly.hpp"
#include "scenarios/check.hpp"
#include "scenarios/plan_reader.hpp"
#include "scenarios/scenario_reader.hpp"
#include "scenarios/state_study.hpp"
#include "scenarios/training_study.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t limit);

namespace {

using namespace firedrill;

const Document& library() {
  static const Result<Document> assembled =
      assemble_scenario("scenarios/library/regional-outage.json");
  firedrill_assert(assembled.has_value());  // run from the repository's root
  return *assembled;
}

// The library's value of `key` as a document of its own.
const Document& part_of_library(const std::string& key) {
  static std::map<std::string, Document> parts;
  auto [part, is_new] = parts.try_emplace(key);
  if (is_new) {
    part->second = parse_document("library.json", to_json(*library().root.find(key))).value();
  }
  return part->second;
}

bool is_of_kind(const Document& file, std::string_view kind) {
  const Node* const format = file.root.find("format");
  return format != nullptr && format->string.find(kind) != std::string::npos;
}

// The library's scenario with `file` in the place of its kind.
Document assembled_with(Document file) {
  if (is_of_kind(file, "scenario")) {
    for (const std::string key : {"plan", "runbook", "parameters"}) {
      file = with_value(std::move(file), "/" + key, "{}").value();
      file = grafted(std::move(file), "/" + key, part_of_library(key));
    }
    return file;
  }
  if (is_of_kind(file, "parameters") && file.root.find("parameters") != nullptr) {
    const Document part =
        parse_document("fuzz.json", to_json(*file.root.find("parameters"))).value();
    return grafted(library(), "/parameters", part);
  }
  return grafted(library(), is_of_kind(file, "runbook") ? "/runbook" : "/plan", file);
}

void check_diagnostics(const Diagnostics& diagnostics, Severity severity) {
  for (const Diagnostic& diagnostic : diagnostics) {
    firedrill_assert(diagnostic.code.starts_with("FD") && diagnostic.severity == severity);
    firedrill_assert(!diagnostic.message.empty() && diagnostic.place.line >= 0);
    firedrill_assert(find_ill_formed(render(diagnostic)) == std::string::npos);
  }
}

void check_scenario(const Document& assembled) {
  Diagnostics warnings;
  const Result<Scenario> scenario = read_scenario(assembled, &warnings);
  check_diagnostics(warnings, Severity::warning);
  if (!scenario) {
    firedrill_assert(has_errors(scenario.error()));
    return check_diagnostics(scenario.error(), Severity::error);
  }
  for (const Diagnostic& finding : find_contradictions(assembled, *scenario)) {
    firedrill_assert(!finding.related.empty());
    check_diagnostics({finding}, Severity::warning);
  }
}

void check_plan(const Document& assembled) {
  Reading reading{assembled.root};
  const Plan plan = read_plan(*assembled.root.find("plan"), reading);
  if (!reading.context.has_errors()) {
    check_diagnostics(find_contradictions(assembled, plan), Severity::warning);
  }
}

// A study stands by itself, with the parameters of the library's.
void check_study(Document file) {
  static const Result<Document> production =
      assemble_study("scenarios/training/gaudi3-production.json");
  firedrill_assert(production.has_value());
  static const Document parameters =
      parse_document("library.json", to_json(*production->root.find("parameters"))).value();
  file = with_value(std::move(file), "/parameters", "{}").value();
  file = grafted(std::move(file), "/parameters", parameters);
  if (is_of_kind(file, "state-study")) {
    if (const auto study = read_state_study(file); !study) {
      check_diagnostics(study.error(), Severity::error);
    }
    return;
  }
  if (const auto study = read_training_study(file); !study) {
    check_diagnostics(study.error(), Severity::error);
  }
}

void collect(const Node& node, std::vector<const Node*>& nodes) {
  nodes.push_back(&node);
  for (const Node& item : node.items) {
    collect(item, nodes);
  }
  for (const auto& [key, member] : node.members) {
    collect(member, nodes);
  }
}

// The text with one value in place of another, or with a value that is often wrong.
std::string exchanged(const std::string& text, const Document& document, std::minstd_rand& draws) {
  static const std::vector<std::string> odd_values{
      "0",          "-1",       "1e300",         "\"0 s\"", "\"292 years\"", "\"9200 PB\"",
      "\"1e-9 s\"", "[]",       "\"1e300 B/s\"", "{}",      "null",          "true",
      "\"\"",       "\"50 %\"", "\"us-east-1\"", "100000"};
  std::vector<const Node*> nodes;
  collect(document.root, nodes);
  const Node& target = *nodes[draws() % nodes.size()];
  const Node& source = *nodes[draws() % nodes.size()];
  const std::string value = draws() % 2 == 0 ? odd_values[draws() % odd_values.size()]
                                             : text.substr(source.begin, source.end - source.begin);
  return text.substr(0, target.begin) + value + text.substr(target.end);
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t limit, unsigned int seed) {
  std::minstd_rand draws{seed};
  const std::string text{data, data + size};
  const Result<Document> document = parse_document("fuzz.json", text);
  const std::string changed =
      document && draws() % 2 == 0 ? exchanged(text, *document, draws) : std::string{};
  if (changed.empty() || changed.size() > limit) {
    return LLVMFuzzerMutate(data, size, limit);
  }
  std::memcpy(data, changed.data(), changed.size());
  return changed.size();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Result<Document> file = parse_document("fuzz.json", std::string{data, data + size});
  if (!file || file->root.kind != NodeKind::object) {
    return 0;  // document_fuzz looks at these
  }
  if (is_of_kind(*file, "training-study") || is_of_kind(*file, "state-study")) {
    check_study(std::move(file).value());
    return 0;
  }
  const Document assembled = assembled_with(std::move(file).value());
  check_scenario(assembled);
  check_plan(assembled);
  return 0;
}
