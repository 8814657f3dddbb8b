// The numeric parts of the page of `firedrill analyze`: the recovery of each region, replication,
// availability. Example: recovery_part(plan, analysis, options) begins "RECOVERY WITHOUT us-east-1"
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <utility>

#include "reports/analysis_names.hpp"
#include "reports/analysis_text.hpp"
#include "reports/format.hpp"
#include "scenarios/timeline_names.hpp"

namespace firedrill {
namespace {

constexpr double year_s = 365.0 * 86'400.0;

// "125 MB/s", with three digits.
std::string human_rate(Rate rate) {
  constexpr std::array<const char*, 5> units{"B/s", "kB/s", "MB/s", "GB/s", "TB/s"};
  double value = rate.bytes_per_second;
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < units.size()) {
    value /= 1e3;
    ++unit;
  }
  return fmt::format("{:.3g} {}", value, units[unit]);
}

// The services, by their numbers in the first table, whose critical path `task` is on.
std::string critical_for(const RecoveryOrder& order, std::uint32_t task) {
  std::string numbers;
  for (const ServiceRecovery& service : order.services) {
    const auto& path = service.critical_path;
    if (std::find(path.begin(), path.end(), task) != path.end()) {
      numbers += (numbers.empty() ? "" : " ") + std::to_string(service.service.index + 1);
    }
  }
  return numbers;
}

std::string tasks_table(const Plan& plan, const RegionRecovery& recovery,
                        const PageOptions& options) {
  const auto& tasks = recovery.order.tasks;
  std::vector<std::uint32_t> by_start;
  for (std::uint32_t index = 0; index < tasks.size(); ++index) {
    by_start.push_back(index);
  }
  std::stable_sort(by_start.begin(), by_start.end(), [&](auto one, auto other) {
    return std::pair{tasks[one].start_s, tasks[one].end_s} <
           std::pair{tasks[other].start_s, tasks[other].end_s};
  });
  Table table{{Align::left, Align::right, Align::right, Align::right, Align::left}};
  table.add({{}, faint("starts"), faint("takes"), faint("ends"), faint("critical")});
  bool is_circular = false;
  int most_nodes = 0;
  for (const std::uint32_t index : by_start) {
    const RecoveryTask& task = tasks[index];
    const bool needs_lost = control_plane_of(plan, task) == recovery.lost;
    is_circular = is_circular || needs_lost;
    most_nodes = std::max(most_nodes, task.nodes);
    table.add({{describe(plan, task)},
               {human_duration(task.start_s)},
               {human_duration(task.mean_s)},
               {human_duration(task.end_s)},
               {critical_for(recovery.order, index) + (needs_lost ? " (!)" : "")}});
  }
  const auto remark = [&](const std::string& text, Ink ink) {
    return painted(wrapped(text, width_of(options), 2), ink, options);
  };
  std::string page = tasks.empty() ? "" : table.render(options);
  if (is_circular) {
    page += remark("(!) goes through the control plane of " +
                       plan.regions[recovery.lost.index].name + " itself",
                   Ink::doubtful);
  }
  if (most_nodes > 1) {
    page += remark(fmt::format("Nodes start together, each in the mean time shown; the last of {} "
                               "takes longer.",
                               most_nodes),
                   Ink::faint);
  }
  return page;
}

std::string services_table(const Plan& plan, const RegionRecovery& recovery,
                           const PageOptions& options) {
  Table table{{Align::left, Align::left, Align::left}, 1};
  for (const ServiceRecovery& service : recovery.order.services) {
    const std::string back =
        !service.ready_s ? "only when " + plan.regions[recovery.lost.index].name + " returns"
                         : "back after " + human_duration(*service.ready_s);
    table.add({{std::to_string(service.service.index + 1)},
               {title_of(plan.services[service.service.index])},
               {back, service.ready_s ? Ink::plain : Ink::bad}});
  }
  return table.render(options);
}

std::string full_replicas(const Plan& plan, const RegionFlow& flow) {
  std::string text;
  const auto add = [&](const std::vector<ComponentId>& replicas, const char* when) {
    for (const ComponentId replica : replicas) {
      text += fmt::format("{}{} is full {}", text.empty() ? "" : ", ",
                          plan.components[replica.index].name, when);
    }
  };
  add(flow.full_at_mean, "in the mean");
  std::vector<ComponentId> in_bursts;
  std::set_difference(flow.full_at_peak.begin(), flow.full_at_peak.end(), flow.full_at_mean.begin(),
                      flow.full_at_mean.end(), std::back_inserter(in_bursts));
  add(in_bursts, "in bursts");
  return text;
}

// Components and regions of the cut sets of all services that no figure was given for.
std::string without_figure(const Plan& plan, const PlanAnalysis& analysis) {
  std::set<Element> parts;
  for (const ServiceStructure& structure : analysis.services) {
    for (const auto* cuts : {&structure.cuts_by_component, &structure.cuts_by_region}) {
      for (const std::vector<Element>& cut : *cuts) {
        std::copy_if(cut.begin(), cut.end(), std::inserter(parts, parts.end()),
                     [](Element part) { return part.kind != ElementKind::control_plane; });
      }
    }
  }
  for (const FailureFigure& figure : analysis.figures) {
    parts.erase(figure.element);
  }
  return joined_names(plan, {parts.begin(), parts.end()}, ", ");
}

std::string down_cell(std::optional<double> fraction) {
  return fraction ? human_duration(*fraction * year_s) : "-";
}

}  // namespace

