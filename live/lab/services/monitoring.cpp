#include "live/lab/services/monitoring.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "live/lab/services/application.hpp"
#include "live/lab/services/cluster.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;  // each JSON text is YAML too

constexpr std::string_view monitoring_user = "prometheus";

// Something to probe: a URL, or host:port for a mere connection.
struct Target {
  std::string address;
  std::string service;
  LabNode node;
};

std::vector<Target> http_targets(const LabLayout& lab) {
  std::vector<Target> targets;
  for (const LabNode& node : lab.nodes_of("app")) {
    if (node.region != lab.regions.back().name) {
      targets.push_back({application_url(node) + "/health", "application", node});
    }
  }
  for (const LabNode& node : lab.nodes_of("store")) {
    targets.push_back({fmt::format("http://{}:8080/healthcheck", node.address), "store", node});
  }
  return targets;
}

std::vector<Target> tcp_targets(const LabLayout& lab) {
  std::vector<Target> targets;
  for (const LabNode& node : lab.nodes_of("db")) {
    if (node.region != lab.regions.back().name) {
      targets.push_back({node.address + ":5432", "database", node});
    }
  }
  return targets;
}

// Workers, but those that are off until they are needed.
std::vector<Target> ping_targets(const LabLayout& lab) {
  std::vector<Target> targets;
  for (const LabNode& node : lab.nodes_of("gpu")) {
    if (!is_elastic(lab, node)) {
      targets.push_back({node.address, "worker", node});
    }
  }
  return targets;
}

Json static_targets(const std::vector<Target>& targets) {
  Json list = Json::array();
  for (const Target& target : targets) {
    list.push_back({{"targets", {target.address}},
                    {"labels",
                     {{"service", target.service},
                      {"region", target.node.region},
                      {"node", target.node.id()}}}});
  }
  return list;
}

// A job that asks the blackbox exporter of the same node to try each target.
Json probe_job(std::string_view module, const LabNode& observer,
               const std::vector<Target>& targets) {
  return {{"job_name", fmt::format("probe-{}", module)},
          {"metrics_path", "/probe"},
          {"params", {{"module", {module}}}},
          {"static_configs", static_targets(targets)},
          {"relabel_configs",
           {{{"source_labels", {"__address__"}}, {"target_label", "__param_target"}},
            {{"source_labels", {"__param_target"}}, {"target_label", "instance"}},
            {{"target_label", "__address__"}, {"replacement", observer.address + ":9115"}}}}};
}

Json application_job(const LabLayout& lab) {
  std::vector<Target> targets;
  for (const LabNode& node : lab.nodes_of("app")) {
    if (node.region != lab.regions.back().name) {
      targets.push_back({fmt::format("{}:{}", node.address, application_port), "metrics", node});
    }
  }
  return {{"job_name", "application"}, {"static_configs", static_targets(targets)}};
}

std::string prometheus_config(const LabLayout& lab, const LabNode& node,
                              const std::string& folder) {
  return Json{{"global",
               {{"scrape_interval", "1s"},
                {"scrape_timeout", "1s"},
                {"evaluation_interval", "1s"},
                {"external_labels", {{"observer", node.region}}}}},
              {"rule_files", {folder + "/rules.yml"}},
              {"alerting",
               {{"alertmanagers",
                 {{{"static_configs", {{{"targets", {node.address + ":9093"}}}}}}}}}},
              {"scrape_configs",
               {probe_job("http_2xx", node, http_targets(lab)),
                probe_job("tcp_connect", node, tcp_targets(lab)),
                probe_job("icmp", node, ping_targets(lab)), application_job(lab)}}}
             .dump(2) +
         "\n";
}

Json rule(std::string_view name, std::string_view expression, std::string_view lasting) {
  return {{"alert", name}, {"expr", expression}, {"for", lasting}};
}

// A service is down when its probe has failed for two seconds; a region, when no probe of it works.
std::string alert_rules() {
  return Json{{"groups",
               {{{"name", "lab"},
                 {"interval", "1s"},
                 {"rules",
                  {rule("ServiceDown", "probe_success == 0", "2s"),
                   rule("RegionDown", "max by (region) (probe_success) == 0", "2s"),
                   rule("ReplicationLag", "lab_replication_lag_seconds > 30", "5s")}}}}}}
             .dump(2) +
         "\n";
}

std::string alertmanager_config(const LabLayout& lab) {
  return Json{{"route",
               {{"receiver", "sink"},
                {"group_by", {"alertname", "region", "instance", "observer"}},
                {"group_wait", "0s"},
                {"group_interval", "1s"},
                {"repeat_interval", "1h"}}},
              {"receivers",
               {{{"name", "sink"},
                 {"webhook_configs",
                  {{{"url", sink_url(lab) + "/alerts"}, {"send_resolved", true}}}}}}}}
             .dump(2) +
         "\n";
}

