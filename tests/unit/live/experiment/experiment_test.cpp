// Experiments: read, written, imported from other tools and exported to them. What has no
// counterpart is refused by name.
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "live/experiment/foreign.hpp"
#include "live/experiment/importing.hpp"

using namespace firedrill;
using namespace std::chrono_literals;

namespace {

constexpr const char* every_fault = "scenarios/experiments/every-fault.json";

std::vector<std::string> messages(const Diagnostics& diagnostics) {
  std::vector<std::string> found;
  for (const Diagnostic& one : diagnostics) {
    found.push_back(one.code + " " + one.message);
  }
  return found;
}

Result<Imported> toolkit(const std::string& method, const std::string& more = "") {
  return import_chaos_toolkit(
      *parse_document("e.json", R"({"title": "t", "description": "d", "method": [)" + method + "]" +
                                    more + "}"),
      {"web-1", "web"});
}

std::string process(const std::string& path, const std::string& arguments) {
  return R"({"type": "action", "name": "n", "provider": {"type": "process", "path": ")" + path +
         R"(", "arguments": ")" + arguments + R"(", "timeout": 30}})";
}

Result<Imported> mesh(const std::string& kind, const std::string& spec) {
  return import_chaos_mesh(
      *parse_document("m.json", R"({"apiVersion": "chaos-mesh.org/v1alpha1", "kind": ")" + kind +
                                    R"(", "metadata": {"name": "slow"}, "spec": {"mode": "one",
                                    "selector": {"labelSelectors": {"app": "web"}},
                                    "duration": "1m30s", )" +
                                    spec + "}}"),
      {"web-1", "web"});
}

template <class Fault>
Fault only(const Result<Imported>& imported) {
  if (!imported) {
    for (const std::string& message : messages(imported.error())) {
      UNSCOPED_INFO(message);
    }
  }
  REQUIRE(imported);
  REQUIRE(imported->experiment.faults.size() == 1);
  const auto* const fault = std::get_if<Fault>(&imported->experiment.faults[0].fault);
  REQUIRE(fault != nullptr);
  return *fault;
}

}  // namespace

TEST_CASE("an experiment with every fault is read, and written as it was") {
  const auto experiment = load_experiment(every_fault);
  REQUIRE(experiment);
  CHECK(experiment->faults.size() == fault_kinds().size());
  const auto written = nlohmann::json::parse(experiment_json(*experiment));
  std::ifstream file{every_fault};
  auto expected = nlohmann::json::parse(file);
  expected.erase("$schema");
  CHECK(written == expected);
}

TEST_CASE("experiments that are wrong are refused with all that is wrong") {
  const auto wrong = read_experiment(*parse_document("e.json", R"({
    "format": "firedrill/experiment/1", "name": "x",
    "faults": [{"name": "a", "length": "1 s", "process_kil": {"host": "a", "service": "s"}},
               {"name": "a", "length": 5, "node_loss": {"hosts": "a"}}]})"));
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().size() >= 4);
}

TEST_CASE("to Chaos Toolkit and back: nothing is lost") {
  const auto experiment = load_experiment(every_fault);
  const std::string exported = export_chaos_toolkit(*experiment, "e.json");
  const auto json = nlohmann::json::parse(exported);
  CHECK(json["title"] == "Every fault");
  CHECK(json["steady-state-hypothesis"]["probes"][0]["tolerance"] == 204);
  CHECK(json["method"][0]["provider"]["arguments"] == nlohmann::json{"inject", "e.json"});
  const auto back = import_chaos_toolkit(*parse_document("t.json", exported), {"any", ""});
  REQUIRE(back);
  CHECK(experiment_json(back->experiment) == experiment_json(*experiment));
}

TEST_CASE("actions of Chaos Toolkit that run what breaks something") {
  const auto slow = only<NetworkDegradation>(
      toolkit(process("/sbin/tc", "qdisc add dev eth0 root netem delay 100ms loss 1% rate 5mbit")));
  CHECK(slow.latency == 100ms);
  CHECK(slow.loss == 0.01);
  CHECK(slow.rate->bytes_per_second == 625'000.0);
  CHECK(only<CpuExhaustion>(toolkit(process("stress-ng", "--cpu 4 --cpu-load 50"))).share == 0.5);
  CHECK(
      only<MemoryExhaustion>(toolkit(process("stress-ng", "--vm 1 --vm-bytes 1g"))).amount.count ==
      1'073'741'824);
  CHECK(only<ProcessKill>(toolkit(process("pkill", "-9 nginx"))).on.service == "web");
  CHECK(only<ProcessPause>(toolkit(process("kill", "-STOP 123"))).on.host == "web-1");
  const auto imported = toolkit(process("systemctl", "kill nginx"),
                                R"(, "rollbacks": [{"type": "action", "name": "start",
                                "provider": {"type": "process", "path": "systemctl"}}])");
  CHECK(only<ProcessKill>(imported).on.service == "web");
  CHECK(imported->experiment.faults[0].length == 30s);
  CHECK(imported->notes.size() == 2);
}

