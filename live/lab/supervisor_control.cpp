// What can be asked of a supervisor: docs/FORMATS.md, firedrill/lab-control/1.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "live/lab/supervisor.hpp"
#include "live/process/control_socket.hpp"
#include "models/text/reader.hpp"
#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

std::string errors_text(const Diagnostics& diagnostics) {
  Json errors = Json::array();
  for (const Diagnostic& one : diagnostics) {
    errors.push_back({{"code", one.code},
                      {"pointer", one.place.pointer},
                      {"message", one.message},
                      {"suggestion", one.suggestion}});
  }
  return Json{{"format", "firedrill/lab-control/1"}, {"errors", std::move(errors)}}.dump();
}

Json service_json(const ServiceRunner& runner) {
  return {{"name", runner.service().name},
          {"stage", name_of(runner.stage())},
          {"is_cold", runner.service().is_cold},
          {"pid", runner.pid() > 0 ? Json(runner.pid()) : Json(nullptr)},
          {"restarts", runner.restarts()},
          {"took_s", to_seconds(runner.took())},
          {"why", runner.why()}};
}

}  // namespace

void Supervisor::accept_client() {
  FileDescriptor client = accept_control(socket_.number());
  if (client) {
    const int number = client.number();
    loop_.watch(number, [this, number] { serve_client(number); });
    clients_.emplace(number, std::move(client));
  }
}

void Supervisor::serve_client(int client) {
  const std::string request = receive_control(client);
  if (request.empty()) {
    loop_.unwatch(client);
    clients_.erase(client);
    return;
  }
  const Reply reply = answer(request);
  send_control(client, reply.text, reply.descriptor);
}

Supervisor::Machine* Supervisor::find_machine(const std::string& name) {
  const auto found = std::find_if(machines_.begin(), machines_.end(),
                                  [&](const auto& one) { return one->spec.name == name; });
  if (found == machines_.end()) {
    return nullptr;
  }
  return found->get();
}

const std::string& Supervisor::address_of(const Machine& machine) const {
  return machine.address.empty() ? networks_[machine.region].gateway : machine.address;
}

Supervisor::Machine* Supervisor::named_machine(ObjectReader& object) {
  const Node* const name = object.required("node");
  Machine* const machine = name == nullptr ? nullptr : find_machine(name->string);
  if (name != nullptr && machine == nullptr) {
    std::vector<std::string> names;
    for (const auto& one : machines_) {
      names.push_back(one->spec.name);
    }
    object.context().error(*name, "FD5402", "there is no node {}",
                           did_you_mean(name->string, names));
  }
  return machine;
}

Supervisor::Reply Supervisor::enter_reply(const Node& node, ReadContext& context) {
  ObjectReader object{node, context};
  Machine* const machine = named_machine(object);
  object.finish();
  if (machine != nullptr && !machine->process.is_running()) {
    context.error(node, "FD5403", "the node is down", "firedrill lab up mends it");
  }
  if (context.has_errors()) {
    return {};
  }
  const Json reply{{"format", "firedrill/lab-control/1"},
                   {"address", address_of(*machine)},
                   {"cgroups", machine->cgroups}};
  return {reply.dump(), machine->process.handle()};
}

void Supervisor::change_power(const Node& node, ReadContext& context) {
  ObjectReader object{node, context};
  Machine* const machine = named_machine(object);
  const bool is_on = object.boolean("is_on");
  object.finish();
  if (context.has_errors()) {
    return;
  }
  if (is_on && !machine->process.is_running()) {
    start_machine(*machine);
    poke_services();
  } else if (!is_on) {
    machine->why = "it was switched off";
    machine->process.kill();
  }
}

void Supervisor::change_service(const Node& node, ReadContext& context) {
  static constexpr std::array<std::string_view, 3> verbs{"start", "stop", "restart"};
  ObjectReader object{node, context};
  const Node* const name = object.required("name");
  const std::size_t verb = object.word("do", verbs);
  object.finish();
  const auto found = name == nullptr ? service_of_.end() : service_of_.find(name->string);
  if (name != nullptr && found == service_of_.end()) {
    std::vector<std::string> names;
    for (const auto& [known, runner] : service_of_) {
      names.push_back(known);
    }
    context.error(*name, "FD5402", "there is no service {}", did_you_mean(name->string, names));
  }
  if (context.has_errors()) {
    return;
  }
  if (verb != 0) {
    found->second->want(false);
  }
  if (verb != 1) {
    found->second->want(true);
  }
}

std::string Supervisor::status() const {
  Json nodes = Json::array();
  bool is_ready = wan_ > 0 && !machines_.empty();
  for (const auto& machine : machines_) {
    Json services = Json::array();
    for (const auto& runner : services_) {
      if (runner->service().node == machine->spec.name) {
        services.push_back(service_json(*runner));
        is_ready =
            is_ready && (runner->service().is_cold || runner->stage() == ServiceStage::ready);
      }
    }
    is_ready = is_ready && machine->process.is_running();
    nodes.push_back({{"name", machine->spec.name},
                     {"address", address_of(*machine)},
                     {"is_up", machine->process.is_running()},
                     {"starts", machine->starts},
                     {"why", machine->why},
                     {"services", std::move(services)}});
  }
  const Duration running = std::chrono::steady_clock::now() - begin_;
  return Json{{"format", "firedrill/lab-status/1"},
              {"name", order_.layout.name},
              {"root", order_.layout.root},
              {"plan", {{"name", order_.plan_name}, {"digest", order_.plan_digest}}},
              {"is_ready", is_ready},
              {"running_s", to_seconds(running)},
              {"wan", {{"is_up", wan_ > 0}, {"starts", wan_starts_}}},
              {"nodes", std::move(nodes)}}
      .dump();
}

Supervisor::Reply Supervisor::answer(const std::string& request) {
  const Result<Document> document = parse_document("request", request);
  if (!document) {
    return {errors_text(document.error())};
  }
  ReadContext context;
  ObjectReader object{document->root, context};
  Reply reply{Json{{"format", "firedrill/lab-control/1"}, {"done", true}}.dump()};
  try {
    if (const Node* const node = object.optional("enter")) {
      reply = enter_reply(*node, context);
    }
    if (const Node* const node = object.optional("power")) {
      change_power(*node, context);
    }
    if (const Node* const node = object.optional("service")) {
      change_service(*node, context);
    }
    if (object.optional_boolean("ensure").value_or(false)) {
      ensure();
    }
  } catch (const std::exception& error) {  // of the kernel: no such memory, no such device
    context.error(document->root, "FD5404", error.what());
  }
  if (object.optional_boolean("stop").value_or(false)) {
    loop_.stop();
  }
  if (object.optional_boolean("status").value_or(false)) {
    reply.text = status();
  }
  object.finish();
  return context.has_errors() ? Reply{errors_text(context.diagnostics())} : reply;
}

}  // namespace firedrill
