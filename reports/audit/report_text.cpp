#include "reports/audit/report_text.hpp"

#include <fmt/format.h>

#include "reports/audit/view.hpp"
#include "reports/audit/view_parts.hpp"
#include "reports/format.hpp"

namespace firedrill {
namespace {

constexpr std::size_t shown_at_most = 8;

Ink ink_of(Tone tone) {
  return tone == Tone::good       ? Ink::good
         : tone == Tone::bad      ? Ink::bad
         : tone == Tone::doubtful ? Ink::doubtful
                                  : Ink::plain;
}

std::string criteria_part(const Report& report, const PageOptions& options) {
  if (report.criteria.empty() || report.drills.empty()) {
    return "";
  }
  Table table{{Align::left, Align::right, Align::right, Align::right, Align::left}};
  table.add({{}, faint("n"), faint("kept"), faint("[95 %]"), {}});
  std::string plan;
  for (const CriterionResult& one : report.criteria) {
    if (report.plans.size() > 1 && one.plan != plan) {
      plan = one.plan;
      table.add({{"  " + plan}, {}, {}, {}, {}});
    }
    const ShareCount& count = one.share.count;
    const bool is_mean = one.at_most_s.has_value();
    const bool is_any = is_mean ? one.mean.count > 0 : count.trials > 0;
    std::string kept, interval;
    if (is_any && is_mean) {
      kept = "mean " + human_duration(one.mean.mean);
      interval =
          one.mean.count > 1 ? interval_text(one.mean.interval.low, one.mean.interval.high) : "";
    } else if (is_any) {
      kept = percent(one.share.share);
      interval = fmt::format("[{}, {}]", percent_number(one.share.interval.low),
                             percent_number(one.share.interval.high));
    }
    table.add({{(report.plans.size() > 1 ? "    " : "  ") + one.name},
               {std::to_string(is_mean ? one.mean.count : count.trials)},
               {kept},
               {interval},
               {std::string{name_of(one.proof)}, ink_of(tone_of(one.proof))}});
  }
  return heading("CRITERIA AND KPIS",
                 report.plans.size() > 1 ? "of each plan, from its own drills alone"
                                         : "of the plan; each needs its own number of trials",
                 options) +
         table.render(options);
}

std::string simulated_part(const Report& report, const PageOptions& options) {
  std::string page;
  for (const SimulatedPart& part : report.simulated) {
    Table table{{Align::left, Align::right, Align::right, Align::right}};
    table.add({{}, faint("target"), faint("holds in"), faint("median")});
    for (const PredictedObjective& one : part.objectives) {
      table.add({{"  " + (one.title.empty() ? one.name : one.title)},
                 {human_duration(one.target_s)},
                 {percent(one.met_fraction)},
                 {human_duration(quantile(one.law, 0.5))}});
    }
    page += heading("SIMULATED ALONE", part.scenario + "; no drill was held for it", options) +
            table.render(options);
  }
  return page;
}

template <class Part, class Line>
std::string list_part(const char* name, const char* remark, const std::vector<Part>& parts,
                      const PageOptions& options, const Line& line) {
  if (parts.empty()) {
    return "";
  }
  std::string page = heading(name, remark, options);
  for (std::size_t index = 0; index < parts.size() && index < shown_at_most; ++index) {
    page += wrapped(line(parts[index]), width_of(options), 2);
  }
  if (parts.size() > shown_at_most) {
    page += fmt::format("  and {} more\n", parts.size() - shown_at_most);
  }
  return page;
}

}  // namespace

std::string report_page(const Report& report, const PageOptions& options) {
  const ReportView view = report_view(report);
  // What the drills were held on may need a line of its own, and never falls victim to the width.
  constexpr std::size_t beside_at_most = 24;
  const bool is_beside = view.label.size() <= beside_at_most;
  const std::size_t indent = is_beside ? view.label.size() + 2 : 2;
  std::string page = is_beside ? painted(view.label, Ink::strong, options) + "  "
                               : wrapped(view.label, width_of(options)) + "  ";
  page += clipped(view.title, width_of(options) - indent) + "\n" +
          wrapped(view.subtitle, width_of(options), indent) + "\n";
  const ViewSection executive = executive_section(report);
  std::size_t shown = 0;
  for (const ViewBlock& block : executive.blocks) {
    constexpr std::size_t sentences = 3;  // results, model, sign-off
    if (const auto* said = std::get_if<Paragraph>(&block); said != nullptr && shown < sentences) {
      page += wrapped(said->text, width_of(options));
      ++shown;
    }
  }
  page += simulated_part(report, options);
  page += criteria_part(report, options);
  page += list_part("FINDINGS", "the same in several drills is one", report.findings, options,
                    [](const ReportFinding& one) {
                      return fmt::format(
                          "{} {}: {}{}", one.id, one.severity, one.text,
                          one.drills.empty() ? "" : " (" + drills_text(one.drills) + ")");
                    });
  page += list_part("MISSING", "required, and blocking the sign-off", report.missing, options,
                    [](const MissingField& one) { return one.field + "  (" + one.where + ")"; });
  return page;
}

}  // namespace firedrill
