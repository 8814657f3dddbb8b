// Reads and writes experiments of Chaos Toolkit.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "live/experiment/foreign.hpp"
#include "live/experiment/importing.hpp"
#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

constexpr Duration usual_length = std::chrono::minutes{1};

class ToolkitImporter {
 public:
  explicit ToolkitImporter(const ImportPlace& place) : place_{place} {}
  Result<Imported> read(const Document& document);

 private:
  bool read_own(const Node& extensions);
  void read_hypothesis(const Node& node);
  void read_method(const Node& node);
  void read_rollback(const Node& node);
  void read_pauses(ObjectReader& activity);
  std::vector<std::string> process_words(ObjectReader& provider);
  std::optional<LiveFault> fault_of(const std::vector<std::string>& words, const Node& node);
  std::optional<LiveFault> traffic(const std::vector<std::string>& words, const Node& node);
  std::optional<LiveFault> stress(const std::vector<std::string>& words, const Node& node);

  ImportPlace place_;
  ReadContext context_;
  Imported imported_;
  Duration clock_{};
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : " ") + word;
  }
  return text;
}

// The word behind `option`, or "" if it is not there.
std::string behind(const std::vector<std::string>& words, std::string_view option) {
  const auto found = std::find(words.begin(), words.end(), option);
  return found == words.end() || found + 1 == words.end() ? "" : *(found + 1);
}

std::string base_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

std::vector<std::string> ToolkitImporter::process_words(ObjectReader& provider) {
  std::vector<std::string> words{base_name(provider.string("path"))};
  const Node* const arguments = provider.optional("arguments");
  if (arguments == nullptr) {
    return words;
  }
  if (arguments->kind == NodeKind::string) {
    std::istringstream stream{arguments->string};
    for (std::string word; stream >> word;) {
      words.push_back(word);
    }
  }
  for (const Node& item : arguments->items) {
    words.push_back(item.string);
  }
  for (const auto& [key, value] : arguments->members) {
    words.push_back(key);
    if (!value.string.empty()) {
      words.push_back(value.string);
    }
  }
  return words;
}

// tc qdisc add dev eth0 root netem delay 100ms loss 1%, and tbf rate 5mbit.
std::optional<LiveFault> ToolkitImporter::traffic(const std::vector<std::string>& words,
                                                  const Node& node) {
  NetworkDegradation fault;
  fault.host = place_.host;
  if (const auto delay = go_duration(behind(words, "delay"))) {
    fault.latency = *delay;
  }
  const std::string loss_text = behind(words, "loss");
  std::string_view loss = loss_text;
  if (const auto share = take_number(loss); share && loss == "%") {
    fault.loss = *share / 100.0;
  }
  const std::string rate = behind(words, "rate");
  fault.rate = rate.empty() ? std::nullopt : tc_rate(rate);
  const bool adds = std::find(words.begin(), words.end(), "add") != words.end();
  static constexpr std::array<std::string_view, 6> others{"corrupt",      "duplicate", "reorder",
                                                          "distribution", "gap",       "slot"};
  const auto other = std::find_if(others.begin(), others.end(), [&](std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  });
  if (!adds || other != others.end() || (!fault.latency && !fault.loss && !fault.rate)) {
    refuse_import(context_, node, "\"" + joined(words) + "\"",
                  "tc qdisc add ... netem with delay, loss, rate, and tbf rate have one");
    return std::nullopt;
  }
  return fault;
}

std::optional<LiveFault> ToolkitImporter::stress(const std::vector<std::string>& words,
                                                 const Node& node) {
  const bool has_cpu = !behind(words, "--cpu").empty();
  const auto size = memory_size(behind(words, "--vm-bytes"));
  if (has_cpu == size.has_value()) {
    refuse_import(context_, node, "\"" + joined(words) + "\"",
                  "stress-ng with either --cpu or --vm-bytes has one");
    return std::nullopt;
  }
  if (has_cpu) {
    const std::string text = behind(words, "--cpu-load");
    std::string_view load = text;
    return CpuExhaustion{place_.host, take_number(load).value_or(100.0) / 100.0};
  }
  return MemoryExhaustion{place_.host, *size};
}

