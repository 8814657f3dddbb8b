// A report's KPIs as OpenMetrics, and a Grafana dashboard for them.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "reports/audit/machine_forms.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

// As both formats escape it.
std::string escaped(const std::string& text) {
  std::string safe;
  for (const char letter : text) {
    if (letter == '\n') {
      safe += "\\n";
    } else {
      safe += letter == '\\' || letter == '"' ? std::string{'\\', letter} : std::string(1, letter);
    }
  }
  return safe;
}

class Metrics {
 public:
  void family(const char* name, const char* unit, const char* help) {
    name_ = name;
    text_ += fmt::format("# HELP {} {}\n# TYPE {} gauge\n", name, help, name);
    if (*unit != '\0') {
      text_ += fmt::format("# UNIT {} {}\n", name, unit);
    }
  }
  void sample(const std::string& labels, double value) {
    text_ += fmt::format("{}{{{}}} {}\n", name_, labels, value);
  }
  [[nodiscard]] std::string finish() && { return std::move(text_) + "# EOF\n"; }

 private:
  std::string name_, text_;
};

std::string label(const char* name, const std::string& value) {
  return fmt::format("{}=\"{}\"", name, escaped(value));
}

void add_criteria(const Report& report, Metrics& metrics) {
  const auto plan_of = [&](const CriterionResult& one) {
    return label("plan", one.plan) + "," + label("label", std::string{name_of(one.label)});
  };
  const auto each_share = [&](const auto& take) {
    for (const CriterionResult& one : report.criteria) {
      if (one.at_least) {
        take(plan_of(one) + "," + label("criterion", one.name), one);
      }
    }
  };
  metrics.family("firedrill_criterion_trials", "", "How many trials a criterion rests on.");
  each_share([&](const std::string& labels, const CriterionResult& one) {
    metrics.sample(labels, static_cast<double>(one.share.count.trials));
  });
  metrics.family("firedrill_criterion_kept_ratio", "ratio", "Share of the trials that kept it.");
  each_share([&](const std::string& labels, const CriterionResult& one) {
    if (one.share.count.trials > 0) {
      metrics.sample(labels, one.share.share);
    }
  });
  metrics.family("firedrill_criterion_bound_ratio", "ratio",
                 "Ends of the 95 % interval of that share.");
  each_share([&](const std::string& labels, const CriterionResult& one) {
    if (one.share.count.trials > 0) {
      metrics.sample(labels + ",bound=\"low\"", one.share.interval.low);
      metrics.sample(labels + ",bound=\"high\"", one.share.interval.high);
    }
  });
  metrics.family("firedrill_criterion_target_ratio", "ratio", "The share that the plan asks for.");
  each_share([&](const std::string& labels, const CriterionResult& one) {
    metrics.sample(labels, *one.at_least);
  });
  metrics.family("firedrill_recovery_time_mean_seconds", "seconds",
                 "Mean recovery time of the first promise.");
  for (const CriterionResult& one : report.criteria) {
    if (one.at_most_s && one.mean.count > 0) {
      metrics.sample(plan_of(one) + "," + label("criterion", one.name), one.mean.mean);
    }
  }
  metrics.family("firedrill_verdict", "", "1 for the verdict that holds, 0 for the others.");
  for (const CriterionResult& one : report.criteria) {
    for (const Proof proof : {Proof::proven, Proof::consistent, Proof::refuted, Proof::too_few}) {
      metrics.sample(plan_of(one) + "," + label("criterion", one.name) + "," +
                         label("verdict", std::string{name_of(proof)}),
                     one.proof == proof ? 1.0 : 0.0);
    }
  }
}

std::string of_drill(const ReportDrill& drill) {
  return label("drill", drill.id) + "," + label("held", heading_of(drill));
}

void drill_metrics(const Report& report, Metrics& metrics) {
  metrics.family("firedrill_drill_recovery_time_seconds", "seconds",
                 "Recovery time of each promise in each drill.");
  for (const ReportDrill& drill : report.drills) {
    for (const RunObjective& one : drill.run.objectives) {
      if (one.kind == ObjectiveKind::rto && one.is_measured && one.value != never) {
        metrics.sample(of_drill(drill) + "," + label("promise", one.name), to_seconds(one.value));
      }
    }
  }
  metrics.family("firedrill_drill_data_loss_seconds", "seconds",
                 "Age of the newest state that survived, in each drill.");
  for (const ReportDrill& drill : report.drills) {
    for (const RunObjective& one : drill.run.objectives) {
      if (one.kind == ObjectiveKind::rpo && one.is_measured && one.value != never) {
        metrics.sample(of_drill(drill) + "," + label("promise", one.name), to_seconds(one.value));
      }
    }
  }
  metrics.family("firedrill_drill_met", "", "1 if a drill kept every promise.");
  for (const ReportDrill& drill : report.drills) {
    if (drill.counts) {
      metrics.sample(of_drill(drill), drill.verdict == Verdict::met ? 1.0 : 0.0);
    }
  }
}

