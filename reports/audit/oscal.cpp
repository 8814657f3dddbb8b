#include "reports/audit/oscal.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

#include "reports/audit/view_parts.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view oscal_version = "1.2.1";

// The name space of all identifiers here: the version-5 UUID of "firedrill" in that of DNS names.
constexpr std::array<unsigned char, 16> name_space{0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1,
                                                   0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};

// OSCAL's strings are lines without blanks at the ends, and never empty.
std::string line_of(const std::string& text) {
  std::string line;
  for (const char letter : text) {
    line += static_cast<unsigned char>(letter) < 0x20 ? ' ' : letter;
  }
  const std::size_t begin = line.find_first_not_of(' ');
  return begin == std::string::npos ? "-"
                                    : line.substr(begin, line.find_last_not_of(' ') - begin + 1);
}

Json metadata(const Report& report, const char* what) {
  return {{"title", line_of(report.title + ": " + what)},
          {"last-modified", report.as_of},
          {"version", std::to_string(report.dossier.revision)},
          {"oscal-version", oscal_version},
          {"props",
           Json::array({{{"name", "report-id"}, {"value", line_of(report.id)}},
                        {{"name", "held"}, {"value", line_of(heading_of(report))}},
                        {{"name", "made-by"}, {"value", "firedrill " + report.tool.version}}})}};
}

Json prop(const char* name, const std::string& value) {
  return {{"name", name}, {"value", line_of(value)}};
}

struct Control {
  const char *id, *objective, *about;
};

constexpr std::array<Control, 4> controls{
    {{"cp-4", "cp-4_obj", "Contingency plan testing"},
     {"cp-9", "cp-9_obj", "System backup"},
     {"cp-9.1", "cp-9.1_obj", "Backups tested for reliability and integrity"},
     {"cp-10", "cp-10_obj", "System recovery and reconstitution"}}};

Json reviewed_controls() {
  Json included = Json::array();
  for (const Control& control : controls) {
    included.push_back({{"control-id", control.id}});
  }
  return {{"control-selections", Json::array({{{"include-controls", std::move(included)}}})}};
}

std::string id_in(const Report& report, const std::string& name) {
  return uuid_of(report.id + "/" + std::to_string(report.dossier.revision) + "/" + name);
}

Json task_of(const Report& report, const ReportDrill& drill) {
  return {
      {"uuid", id_in(report, "task/" + drill.id)},
      {"type", "action"},
      {"title", line_of(drill.run.scenario_title.empty() ? drill.run.scenario.name
                                                         : drill.run.scenario_title)},
      {"description", line_of(drill.dossier.selection.empty() ? "Why it was chosen is not stated."
                                                              : drill.dossier.selection)},
      {"props",
       Json::array({prop("scenario-sha256", drill.run.scenario.digest), prop("run", drill.id)})},
      {"timing",
       {{"within-date-range",
         {{"start", drill.run.started_at},
          {"end", drill.run.ended_at.empty() ? drill.run.started_at : drill.run.ended_at}}}}}};
}

// What was seen in one drill, with its evidence.
Json observation_of(const Report& report, const ReportDrill& drill) {
  std::string seen = fmt::format("{}: {}.", name_of(drill.verdict), drill.reason);
  for (const RunObjective& one : drill.run.objectives) {
    seen += fmt::format(" {}: {} (promised: {}), {}.", title_text(one),
                        one.is_measured ? span_text(one.value) : "not measured",
                        span_text(one.target), name_of(one.verdict));
  }
  return {{"uuid", id_in(report, "observation/" + drill.id)},
          {"title", line_of("Drill " + drill.id)},
          {"description", line_of(seen)},
          {"props", Json::array({prop("label", std::string{label_of(drill.run.target_kind)}),
                                 prop("held", heading_of(drill)),
                                 prop("state", std::string{name_of(drill.run.state)})})},
          {"methods", Json::array({is_measured(drill.run.target_kind) ? "TEST" : "EXAMINE"})},
          {"relevant-evidence",
           Json::array({{{"href", line_of("runs/" + drill.id + "/run.json")},
                         {"description", line_of("SHA-256 " + drill.run_digest)}}})},
          {"collected", drill.run.started_at}};
}