std::string recovery_part(const Plan& plan, const PlanAnalysis& analysis,
                          const PageOptions& options) {
  std::string page;
  for (const RegionRecovery& recovery : analysis.recoveries) {
    if (recovery.order.services.empty()) {
      continue;
    }
    page += heading("RECOVERY WITHOUT " + plan.regions[recovery.lost.index].name,
                    "mean times from the decision to fail over", options);
    page += tasks_table(plan, recovery, options);
    page += (recovery.order.tasks.empty() ? "" : "\n") + services_table(plan, recovery, options);
  }
  return page;
}

std::string recreation_part(const Plan& plan, const PlanAnalysis& analysis,
                            const PageOptions& options) {
  std::string page;
  for (const CreationRun& recreation : analysis.recreations) {
    const Component& component = plan.components[recreation.code.index];
    const auto& code = std::get<InfrastructureCode>(component.model);
    page += heading("RECREATION OF " + component.name,
                    "mean times of one run in which nothing fails", options);
    std::vector<std::uint32_t> by_start;
    for (std::uint32_t index = 0; index < code.resources.size(); ++index) {
      by_start.push_back(index);
    }
    std::stable_sort(by_start.begin(), by_start.end(), [&](auto one, auto other) {
      return recreation.creations[one].start_s < recreation.creations[other].start_s;
    });
    Table table{{Align::left, Align::right, Align::right, Align::right, Align::left}};
    table.add({{}, faint("starts"), faint("takes"), faint("ends"), faint("critical")});
    for (const std::uint32_t index : by_start) {
      const auto& path = recreation.critical_path;
      const CreationRun::Creation& creation = recreation.creations[index];
      const bool is_critical = std::find(path.begin(), path.end(), index) != path.end();
      table.add({{code.resources[index].name},
                 {human_duration(creation.start_s)},
                 {human_duration(creation.end_s - creation.start_s)},
                 {human_duration(creation.end_s)},
                 {is_critical ? "●" : ""}});
    }
    page += table.render(options) +
            painted(wrapped("Everything is there after " + human_duration(recreation.end_s) +
                                "; data then has to be restored. No reserve counts on it.",
                            width_of(options), 2),
                    Ink::faint, options);
  }
  return page;
}

std::string replication_part(const Plan& plan, const PlanAnalysis& analysis,
                             const PageOptions& options) {
  const ReplicationFlows& replication = analysis.replication;
  if (replication.flows.empty() && replication.without_rate.empty()) {
    return "";
  }
  std::string page = heading("REPLICATION", "the most that can flow, and what has to", options);
  Table table{{Align::left, Align::right, Align::right, Align::right, Align::right, Align::right}};
  table.add(
      {{}, faint("capacity"), faint("mean"), faint("carried"), faint("peak"), faint("carried")});
  std::string remarks;
  for (const RegionFlow& flow : replication.flows) {
    const auto carried = [](Rate part, Rate all) {
      const bool is_short = part.bytes_per_second < all.bytes_per_second;
      return Cell{human_rate(part), is_short ? Ink::bad : Ink::plain};
    };
    table.add({{plan.regions[flow.from.index].name + " → " + plan.regions[flow.to.index].name},
               {human_rate(flow.capacity)},
               {human_rate(flow.mean_demand)},
               carried(flow.mean_carried, flow.mean_demand),
               {human_rate(flow.peak_demand)},
               carried(flow.peak_carried, flow.peak_demand)});
    const std::string full = full_replicas(plan, flow);
    if (!full.empty()) {
      remarks += wrapped(full + ": the lag grows meanwhile", width_of(options), 2);
    }
  }
  page += replication.flows.empty() ? "" : table.render(options);
  std::string names;
  for (const DataId data : replication.without_rate) {
    names += (names.empty() ? "" : ", ") + plan.data[data.index].name;
  }
  return page + remarks +
         (names.empty()
              ? ""
              : painted(wrapped("The plan gives no rate for " + names + ".", width_of(options), 2),
                        Ink::faint, options));
}

std::string availability_part(const Plan& plan, const PlanAnalysis& analysis,
                              const PageOptions& options) {
  std::string page = heading(
      "AVAILABILITY", "downtime a year: with failover, without, with an instant one", options);
  if (analysis.figures.empty()) {
    return page + wrapped(
                      "A plan does not say how often its parts fail, and firedrill does not "
                      "invent it. Give the figures you have, mean time between failures and "
                      "to repair: --failure \"us-east-1=5 years, 6 h\"",
                      width_of(options), 2);
  }
  Table table{{Align::left, Align::right, Align::right, Align::right, Align::right}};
  table.add({{}, faint("available"), faint("downtime"), faint("no failover"), faint("instant")});
  std::string remarks;
  const auto remark = [&](const std::string& text) {
    remarks += painted(wrapped(text, width_of(options), 2), Ink::faint, options);
  };
  for (const ServiceAvailability& one : analysis.availability) {
    const std::string title = title_of(plan.services[one.service.index]);
    table.add({{title},
               {one.down_with_failover ? percent(1.0 - *one.down_with_failover) : "-"},
               {down_cell(one.down_with_failover)},
               {down_cell(one.down_without_failover)},
               {down_cell(one.down_with_instant_failover)}});
    if (one.figures.size() > most_figures) {
      remark(fmt::format("{}: {} figures concern it; {} are the most that can be solved.", title,
                         one.figures.size(), most_figures));
    }
  }
  const std::string never_fail = without_figure(plan, analysis);
  if (!never_fail.empty()) {
    remark("Without a figure, and so taken never to fail: " + never_fail + ".");
  }
  remark(
      "A lost region takes its control plane along. A failover takes as long as its critical "
      "path; detection and decision come on top.");
  return page + table.render(options) + remarks;
}

}  // namespace firedrill