std::string blackbox_config() {
  return Json{{"modules",
               {{"http_2xx",
                 {{"prober", "http"},
                  {"timeout", "900ms"},
                  {"http", {{"preferred_ip_protocol", "ip4"}}}}},
                {"icmp",
                 {{"prober", "icmp"},
                  {"timeout", "900ms"},
                  {"icmp", {{"preferred_ip_protocol", "ip4"}}}}},
                {"tcp_connect",
                 {{"prober", "tcp"},
                  {"timeout", "900ms"},
                  {"tcp", {{"preferred_ip_protocol", "ip4"}}}}}}}}
             .dump(2) +
         "\n";
}

LabService monitoring_program(const LabNode& node, std::string name, const std::string& folder,
                              std::vector<std::string> arguments, std::string_view ready_url) {
  LabService service;
  service.name = std::move(name);
  service.node = node.id();
  service.files = {folder_of(folder, std::string{monitoring_user})};
  service.start = {std::move(arguments), {"GOMAXPROCS=1"}, std::string{monitoring_user}, folder};
  service.start.arguments.emplace_back("--log.level=warn");
  service.readiness = ready_when(http_answers(std::string{ready_url}), std::chrono::seconds{30});
  service.stop_patience = std::chrono::seconds{2};
  return service;
}

void add_observer(const LabLayout& lab, const LabNode& node, std::vector<LabService>& services) {
  const auto listen = [&](int port) { return fmt::format("{}:{}", node.address, port); };
  const std::string blackbox = service_folder(lab, node, "blackbox");
  services.push_back(monitoring_program(
      node, "blackbox", blackbox,
      {"prometheus-blackbox-exporter", "--config.file=" + blackbox + "/blackbox.yml",
       "--web.listen-address=" + listen(9115)},
      "http://" + listen(9115) + "/-/healthy"));
  services.back().files.push_back({blackbox + "/blackbox.yml", blackbox_config()});
  services.back().ports = {9115};

  const std::string alerts = service_folder(lab, node, "alertmanager");
  services.push_back(monitoring_program(
      node, "alertmanager", alerts,
      {"prometheus-alertmanager", "--config.file=" + alerts + "/alertmanager.yml",
       "--web.listen-address=" + listen(9093),
       "--cluster.listen-address=", "--storage.path=" + alerts + "/data"},
      "http://" + listen(9093) + "/-/ready"));
  services.back().files.push_back({alerts + "/alertmanager.yml", alertmanager_config(lab)});
  services.back().ports = {9093};

  const std::string folder = service_folder(lab, node, "prometheus");
  services.push_back(monitoring_program(
      node, "prometheus", folder,
      {"prometheus", "--config.file=" + folder + "/prometheus.yml",
       "--web.listen-address=" + listen(9090), "--storage.tsdb.path=" + folder + "/data",
       "--storage.tsdb.retention.time=2h", "--web.enable-lifecycle"},
      "http://" + listen(9090) + "/-/ready"));
  services.back().files.push_back(
      {folder + "/prometheus.yml", prometheus_config(lab, node, folder)});
  services.back().files.push_back({folder + "/rules.yml", alert_rules()});
  services.back().needs = {node.id() + "/blackbox", node.id() + "/alertmanager"};
  services.back().ports = {9090};
}

LabService sink(const LabLayout& lab) {
  const LabNode node = lab.nodes_of("ops").front();
  const std::string folder = service_folder(lab, node, "sink");
  LabService service;
  service.name = "sink";
  service.node = node.id();
  service.files = {folder_of(folder, "nobody")};
  service.start = {{lab.program, "lab-program", "sink", "--listen",
                    fmt::format("{}:{}", node.address, sink_port), "--quorum",
                    std::to_string(alert_quorum), "--record", folder + "/received.jsonl"},
                   {},
                   "nobody",
                   folder};
  service.ports = {sink_port};
  service.readiness = ready_when(http_answers(sink_url(lab) + "/health"), std::chrono::seconds{10});
  service.stop_patience = std::chrono::seconds{1};
  return service;
}

}  // namespace

std::string sink_url(const LabLayout& lab) {
  return fmt::format("http://{}:{}", lab.nodes_of("ops").front().address, sink_port);
}

std::vector<LabService> monitoring_services(const LabLayout& lab) {
  std::vector<LabService> services = {sink(lab)};
  for (const LabNode& node : lab.nodes_of("monitor")) {
    add_observer(lab, node, services);
  }
  return services;
}

}  // namespace firedrill
