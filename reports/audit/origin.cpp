// What a report is headed with: on what its drills were held. Figures of a stand-in are SIMULATED.

#include <fmt/format.h>

#include <algorithm>

#include "reports/audit/make_report.hpp"
#include "reports/format.hpp"

namespace firedrill {
namespace {

constexpr std::size_t targets_named_at_most = 3;

std::string on_targets(const std::vector<std::string>& names) {
  if (names.size() > targets_named_at_most) {
    return fmt::format("MEASURED on {} targets", names.size());
  }
  return fmt::format("MEASURED on {}", fmt::join(names, ", "));
}

}  // namespace

std::string heading_of(const Report& report) {
  const ReportOrigin& origin = report.origin;
  std::string heading;
  const bool is_mixed = (origin.labs > 0) + (origin.targets > 0) + (origin.stand_ins > 0) > 1;
  const auto add = [&](std::uint64_t drills, const std::string& words) {
    if (drills > 0) {
      heading += (heading.empty() ? "" : "; ") + words +
                 (is_mixed ? fmt::format(" ({})", counted(drills, "drill")) : "");
    }
  };
  add(origin.labs, "MEASURED in a lab");
  add(origin.targets, on_targets(origin.target_names));
  add(origin.stand_ins, "SIMULATED by a stand-in");
  return heading.empty() ? "SIMULATED" : heading;
}

std::string heading_of(const ReportDrill& drill) {
  switch (drill.run.target_kind) {
    case TargetKind::lab:
      return "MEASURED in a lab";
    case TargetKind::inventory:
      return on_targets({drill.run.target.name});
    case TargetKind::stand_in:
      break;
  }
  return "SIMULATED by a stand-in";
}

ReportOrigin origin_of(const std::vector<ReportDrill>& drills) {
  ReportOrigin origin;
  for (const ReportDrill& drill : drills) {
    origin.labs += drill.run.target_kind == TargetKind::lab ? 1 : 0;
    origin.targets += drill.run.target_kind == TargetKind::inventory ? 1 : 0;
    origin.stand_ins += drill.run.target_kind == TargetKind::stand_in ? 1 : 0;
    std::vector<std::string>& names = origin.target_names;
    const std::string& name = drill.run.target.name;
    if (drill.run.target_kind == TargetKind::inventory &&
        std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  }
  return origin;
}

void set_stand_ins_apart(Report& report) {
  if (!report.origin.is_measured()) {
    return;
  }
  for (ReportDrill& drill : report.drills) {
    if (drill.counts && !is_measured(drill.run.target_kind)) {
      drill.counts = false;
      drill.reason = "a stand-in made it: nothing was drilled";
    }
  }
}

void label_as_simulated(Report& report) {
  const auto simulated = [](Label& label) {
    label = label == Label::measured ? Label::simulated : label;
  };
  for (CriterionResult& one : report.criteria) {
    simulated(one.label);
  }
  for (ReportFinding& one : report.findings) {
    simulated(one.label);
  }
  for (Limitation& one : report.limitations) {
    simulated(one.label);
  }
}

}  // namespace firedrill