Json panel(int number, const char* title, const char* type, const char* unit,
           const std::vector<std::pair<std::string, std::string>>& queries) {
  constexpr int width = 12, height = 8, columns = 2;
  const bool is_instant = std::string_view{type} != "timeseries";  // else over time
  Json targets = Json::array();
  char letter = 'A';
  for (const auto& [expression, legend] : queries) {
    targets.push_back({{"refId", std::string(1, letter++)},
                       {"expr", expression},
                       {"legendFormat", legend},
                       {"instant", is_instant},
                       {"range", !is_instant},
                       {"format", std::string_view{type} == "table" ? "table" : "time_series"}});
  }
  return {{"id", number + 1},
          {"title", title},
          {"type", type},
          {"datasource", {{"type", "prometheus"}, {"uid", "${datasource}"}}},
          {"gridPos",
           {{"h", height},
            {"w", width},
            {"x", number % columns * width},
            {"y", number / columns * height}}},
          {"fieldConfig", {{"defaults", {{"unit", unit}}}, {"overrides", Json::array()}}},
          {"options", Json::object()},
          {"targets", std::move(targets)}};
}

}  // namespace

std::string report_metrics(const Report& report) {
  Metrics metrics;
  add_criteria(report, metrics);
  drill_metrics(report, metrics);
  metrics.family("firedrill_model_covered_ratio", "ratio",
                 "Share of first recovery times within the 90 % interval predicted for them.");
  const Coverage& held = report.model.recovery.coverage;
  if (held.count > 0) {
    metrics.sample(label("plan", report.plan),
                   static_cast<double>(held.held) / static_cast<double>(held.count));
  }
  metrics.family("firedrill_report_drills", "", "Drills of the report by what they were held on.");
  const ReportOrigin& origin = report.origin;
  for (const auto& [on, drills] : {std::pair{"lab", origin.labs},
                                   {"inventory", origin.targets},
                                   {"stand_in", origin.stand_ins}}) {
    metrics.sample(label("report", report.id) + "," + label("on", on), static_cast<double>(drills));
  }
  metrics.family("firedrill_planned_drills", "", "Drills of the calendar by what became of them.");
  for (const ReportCalendar& calendar : report.calendars) {
    for (const OccasionState state : {OccasionState::held, OccasionState::left_out,
                                      OccasionState::not_due, OccasionState::not_played}) {
      const auto drills =
          std::count_if(calendar.occasions.begin(), calendar.occasions.end(),
                        [&](const ReportOccasion& one) { return one.state == state; });
      metrics.sample(label("plan", calendar.plan) + "," +
                         label("year", std::to_string(calendar.year)) + "," +
                         label("state", std::string{name_of(state)}),
                     static_cast<double>(drills));
    }
  }
  metrics.family("firedrill_report_missing_fields", "", "Required fields that are missing.");
  metrics.sample(label("report", report.id), static_cast<double>(report.missing.size()));
  return std::move(metrics).finish();
}

std::string report_dashboard(const Report& report) {
  Json panels = Json::array();
  panels.push_back(panel(0, "Criteria and KPIs: share kept, 95 % interval, target", "timeseries",
                         "percentunit",
                         {{"firedrill_criterion_kept_ratio", "{{criterion}} ({{label}})"},
                          {"firedrill_criterion_bound_ratio", "{{criterion}} {{bound}}"},
                          {"firedrill_criterion_target_ratio", "{{criterion}} target"}}));
  panels.push_back(panel(1, "Verdicts that hold", "table", "none",
                         {{"firedrill_verdict == 1", "{{criterion}}: {{verdict}} ({{label}})"}}));
  panels.push_back(
      panel(2, "Recovery times", "timeseries", "s",
            {{"firedrill_drill_recovery_time_seconds", "{{drill}} {{promise}}, {{held}}"},
             {"firedrill_recovery_time_mean_seconds", "mean"}}));
  panels.push_back(
      panel(3, "Data loss", "timeseries", "s",
            {{"firedrill_drill_data_loss_seconds", "{{drill}} {{promise}}, {{held}}"}}));
  panels.push_back(panel(4, "Trials behind each criterion", "bargauge", "none",
                         {{"firedrill_criterion_trials", "{{criterion}} ({{label}})"}}));
  panels.push_back(panel(5, "The model's coverage of 90 % intervals; fields missing", "stat",
                         "none",
                         {{"firedrill_model_covered_ratio", "coverage"},
                          {"firedrill_report_missing_fields", "missing in {{report}}"}}));
  const Json dashboard{
      {"title", "firedrill: " + (report.plan_title.empty() ? report.plan : report.plan_title)},
      {"tags", Json::array({"firedrill"})},
      {"schemaVersion", 36},
      {"editable", true},
      {"time", {{"from", "now-1y"}, {"to", "now"}}},
      {"templating",
       {{"list", Json::array({{{"name", "datasource"},
                               {"type", "datasource"},
                               {"query", "prometheus"},
                               {"label", "Data source"}}})}}},
      {"panels", std::move(panels)}};
  return dashboard.dump(1) + "\n";
}

}  // namespace firedrill
