// What a drill may touch: everything that does not stand in a charter is refused.
#include <catch2/catch.hpp>

#include "live/charter/charter.hpp"
#include "live/charter/safe_text.hpp"
#include "live/faults/live_fault.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::sys_seconds now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 28}};

const char* const inventory_text = R"({
  "format": "firedrill/target/1", "name": "staging-eu",
  "hosts": [
    {"name": "east/db-1", "region": "east", "environment": "staging",
     "reach": {"ssh": {"address": "10.0.0.1", "user": "root", "known_hosts": "/etc/hosts"}},
     "address": "10.0.0.1", "interface": "eth0", "journal": "/var/lib/firedrill/journal",
     "services": [{"name": "postgres", "systemd": {"unit": "postgresql@15-main.service"}}]},
    {"name": "west/db-1", "region": "west", "environment": "staging",
     "reach": {"ssh": {"address": "10.0.1.1", "user": "root", "known_hosts": "/etc/hosts"}},
     "address": "10.0.1.1", "interface": "eth0", "journal": "/var/lib/firedrill/journal"}
  ]})";

const char* const charter_text = R"({
  "format": "firedrill/charter/1", "name": "autumn", "approved_by": "A. Jones",
  "inventory_digest": "DIGEST",
  "targets": ["east/db-1", "west/db-1"], "faults": ["process_kill", "partition"],
  "blast_radius": {"hosts": 1, "regions": 1, "faults": 1},
  "abort_when": [{"probe": "sql-write", "for": "30 s"},
                 {"prometheus": {"address": "http://10.0.0.9:9090", "expression": "up == 0"}}],
  "deadline": "20 min", "expires": "2027-01-31T18:00:00Z"})";

TargetInventory inventory() {
  const auto document = parse_document("inventory.json", inventory_text);
  const auto read = read_target(*document);
  REQUIRE(read);
  return *read;
}

Result<Charter> charter(const TargetInventory& of) {
  std::string text = charter_text;
  text.replace(text.find("DIGEST"), 6, of.digest);
  const auto document = parse_document("charter.json", text);
  return read_charter(*document, fault_kinds(), now);
}

std::vector<std::string> codes(const Diagnostics& diagnostics) {
  std::vector<std::string> found;
  for (const Diagnostic& one : diagnostics) {
    found.push_back(one.code);
  }
  return found;
}

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("a sound charter for its inventory") {
  const TargetInventory hosts = inventory();
  const auto read = charter(hosts);
  REQUIRE(read);
  CHECK(read->deadline == 20min);
  CHECK(read->expires == std::chrono::sys_days{std::chrono::year{2027} / 1 / 31} + 18h);
  CHECK(read->abort_when.size() == 2);
  CHECK(codes(check_charter(*read, hosts, "staging-eu")).empty());
  CHECK(codes(check_charter(*read, hosts, "")) == Codes{"FD5109"});
  CHECK(codes(check_charter(*read, hosts, "staging")) == Codes{"FD5109"});
}

TEST_CASE("another inventory than the one that was approved") {
  const auto read = charter(inventory());
  TargetInventory other = inventory();
  other.digest = "0000";
  CHECK(codes(check_charter(*read, other, "staging-eu")) == Codes{"FD5108"});
  other = inventory();
  other.hosts.pop_back();
  CHECK(codes(check_charter(*read, other, "staging-eu")) == Codes{"FD5107"});
}

TEST_CASE("an expression is asked from a host of the inventory, and no answer ends a drill") {
  const TargetInventory hosts = inventory();
  const auto read = charter(hosts);
  REQUIRE(read);
  Charter changed = *read;
  AbortExpression& asked = std::get<AbortExpression>(changed.abort_when[1].when);
  CHECK(asked.from.empty());
  CHECK_FALSE(asked.goes_on_unanswered);
  asked.from = "west/db-1";
  CHECK(codes(check_charter(changed, hosts, "staging-eu")).empty());
  asked.from = "west/db-9";
  CHECK(codes(check_charter(changed, hosts, "staging-eu")) == Codes{"FD5107"});
  std::string text = charter_text;
  text.replace(text.find("\"up == 0\""), 9, R"("up == 0", "unanswered": "go_on")");
  const auto other = read_charter(*parse_document("charter.json", text), fault_kinds(), now);
  REQUIRE(other);
  CHECK(std::get<AbortExpression>(other->abort_when[1].when).goes_on_unanswered);
}