TEST_CASE("what Chaos Toolkit can and firedrill cannot is refused by name") {
  const auto refused = [](const Result<Imported>& imported) {
    REQUIRE_FALSE(imported);
    return messages(imported.error())[0];
  };
  CHECK(refused(toolkit(R"({"type": "action", "name": "drain", "provider": {"type": "python",
                "module": "chaosk8s.node.actions", "func": "drain_nodes"}})")) ==
        "FD5301 action \"drain\" by python chaosk8s.node.actions has no counterpart here");
  CHECK(refused(toolkit(process("rm", "-rf /"))) ==
        "FD5301 the process \"rm -rf /\" has no counterpart here");
  CHECK(
      refused(toolkit(process("tc", "qdisc add dev eth0 root netem corrupt 1%"))).find("corrupt") !=
      std::string::npos);
  CHECK(refused(toolkit("", R"(, "controls": [{"name": "c"}])")) ==
        "FD5301 \"controls\" has no counterpart here");
  CHECK(refused(toolkit("", R"(, "rollbacks": [{"type": "action", "name": "page",
                "provider": {"type": "http", "url": "http://x"}}])")) ==
        "FD5301 rollback \"page\" has no counterpart here");
  CHECK(refused(toolkit("", R"(, "steady-state-hypothesis": {"title": "s", "probes": [
                {"type": "probe", "name": "p", "tolerance": [200, 201],
                "provider": {"type": "http", "url": "http://x"}}]})")) ==
        "FD5301 a tolerance that is no HTTP status has no counterpart here");
  CHECK(refused(toolkit("", R"(, "dry": true)")).starts_with("FD2003"));
}

TEST_CASE("kinds of Chaos Mesh that have a counterpart") {
  const auto slow = mesh("NetworkChaos", R"("action": "delay", "delay": {"latency": "10ms",
                         "jitter": "0ms", "correlation": "0"})");
  CHECK(only<NetworkDegradation>(slow).latency == 10ms);
  CHECK(slow->experiment.faults[0].name == "slow");
  CHECK(slow->experiment.faults[0].length == 90s);
  CHECK(slow->notes.size() == 1);
  CHECK(
      only<NetworkDegradation>(mesh("NetworkChaos", R"("action": "loss", "loss": {"loss": "25"})"))
          .loss == 0.25);
  CHECK(only<NetworkDegradation>(mesh("NetworkChaos", R"("action": "bandwidth", "bandwidth":
        {"rate": "1mbps", "limit": 100, "buffer": 10000})"))
            .rate->bytes_per_second == 1e6);
  only<NodeLoss>(mesh("PodChaos", R"("action": "pod-failure")"));
  only<NodeReboot>(mesh("PodChaos", R"("action": "pod-kill", "gracePeriod": 0)"));
  only<ProcessKill>(mesh("PodChaos", R"("action": "container-kill", "containerNames": ["c"])"));
  only<CpuExhaustion>(mesh("StressChaos", R"("stressors": {"cpu": {"workers": 2, "load": 50}})"));
  CHECK(only<MemoryExhaustion>(
            mesh("StressChaos", R"("stressors": {"memory": {"workers": 2, "size": "256MB"}})"))
            .amount.count == 512'000'000);
  only<DnsFailure>(mesh("DNSChaos", R"("action": "error")"));
  CHECK(only<DiskSlow>(mesh("IOChaos", R"("action": "latency", "delay": "100ms", "percent": 100,
        "volumePath": "/v", "methods": ["fsync"])"))
            .delay == 100ms);
  only<IoError>(mesh("IOChaos", R"("action": "fault", "errno": 5, "volumePath": "/v",
                     "methods": ["fsync"])"));
  CHECK(only<ClockSkew>(mesh("TimeChaos", R"("timeOffset": "-5m")")).offset == -5min);
}

TEST_CASE("what Chaos Mesh can and firedrill cannot is refused by name") {
  const auto refused = [](const Result<Imported>& imported) {
    REQUIRE_FALSE(imported);
    return messages(imported.error())[0];
  };
  for (const char* kind :
       {"HTTPChaos", "JVMChaos", "KernelChaos", "AWSChaos", "GCPChaos", "AzureChaos", "BlockChaos",
        "PhysicalMachineChaos", "Schedule", "Workflow"}) {
    CHECK(refused(mesh(kind, R"("action": "x")")) ==
          std::string{"FD5301 "} + kind + " has no counterpart here");
  }
  CHECK(refused(mesh("NetworkChaos", R"("action": "corrupt", "corrupt": {"corrupt": "1"})")) ==
        "FD5301 network action \"corrupt\" has no counterpart here");
  CHECK(refused(mesh("NetworkChaos", R"("action": "delay", "delay": {"latency": "10ms",
                     "jitter": "5ms"})")) == "FD5301 jitter (\"jitter\") has no counterpart here");
  CHECK(refused(mesh("DNSChaos", R"("action": "random")")) ==
        "FD5301 DNS action \"random\" has no counterpart here");
  CHECK(refused(mesh("IOChaos", R"("action": "mistake", "methods": ["fsync"])"))
            .find("\"mistake\"") != std::string::npos);
  CHECK(refused(mesh("IOChaos", R"("action": "latency", "delay": "1ms", "methods": ["read"])")) ==
        "FD5301 method \"read\" has no counterpart here");
}

TEST_CASE("quantities as other tools write them") {
  CHECK(go_duration("1m30s") == 90s);
  CHECK(go_duration("1.5h") == 90min);
  CHECK(go_duration("-5m") == -5min);
  CHECK_FALSE(go_duration("5"));
  CHECK_FALSE(go_duration(""));
  CHECK_FALSE(go_duration("5 min"));
  CHECK(tc_rate("1mbps")->bytes_per_second == 1e6);  // tc(8): bytes
  CHECK(tc_rate("8mbit")->bytes_per_second == 1e6);
  CHECK_FALSE(tc_rate("fast"));
  CHECK(memory_size("256MB")->count == 256'000'000);
  CHECK(memory_size("1GiB")->count == 1'073'741'824);
  CHECK_FALSE(memory_size("25%"));
}
