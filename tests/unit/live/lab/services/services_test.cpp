#include "live/lab/services/services.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "live/lab/services/actions.hpp"
#include "live/lab/services/cluster.hpp"
#include "live/lab/services/names.hpp"

namespace firedrill {
namespace {

const LabSecrets secrets{"STOREKEY",           "DBPASSWORD",
                         "VFNJR0tFWQ==",       "MUNGEKEYMUNGEKEYMUNGEKEYMUNGEKEY",
                         "ssh-ed25519 PUBLIC", "HOSTKEY"};
const LabLayout lab = standard_layout("test", "/labs/test", "/bin/firedrill", secrets);

std::string id_of(const LabService& service) { return service.node + "/" + service.name; }

std::set<std::string> all_ids() {
  std::set<std::string> ids;
  for (const LabService& service : lab_services(lab)) {
    CHECK(ids.insert(id_of(service)).second);  // unique
  }
  return ids;
}

// The content of one file that some service brings.
std::string file_named(const std::string& path) {
  for (const LabService& service : lab_services(lab)) {
    for (const LabFile& file : service.files) {
      if (file.path == path) {
        return file.content;
      }
    }
  }
  FAIL("no file " + path);
  return "";
}

TEST_CASE("what a service needs is there, and nothing needs itself") {
  const std::set<std::string> ids = all_ids();
  std::map<std::string, std::vector<std::string>> needs;
  for (const LabService& service : lab_services(lab)) {
    needs[id_of(service)] = service.needs;
    for (const std::string& need : service.needs) {
      INFO(id_of(service) << " needs " << need);
      CHECK(ids.contains(need));
    }
  }
  // Taking away, again and again, what needs nothing any more leaves nothing: there is no circle.
  while (!needs.empty()) {
    const auto free = std::ranges::find_if(needs, [&](const auto& entry) {
      return std::ranges::none_of(entry.second,
                                  [&](const auto& need) { return needs.contains(need); });
    });
    REQUIRE(free != needs.end());
    needs.erase(free);
  }
}

TEST_CASE("what is warm needs nothing cold") {
  std::set<std::string> cold;
  for (const LabService& service : lab_services(lab)) {
    if (service.is_cold) {
      CHECK(service.node.starts_with("eu-west-1/"));
      cold.insert(id_of(service));
    }
  }
  CHECK(cold == std::set<std::string>{"eu-west-1/db-1/postgres", "eu-west-1/app-1/application"});
  for (const LabService& service : lab_services(lab)) {
    for (const std::string& need : service.needs) {
      CHECK((service.is_cold || !cold.contains(need)));
    }
  }
}

TEST_CASE("all files lie in the lab's folder, and services can be told ready") {
  for (const LabService& service : lab_services(lab)) {
    INFO(id_of(service));
    for (const LabFile& file : service.files) {
      CHECK(file.path.starts_with("/labs/test/"));
    }
    CHECK_FALSE(service.start.arguments.empty());
    CHECK((service.ends || service.readiness.probe.arguments.empty() ||
           service.readiness.patience > Duration{}));
  }
}

TEST_CASE("no secret is in a file that others can read, nor in an argument that all can see") {
  const std::vector<std::string> words = {secrets.store_key, secrets.database_password,
                                          secrets.name_update_key, secrets.cluster_key,
                                          secrets.ssh_host_key};
  const auto tells = [&](const std::string& text) {
    return std::ranges::any_of(
        words, [&](const auto& word) { return text.find(word) != std::string::npos; });
  };
  for (const LabService& service : lab_services(lab)) {
    INFO(id_of(service));
    for (const LabFile& file : service.files) {
      INFO(file.path);
      CHECK((!tells(file.content) || (file.mode & 077) == 0));
    }
    std::vector<CommandLine> lines = service.preparations;
    lines.push_back(service.start);
    lines.push_back(service.readiness.probe);
    for (const CommandLine& line : lines) {
      CHECK(std::ranges::none_of(line.arguments, tells));
      CHECK(std::ranges::none_of(line.environment, tells));
    }
  }
}

TEST_CASE("the second region's cluster has four nodes that stand and four that can be added") {
  const std::string config = file_named("/labs/test/nodes/us-west-2/ctl-1/slurm/slurm.conf");
  for (int number = 1; number <= 8; ++number) {
    const std::string line = "NodeName=gpu-" + std::to_string(number) + " NodeAddr=10.77.2." +
                             std::to_string(100 + number) + (number > 4 ? " State=CLOUD\n" : "\n");
    INFO(line);
    CHECK(config.find(line) != std::string::npos);
  }
  CHECK(is_elastic(lab, lab.node("us-west-2/gpu-5")));
  CHECK_FALSE(is_elastic(lab, lab.node("us-west-2/gpu-4")));
  CHECK_FALSE(is_elastic(lab, lab.node("us-east-1/gpu-8")));
}

TEST_CASE("each store's disks hold a copy of everything, the archive's those of the third region") {
  const auto daemons =
      nlohmann::json::parse(file_named("/labs/test/nodes/us-east-1/store-1/swift/daemons.json"));
  for (const auto& ring : daemons["rings"]) {
    const bool is_archive = ring["name"] == "object-1";
    CHECK(ring["stores"].size() == (is_archive ? 1U : 3U));
    CHECK(ring["stores"].back()["address"] == "10.77.3.20");
    CHECK(ring["stores"].back()["region"] == 3);
  }
}

TEST_CASE("a replica that is promoted gets a slot for each other instance that can follow it") {
  const ActionPlan plan = plan_action(lab, "promote-database", {"us-west-2/db-1"});
  REQUIRE(plan.problem.empty());
  REQUIRE(plan.commands.size() == 3);
  CHECK(plan.commands[0].command.arguments.back().find("pg_promote(true, 30)") !=
        std::string::npos);
  CHECK(plan.commands[1].command.arguments.back().find(
            "array['us_east_1_db_1', 'us_east_1_db_2']") != std::string::npos);
  CHECK(plan.commands[2].command.arguments.back() == "--command=checkpoint");
  CHECK(std::ranges::all_of(plan.commands,
                            [](const auto& step) { return step.node == "us-west-2/db-1"; }));
}

TEST_CASE("an action that does not fit says why") {
  CHECK(plan_action(lab, "promote-databse", {}).problem ==
        "there is no action promote-databse; did you mean promote-database?");
  CHECK(plan_action(lab, "promote-database", {}).problem == "usage: promote-database NODE");
  CHECK(plan_action(lab, "promote-database", {"us-west-2/db-9"}).problem ==
        "us-west-2/db-9 is no node of the lab; usage: promote-database NODE");
  CHECK(
      plan_action(lab, "start-training", {"mars", "run"}).problem.starts_with("mars is no region"));
}

TEST_CASE("every action makes commands for nodes of the lab") {
  for (const LabAction& action : lab_actions()) {
    INFO(action.name);
    std::vector<std::string> words;
    for (const ActionParameter& parameter : action.parameters) {
      words.emplace_back(parameter.word == ActionWord::node     ? "us-east-1/db-1"
                         : parameter.word == ActionWord::region ? "us-east-1"
                                                                : "word");
    }
    const ActionPlan plan = plan_action(lab, action.name, words);
    CHECK(plan.problem.empty());
    CHECK_FALSE(plan.commands.empty());
    for (const NodeCommand& step : plan.commands) {
      CHECK(lab.node(step.node).id() == step.node);
      CHECK_FALSE(step.command.arguments.empty());
    }
  }
}

}  // namespace
}  // namespace firedrill