std::optional<LiveFault> ToolkitImporter::fault_of(const std::vector<std::string>& words,
                                                   const Node& node) {
  const auto has = [&](std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (words[0] == "tc") {
    return traffic(words, node);
  }
  if (words[0] == "stress-ng" || words[0] == "stress") {
    return stress(words, node);
  }
  const bool kills = words[0] == "kill" || words[0] == "pkill" || words[0] == "killall";
  const bool by_systemd = words[0] == "systemctl" && (has("kill") || has("stop"));
  if ((kills || by_systemd) && !place_.service.empty()) {
    imported_.notes.push_back(
        fmt::format("\"{}\" is {} of {}", joined(words), place_.service, place_.host));
    if (kills && (has("-STOP") || has("-19") || has("SIGSTOP"))) {
      return ProcessPause{{place_.host, place_.service}};
    }
    return ProcessKill{{place_.host, place_.service}};
  }
  refuse_import(context_, node, "the process \"" + joined(words) + "\"",
                kills || by_systemd ? "say which service it ends with --service NAME"
                                    : "tc, stress-ng, kill, pkill and systemctl have one");
  return std::nullopt;
}

void ToolkitImporter::read_pauses(ObjectReader& activity) {
  const Node* const pauses = activity.optional("pauses");
  if (pauses == nullptr) {
    return;
  }
  for (const auto& [key, value] : pauses->members) {
    if (value.kind != NodeKind::number || (key != "before" && key != "after")) {
      refuse_import(context_, value, "a pause that is no number of seconds");
    } else if (key == "after" && !imported_.experiment.faults.empty()) {
      clock_ += from_seconds(value.number);
    } else {
      clock_ += from_seconds(value.number);
      if (!imported_.experiment.faults.empty()) {
        imported_.experiment.faults.back().at = clock_;
      }
    }
  }
}

void ToolkitImporter::read_hypothesis(const Node& node) {
  ObjectReader object{node, context_};
  object.string("title");
  object.each_optional("probes", [&](const Node& probe) {
    ObjectReader activity{probe, context_};
    SteadyState state;
    state.name = activity.string("name");
    activity.ignore("type");
    const Node* const tolerance = activity.required("tolerance");
    if (tolerance != nullptr && tolerance->kind == NodeKind::number) {
      state.status = static_cast<int>(tolerance->number);
    } else if (tolerance != nullptr) {
      refuse_import(context_, *tolerance, "a tolerance that is no HTTP status");
    }
    if (const Node* const provider = activity.required("provider")) {
      ObjectReader members{*provider, context_};
      const std::string type = members.string("type");
      if (type != "http") {
        refuse_import(context_, *provider, fmt::format("probe \"{}\" by {}", state.name, type),
                      "HTTP probes have one");
      } else {
        state.url = members.string("url");
        const auto timeout = members.optional_integer("timeout", 1, 3'600);
        state.timeout = std::chrono::seconds{timeout.value_or(5)};
        members.finish();
      }
    }
    activity.finish();
    imported_.experiment.steady_state.push_back(std::move(state));
  });
  object.finish();
}

void ToolkitImporter::read_method(const Node& node) {
  ObjectReader activity{node, context_};
  ExperimentFault fault;
  const std::string type = activity.string("type");
  fault.name = activity.string("name");
  activity.optional_boolean("background");
  if (type != "action") {
    refuse_import(context_, node, fmt::format("{} \"{}\" in the method", type, fault.name),
                  "move it into the hypothesis");
    return;
  }
  const Node* const provider = activity.required("provider");
  if (provider == nullptr) {
    return;
  }
  ObjectReader members{*provider, context_};
  const std::string by = members.string("type");
  if (by != "process") {
    const Node* const module = members.optional("module");
    refuse_import(context_, *provider,
                  fmt::format("action \"{}\" by {} {}", fault.name, by,
                              module == nullptr ? "" : module->string),
                  "actions that run a process have one");
    return;
  }
  const auto live = fault_of(process_words(members), *provider);
  const auto timeout = members.optional_integer("timeout", 1, 86'400);
  members.finish();
  fault.at = clock_;
  fault.length = timeout ? Duration{std::chrono::seconds{*timeout}} : usual_length;
  if (live) {
    fault.fault = *live;
    imported_.experiment.faults.push_back(std::move(fault));
  }
  read_pauses(activity);
  activity.finish();
}

void ToolkitImporter::read_rollback(const Node& node) {
  const Node* const name = node.find("name");
  const Node* const provider = node.find("provider");
  const Node* const path = provider == nullptr ? nullptr : provider->find("path");
  const std::string program = path == nullptr ? "" : base_name(path->string);
  if (program == "tc" || program == "systemctl" || program == "kill" || program == "pkill" ||
      program == "firedrill") {
    imported_.notes.push_back(fmt::format("rollback \"{}\": firedrill heals by itself",
                                          name == nullptr ? "" : name->string));
  } else {
    refuse_import(context_, node,
                  fmt::format("rollback \"{}\"", name == nullptr ? "" : name->string),
                  "firedrill heals what it injects; do the rest by hand");
  }
}

// Whether there is an experiment of ours, which then is the whole truth.
bool ToolkitImporter::read_own(const Node& extensions) {
  for (const Node& extension : extensions.items) {
    const Node* const name = extension.find("name");
    const Node* const own = extension.find("experiment");
    if (name != nullptr && name->string == "firedrill" && own != nullptr) {
      const auto document = parse_document("experiment", to_json(*own));
      const auto experiment =
          document ? read_experiment(*document) : Result<Experiment>{document.error()};
      if (experiment) {
        imported_.experiment = *experiment;
        return true;
      }
      for (const Diagnostic& one : experiment.error()) {
        context_.add(one);
      }
    } else {
      refuse_import(context_, extension,
                    fmt::format("extension \"{}\"", name == nullptr ? "" : name->string));
    }
  }
  return false;
}

Result<Imported> ToolkitImporter::read(const Document& document) {
  ObjectReader object{document.root, context_};
  for (const std::string_view key : {"version", "tags", "contributions", "description"}) {
    object.ignore(key);
  }
  imported_.experiment.title = object.string("title");
  imported_.experiment.name = "imported";
  const Node* const extensions = object.optional("extensions");
  const bool is_own = extensions != nullptr && read_own(*extensions);
  if (!is_own) {
    for (const std::string_view key : {"configuration", "secrets", "controls", "runtime"}) {
      const Node* const node = object.optional(key);
      if (node != nullptr && !(node->members.empty() && node->items.empty())) {
        refuse_import(context_, *node, fmt::format("\"{}\"", key), "write the values themselves");
      }
    }
    if (const Node* const hypothesis = object.optional("steady-state-hypothesis")) {
      read_hypothesis(*hypothesis);
    }
    object.each("method", [&](const Node& node) { read_method(node); });
    object.each_optional("rollbacks", [&](const Node& node) { read_rollback(node); });
    object.finish();
  }
  if (context_.has_errors()) {
    return context_.diagnostics();
  }
  return imported_;
}

}  // namespace

Result<Imported> import_chaos_toolkit(const Document& document, const ImportPlace& place) {
  return ToolkitImporter{place}.read(document);
}

std::string export_chaos_toolkit(const Experiment& experiment, const std::string& file) {
  using Json = nlohmann::ordered_json;
  const auto run = [&](const std::string& name, const std::vector<std::string>& words) {
    return Json{{"type", "action"},
                {"name", name},
                {"provider", {{"type", "process"}, {"path", "firedrill"}, {"arguments", words}}}};
  };
  Json probes = Json::array();
  for (const SteadyState& state : experiment.steady_state) {
    probes.push_back(
        {{"type", "probe"},
         {"name", state.name},
         {"tolerance", state.status},
         {"provider",
          {{"type", "http"},
           {"url", state.url},
           {"timeout", std::chrono::ceil<std::chrono::seconds>(state.timeout).count()}}}});
  }
  const std::string title = experiment.title.empty() ? experiment.name : experiment.title;
  Json json{
      {"version", "1.0.0"},
      {"title", title},
      {"description",
       fmt::format("{} faults, injected and healed by firedrill", experiment.faults.size())},
      {"method", Json::array({run("inject", {"inject", file})})},
      {"rollbacks", Json::array({run("undo", {"undo"})})},
      {"extensions", Json::array({{{"name", "firedrill"},
                                   {"experiment", Json::parse(experiment_json(experiment))}}})}};
  if (!probes.empty()) {
    json["steady-state-hypothesis"] = {{"title", "Steady state of " + title},
                                       {"probes", std::move(probes)}};
  }
  return json.dump(2) + "\n";
}

}  // namespace firedrill
