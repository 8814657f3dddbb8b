#include "reports/analysis_json.hpp"

#include <array>

#include "reports/analysis_names.hpp"
#include "reports/json_text.hpp"
#include "reports/links_json.hpp"
#include "scenarios/timeline_names.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

Json element_json(const Plan& plan, Element element) {
  constexpr std::array<const char*, 3> kinds{"component", "region", "control_plane"};
  const std::string& name = element.kind == ElementKind::component
                                ? plan.components[element.index].name
                                : plan.regions[element.index].name;
  return {{"kind", kinds[static_cast<std::size_t>(element.kind)]}, {"name", name}};
}

Json link_json(const Plan& plan, const RecoveryLink& link) {
  constexpr std::array<const char*, 5> kinds{"region", "control_plane", "component", "data",
                                             "procedure"};
  return {{"kind", kinds[static_cast<std::size_t>(link.kind)]},
          {"name", link.kind == RecoveryLink::Kind::control_plane ? plan.regions[link.index].name
                                                                  : name_of(plan, link)}};
}

Json elements_json(const Plan& plan, const std::vector<Element>& elements) {
  Json list = Json::array();
  for (const Element element : elements) {
    list.push_back(element_json(plan, element));
  }
  return list;
}

Json cuts_json(const Plan& plan, const std::vector<std::vector<Element>>& cuts) {
  Json list = Json::array();
  for (const std::vector<Element>& cut : cuts) {
    list.push_back(elements_json(plan, cut));
  }
  return list;
}

Json names_json(const Plan& plan, const std::vector<ComponentId>& components) {
  Json list = Json::array();
  for (const ComponentId id : components) {
    list.push_back(plan.components[id.index].name);
  }
  return list;
}

Json loss_json(const Plan& plan, const LossEffects& loss) {
  constexpr std::array<const char*, 4> words{"none", "failover", "needs_control_plane", "lost"};
  Json effects = Json::object();
  for (std::size_t index = 0; index < plan.services.size(); ++index) {
    effects[plan.services[index].name] = words[static_cast<std::size_t>(loss.effects[index])];
  }
  return {{"lost", element_json(plan, loss.lost)},
          {"takes_down", names_json(plan, loss.takes_down)},
          {"effects", effects}};
}

Json service_json(const Plan& plan, const ServiceStructure& structure) {
  const Service& service = plan.services[structure.service.index];
  return {{"name", service.name},
          {"title", title_of(service)},
          {"up_with_nothing_lost", structure.is_up_at_first},
          {"cut_sets_of_components", cuts_json(plan, structure.cuts_by_component)},
          {"cut_sets_of_regions", cuts_json(plan, structure.cuts_by_region)},
          {"made_up_by_code", cuts_json(plan, structure.made_up_by_code)}};
}

Json region_or_null(const Plan& plan, std::optional<RegionId> region) {
  return region ? Json(plan.regions[region->index].name) : Json(nullptr);
}

Json task_json(const Plan& plan, const RecoveryTask& task) {
  constexpr std::array<const char*, 4> works{"promote", "start_nodes", "switch_route", "rebuild"};
  return {{"work", works[static_cast<std::size_t>(task.work)]},
          {"component", plan.components[task.component.index].name},
          {"target", region_or_null(plan, task.target)},
          {"nodes", task.work == RecoveryWork::start_nodes ? Json(task.nodes) : Json(nullptr)},
          {"control_plane", region_or_null(plan, control_plane_of(plan, task))},
          {"after", task.after},
          {"start_s", json_number(task.start_s)},
          {"mean_s", json_number(task.mean_s)},
          {"end_s", json_number(task.end_s)}};
}

Json recovery_json(const Plan& plan, const RegionRecovery& recovery) {
  Json tasks = Json::array();
  for (const RecoveryTask& task : recovery.order.tasks) {
    tasks.push_back(task_json(plan, task));
  }
  Json services = Json::array();
  for (const ServiceRecovery& service : recovery.order.services) {
    services.push_back({{"service", plan.services[service.service.index].name},
                        {"ready_s", json_number(service.ready_s)},
                        {"tasks", service.tasks},
                        {"critical_path", service.critical_path}});
  }
  return {
      {"lost", plan.regions[recovery.lost.index].name}, {"tasks", tasks}, {"services", services}};
}

