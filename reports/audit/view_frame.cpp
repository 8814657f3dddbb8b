// The sections that frame a report: its first page, scope, evidence, access and sign-off; and the
// whole of it in order.

#include <fmt/format.h>

#include <algorithm>

#include "reports/audit/view_parts.hpp"
#include "reports/format.hpp"

namespace firedrill {
namespace {

constexpr std::size_t detailed_at_most = 3;  // drills whose every file is listed

std::string verdict_sentence(const Report& report) {
  if (report.kind == ReportKind::simulation) {
    return "This is a simulation alone. Nothing was drilled, so nothing is shown to work.";
  }
  std::uint64_t counted_drills = 0, kept = 0;
  for (const ReportDrill& drill : report.drills) {
    counted_drills += drill.counts ? 1 : 0;
    kept += drill.counts && drill.verdict == Verdict::met ? 1 : 0;
  }
  return fmt::format(
      "{} of {} kept every promise.{}", kept,
      counted(counted_drills, "drill that counts", "drills that count"),
      report.origin.stand_ins == 0 ? ""
      : report.origin.is_measured()
          ? " What a stand-in made does not count: nothing was drilled."
          : " A stand-in made them: nothing was drilled, so nothing is shown to work.");
}

std::string coverage_sentence(const Report& report) {
  const ModelRecord& model = report.model;
  if (model.drills == 0) {
    return "The model is not judged: no recovery time was both predicted and measured.";
  }
  const Coverage& held = model.recovery.coverage;
  return fmt::format(
      "The model held {} of {} first recovery times in its 90 % interval (95 % "
      "interval of the true coverage: {} to {} %); on the model: {}.",
      held.held, held.count, percent_number(held.interval.low), percent_number(held.interval.high),
      name_of(model.verdict));
}

void add_missed(const Report& report, ViewSection& one) {
  BulletList worst;
  for (const ReportFinding& finding : report.findings) {
    if (finding.severity == "high") {
      worst.items.push_back(
          {fmt::format("{} {}{}", finding.id, finding.text,
                       finding.drills.size() > 1
                           ? fmt::format(" (worst of {})", counted(finding.drills.size(), "drill"))
                           : ""),
           Tone::bad});
    }
  }
  if (!worst.items.empty()) {
    one.blocks.emplace_back(SubHeading{"What weighs most"});
    one.blocks.emplace_back(std::move(worst));
  }
}

// n, what was seen and its interval; "" where there is none.
std::vector<std::string> figures_of(const CriterionResult& one) {
  if (one.at_most_s) {
    const MeanProof& mean = one.mean;
    return {std::to_string(mean.count), mean.count > 0 ? human_duration(mean.mean) : "",
            mean.count > 1 ? interval_text(mean.interval.low, mean.interval.high) : ""};
  }
  const ShareProof& share = one.share;
  const bool is_any = share.count.trials > 0;
  return {std::to_string(share.count.trials), is_any ? percent(share.share) : "",
          is_any ? fmt::format("[{}, {}] %", percent_number(share.interval.low),
                               percent_number(share.interval.high))
                 : ""};
}

ViewTable verdict_table(const Report& report) {
  ViewTable table{
      "Criteria and KPIs of the plan",
      {{"Criterion"}, {"n", true}, {"Seen", true}, {"95 % interval", true}, {"Verdict"}},
      {}};
  const bool is_of_several = report.plans.size() > 1;
  for (const CriterionResult& one : report.criteria) {
    std::vector<ViewCell> row{{one.name}};
    for (std::string& text : figures_of(one)) {
      row.push_back(text_cell(std::move(text)));
    }
    row.push_back({std::string{name_of(one.proof)}, tone_of(one.proof)});
    if (is_of_several) {
      row.insert(row.begin(), {one.plan});
    }
    table.rows.push_back(std::move(row));
  }
  if (is_of_several) {
    table.caption = "Criteria and KPIs of each plan, from its drills alone";
    table.columns.insert(table.columns.begin(), {"Plan"});
  }
  return table;
}

ViewTable evidence_table(const Report& report) {
  ViewTable table{"Runs",
                  {{"Drill"},
                   {"SHA-256 of run.json"},
                   {"Events", true},
                   {"SHA-256 of the last event"},
                   {"Files", true}},
                  {}};
  for (const ReportDrill& drill : report.drills) {
    table.rows.push_back({{drill.id},
                          {drill.run_digest},
                          {std::to_string(drill.run.events)},
                          {drill.run.chain},
                          {std::to_string(drill.run.evidence.size() + 1)}});
  }
  return table;
}

ViewTable files_table(const ReportDrill& drill) {
  ViewTable table{"Files of " + drill.id, {{"File"}, {"Bytes", true}, {"SHA-256"}}, {}};
  for (const RunEvidence& file : drill.run.evidence) {
    table.rows.push_back({{file.file}, {grouped(file.bytes)}, {file.digest}});
  }
  return table;
}

}  // namespace

ViewSection executive_section(const Report& report) {
  ViewSection one = section("executive", "Summary");
  say(one, verdict_sentence(report), tone_of(report.verdict));
  say(one, coverage_sentence(report), tone_of(report.model.verdict));
  say(one,
      report.may_be_signed()
          ? "Every required field is there; the report may be signed off."
          : fmt::format("{} missing; the report may not be signed off. They are listed under "
                        "Sign-off.",
                        counted(report.missing.size(), "required field is", "required fields are")),
      report.may_be_signed() ? Tone::good : Tone::bad);
  if (!report.criteria.empty() && !report.drills.empty()) {
    one.blocks.emplace_back(verdict_table(report));
  }
  add_missed(report, one);
  say(one,
      "Every figure is SIMULATED, MEASURED or DECLARED and says so. A simulation is never "
      "evidence that something works; what is missing does not count as passed.",
      Tone::faint);
  return one;
}

ViewSection scope_section(const Report& report) {
  ViewSection one = section("scope", "What this report is about");
  const Dossier& said = report.dossier;
  FactList list;
  const auto fact = [&](const char* name, std::string text) {
    const bool is_there = !text.empty();
    list.facts.push_back(
        {name,
         {is_there ? std::move(text) : "not stated", is_there ? Tone::plain : Tone::doubtful}});
  };
  fact("Report", report.id + fmt::format(", revision {}", said.revision));
  fact("Supersedes", said.supersedes.empty() ? "nothing" : said.supersedes);
  fact("Kind", std::string{name_of(report.kind)});
  fact("Held", heading_of(report));
  fact("Period", report.from.empty() ? "" : report.from + " to " + report.until);
  fact("As of", report.as_of);
  fact("Time zone", said.time_zone.empty() ? "" : said.time_zone + "; instants are UTC");
  for (const ReportPlan& plan : report.plans) {
    fact("Plan", fmt::format("{} ({}): {}, SHA-256 {}", plan.title.empty() ? plan.name : plan.title,
                             plan.name, counted(plan.drills, "drill"), joined(plan.digests)));
  }
  if (report.plans.empty()) {
    fact("Plan", report.plan);
  }
  fact("Scope", said.scope);
  fact("Left out", joined(said.exclusions));
  fact("Assessor", said.assessor ? fmt::format("{} ({}); independence: {}", said.assessor->name,
                                               said.assessor->role, said.assessor->independence)
                                 : "");
  fact("Made by", fmt::format("firedrill {}{}", report.tool.version,
                              report.tool.commit.empty() ? "" : ", commit " + report.tool.commit));
  if (report.is_redacted) {
    fact("Redacted", "names of people, hosts and targets are replaced" +
                         (report.redacted_from.empty()
                              ? std::string{}
                              : "; the whole report's root is " + report.redacted_from));
  }
  one.blocks.emplace_back(std::move(list));
  return one;
}

ViewSection evidence_section(const Report& report) {
  ViewSection one = section("evidence", "Evidence, and how to check it");
  if (report.drills.empty()) {
    say(one, "A simulation leaves no evidence.", Tone::doubtful);
    return one;
  }
  say(one,
      "Each run's events are chained: every line holds the SHA-256 of the line before. "
      "Collected by firedrill on one monotonic clock of the controller; UTC beside it.");
  one.blocks.emplace_back(evidence_table(report));
  if (report.drills.size() <= detailed_at_most) {
    for (const ReportDrill& drill : report.drills) {
      one.blocks.emplace_back(files_table(drill));
    }
  }
  say(one, "Without firedrill, in the folder of the pack:");
  constexpr const char* every_signature =
      "for f in signatures/*.sig; do ssh-keygen -Y verify -f ALLOWED_SIGNERS "
      "-I \"$(basename $f .sig)\" -n firedrill-pack -s $f < SHA256SUMS; done";
  one.blocks.emplace_back(
      CommandLines{{"sha256sum -c SHA256SUMS", "sha256sum -c FILES.sha256", every_signature,
                    "openssl ts -verify -data manifest.json -in timestamps/NAME.tsr -CAfile CA.pem",
                    "python3 verify_pack.py . --allowed-signers ALLOWED_SIGNERS --root ROOT"}});
  return one;
}

ViewSection access_section(const Report& report) {
  ViewSection one = section("access", "Access and training");
  const Dossier& said = report.dossier;
  if (said.access.empty()) {
    say(one, "Who may read the plan, the reports and the evidence is not stated.", Tone::doubtful);
  } else {
    ViewTable table{"Who may read what, DECLARED",
                    {{"Document"}, {"Person"}, {"Role"}, {"Granted"}, {"By"}},
                    {}};
    for (const AccessGrant& grant : said.access) {
      table.rows.push_back(
          {{grant.document}, {grant.person}, {grant.role}, {text_of(grant.granted)}, {grant.by}});
    }
    one.blocks.emplace_back(std::move(table));
  }
  if (said.training.empty()) {
    say(one, "Who was trained when is not stated.", Tone::doubtful);
  } else {
    ViewTable table{
        "Who was trained when, DECLARED", {{"Person"}, {"Role"}, {"On"}, {"Covers"}}, {}};
    for (const TrainingRecord& training : said.training) {
      table.rows.push_back(
          {{training.person}, {training.role}, {text_of(training.on)}, {training.covers}});
    }
    one.blocks.emplace_back(std::move(table));
  }
  return one;
}

ViewSection sign_off_section(const Report& report) {
  ViewSection one = section("sign-off", "Sign-off");
  if (!report.missing.empty()) {
    say(one,
        fmt::format("Blocked: {} missing.",
                    counted(report.missing.size(), "required field is", "required fields are")),
        Tone::bad);
    ViewTable table{"Required and missing", {{"Field"}, {"Belongs in"}, {"Why it matters"}}, {}};
    for (const MissingField& field : report.missing) {
      table.rows.push_back({{field.field}, {field.where}, text_cell(field.why)});
    }
    one.blocks.emplace_back(std::move(table));
  }
  ViewTable table{"Signatures, DECLARED; the cryptographic ones lie beside the report",
                  {{"As"}, {"Name"}, {"Role"}, {"On"}},
                  {}};
  for (const char* const as : {"prepared", "reviewed", "approved"}) {
    bool is_any = false;
    for (const SignOff& sign : report.dossier.sign_offs) {
      if (sign.as == as) {
        is_any = true;
        table.rows.push_back(
            {{std::string{as}},
             {sign.name + (report.may_be_signed() ? "" : " (void while fields are missing)"),
              report.may_be_signed() ? Tone::plain : Tone::doubtful},
             {sign.role},
             {text_of(sign.on)}});
      }
    }
    if (!is_any) {
      table.rows.push_back({{std::string{as}}, {"nobody yet", Tone::doubtful}, {"-"}, {"-"}});
    }
  }
  one.blocks.emplace_back(std::move(table));
  return one;
}

ReportView report_view(const Report& report) {
  ReportView view;
  view.title = report.title;
  view.as_of = report.as_of;
  view.label = heading_of(report);
  view.subtitle = report.id + (report.from.empty() ? "" : ", " + report.from + " to ") +
                  (report.from.empty() ? "" : report.until) +
                  (report.is_redacted ? ", redacted" : "");
  view.sections = {executive_section(report), scope_section(report)};
  if (!report.simulated.empty()) {
    view.sections.push_back(simulated_section(report));
  }
  for (const auto make :
       {objectives_section, drills_section,      calendar_section,      timeline_section,
        phases_section,     loss_section,        backups_section,       steps_section,
        criteria_section,   model_section,       notifications_section, deviations_section,
        findings_section,   actions_section,     risks_section,         evidence_section,
        access_section,     limitations_section, demands_section,       sign_off_section}) {
    view.sections.push_back(make(report));
  }
  return view;
}

}  // namespace firedrill
