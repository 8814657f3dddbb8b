// Bindings as they are read, what is wrong in them, and that nothing is guessed.
#include "live/drill/binding.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "live/drill/fault_binding.hpp"
#include "scenarios/scenario_reader.hpp"

using namespace firedrill;

namespace {

const BindingValues values{{"lab", "main"}, {"root", "/r"}, {"firedrill", "/bin/firedrill"}};

Result<TargetBinding> binding_of(const std::string& members) {
  const Result<Document> document = parse_document(
      "b.json", R"({"format": "firedrill/binding/1", "name": "b", )" + members + "}");
  REQUIRE(document);
  return read_binding(*document, values);
}

std::string first_code(const Result<TargetBinding>& binding) {
  return binding ? "" : binding.error().front().code;
}

}  // namespace

TEST_CASE("the lab's binding holds all that its scenario asks for") {
  const Result<TargetBinding> binding = load_binding("scenarios/bindings/lab.json", values);
  REQUIRE(binding);
  const auto scenario = load_scenario("scenarios/library/lab-writes-outage.json");
  REQUIRE(scenario);
  CHECK(unbound(*scenario, *binding, true).empty());
  const Result<FaultCommands> fault =
      bound_fault(scenario->faults[0], *scenario, *binding, TargetInventory{});
  REQUIRE(fault);
  REQUIRE(fault->parts.size() == 1);
  CHECK(fault->parts[0].inject.starts_with("lab() { verb=$1; shift; '/bin/firedrill' lab"));
  CHECK(fault->parts[0].inject.ends_with("region us-east-1 --cut"));
  CHECK(fault->parts[0].revert.ends_with("region us-east-1 --heal"));
  CHECK(fault->hurts.hosts == std::vector<std::string>{"controller"});
}

TEST_CASE("every scenario of the lab is bound") {
  for (const std::string name : {"failback", "data-corruption", "breach", "backup-restoration"}) {
    INFO(name);
    const auto scenario = load_scenario("scenarios/library/lab-" + name + ".json");
    REQUIRE(scenario);
    const Result<TargetBinding> binding = load_binding("scenarios/bindings/lab.json", values);
    REQUIRE(binding);
    CHECK(unbound(*scenario, *binding, true).empty());
    CHECK(bound_fault(scenario->faults[0], *scenario, *binding, TargetInventory{}));
  }
  const auto training = load_scenario("scenarios/library/lab-node-loss.json");
  const Result<TargetBinding> binding =
      load_binding("scenarios/bindings/lab-training.json", values);
  REQUIRE(training);
  REQUIRE(binding);
  CHECK(unbound(*training, *binding, true).empty());
}

TEST_CASE("a script may be given as lines, and functions stand before each") {
  const Result<TargetBinding> binding = binding_of(R"("functions": ["a() { b; }", "c() { d; }"],
    "probes": [], "actions": {"notify": {"script": ["a ${lab}", "c"]}, "fence": {"script": "c"}})");
  REQUIRE(binding);
  CHECK(binding->actions.at("notify").front().script == "a() { b; }\nc() { d; }\na main\nc\n");
  CHECK(binding->actions.at("fence").front().script == "a() { b; }\nc() { d; }\nc");
}

TEST_CASE("what is not bound is named, not guessed") {
  const auto scenario = load_scenario("scenarios/library/lab-writes-outage.json");
  REQUIRE(scenario);
  const Result<TargetBinding> bare = binding_of(R"("probes": [])");
  REQUIRE(bare);
  const auto missing = unbound(*scenario, *bare, true);
  const auto names = [&](const std::string& text) {
    return std::any_of(missing.begin(), missing.end(), [&](const std::string& line) {
      return line.find(text) != std::string::npos;
    });
  };
  CHECK(names("step promote_replica"));
  CHECK(names("no probe speaks for service \"critical-services\""));
  CHECK(names("nothing reads back \"production-database\""));
  CHECK(names("no alert is bound"));
  CHECK_FALSE(names("notify"));  // a message goes to the sink
  // Whoever else responds needs no commands of ours, but probes all the same.
  const auto observed = unbound(*scenario, *bare, false);
  CHECK(std::none_of(observed.begin(), observed.end(),
                     [](const std::string& line) { return line.starts_with("step"); }));
  CHECK(observed.size() == 3);
}

TEST_CASE("words of a command reach the shell as they are, values are filled in") {
  const Result<TargetBinding> binding = binding_of(
      R"("probes": [],
         "actions": {"notify": {"command": ["${firedrill}", "it's", "$(x) ${PATH}"]}})");
  REQUIRE(binding);
  CHECK(binding->actions.at("notify").front().script ==
        R"('/bin/firedrill' 'it'\''s' '$(x) ${PATH}')");
}

TEST_CASE("each error of a binding has its code") {
  CHECK(first_code(binding_of(R"("probes": [], "steady": [{"script": "${labb}"}])")) == "FD6201");
  CHECK(first_code(binding_of(R"("probes": [], "steady": [{"host": "a"}])")) == "FD3012");
  CHECK(first_code(binding_of(R"("probes": [], "stedy": [])")) == "FD2003");
  CHECK(first_code(binding_of(R"("probes": [{"name": "p", "period": "1 ms", "patience": "1 s",
        "http": {"url": "http://a"}}])")) == "FD2006");
  CHECK(first_code(binding_of(
            R"("probes": [{"name": "p", "period": "1 s", "patience": "1 s"}])")) == "FD3012");
}