bool is_about(const ReportFinding& finding, std::string_view id) {
  const bool is_backup = finding.text.find("copy") != std::string::npos;
  return is_backup ? id.starts_with("cp-9") : !id.starts_with("cp-9");
}

// One finding a control: satisfied where drills were held and nothing of weight speaks against it.
Json control_finding(const Report& report, const Control& control, const Json& observations) {
  std::string against;
  for (const ReportFinding& finding : report.findings) {
    if (finding.severity == "high" && is_about(finding, control.id)) {
      against += (against.empty() ? "" : ", ") + finding.id;
    }
  }
  const bool is_backup = std::string_view{control.id}.starts_with("cp-9");
  const bool is_tried = is_backup ? !report.dossier.backups.empty() : report.origin.is_measured();
  Json finding{
      {"uuid", id_in(report, std::string{"finding/"} + control.id)},
      {"title", control.about},
      {"description", !is_tried         ? "Nothing in this report speaks of it."
                      : against.empty() ? "Nothing of weight speaks against it."
                                        : "Exceptions: " + against + "."},
      {"target",
       {{"type", "objective-id"},
        {"target-id", control.objective},
        {"status", {{"state", is_tried && against.empty() ? "satisfied" : "not-satisfied"}}}}}};
  if (!observations.empty()) {
    Json related = Json::array();
    for (const Json& one : observations) {
      related.push_back({{"observation-uuid", one["uuid"]}});
    }
    finding["related-observations"] = std::move(related);
  }
  return finding;
}

Json risk_of(const Report& report, const ReportFinding& finding) {
  return {{"uuid", id_in(report, "risk/" + finding.id)},
          {"title", line_of(finding.id)},
          {"description", line_of(finding.text)},
          {"statement",
           line_of(finding.cause.empty() ? "The root cause is not stated." : finding.cause)},
          {"props", Json::array({prop("severity", finding.severity),
                                 prop("label", std::string{name_of(finding.label)})})},
          {"status", finding.actions.empty() ? "open" : "remediating"}};
}

Json risks_of(const Report& report) {
  Json risks = Json::array();
  for (const ReportFinding& finding : report.findings) {
    risks.push_back(risk_of(report, finding));
  }
  return risks;
}

Json item_of(const Report& report, const ReportAction& followed) {
  const CorrectiveAction& action = followed.action;
  Json props = Json::array({prop("owner", action.owner), prop("due", text_of(action.due)),
                            prop("effectiveness", followed.effectiveness)});
  if (action.retest) {
    props.push_back(prop("re-test", action.retest->scenario + " by " + text_of(action.retest->by)));
  }
  Json item{{"uuid", id_in(report, "item/" + action.id)},
            {"title", line_of(action.id + ": " + action.title)},
            {"description", line_of(action.finding)},
            {"props", std::move(props)}};
  Json related = Json::array();
  for (const ReportFinding& finding : report.findings) {
    if (std::find(finding.actions.begin(), finding.actions.end(), action.id) !=
        finding.actions.end()) {
      related.push_back({{"risk-uuid", id_in(report, "risk/" + finding.id)}});
    }
  }
  if (!related.empty()) {
    item["related-risks"] = std::move(related);
  }
  return item;
}

std::string text_of_document(const char* name, Json document) {
  return Json{{name, std::move(document)}}.dump(1) + "\n";
}

}  // namespace

