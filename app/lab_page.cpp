#include "app/lab_page.hpp"

#include <fmt/format.h>

#include "reports/format.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

Cell stage_cell(const std::string& stage) {
  if (stage == "ready") {
    return {stage, Ink::good};
  }
  return {stage, stage == "failed" ? Ink::bad : Ink::doubtful};
}

// "restarted 2 times", the reason it is not ready, or nothing.
std::string remark_of(const Json& service) {
  const std::string why = service.value("why", "");
  const int restarts = service.value("restarts", 0);
  std::string remark =
      restarts > 0
          ? fmt::format("restarted {}", counted(static_cast<std::uint64_t>(restarts), "time"))
          : "";
  if (!why.empty()) {
    remark += (remark.empty() ? "" : "; ") + why;
  }
  return remark;
}

void add_node(Table& table, const Json& node) {
  const bool is_up = node.value("is_up", false);
  table.add({{node.value("name", ""), Ink::strong},
             {node.value("address", "")},
             {is_up ? "up" : "down", is_up ? Ink::good : Ink::bad},
             {node.value("why", "")}});
  for (const Json& service : node["services"]) {
    const bool is_cold = service.value("is_cold", false) && service.value("stage", "") == "stopped";
    table.add({{"  " + service.value("name", "")},
               {""},
               is_cold ? faint("cold") : stage_cell(service.value("stage", "")),
               faint(remark_of(service))});
  }
}

std::string milliseconds(const Json& value) {
  return fmt::format("{:.4g} ms", value.get<double>() * 1e3);
}

std::string rate_text(double bytes_per_second) {
  constexpr double bits = 8.0;
  return bytes_per_second <= 0.0 ? "unlimited"
                                 : fmt::format("{:.4g} Mbit/s", bytes_per_second * bits / 1e6);
}

}  // namespace

LabProgress lab_progress(const Json& status) {
  LabProgress progress;
  for (const Json& node : status["nodes"]) {
    ++progress.nodes;
    progress.nodes_up += node.value("is_up", false) ? 1 : 0;
    for (const Json& service : node["services"]) {
      const std::string stage = service.value("stage", "");
      if (service.value("is_cold", false)) {
        continue;
      }
      const std::string name = node.value("name", "") + "/" + service.value("name", "");
      ++progress.services;
      if (stage == "ready") {
        ++progress.services_ready;
      } else if (stage == "failed") {
        progress.failed.push_back(name + ": " + service.value("why", ""));
      } else {
        progress.waiting.push_back(name);
      }
    }
  }
  return progress;
}

std::string lab_page(const Json& status, const PageOptions& options) {
  const LabProgress progress = lab_progress(status);
  const bool is_ready = status.value("is_ready", false);
  std::string page = painted("LAB " + status.value("name", ""), Ink::strong, options) + "  ";
  page += is_ready ? painted("ready", Ink::good, options) : painted("not ready", Ink::bad, options);
  page += fmt::format("; {} of {} nodes up, {} of {} services ready; for {}\n", progress.nodes_up,
                      progress.nodes, progress.services_ready, progress.services,
                      human_duration(status.value("running_s", 0.0)));
  const int routers = status["wan"].value("starts", 1);
  if (!status["wan"].value("is_up", true)) {
    page += painted("The WAN is cut: its router does not run.\n", Ink::bad, options);
  } else if (routers > 1) {
    page += fmt::format("The WAN's router has ended and was started again, {} times in all.\n",
                        routers - 1);
  }
  page += "\n";
  Table table{{Align::left, Align::left, Align::left, Align::left}, 3};
  for (const Json& node : status["nodes"]) {
    add_node(table, node);
  }
  return page + table.render(options);
}

std::string abilities_page(const std::vector<Ability>& abilities, const PageOptions& options) {
  Table table{{Align::left, Align::left, Align::left}, 2};
  for (const Ability& one : abilities) {
    table.add({{one.name},
               one.is_there ? Cell{"yes", Ink::good}
                            : Cell{"no", one.is_needed ? Ink::bad : Ink::doubtful},
               faint(one.found)});
    if (!one.is_there) {
      table.add_line(faint("    " + one.without));
    }
  }
  return heading("THIS MACHINE", "what it lets a lab do, found by trying", options) +
         table.render(options);
}

std::string wan_page(const Json& status, const PageOptions& options) {
  Table table{{Align::left, Align::left, Align::right, Align::right, Align::right, Align::right,
               Align::right, Align::right, Align::right, Align::right},
              0};
  table.add({faint("from"), faint("to"), faint("delay"), faint("jitter"), faint("rate"),
             faint("loss"), faint("delivered"), faint("lost"), faint("overflowed"), faint("late")});
  for (const Json& link : status["links"]) {
    const bool is_up = link.value("is_up", true);
    table.add({{link.value("from", "")},
               {link.value("to", "")},
               is_up ? Cell{milliseconds(link["delay_s"])} : Cell{"cut", Ink::bad},
               {milliseconds(link["jitter_s"])},
               {rate_text(link.value("rate_bytes_per_s", 0.0))},
               {chosen_percent(link.value("loss", 0.0))},
               {grouped(link.value("delivered", std::int64_t{0}))},
               {grouped(link.value("lost", std::int64_t{0}))},
               {grouped(link.value("overflowed", std::int64_t{0}))},
               {milliseconds(link["late_max_s"])}});
  }
  return heading("WAN",
                 status.value("is_realtime", false)
                     ? "segments of the wire; late: how much later than due one came, at most"
                     : "as an ordinary process: late when the machine is busy, at most by \"late\"",
                 options) +
         table.render(options);
}

}  // namespace firedrill
