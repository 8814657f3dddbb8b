// Reads a resource of Chaos Mesh.

#include <fmt/format.h>

#include <array>

#include "live/experiment/foreign.hpp"
#include "live/experiment/importing.hpp"
#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

class MeshImporter {
 public:
  explicit MeshImporter(const ImportPlace& place) : place_{place} {}
  Result<Imported> read(const Document& document);

 private:
  using Faults = std::vector<LiveFault>;

  Faults network(ObjectReader& spec, const std::string& action);
  Faults pod(ObjectReader& spec, const std::string& action);
  Faults stress(ObjectReader& spec);
  Faults dns(ObjectReader& spec, const std::string& action);
  Faults io(ObjectReader& spec, const std::string& action);
  Faults clock(ObjectReader& spec);
  Faults fault_of(const std::string& kind, const Node& kind_node, ObjectReader& spec);
  void common(ObjectReader& spec, ExperimentFault& shape);
  void refuse_member(ObjectReader& object, std::string_view key, const std::string& what);
  double percent(ObjectReader& object, std::string_view key);
  std::optional<Duration> time(ObjectReader& object, std::string_view key);
  ServiceOn service(const Node& node);

  ImportPlace place_;
  ReadContext context_;
  Imported imported_;
};

// Members that change what a fault is, and that nothing here can do; "0" does nothing.
void MeshImporter::refuse_member(ObjectReader& object, std::string_view key,
                                 const std::string& what) {
  const Node* const node = object.optional(key);
  if (node != nullptr && node->string != "0" && node->string != "0ms") {
    refuse_import(context_, *node, fmt::format("{} (\"{}\")", what, key), "leave it out");
  }
}

double MeshImporter::percent(ObjectReader& object, std::string_view key) {
  const Node* const node = object.required(key);
  std::string_view text = node == nullptr ? std::string_view{} : std::string_view{node->string};
  const auto number = take_number(text);
  if (node != nullptr && (!number || !text.empty() || *number > 100.0)) {
    context_.error(*node, "FD2101", "{} is not a percentage", "write \"10\"");
  }
  return number.value_or(0.0) / 100.0;
}

std::optional<Duration> MeshImporter::time(ObjectReader& object, std::string_view key) {
  const Node* const node = object.required(key);
  const auto read = node == nullptr ? std::nullopt : go_duration(node->string);
  if (node != nullptr && !read) {
    context_.error(*node, "FD2101", "{} is not a duration", "write \"10ms\" or \"1m30s\"");
  }
  return read;
}

ServiceOn MeshImporter::service(const Node& node) {
  if (place_.service.empty()) {
    refuse_import(context_, node, "a container without a service",
                  "say which one with --service NAME");
  }
  return {place_.host, place_.service};
}

MeshImporter::Faults MeshImporter::network(ObjectReader& spec, const std::string& action) {
  NetworkDegradation fault;
  fault.host = place_.host;
  refuse_member(spec, "externalTargets", "a cut from addresses outside");
  refuse_member(spec, "device", "a device by name");
  refuse_member(spec, "target", "a second selector");
  const Node* const direction = spec.optional("direction");
  if (direction != nullptr && direction->string != "to") {
    refuse_import(context_, *direction, fmt::format("direction \"{}\"", direction->string),
                  "leave it out, or import a partition");
  }
  const auto inner = [&](std::string_view key, const auto& read) {
    if (const Node* const node = spec.optional(key)) {
      ObjectReader object{*node, context_};
      refuse_member(object, "correlation", "correlation");
      refuse_member(object, "jitter", "jitter");
      refuse_member(object, "reorder", "reordering");
      read(object);
      object.finish();
    }
  };
  const bool is_all = action == "netem";
  if (is_all || action == "delay") {
    inner("delay", [&](ObjectReader& object) { fault.latency = time(object, "latency"); });
  }
  if (is_all || action == "loss") {
    inner("loss", [&](ObjectReader& object) { fault.loss = percent(object, "loss"); });
  }
  if (is_all || action == "bandwidth") {
    inner(is_all ? "rate" : "bandwidth", [&](ObjectReader& object) {
      object.ignore("limit");
      object.ignore("buffer");
      const Node* const rate = object.required("rate");
      fault.rate = rate == nullptr ? std::nullopt : tc_rate(rate->string);
    });
  }
  if (!is_all && action != "delay" && action != "loss" && action != "bandwidth") {
    refuse_import(context_, *spec.required("action"), "network action \"" + action + "\"",
                  "delay, loss, bandwidth and netem have one");
  }
  return {fault};
}

