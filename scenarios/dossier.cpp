#include "scenarios/dossier.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "scenarios/day_reader.hpp"
#include "scenarios/names.hpp"
#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

constexpr std::array<std::string_view, 5> type_words{"tabletop", "simulation", "restore",
                                                     "partial failover", "full"};
constexpr std::array<std::string_view, 3> severity_words{"high", "medium", "low"};
constexpr std::array<std::string_view, 3> document_words{"plan", "reports", "evidence"};
constexpr std::array<std::string_view, 3> sign_off_words{"prepared", "reviewed", "approved"};
constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();

class DossierReader {
 public:
  Dossier read(const Node& root);
  [[nodiscard]] const ReadContext& context() const { return context_; }

 private:
  // Each item of the member `key`, if it is there, through `read`.
  template <class Part, class Read>
  void list(ObjectReader& object, std::string_view key, std::vector<Part>& parts, Read read) {
    object.each_optional(key, [&](const Node& node) {
      ObjectReader item{node, context_};
      allow_notes(item);
      parts.push_back(read(item));
      item.finish();
    });
  }
  std::string word(ObjectReader& object, std::string_view key,
                   std::span<const std::string_view> words) {
    return std::string{words[object.word(key, words)]};
  }

  void read_report(ObjectReader& object, Dossier& dossier);
  void read_lists(ObjectReader& object, Dossier& dossier);
  DrillDossier read_drill(ObjectReader& object);
  void read_jobs(const Node& node, Dossier& dossier);

  ReadContext context_;
};

void DossierReader::read_report(ObjectReader& object, Dossier& dossier) {
  const Node* const node = object.optional("report");
  if (node == nullptr) {
    return;
  }
  ObjectReader report{*node, context_};
  allow_notes(report);
  dossier.id = report.optional_string("id").value_or("");
  dossier.title = report.optional_string("title").value_or("");
  dossier.revision =
      static_cast<std::uint64_t>(report.optional_integer("revision", 1, most).value_or(1));
  dossier.supersedes = report.optional_string("supersedes").value_or("");
  dossier.time_zone = report.optional_string("time_zone").value_or("");
  dossier.from = read_optional_day(report, "from");
  dossier.until = read_optional_day(report, "until");
  if (dossier.from && dossier.until && *dossier.until < *dossier.from) {
    report_object(report, "FD3061", "the period ends before it begins");
  }
  report.finish();
}

DrillDossier DossierReader::read_drill(ObjectReader& object) {
  DrillDossier drill;
  drill.run = object.string("run");
  if (const Node* const type = object.optional("type")) {
    if (const auto index = read_word(*type, type_words, context_)) {
      drill.type = static_cast<DrillType>(*index);
    }
  }
  drill.selection = object.optional_string("selection").value_or("");
  if (const Node* const node = object.optional("approved")) {
    ObjectReader approved{*node, context_};
    drill.approval =
        Approval{approved.string("by"), approved.string("role"), read_day(approved, "on")};
    approved.finish();
  }
  drill.criteria_fixed = read_optional_day(object, "criteria_fixed");
  drill.locations = object.optional_strings("locations");
  drill.assumptions = object.optional_strings("assumptions");
  drill.deviations = object.optional_strings("deviations");
  list(object, "participants", drill.participants, [](ObjectReader& item) {
    return Participant{item.string("name"), item.string("role"),
                       item.optional_boolean("planned").value_or(true),
                       item.optional_boolean("attended").value_or(true)};
  });
  list(object, "findings", drill.findings, [this](ObjectReader& item) {
    return DeclaredFinding{item.string("text"), word(item, "severity", severity_words),
                           item.optional_string("cause").value_or("")};
  });
  list(object, "acknowledgements", drill.acknowledgements, [](ObjectReader& item) {
    return Acknowledgement{item.string("audience"), item.string("by"), item.duration("after")};
  });
  drill.root_cause = object.optional_string("root_cause").value_or("");
  return drill;
}