std::string uuid_of(const std::string& name) {
  std::string bytes{name_space.begin(), name_space.end()};
  bytes += "firedrill/" + name;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha1(), nullptr) != 1) {
    throw std::runtime_error("libcrypto could not compute a digest");
  }
  digest[6] = static_cast<unsigned char>((digest[6] & 0x0fU) | 0x50U);
  digest[8] = static_cast<unsigned char>((digest[8] & 0x3fU) | 0x80U);
  std::string uuid;
  for (std::size_t index = 0; index < name_space.size(); ++index) {
    const bool is_after_group = index == 4 || index == 6 || index == 8 || index == 10;
    uuid += fmt::format("{}{:02x}", is_after_group ? "-" : "", digest[index]);
  }
  return uuid;
}

std::string oscal_plan(const Report& report) {
  Json plan{{"uuid", id_in(report, "plan")},
            {"metadata", metadata(report, "assessment plan")},
            {"import-ssp", {{"href", "#" + id_in(report, "ssp")}}},
            {"reviewed-controls", reviewed_controls()}};
  if (!report.drills.empty()) {
    Json tasks = Json::array();
    for (const ReportDrill& drill : report.drills) {
      tasks.push_back(task_of(report, drill));
    }
    plan["tasks"] = std::move(tasks);
  }
  plan["back-matter"] = {
      {"resources", Json::array({{{"uuid", id_in(report, "ssp")},
                                  {"title", line_of("Disaster-recovery plan " + report.plan)},
                                  {"description", line_of("SHA-256 " + report.plan_digest)}}})}};
  return text_of_document("assessment-plan", std::move(plan));
}

std::string oscal_results(const Report& report) {
  Json observations = Json::array();
  for (const ReportDrill& drill : report.drills) {
    observations.push_back(observation_of(report, drill));
  }
  Json findings = Json::array();
  for (const Control& control : controls) {
    findings.push_back(control_finding(report, control, observations));
  }
  Json result{
      {"uuid", id_in(report, "result")},
      {"title", line_of(report.title)},
      {"description",
       line_of(heading_of(report) + (report.origin.is_measured() ? "" : ": nothing was drilled") +
               "; what people state is DECLARED.")},
      {"start", report.drills.empty() ? report.as_of : report.drills.front().run.started_at},
      {"end", report.as_of},
      {"reviewed-controls", reviewed_controls()}};
  Json risks = risks_of(report);
  if (!observations.empty()) {
    result["observations"] = std::move(observations);
  }
  if (!risks.empty()) {
    result["risks"] = std::move(risks);
  }
  result["findings"] = std::move(findings);
  return text_of_document("assessment-results",
                          {{"uuid", id_in(report, "results")},
                           {"metadata", metadata(report, "assessment results")},
                           {"import-ap", {{"href", "assessment-plan.json"}}},
                           {"results", Json::array({std::move(result)})}});
}

std::string oscal_poam(const Report& report) {
  Json items = Json::array();
  for (const ReportAction& action : report.actions) {
    items.push_back(item_of(report, action));
  }
  for (const ReportFinding& finding : report.findings) {
    if (finding.actions.empty()) {
      items.push_back(
          {{"uuid", id_in(report, "item/" + finding.id)},
           {"title", line_of(finding.id + ": no action yet")},
           {"description", line_of(finding.text)},
           {"related-risks", Json::array({{{"risk-uuid", id_in(report, "risk/" + finding.id)}}})}});
    }
  }
  if (items.empty()) {
    items.push_back({{"uuid", id_in(report, "item/none")},
                     {"title", "Nothing to be mended"},
                     {"description", "The report has no finding and no corrective action."}});
  }
  Json poam{{"uuid", id_in(report, "poam")},
            {"metadata", metadata(report, "plan of action and milestones")},
            {"import-ssp", {{"href", "assessment-plan.json"}}}};
  Json risks = risks_of(report);
  if (!risks.empty()) {
    poam["risks"] = std::move(risks);
  }
  poam["poam-items"] = std::move(items);
  return text_of_document("plan-of-action-and-milestones", std::move(poam));
}

}  // namespace firedrill
