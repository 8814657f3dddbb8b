#include "reports/audit/dossier_json.hpp"

#include "reports/json_text.hpp"

namespace firedrill {
namespace {

using Json = nlohmann::ordered_json;

template <class Part, class Write>
Json items(const std::vector<Part>& parts, const Write& write) {
  Json all = Json::array();
  for (const Part& part : parts) {
    all.push_back(write(part));
  }
  return all;
}

Json day_or_null(const std::optional<Day>& day) {
  return day ? Json(text_of(*day)) : Json(nullptr);
}

Json drill_dossier_json(const DrillDossier& drill) {
  Json json{{"run", drill.run},
            {"type", drill.type ? Json(name_of(*drill.type)) : Json(nullptr)},
            {"selection", json_words(drill.selection)},
            {"approved", drill.approval ? Json{{"by", drill.approval->by},
                                               {"role", drill.approval->role},
                                               {"on", text_of(drill.approval->on)}}
                                        : Json(nullptr)},
            {"criteria_fixed", day_or_null(drill.criteria_fixed)},
            {"locations", drill.locations},
            {"assumptions", drill.assumptions},
            {"deviations", drill.deviations},
            {"root_cause", json_words(drill.root_cause)}};
  json["participants"] = items(drill.participants, [](const Participant& one) {
    return Json{{"name", one.name},
                {"role", one.role},
                {"planned", one.was_planned},
                {"attended", one.attended}};
  });
  json["acknowledgements"] = items(drill.acknowledgements, [](const Acknowledgement& one) {
    return Json{{"audience", one.audience}, {"by", one.by}, {"after_s", to_seconds(one.after)}};
  });
  return json;
}

Json backup_json(const BackupValidation& one) {
  return {{"data", one.data},
          {"copy", one.copy},
          {"run", json_words(one.run)},
          {"restored_to", one.restored_to},
          {"by", one.by},
          {"on", text_of(one.on)},
          {"isolated", one.is_isolated},
          {"complete", one.is_complete},
          {"intact", one.is_intact}};
}

}  // namespace

nlohmann::ordered_json dossier_json(const Dossier& dossier) {
  Json json{{"label", "DECLARED"},
            {"time_zone", json_words(dossier.time_zone)},
            {"scope", json_words(dossier.scope)},
            {"exclusions", dossier.exclusions},
            {"assessor", dossier.assessor ? Json{{"name", dossier.assessor->name},
                                                 {"role", dossier.assessor->role},
                                                 {"independence", dossier.assessor->independence}}
                                          : Json(nullptr)}};
  json["drills"] = items(dossier.drills, drill_dossier_json);
  json["backups"] = items(dossier.backups, backup_json);
  json["backup_jobs"] = dossier.backup_jobs ? Json{{"scheduled", dossier.backup_jobs->scheduled},
                                                   {"succeeded", dossier.backup_jobs->succeeded},
                                                   {"source", dossier.backup_jobs->source}}
                                            : Json(nullptr);
  json["access"] = items(dossier.access, [](const AccessGrant& one) {
    return Json{{"document", one.document},
                {"person", one.person},
                {"role", one.role},
                {"by", one.by},
                {"granted", text_of(one.granted)}};
  });
  json["training"] = items(dossier.training, [](const TrainingRecord& one) {
    return Json{{"person", one.person},
                {"role", one.role},
                {"on", text_of(one.on)},
                {"covers", one.covers}};
  });
  json["plan_changes"] = items(dossier.plan_changes, [](const PlanRevision& one) {
    return Json{{"change", one.change}, {"because", one.because}, {"on", text_of(one.on)}};
  });
  json["sign_offs"] = items(dossier.sign_offs, [](const SignOff& one) {
    return Json{{"as", one.as}, {"name", one.name}, {"role", one.role}, {"on", text_of(one.on)}};
  });
  return json;
}

}  // namespace firedrill