void DossierReader::read_jobs(const Node& node, Dossier& dossier) {
  ObjectReader object{node, context_};
  allow_notes(object);
  BackupJobs jobs;
  jobs.scheduled = static_cast<std::uint64_t>(object.integer("scheduled", 0, most));
  jobs.succeeded = static_cast<std::uint64_t>(object.integer("succeeded", 0, most));
  jobs.source = object.string("source");
  if (jobs.succeeded > jobs.scheduled) {
    report_object(object, "FD3064", "more backups succeeded than were scheduled");
  }
  object.finish();
  dossier.backup_jobs = std::move(jobs);
}

void DossierReader::read_lists(ObjectReader& object, Dossier& dossier) {
  list(object, "backups", dossier.backups, [](ObjectReader& item) {
    BackupValidation one;
    one.data = item.string("data");
    one.copy = item.string("copy");
    one.run = item.optional_string("run").value_or("");
    one.restored_to = item.string("restored_to");
    one.by = item.string("by");
    one.on = read_day(item, "on");
    one.is_isolated = item.boolean("isolated");
    one.is_complete = item.boolean("complete");
    one.is_intact = item.boolean("intact");
    return one;
  });
  list(object, "access", dossier.access, [this](ObjectReader& item) {
    return AccessGrant{word(item, "document", document_words), item.string("person"),
                       item.string("role"), item.string("by"), read_day(item, "granted")};
  });
  list(object, "training", dossier.training, [](ObjectReader& item) {
    return TrainingRecord{item.string("person"), item.string("role"), item.string("covers"),
                          read_day(item, "on")};
  });
  list(object, "plan_changes", dossier.plan_changes, [](ObjectReader& item) {
    return PlanRevision{item.string("change"), item.string("because"), read_day(item, "on")};
  });
  list(object, "sign_offs", dossier.sign_offs, [this](ObjectReader& item) {
    return SignOff{word(item, "as", sign_off_words), item.string("name"), item.string("role"),
                   read_day(item, "on")};
  });
}

Dossier DossierReader::read(const Node& root) {
  ObjectReader object{root, context_};
  allow_notes(object);
  read_format(object, "firedrill/dossier/1");
  Dossier dossier;
  read_report(object, dossier);
  if (const Node* const node = object.optional("assessor")) {
    ObjectReader assessor{*node, context_};
    allow_notes(assessor);
    dossier.assessor =
        Assessor{assessor.string("name"), assessor.string("role"), assessor.string("independence")};
    assessor.finish();
  }
  dossier.scope = object.optional_string("scope").value_or("");
  dossier.exclusions = object.optional_strings("exclusions");
  dossier.limitations = object.optional_strings("limitations");
  if (const Node* const drills = object.optional("drills")) {
    NameTable runs{"run"};
    runs.collect(drills, "run", context_);
  }
  list(object, "drills", dossier.drills, [this](ObjectReader& item) { return read_drill(item); });
  if (const Node* const jobs = object.optional("backup_jobs")) {
    read_jobs(*jobs, dossier);
  }
  read_lists(object, dossier);
  object.finish();
  return dossier;
}

}  // namespace

std::string_view name_of(DrillType type) { return type_words[static_cast<std::size_t>(type)]; }

const DrillDossier* Dossier::of_run(const std::string& run_id) const {
  const auto found = std::find_if(drills.begin(), drills.end(),
                                  [&](const DrillDossier& one) { return one.run == run_id; });
  return found == drills.end() ? nullptr : &*found;
}

Result<Dossier> read_dossier(const Document& document) {
  DossierReader reader;
  Dossier dossier = reader.read(document.root);
  if (reader.context().has_errors()) {
    return reader.context().diagnostics();
  }
  return dossier;
}

Result<Dossier> load_dossier(const std::string& path) {
  const Result<Document> document = load_document(path);
  if (!document) {
    return document.error();
  }
  return read_dossier(*document);
}

}  // namespace firedrill
