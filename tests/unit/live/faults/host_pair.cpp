#include "tests/unit/live/faults/host_pair.hpp"

#include <fmt/format.h>

#include <sstream>

namespace firedrill {

using namespace std::chrono_literals;

HostPair::HostPair() : prefix_{fmt::format("fdflt-{}", getpid())} {
  for (const std::string name : {"a", "b"}) {
    Host host;
    host.name = name;
    host.region = "region-" + name;
    host.environment = "lab";
    host.reach = ReachNamespace{"/run/netns/" + space(name)};
    host.address = name == "a" ? address_a : address_b;
    host.interface = "eth0";
    host.journal = folder() + "/journal-" + name;
    inventory_.hosts.push_back(host);
    charter_.targets.push_back(name);
  }
  inventory_.name = "pair";
  for (const std::string_view kind : fault_kinds()) {
    charter_.faults.emplace_back(kind);
  }
  charter_.name = "test";
  charter_.blast_radius = {2, 2, 5};
  charter_.deadline = 10min;
  here(fmt::format(R"(set -e
ip netns add {0}
ip netns add {1}
ip link add name eth0 netns {0} type veth peer name eth0 netns {1}
ip -n {0} addr add {2}/24 dev eth0
ip -n {1} addr add {3}/24 dev eth0
for space in {0} {1}; do
  ip -n $space link set lo up
  ip -n $space link set eth0 up
done
ip -n {0} route add 10.80.0.0/16 via {3}
# Learnt neighbours would be asked for anew under the very loss that a test injects.
mac() {{ ip -n $1 -brief link show dev eth0 | awk '{{print $3}}'; }}
ip -n {0} neighbour replace {3} lladdr $(mac {1}) dev eth0 nud permanent
ip -n {1} neighbour replace {2} lladdr $(mac {0}) dev eth0 nud permanent
)",
                   space("a"), space("b"), address_a, address_b));
}

HostPair::~HostPair() {
  for (const std::string name : {"a", "b"}) {
    here(
        fmt::format("[ ! -e /run/netns/{0} ] || {{ kill -9 $(ip netns pids {0}) 2>/dev/null\n"
                    "ip netns del {0}; }}",
                    space(name)));
  }
}

std::string HostPair::space(const std::string& host) const { return prefix_ + "-" + host; }

Host& HostPair::host(const std::string& name) { return inventory_.hosts[name == "a" ? 0 : 1]; }

void HostPair::here(const std::string& script) {
  ProcessShell shell{local_way()};
  const ShellAnswer answer = shell.run("here", script, 60s);
  INFO(answer.error);
  CHECK((answer.status == 0 || script.starts_with("[")));
}

std::string HostPair::in(const std::string& host, const std::string& script) {
  ProcessShell shell{way_to(inventory_)};
  std::string output = shell.run(host, script, 60s).output;
  while (!output.empty() && output.back() == '\n') {
    output.pop_back();
  }
  return output;
}

std::string HostPair::python(const std::string& host, const std::string& words) {
  return in(host, "exec python3 tests/unit/live/faults/service.py " + words);
}

void HostPair::start_service() {
  const std::string script = fmt::format(
      "#!/bin/sh\nnsenter --net=/run/netns/{} setsid python3 {}/tests/unit/live/faults/service.py "
      "serve {} 7000 >/dev/null 2>&1 </dev/null &\necho $! >{}/pid\n",
      space("a"), std::filesystem::current_path().string(), folder(), folder());
  std::ofstream{folder() + "/start"} << script;
  here(fmt::format("chmod +x {0}/start && {0}/start", folder()));
  HostService service;
  service.name = "service";
  service.process = PidFile{folder() + "/pid", {folder() + "/start"}, {}};
  service.ports = {7000};
  host("a").services = {service};
  REQUIRE(JournalFixture::comes_true(
      10s, [&] { return python("b", fmt::format("connect {} 7000", address_a)) == "answered"; }));
}

HostPair::Measured HostPair::measured(const std::vector<ScriptRun>& runs) {
  Measured found;
  for (const ScriptRun& run : runs) {
    std::istringstream lines{run.answer.output};
    std::string line;
    while (std::getline(lines, line)) {
      std::istringstream words{line};
      std::string name;
      double value = 0.0;
      if (words >> name >> value) {
        found[name] = value;
      }
    }
  }
  return found;
}

std::vector<std::string> HostPair::missing(const LiveFault& fault) {
  ProcessShell shell{way_to(inventory_)};
  Injector injector{inventory_, charter_, shell, {fmt::format("drill-{}", ++drills_), 5min}};
  const Result<FaultCommands> commands = injector.plan("fault", fault);
  REQUIRE(commands);
  return injector.missing(*commands);
}

void HostPair::trial(const LiveFault& fault, const std::function<void(const Measured&)>& during) {
  ProcessShell shell{way_to(inventory_)};
  Injector injector{inventory_, charter_, shell, {fmt::format("drill-{}", ++drills_), 5min}};
  const Result<FaultCommands> commands = injector.plan("fault", fault);
  REQUIRE(commands);
  REQUIRE(injector.missing(*commands) == std::vector<std::string>{});
  REQUIRE(injector.begin({*commands}) == std::vector<std::string>{});
  const FaultOutcome injected = injector.inject(*commands, 2min);
  CHECK(injected.problem == "");
  during(measured(injector.verify(*commands)));
  const FaultOutcome healed = injector.heal(*commands);
  CHECK(healed.problem == "");
  for (const Residue& left : healed.residue) {
    UNSCOPED_INFO(left.fault << "\nbefore:\n" << left.before << "after:\n" << left.after);
  }
  CHECK(healed.residue.empty());
  for (const FaultOutcome& outcome : injector.undo_all()) {
    for (const Residue& left : outcome.residue) {
      UNSCOPED_INFO(left.fault << "\nbefore:\n" << left.before << "after:\n" << left.after);
    }
    CHECK(outcome.problem == "");
  }
  CHECK_FALSE(std::filesystem::exists(host("a").journal));
}

}  // namespace firedrill