TEST_CASE("faults, hosts and how much at once") {
  const TargetInventory hosts = inventory();
  const auto read = charter(hosts);
  const Hurt kill{"process_kill", {"east/db-1"}};
  CHECK(codes(refuse(*read, hosts, {}, kill)).empty());
  CHECK(codes(refuse(*read, hosts, {}, {"node_loss", {"east/db-1"}})) == Codes{"FD5110"});
  CHECK(codes(refuse(*read, hosts, {}, {"process_kill", {"east/db-2"}})) == Codes{"FD5111"});
  // Two hosts in two regions at once, and two faults.
  const std::vector<Hurt> there{kill};
  CHECK(codes(refuse(*read, hosts, there, {"process_kill", {"west/db-1"}})) ==
        Codes{"FD5112", "FD5112", "FD5112"});
  CHECK(codes(refuse(*read, hosts, {}, {"partition", {"east/db-1", "west/db-1"}})) ==
        Codes{"FD5112", "FD5112"});
}

TEST_CASE("the hosts that feel a fault are those that users would miss") {
  const TargetInventory hosts = inventory();
  CHECK(hurt_by(RegionLoss{"east"}, hosts) == std::vector<std::string>{"east/db-1"});
  CHECK(hurt_by(Partition{.hosts = {"east/db-1"}, .peers = {"west/db-1"}}, hosts).size() == 2);
  CHECK(hurt_by(NetworkDegradation{.from_region = "east", .to_region = "west"}, hosts).size() == 2);
}

TEST_CASE("faults on what the inventory does not have, or does not say enough of") {
  const TargetInventory hosts = inventory();
  const auto problem = [&](const LiveFault& fault) {
    const auto commands = commands_of("f", fault, hosts);
    return commands ? Codes{} : codes(commands.error());
  };
  CHECK(problem(ProcessKill{{"east/db-1", "postgres"}}).empty());
  CHECK(problem(ProcessKill{{"east/db-9", "postgres"}}) == Codes{"FD5201"});
  CHECK(problem(ProcessKill{{"east/db-1", "postgras"}}) == Codes{"FD5201"});
  CHECK(problem(NodeLoss{"east/db-1"}) == Codes{"FD5202"});
  CHECK(problem(ReplicationStall{{"east/db-1", "postgres"}}) == Codes{"FD5202"});
  CHECK(problem(NetworkDegradation{.host = "east/db-1"}) == Codes{"FD5203"});
  CHECK(problem(NetworkDegradation{.host = "east/db-1", .loss = 1.5}) == Codes{"FD5203"});
  CHECK(problem(NetworkDegradation{.from_region = "east", .to_region = "west", .loss = 0.1}) ==
        Codes{"FD5202"});
  CHECK(problem(RegionLoss{"north"}) == Codes{"FD5203"});
  CHECK(problem(BitRot{.host = "east/db-1", .file = "/srv/../etc/passwd"}) == Codes{"FD5203"});
  CHECK(problem(DnsWrongAnswer{"east/db-1", "a b", "1.2.3.4"}) == Codes{"FD5202", "FD5203"});
  CHECK(problem(CpuExhaustion{"east/db-1", 0.0}) == Codes{"FD5203"});
  CHECK(problem(ClockSkew{{"east/db-1", "postgres"}, 0s}) == Codes{"FD5203", "FD5202"});
}

TEST_CASE("systemd services are found, started and paused through systemctl") {
  const auto commands = commands_of("f", ProcessKill{{"east/db-1", "postgres"}}, inventory());
  REQUIRE(commands);
  const FaultPart& part = commands->parts[0];
  CHECK(part.inject.find("systemctl show -p MainPID --value postgresql@15-main.service") !=
        std::string::npos);
  CHECK(part.revert.find("systemctl start postgresql@15-main.service") != std::string::npos);
}

TEST_CASE("names that say production") {
  for (const char* text : {"prod", "eu-PROD/db-1", "db.production", "prd_3", "live", "prod1"}) {
    CHECK(means_production(text));
  }
  for (const char* text : {"product-catalogue", "reproduce", "deliver", "staging", "", "prodigy"}) {
    CHECK_FALSE(means_production(text));
  }
}
