#include "scenarios/changes.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "models/text/reader.hpp"
#include "scenarios/names.hpp"
#include "scenarios/notes.hpp"

namespace firedrill {
namespace {

// "assumed: because", or the title and year of a source.
std::string read_basis(ObjectReader& object, PlanChange& change, ReadContext& context) {
  const Node* const source = object.optional("source");
  const auto assumed = object.optional_string("assumed");
  if ((source != nullptr) == assumed.has_value()) {
    report_object(object, "FD3011",
                  "a cost needs either \"source\" or, if nobody published it, \"assumed\"",
                  "say in \"assumed\" why it is what it is");
  }
  change.is_assumed = source == nullptr;
  if (source == nullptr) {
    return "assumed: " + assumed.value_or("");
  }
  ObjectReader reader{*source, context};
  const std::string title = reader.string("title");
  const auto year = reader.integer("year", 1900, 2200);
  reader.finish();
  return fmt::format("{}, {}", title, year);
}

class ChangesReader {
 public:
  ChangesReader(const Document& document, std::filesystem::path folder)
      : document_{document}, folder_{std::move(folder)} {}

  Result<PlanChanges> read();

 private:
  PlanChange read_change(const Node& node);
  void read_runbook(const Node& node, PlanChange& change);

  const Document& document_;
  std::filesystem::path folder_;
  ReadContext context_;
  NameTable names_{"change"};
};

void ChangesReader::read_runbook(const Node& node, PlanChange& change) {
  Result<Document> runbook = load_document((folder_ / node.string).lexically_normal().string());
  if (runbook) {
    change.runbook.push_back(std::move(runbook).value());
    return;
  }
  for (const Diagnostic& problem : runbook.error()) {
    context_.add(problem);
  }
}

PlanChange ChangesReader::read_change(const Node& node) {
  ObjectReader object{node, context_};
  allow_notes(object);
  PlanChange change;
  change.name = object.string("name");
  change.title = object.optional_string("title").value_or("");
  if (const Node* const cost = object.required("cost")) {
    change.cost = read_quantity(*cost, Dimension::ratio, context_).value_or(0.0);
  }
  change.basis = read_basis(object, change, context_);
  const Node* const set = object.optional("set");
  const Node* const runbook = object.optional("runbook");
  for (const auto& [pointer, value] :
       set == nullptr ? std::vector<std::pair<std::string, Node>>{} : set->members) {
    change.settings.emplace_back(pointer, to_json(value));
  }
  if (runbook != nullptr) {
    read_runbook(*runbook, change);
  }
  if (change.settings.empty() && runbook == nullptr) {
    report_object(object, "FD3012", "the change changes nothing",
                  "give it \"set\": {\"/pointer\": value} or a \"runbook\"");
  }
  object.each_optional("excludes", [&](const Node& item) {
    if (const auto other = names_.find(item, context_)) {
      change.excludes.push_back(*other);
    }
  });
  object.finish();
  return change;
}

Result<PlanChanges> ChangesReader::read() {
  ObjectReader object{document_.root, context_};
  allow_notes(object);
  read_format(object, "firedrill/changes/1");
  PlanChanges all;
  all.name = object.string("name");
  all.unit = object.string("unit");
  names_.collect(object.optional("changes"), "name", context_);
  object.each("changes", [&](const Node& item) { all.changes.push_back(read_change(item)); });
  object.finish();
  constexpr std::size_t most_changes = 60;
  if (all.changes.size() > most_changes) {
    context_.error(*document_.root.find("changes"), "FD2006", "{} holds more than 60 changes");
  }
  if (context_.has_errors()) {
    return context_.diagnostics();
  }
  return all;
}

}  // namespace

Result<PlanChanges> load_changes(const std::string& path) {
  const Result<Document> document = load_document(path);
  if (!document) {
    return document.error();
  }
  return ChangesReader{*document, std::filesystem::path{path}.parent_path()}.read();
}

Result<Document> apply(const PlanChange& change, Document assembled) {
  for (const Document& runbook : change.runbook) {
    assembled = grafted(std::move(assembled), "/runbook", runbook);
  }
  for (const auto& [pointer, value] : change.settings) {
    Result<Document> changed = with_value(std::move(assembled), pointer, value);
    if (!changed) {
      return changed.error();
    }
    assembled = std::move(changed).value();
  }
  return assembled;
}

}  // namespace firedrill
