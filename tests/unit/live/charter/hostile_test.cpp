// Hostile targets and charters, made systematically: each takes a sound file and puts one thing
// into it that must never reach a shell, a file system or a host that is not meant. All are refused
// while they are read or compared, before there is anything that could run a command.
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "live/charter/charter.hpp"
#include "live/faults/live_fault.hpp"
#include "models/text/tree.hpp"
#include "tests/unit/live/journal_fixture.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::sys_seconds day_of_trial{
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 28}};

const char* const target_text = R"({
  "format": "firedrill/target/1", "name": "staging-eu",
  "hosts": [
    {"name": "east/db-1", "region": "east", "component": "database", "environment": "staging",
     "reach": {"ssh": {"address": "10.0.0.1", "user": "root", "port": 22,
                       "identity": "/etc/hostname", "known_hosts": "/etc/hosts",
                       "host_key_alias": "db", "proxy": ["jump", "db-1"],
                       "connect_patience": "5 s"}},
     "address": "10.0.0.1", "address6": "fd00::1", "interface": "eth0",
     "cgroup": "/sys/fs/cgroup/db", "journal": "/var/lib/firedrill/journal",
     "hosts_file": "/etc/hosts", "control": ["10.0.0.9"], "labels": {"team": "storage"},
     "power": {"from": "east/db-2", "off": ["ipmitool", "off"], "on": ["ipmitool", "on"],
               "is_on": ["ipmitool", "status"]},
     "uplink": {"from": "east/db-2", "interface": "port1"},
     "disks": [{"name": "data", "mount": "/srv/data"}],
     "services": [
       {"name": "postgres", "systemd": {"unit": "postgresql@15-main.service"}, "ports": [5432],
        "folder": "/srv/data/main", "certificate": "/etc/ssl/db.pem", "key": "/etc/ssl/db.key",
        "authority": "/etc/ssl/ca.pem", "authority_key": "/etc/ssl/ca.key", "reload": ["true"],
        "clock_file": "/run/clock", "relation": "orders", "slot": "west",
        "sql": {"socket": "/run/postgresql", "user": "postgres", "database": "shop"}},
       {"name": "agent", "pid_file": {"path": "/run/agent.pid", "start": ["agentd"],
                                      "stop": ["agentd"]}},
       {"name": "job", "command": {"words": ["job", "--all"], "start": ["jobd"]}}]},
    {"name": "east/db-2", "region": "east", "environment": "lab", "reach": {"local": {}},
     "journal": "/var/lib/firedrill/journal"}
  ],
  "router": {"host": "east/db-2", "command": ["wan"]}})";

const char* const hostile_charter = R"({
  "format": "firedrill/charter/1", "name": "autumn", "approved_by": "A. Jones",
  "targets": ["east/db-1"], "faults": ["process_kill", "partition"],
  "blast_radius": {"hosts": 1, "regions": 1, "faults": 1},
  "abort_when": [{"probe": "sql-write", "for": "30 s"},
                 {"prometheus": {"address": "http://10.0.0.9:9090", "expression": "up == 0",
                                 "from": "east/db-1", "unanswered": "abort"}}],
  "deadline": "20 min", "expires": "2027-01-31T18:00:00Z"})";

using Words = std::vector<std::string>;

// What is no plain name: wildcards, shell signs, options, steps up, other alphabets, production.
Words hostile_names() {
  return {"*",
          "east/*",
          "db-?",
          "[a-z]",
          "$(reboot)",
          "`id`",
          "a;b",
          "a|b",
          "a&b",
          "a b",
          "a\nb",
          "a\tb",
          "../x",
          "a/../b",
          "..",
          "-oProxyCommand=reboot",
          "--help",
          "~root",
          "a>b",
          "a<b",
          "a'b",
          "a\"b",
          "a\\b",
          "{a,b}",
          "!x",
          "#x",
          "a#b",
          "",
          "/abs",
          "a//b",
          "$HOME",
          "${x}",
          "a\r",
          "a=b",
          "d\xd0\xac-1",
          "\xef\xbd\x81",
          "a\x7f",
          std::string(201, 'a'),
          "\xe2\x80\xae"
          "a"};
}

Words hostile_paths() {
  return {"relative",  "",
          "/",         "/etc/../root",
          "/a//b",     "/a/./b",
          "/a b",      "/a;b",
          "/a$(x)",    "/a`x`",
          "/a*",       "~/x",
          "/a\nb",     "/trailing/",
          "/a'b",      "/a\"b",
          "/a|b",      "-rf",
          "/a\\b",     "/{a,b}",
          "/\xd0\xac", "/" + std::string(200, 'a')};
}

const Words production{"prod", "eu-PRODUCTION/db-1", "live/db-1", "prd", "db.prod.example"};
const Words bad_addresses{"0.0.0.0",    "255.255.255.255", "10.0.0.0/8", "*",  "localhost", "",
                          "10.0.0.1;x", "10.0.0",          "010.0.0.1 ", "::", "300.1.1.1", "$(x)"};

struct Counter {
  int refused = 0;

