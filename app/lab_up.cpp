// firedrill lab up: refuses where something is missing and says what, starts a lab or mends the one
// that runs, and waits until all of it is ready.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>
#include <thread>

#include "app/lab_commands.hpp"
#include "app/lab_page.hpp"
#include "app/lab_place.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "live/lab/abilities.hpp"
#include "live/lab/lab.hpp"
#include "live/lab/plan_shape.hpp"
#include "live/lab/secrets.hpp"
#include "live/lab/services/services.hpp"
#include "reports/json_text.hpp"
#include "scenarios/plan_reader.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr Duration look_interval = 100ms;

// The services called one of `names`, and what they need, and what that needs.
std::vector<LabService> chosen_services(const std::vector<LabService>& all,
                                        const std::vector<std::string>& names) {
  if (names.empty()) {
    return all;
  }
  std::set<std::string> wanted;
  for (bool grows = true; grows;) {
    grows = false;
    for (const LabService& service : all) {
      const std::string full = service.node + "/" + service.name;
      const bool is_named = std::find(names.begin(), names.end(), service.name) != names.end() ||
                            std::find(names.begin(), names.end(), full) != names.end() ||
                            wanted.contains(full);
      if (is_named) {
        wanted.insert(full);
        for (const std::string& need : service.needs) {
          grows = wanted.insert(need).second || grows;
        }
      }
    }
  }
  std::vector<LabService> chosen;
  std::copy_if(all.begin(), all.end(), std::back_inserter(chosen), [&](const LabService& service) {
    return wanted.contains(service.node + "/" + service.name);
  });
  return chosen;
}

// What must be mended before there can be a lab; "" if nothing.
std::string refusal(const std::vector<LabService>& services) {
  std::string text;
  for (const Ability& one : find_abilities()) {
    if (one.is_needed && !one.is_there) {
      text += fmt::format("  {}: {}; {}\n", one.name, one.found, one.without);
    }
  }
  const std::vector<std::string> missing = find_missing(services);
  if (!missing.empty()) {
    text += fmt::format("  missing: {}\n  packages/install lab installs them (Debian 12)\n",
                        fmt::join(missing, ", "));
  }
  return text;
}

LabOrder order_of(const LabPlace& place, const LabArguments& arguments, const Plan& plan,
                  const LabShape& shape) {
  LabOrder order;
  // A copy: nodes have a /tmp of their own, and a build may replace the program while they run.
  const fs::path program = fs::path{place.root} / "bin" / "firedrill";
  fs::create_directories(program.parent_path());
  fs::copy_file("/proc/self/exe", program);
  order.layout = make_layout(shape, place.name, place.root, program, make_secrets(place.root));
  order.services = chosen_services(lab_services(order.layout), arguments.only);
  order.wan = wan_of(order.layout, plan);
  order.cgroup = place.cgroup;
  order.plan_name = plan.name;
  order.plan_digest = plan.digest;
  return order;
}

// Until it is ready, something has failed for good, or patience ends; shows how far it is.
Json wait_until_ready(const LabPlace& place, const LabArguments& arguments) {
  const auto begin = std::chrono::steady_clock::now();
  const auto patience = std::chrono::seconds{arguments.patience};
  const bool is_terminal = ::isatty(STDERR_FILENO) == 1;
  Json status;
  for (;;) {
    std::this_thread::sleep_for(look_interval);
    try {
      // A node that dies while the lab comes up is asked for again.
      const bool is_whole = status.is_null() || lab_progress(status).is_whole();
      status = Json::parse(
          ask_lab(place, is_whole ? R"({"status": true})" : R"({"ensure": true, "status": true})")
              .text);
    } catch (const std::system_error&) {
      if (!is_running(place)) {
        throw std::runtime_error{"the lab's supervisor has ended; see " + place.root +
                                 "/supervisor.log"};
      }
      continue;  // it has not begun to listen
    }
    const LabProgress progress = lab_progress(status);
    const auto spent = std::chrono::steady_clock::now() - begin;
    const bool is_over = status.value("is_ready", false) || spent > patience ||
                         (!progress.failed.empty() && progress.waiting.empty());
    if (is_terminal && spent > 1s) {
      fmt::print(
          stderr, "\r\033[K{}",
          is_over
              ? ""
              : fmt::format(
                    "lab {}: {} of {} nodes up, {} of {} services ready{}", place.name,
                    progress.nodes_up, progress.nodes, progress.services_ready, progress.services,
                    progress.waiting.empty() ? "" : "; waiting for " + progress.waiting.front()));
      std::fflush(stderr);
    }
    if (is_over) {
      return status;
    }
  }
}

ExitCode show(const Json& status, const LabArguments& arguments) {
  if (arguments.wants_json) {
    print(json_text(status));
  } else {
    print(lab_page(status, page_options()));
  }
  if (status.value("is_ready", false)) {
    return ExitCode::met;
  }
  const LabProgress progress = lab_progress(status);
  for (const std::string& failed : progress.failed) {
    fmt::print(stderr, "firedrill: {}\n", failed);
  }
  fmt::print(
      stderr,
      "firedrill: the lab is not ready{}; `firedrill lab logs NODE` shows why, `firedrill lab "
      "up` tries again\n",
      progress.waiting.empty() ? "" : ": waiting for " + progress.waiting.front());
  return ExitCode::broken;
}

}  // namespace

ExitCode lab_up_command(const LabArguments& arguments) {
  const auto place = checked_place(arguments.name);
  if (!place) {
    return ExitCode::usage;
  }
  const Result<Plan> plan = load_plan(plan_path(arguments.plan));
  if (!plan) {
    return report_errors(plan.error());
  }
  const Result<LabShape> shape = shape_of(*plan);
  if (!shape) {
    return report_errors(shape.error());
  }
  const std::string trouble = refusal(chosen_services(
      lab_services(make_layout(*shape, place->name, place->root, "/proc/self/exe", {})),
      arguments.only));
  if (!trouble.empty()) {
    fmt::print(stderr, "firedrill: there can be no lab here:\n{}", trouble);
    return ExitCode::broken;
  }
  {
    const LabLock lock{*place};
    if (is_running(*place)) {
      const Json status = Json::parse(ask_lab(*place, R"({"ensure": true, "status": true})").text);
      if (status["plan"].value("digest", "") != plan->digest) {
        fmt::print(
            stderr,
            "firedrill: lab {} runs another plan ({}); `firedrill lab down --name {}` ends it\n",
            place->name, status["plan"].value("name", ""), place->name);
        return ExitCode::usage;
      }
    } else {
      end_lab(*place);
      fs::create_directories(place->root);
      start_lab(*place, order_of(*place, arguments, *plan, *shape));
    }
  }
  return show(wait_until_ready(*place, arguments), arguments);
}

}  // namespace firedrill