Json recreation_json(const Plan& plan, const CreationRun& recreation) {
  const Component& component = plan.components[recreation.code.index];
  const auto& code = std::get<InfrastructureCode>(component.model);
  Json resources = Json::array();
  for (std::size_t index = 0; index < code.resources.size(); ++index) {
    const CreationRun::Creation& creation = recreation.creations[index];
    resources.push_back({{"name", code.resources[index].name},
                         {"needs", code.resources[index].needs},
                         {"start_s", json_number(creation.start_s)},
                         {"end_s", json_number(creation.end_s)}});
  }
  return {{"infrastructure", component.name},
          {"resources", resources},
          {"critical_path", recreation.critical_path},
          {"end_s", json_number(recreation.end_s)}};
}

Json cycle_json(const Plan& plan, const RecoveryCycle& cycle) {
  Json links = Json::array();
  for (const RecoveryLink& link : cycle.links) {
    links.push_back(link_json(plan, link));
  }
  return {{"lost", plan.regions[cycle.lost.index].name}, {"links", links}};
}

Json flow_json(const Plan& plan, const RegionFlow& flow) {
  Json streams = Json::array();
  for (const ReplicationDemand& demand : flow.demands) {
    streams.push_back({{"data", plan.data[demand.data.index].name},
                       {"replica", plan.components[demand.replica.index].name},
                       {"mean_bytes_per_s", demand.mean.bytes_per_second},
                       {"peak_bytes_per_s", demand.peak.bytes_per_second}});
  }
  const auto load = [&](Rate demand, Rate carried, const std::vector<ComponentId>& full) -> Json {
    return {{"demand_bytes_per_s", demand.bytes_per_second},
            {"carried_bytes_per_s", carried.bytes_per_second},
            {"full", names_json(plan, full)}};
  };
  return {{"from", plan.regions[flow.from.index].name},
          {"to", plan.regions[flow.to.index].name},
          {"capacity_bytes_per_s", flow.capacity.bytes_per_second},
          {"mean", load(flow.mean_demand, flow.mean_carried, flow.full_at_mean)},
          {"peak", load(flow.peak_demand, flow.peak_carried, flow.full_at_peak)},
          {"streams", streams}};
}

Json replication_json(const Plan& plan, const ReplicationFlows& replication) {
  Json flows = Json::array();
  for (const RegionFlow& flow : replication.flows) {
    flows.push_back(flow_json(plan, flow));
  }
  Json without_rate = Json::array();
  for (const DataId data : replication.without_rate) {
    without_rate.push_back(plan.data[data.index].name);
  }
  return {{"flows", flows}, {"without_rate", without_rate}};
}

Json availability_json(const Plan& plan, const PlanAnalysis& analysis) {
  Json figures = Json::array();
  for (const FailureFigure& figure : analysis.figures) {
    figures.push_back({{"of", element_json(plan, figure.element)},
                       {"between_failures_s", figure.between_failures_s},
                       {"repair_s", figure.repair_s}});
  }
  Json services = Json::array();
  for (const ServiceAvailability& one : analysis.availability) {
    services.push_back(
        {{"service", plan.services[one.service.index].name},
         {"figures", one.figures},
         {"down_fraction", json_number(one.down_with_failover)},
         {"down_without_failover_fraction", json_number(one.down_without_failover)},
         {"down_with_instant_failover_fraction", json_number(one.down_with_instant_failover)}});
  }
  return {{"figures", figures}, {"services", services}};
}

template <class Items, class Convert>
Json array_of(const Plan& plan, const Items& items, const Convert& convert) {
  Json list = Json::array();
  for (const auto& item : items) {
    list.push_back(convert(plan, item));
  }
  return list;
}

}  // namespace

std::string analysis_json(const Plan& plan, const PlanAnalysis& analysis) {
  return json_text(
      {{"format", "firedrill/analysis/1"},
       {"plan", {{"name", plan.name}, {"digest", plan.digest}}},
       {"single_points_of_failure", elements_json(plan, single_points_of_failure(analysis))},
       {"losses", array_of(plan, analysis.losses, loss_json)},
       {"services", array_of(plan, analysis.services, service_json)},
       {"recoveries", array_of(plan, analysis.recoveries, recovery_json)},
       {"recreations", array_of(plan, analysis.recreations, recreation_json)},
       {"cycles", array_of(plan, analysis.cycles, cycle_json)},
       {"replication", replication_json(plan, analysis.replication)},
       {"links", links_json(plan, analysis.links)},
       {"availability", availability_json(plan, analysis)}});
}

}  // namespace firedrill