  void target(const std::string& pointer, const std::string& value_json) {
    INFO("target " << pointer << " = " << value_json);
    const auto document =
        with_value(*parse_document("target.json", target_text), pointer, value_json);
    REQUIRE(document);
    const auto read = read_target(*document);
    CHECK_FALSE(read);
    refused += read ? 0 : 1;
  }
  void charter(const std::string& pointer, const std::string& value_json) {
    INFO("charter " << pointer << " = " << value_json);
    const auto document =
        with_value(*parse_document("charter.json", hostile_charter), pointer, value_json);
    REQUIRE(document);
    const auto read = read_charter(*document, fault_kinds(), day_of_trial);
    CHECK_FALSE(read);
    refused += read ? 0 : 1;
  }
};

}  // namespace

TEST_CASE("the files that hostile ones are made of are sound themselves") {
  CHECK(read_target(*parse_document("target.json", target_text)));
  CHECK(
      read_charter(*parse_document("charter.json", hostile_charter), fault_kinds(), day_of_trial));
}

TEST_CASE("targets with hostile names and paths are refused") {
  Counter count;
  for (const std::string pointer :
       {"/name", "/hosts/0/name", "/hosts/0/region", "/hosts/0/component", "/hosts/0/interface",
        "/hosts/0/reach/ssh/address", "/hosts/0/reach/ssh/user",
        "/hosts/0/reach/ssh/host_key_alias", "/hosts/0/power/from", "/hosts/0/uplink/from",
        "/hosts/0/uplink/interface", "/hosts/0/disks/0/name", "/hosts/0/services/0/name",
        "/hosts/0/services/0/systemd/unit", "/hosts/0/services/0/relation",
        "/hosts/0/services/0/slot", "/hosts/0/services/0/sql/user",
        "/hosts/0/services/0/sql/database", "/router/host"}) {
    for (const std::string& name : hostile_names()) {
      count.target(pointer, quoted_json(name));
    }
  }
  for (const std::string pointer :
       {"/hosts/0/reach/ssh/identity", "/hosts/0/reach/ssh/known_hosts", "/hosts/0/cgroup",
        "/hosts/0/journal", "/hosts/0/hosts_file", "/hosts/0/disks/0/mount",
        "/hosts/0/services/0/folder", "/hosts/0/services/0/certificate", "/hosts/0/services/0/key",
        "/hosts/0/services/0/authority", "/hosts/0/services/0/authority_key",
        "/hosts/0/services/0/clock_file", "/hosts/0/services/0/sql/socket",
        "/hosts/0/services/1/pid_file/path"}) {
    for (const std::string& path : hostile_paths()) {
      count.target(pointer, quoted_json(path));
    }
  }
  WARN(count.refused << " targets with hostile names and paths refused");
  CHECK(count.refused >= 300);
}

TEST_CASE("targets with hostile commands, labels, addresses and structure are refused") {
  Counter count;
  for (const std::string pointer :
       {"/hosts/0/reach/ssh/proxy/0", "/hosts/0/power/off/0", "/hosts/0/power/on/1",
        "/hosts/0/power/is_on/0", "/hosts/0/services/0/reload/0",
        "/hosts/0/services/1/pid_file/start/0", "/hosts/0/services/1/pid_file/stop/0",
        "/hosts/0/services/2/command/words/0", "/hosts/0/services/2/command/start/0",
        "/router/command/0"}) {
    for (const std::string word : {"$(reboot)", "a b", "a;b", "`x`", "", "a\nb", "../x", "*", "'",
                                   "\"", "a|b", "a&b", ">/etc/passwd", "~", "\\"}) {
      count.target(pointer, quoted_json(word));
    }
  }
  for (const std::string& name : production) {
    for (const std::string pointer : {"/name", "/hosts/0/name", "/hosts/0/region",
                                      "/hosts/0/environment", "/hosts/0/labels/team"}) {
      count.target(pointer, quoted_json(name));
    }
  }
  for (const std::string& address : bad_addresses) {
    count.target("/hosts/0/address", quoted_json(address));
    count.target("/hosts/0/control/0", quoted_json(address));
    count.target("/hosts/0/address6", quoted_json(address));
  }
  for (const auto& [pointer, value] : std::vector<std::pair<std::string, std::string>>{
           {"/hosts", "[]"},
           {"/hosts", "{}"},
           {"/hosts/0/environment", "\"Staging\""},
           {"/hosts/0/reach", "{}"},
           {"/hosts/0/reach/local", "{}"},
           {"/hosts/0/reach/ssh/port", "0"},
           {"/hosts/0/reach/ssh/port", "65536"},
           {"/hosts/0/reach/ssh/proxy", "\"jump db-1\""},
           {"/hosts/0/reach/ssh/proxy_passes_socket", "1"},
           {"/hosts/0/reach/ssh/connect_patience", "\"0 s\""},
           {"/hosts/0/reach/ssh/connect_patience", "\"2 h\""},
           {"/hosts/0/reach/ssh/connect_patience", "5"},
           {"/hosts/0/reach/ssh/options", "[\"ProxyCommand=x\"]"},
           {"/hosts/0/services/0/ports/0", "0"},
           {"/hosts/0/services/0/ports/0", "1.5"},
           {"/hosts/0/services/0/ports/0", "\"22\""},
           {"/hosts/1/name", "\"east/db-1\""},
           {"/hosts/0/shell", "\"sh -c x\""},
           {"/hosts/0/power/off", "[]"},
           {"/hosts/0/power/off", "\"reboot\""},
           {"/format", "\"firedrill/target/2\""},
           {"/hosts/0/power/from", "\"east/db-9\""},
           {"/router/host", "\"east/db-9\""},
           {"/hosts/0/services/2/command/words", "[\"job\"]"}}) {
    count.target(pointer, value);
  }
  WARN(count.refused << " other hostile targets refused");
  CHECK(count.refused >= 100);
}