MeshImporter::Faults MeshImporter::pod(ObjectReader& spec, const std::string& action) {
  spec.ignore("gracePeriod");
  const Node& node = *spec.required("action");
  if (action == "pod-kill") {
    imported_.notes.emplace_back("pod-kill: the host is rebooted, off for 10 s");
    return {NodeReboot{place_.host, std::chrono::seconds{10}}};
  }
  if (action == "pod-failure") {
    return {NodeLoss{place_.host}};
  }
  if (action == "container-kill") {
    spec.ignore("containerNames");
    return {ProcessKill{service(node)}};
  }
  refuse_import(context_, node, "pod action \"" + action + "\"");
  return {};
}

MeshImporter::Faults MeshImporter::stress(ObjectReader& spec) {
  Faults faults;
  refuse_member(spec, "stressngStressors", "stress-ng's own words");
  refuse_member(spec, "containerNames", "containers by name");
  const Node* const stressors = spec.required("stressors");
  if (stressors == nullptr) {
    return faults;
  }
  ObjectReader object{*stressors, context_};
  if (const Node* const cpu = object.optional("cpu")) {
    ObjectReader members{*cpu, context_};
    const auto workers = members.integer("workers", 1, 10'000);
    const auto load = members.optional_integer("load", 1, 100).value_or(100);
    members.finish();
    imported_.notes.emplace_back(
        fmt::format("cpu: {} workers at {} % are the share of the processors that they would take "
                    "on a host with as many processors as workers",
                    workers, load));
    faults.emplace_back(CpuExhaustion{place_.host, static_cast<double>(load) / 100.0});
  }
  if (const Node* const memory = object.optional("memory")) {
    ObjectReader members{*memory, context_};
    const auto workers = members.integer("workers", 1, 10'000);
    const Node* const size_node = members.required("size");
    const auto size = size_node == nullptr ? std::nullopt : memory_size(size_node->string);
    if (size_node != nullptr && !size) {
      refuse_import(context_, *size_node, "a size of memory that is no amount", "write \"256MB\"");
    }
    refuse_member(members, "oomScoreAdj", "a score of the memory killer");
    members.finish();
    faults.emplace_back(
        MemoryExhaustion{place_.host, Bytes{size.value_or(Bytes{}).count * workers}});
  }
  object.finish();
  return faults;
}

MeshImporter::Faults MeshImporter::dns(ObjectReader& spec, const std::string& action) {
  refuse_member(spec, "patterns", "answers for some names only");
  if (action != "error") {
    refuse_import(context_, *spec.required("action"), "DNS action \"" + action + "\"",
                  "\"error\" has one");
  }
  return {DnsFailure{place_.host}};
}

MeshImporter::Faults MeshImporter::io(ObjectReader& spec, const std::string& action) {
  const Node& node = *spec.required("action");
  spec.ignore("volumePath");
  spec.ignore("path");
  bool is_sync_only = false;
  spec.each_optional("methods", [&](const Node& one) {
    is_sync_only = one.string == "fsync";
    if (one.string != "fsync") {
      refuse_import(context_, one, "method \"" + one.string + "\"", "\"fsync\" has one");
    }
  });
  if (!is_sync_only) {
    refuse_import(context_, node, "input and output other than fsync",
                  "write \"methods\": [\"fsync\"]");
  }
  if (spec.optional("percent") != nullptr && spec.integer("percent", 0, 100) != 100) {
    refuse_import(context_, *spec.optional("percent"), "a share of the calls");
  }
  if (action == "latency") {
    const auto delay = time(spec, "delay");
    return {DiskSlow{service(node), delay.value_or(Duration::zero())}};
  }
  if (action == "fault" && spec.integer("errno", 1, 200) == 5) {
    return {IoError{service(node)}};
  }
  refuse_import(context_, node, "input and output action \"" + action + "\"",
                "\"latency\", and \"fault\" with \"errno\" 5 have one");
  return {};
}

MeshImporter::Faults MeshImporter::clock(ObjectReader& spec) {
  refuse_member(spec, "clockIds", "some clocks only");
  refuse_member(spec, "containerNames", "containers by name");
  const auto offset = time(spec, "timeOffset");
  return {ClockSkew{service(spec.node()), offset.value_or(Duration::zero())}};
}

MeshImporter::Faults MeshImporter::fault_of(const std::string& kind, const Node& kind_node,
                                            ObjectReader& spec) {
  const std::string action =
      kind == "StressChaos" || kind == "TimeChaos" ? "" : spec.string("action");
  if (kind == "NetworkChaos") {
    return network(spec, action);
  }
  if (kind == "PodChaos") {
    return pod(spec, action);
  }
  if (kind == "StressChaos") {
    return stress(spec);
  }
  if (kind == "DNSChaos") {
    return dns(spec, action);
  }
  if (kind == "IOChaos") {
    return io(spec, action);
  }
  if (kind == "TimeChaos") {
    return clock(spec);
  }
  refuse_import(context_, kind_node, kind,
                "NetworkChaos, PodChaos, StressChaos, DNSChaos, IOChaos and TimeChaos have one");
  return {};
}

void MeshImporter::common(ObjectReader& spec, ExperimentFault& shape) {
  const Node* const mode = spec.required("mode");
  if (mode != nullptr && mode->string != "one" && mode->string != "all") {
    refuse_import(context_, *mode, "mode \"" + mode->string + "\"", "write \"one\" or \"all\"");
  }
  refuse_member(spec, "value", "a number of pods");
  refuse_member(spec, "remoteCluster", "another cluster");
  refuse_member(spec, "scheduler", "a schedule");
  if (const Node* const selector = spec.required("selector")) {
    imported_.notes.emplace_back(
        fmt::format("selector {} is the host {}{}", excerpt(*selector), place_.host,
                    place_.service.empty() ? "" : " and its service " + place_.service));
  }
  if (const auto length = time(spec, "duration")) {
    shape.length = *length;
  }
}

Result<Imported> MeshImporter::read(const Document& document) {
  ObjectReader object{document.root, context_};
  const Node* const version = object.required("apiVersion");
  if (version != nullptr && version->string != "chaos-mesh.org/v1alpha1") {
    context_.error(*version, "FD3013", "{} is not \"chaos-mesh.org/v1alpha1\"",
                   "give a resource of Chaos Mesh");
    return context_.diagnostics();
  }
  object.ignore("status");
  const std::string kind = object.string("kind");
  ExperimentFault shape;
  shape.name = "fault";
  if (const Node* const metadata = object.optional("metadata")) {
    const Node* const name = metadata->find("name");
    shape.name = name == nullptr ? shape.name : name->string;
  }
  if (const Node* const spec = object.required("spec")) {
    ObjectReader members{*spec, context_};
    const std::size_t before = context_.diagnostics().size();
    const Faults faults = fault_of(kind, *object.required("kind"), members);
    const bool is_known = !faults.empty() || context_.diagnostics().size() == before;
    if (is_known) {
      common(members, shape);
      members.finish();
    }
    for (std::size_t index = 0; index < faults.size(); ++index) {
      ExperimentFault one = shape;
      one.name += index == 0 ? "" : fmt::format("-{}", index + 1);
      one.fault = faults[index];
      imported_.experiment.faults.push_back(std::move(one));
    }
  }
  object.finish();
  imported_.experiment.name = shape.name;
  imported_.experiment.title = "From Chaos Mesh: " + kind;
  if (context_.has_errors()) {
    return context_.diagnostics();
  }
  return imported_;
}

}  // namespace

Result<Imported> import_chaos_mesh(const Document& document, const ImportPlace& place) {
  return MeshImporter{place}.read(document);
}

}  // namespace firedrill