TEST_CASE("hostile charters are refused") {
  Counter count;
  for (const std::string pointer :
       {"/targets/0", "/name", "/abort_when/0/probe", "/abort_when/1/prometheus/from"}) {
    for (const std::string& name : hostile_names()) {
      count.charter(pointer, quoted_json(name));
    }
    for (const std::string& name : production) {
      count.charter(pointer, quoted_json(name));
    }
  }
  for (const std::string kind : {"*", "all", "", "rm", "process_kil", "PROCESS_KILL", "node*"}) {
    count.charter("/faults/0", quoted_json(kind));
  }
  for (const std::string moment :
       {"2026-11-27T23:59:59Z", "2026-11-28T00:00:00Z", "1999-01-01T00:00:00Z", "never", "",
        "2027-02-30T00:00:00Z", "2027-01-31", "2027-01-31T18:00:00", "2027-01-31T18:00:00+02:00",
        "2027-01-31T24:00:00Z", "2027-13-01T00:00:00Z", "2027-01-31t18:00:00Z",
        "2027-01-31T18:00:00Z ", "tomorrow", "-001-01-01T00:00:00Z"}) {
    count.charter("/expires", quoted_json(moment));
  }
  for (const std::string address :
       {"", "10.0.0.9:9090", "file:///etc/passwd", "http://", "http://a b", "http://$(x)",
        "http://user@host", "gopher://a", "http://a;b", "javascript:x", "http://../x"}) {
    count.charter("/abort_when/1/prometheus/address", quoted_json(address));
  }
  for (const auto& [pointer, value] : std::vector<std::pair<std::string, std::string>>{
           {"/targets", "[]"},
           {"/targets", "\"*\""},
           {"/targets/-", "\"east/db-1\""},
           {"/faults", "[]"},
           {"/faults", "\"all\""},
           {"/deadline", "\"0 s\""},
           {"/deadline", "\"25 h\""},
           {"/deadline", "20"},
           {"/deadline", "\"-1 min\""},
           {"/deadline", "\"forever\""},
           {"/blast_radius/hosts", "0"},
           {"/blast_radius/hosts", "-1"},
           {"/blast_radius/hosts", "1.5"},
           {"/blast_radius/hosts", "1000000"},
           {"/blast_radius/regions", "0"},
           {"/blast_radius/faults", "0"},
           {"/blast_radius", "{}"},
           {"/force", "true"},
           {"/expires", "4102444800"},
           {"/abort_when/1/prometheus/expression", "\"\""},
           {"/abort_when/1/prometheus/expression", "\"up\\n== 0\""},
           {"/abort_when/1/prometheus/unanswered", "\"ignore\""},
           {"/abort_when/1/prometheus/unanswered", "true"},
           {"/abort_when/1/prometheus/from", "[]"},
           {"/abort_when/1/prometheus/headers", "{}"},
           {"/abort_when/0/for", "30"},
           {"/format", "\"firedrill/target/1\""},
           {"/approved_by", "null"}}) {
    count.charter(pointer, value);
  }
  WARN(count.refused << " hostile charters refused");
  CHECK(count.refused >= 150);
}

TEST_CASE("files that somebody else could exchange are refused") {
  TemporaryFolder folder;
  const std::string file = folder.path() + "/target.json";
  const std::string link = folder.path() + "/link.json";
  std::ofstream{file} << target_text;
  CHECK(load_target(file));
  std::filesystem::create_symlink(file, link);
  CHECK(load_target(link).error()[0].code == "FD5007");
  chmod(file.c_str(), 0666);
  CHECK(load_target(file).error()[0].code == "FD5009");
  CHECK_FALSE(load_target(folder.path()));
  CHECK_FALSE(load_target(folder.path() + "/none.json"));
  // A journal that is reached through a link, on this very machine.
  std::filesystem::create_directory_symlink("/tmp", folder.path() + "/journal");
  auto document = with_value(*parse_document("target.json", target_text), "/hosts/1/journal",
                             quoted_json(folder.path() + "/journal/j"));
  CHECK(read_target(*document).error()[0].code == "FD5007");
  document =
      with_value(*parse_document("target.json", target_text), "/hosts/0/reach/ssh/known_hosts",
                 quoted_json(folder.path() + "/journal/hosts"));
  CHECK(read_target(*document).error()[0].code == "FD5007");
}
